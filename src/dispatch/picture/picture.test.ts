import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../core/ids.ts'
import { evolve, type Order } from '../order.ts'
import { issued, MORNING, POLICE } from '../samples.ts'
import { nextShown, scenePictures } from './picture.ts'

const order = (key: string, ...pictures: readonly (readonly [still: string, at: number, via: 'field' | 'console'])[]) =>
  pictures.reduce<Order>(
    (now, [still, at, via]) => evolve(now, now.id, { type: 'pictured', v: 1, at, still, by: { via, id: 'x' } }),
    evolve(null, id(key), { type: 'issued', v: 1, at: MORNING, ...issued({ agency: POLICE, unit: id('tp-07') }) }),
  )

test('the pictures of all orders stand in the order in which they were taken, each with whose it is', () => {
  const all = scenePictures([
    order('a', ['late', 9, 'field'], ['early', 2, 'field']),
    order('b', ['middle', 5, 'console']),
  ])
  assert.deepEqual(
    all.map(({ still, agency, unit }) => [still, agency, unit]),
    [
      ['early', POLICE, 'tp-07'],
      ['middle', POLICE, null],
      ['late', POLICE, 'tp-07'],
    ],
  )
  assert.deepEqual(scenePictures([order('c')]), [])
})

test('the key shows the newest first, then back one by one, and the newest again', () => {
  const all = scenePictures([order('a', ['1', 1, 'field'], ['2', 2, 'field'], ['3', 3, 'field'])])
  const shown: (string | undefined)[] = []
  for (let now: string | null = null; shown.length < 5; now = nextShown(all, now)?.still ?? null)
    shown.push(nextShown(all, now)?.still)
  assert.deepEqual(shown, ['3', '2', '1', '3', '2'])
  assert.equal(nextShown([], null), null)
})

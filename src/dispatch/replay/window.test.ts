/** A stretch of the past in the browser: any instant of it, reached from anywhere, is the same board. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Numbered } from '../../journal/fact.ts'
import { EMPTY_BOARD, foldAll } from '../board.ts'
import { opened } from '../samples.ts'
import { begun, hadAt, nextAt, type ReplayAnswer, stoodAt, stretchOf } from './window.ts'

const ALL = { scope: 'all' } as const
/** Facts recorded at these times, in this order of the log: a late commit stands before one that was recorded earlier. */
const logged = (times: readonly number[]): readonly Numbered[] =>
  times.map((recordedAt, index) => ({
    seq: index + 1,
    stream: `incident/i-${index}`,
    version: 1,
    recordedAt,
    by: { kind: 'system', id: 'test' },
    correlation: 'c',
    fact: { type: 'opened', v: 1, at: recordedAt, ...opened() },
  }))
const pagesOf = (facts: readonly Numbered[], size: number): readonly ReplayAnswer[] => {
  const pages: ReplayAnswer[] = []
  for (let from = 0; from === 0 || from < facts.length; from += size)
    pages.push({
      seq: from,
      board: from === 0 ? { warnings: [], incidents: [], orders: [], room: [], conditions: [] } : null,
      facts: facts.slice(from, from + size),
      end: Math.min(facts.length, from + size),
      next: from + size < facts.length ? from + size : null,
      said: [],
      sights: [],
    })
  return pages
}

test('whichever way one gets to an instant, forwards, backwards or at once, the board is the fold of what was had then', () => {
  const times = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 })
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 7 }), fc.array(fc.integer({ min: 0, max: 100 })), (at, size, walk) => {
      const facts = logged(at)
      const stretch = stretchOf(ALL, 0, 100, pagesOf(facts, size))
      let stand = begun(stretch)
      for (const instant of walk) {
        stand = stoodAt(stretch, stand, hadAt(stretch, instant))
        const firstLater = at.findIndex((time) => time > instant)
        const had = firstLater < 0 ? facts : facts.slice(0, firstLater)
        assert.deepEqual(stand.board, foldAll(EMPTY_BOARD, had))
      }
    }),
  )
})

test('the next fact and the one before are found from any instant, and none beyond the ends', () => {
  const stretch = stretchOf(ALL, 0, 100, pagesOf(logged([10, 20, 20, 15, 40]), 2))
  assert.deepEqual(
    [0, 10, 19, 20, 40].map((at) => nextAt(stretch, at, 1)),
    [10, 20, 20, 40, null],
  )
  assert.deepEqual(
    [5, 10, 11, 20, 41].map((at) => nextAt(stretch, at, -1)),
    [null, null, 10, 10, 40],
  )
})

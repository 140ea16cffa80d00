import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Box } from '../facts.ts'
import type { Answer, SeenObject } from '../objects/objects.ts'
import { walkersIn } from './walkers.ts'

function answer(at: number, ...objects: readonly SeenObject[]): Answer {
  return { at, box: [0, 0, 640, 360], objects, model: 'm@12345678' }
}
const person = (x: number, y: number): SeenObject => ({ class: 'person', score: 0.3, box: [x, y, 12, 36] })

test('who is seen in three of five looks on a slow way is a walker, with a pace', () => {
  const answers = [1, 2, 3, 4, 5].map((second) =>
    second === 2 || second === 4 ? answer(second * 1_000) : answer(second * 1_000, person(200 + 12 * second, 100)),
  )
  const [walker, ...more] = walkersIn(answers, 5_200)
  assert.equal(more.length, 0)
  assert.deepEqual([walker?.hits, walker?.looks, walker?.since], [3, 5, 1_000])
  assert.ok(Math.abs((walker?.pace ?? 0) - 48 / 36 / 4) < 1e-9)
  assert.deepEqual(walkersIn(answers, 9_000), [])
})

test('a post, a rider in traffic, a driver behind glass and a single sight are not', () => {
  const over = (each: (second: number) => readonly SeenObject[]): readonly Answer[] =>
    [1, 2, 3, 4, 5].map((second) => answer(second * 1_000, ...each(second)))
  assert.deepEqual(
    walkersIn(
      over(() => [person(200, 100)]),
      5_000,
    ),
    [],
  )
  assert.deepEqual(
    walkersIn(
      over((second) => [person(100 + 90 * second, 100)]),
      5_000,
    ),
    [],
  )
  const car: SeenObject = { class: 'car', score: 0.8, box: [190, 90, 120, 80] }
  assert.deepEqual(
    walkersIn(
      over((second) => [person(200 + 8 * second, 100), car]),
      5_000,
    ),
    [],
  )
  assert.deepEqual(
    walkersIn(
      over((second) => (second === 5 ? [person(200, 100)] : [])),
      5_000,
    ),
    [],
  )
  assert.deepEqual(walkersIn([], 5_000), [])
})

test('whoever is found was there in the newest look and in two before, and never faster than people go', () => {
  const at = fc.integer({ min: 0, max: 8 })
  const box: fc.Arbitrary<Box> = fc.tuple(
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: 4, max: 30 }),
    fc.integer({ min: 8, max: 60 }),
  )
  const looks = fc.array(fc.record({ at, boxes: fc.array(box, { maxLength: 3 }) }), { maxLength: 8 })
  fc.assert(
    fc.property(looks, (made) => {
      const answers = made
        .toSorted((a, b) => a.at - b.at)
        .map((each) =>
          answer(each.at * 1_000, ...each.boxes.map((where): SeenObject => ({ ...person(0, 0), box: where }))),
        )
      for (const walker of walkersIn(answers, 8_500)) {
        assert.ok(walker.hits >= 3 && walker.hits <= walker.looks && walker.looks <= 5)
        assert.ok(answers.at(-1)?.objects.some((object) => object.box === walker.box))
      }
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { frameBytes, frameOver } from '../detector/frame.ts'
import type { Box } from '../facts.ts'
import type { ObjectClass } from '../objects/objects.ts'
import { coversOf as coversAll, paintOver, type Sight } from './masking.ts'

const SIZE = { width: 320, height: 240 }
const RATE = 25
const EVERY = 5

const coversOf = (...all: Parameters<typeof coversAll>) => {
  const covers = coversAll(...all)
  return (frame: number): readonly Box[] => covers(frame).covered
}
const sight = (frame: number, box: Box, named: ObjectClass = 'person', score = 0.6): Sight => ({
  frame,
  objects: [{ class: named, score, box }],
})
const holds = ([x, y, width, height]: Box, [left, top, wide, high]: Box): boolean =>
  x <= left && y <= top && x + width >= left + wide && y + height >= top + high
const coveredWhole = (covers: readonly Box[], box: Box): boolean => covers.some((cover) => holds(cover, box))

test('a person is covered whole, a little beyond the edges, in every picture between two sights', () => {
  const covers = coversOf([sight(0, [100, 100, 20, 40]), sight(EVERY, [110, 100, 20, 40])], SIZE, RATE)
  for (let frame = 0; frame <= EVERY; frame += 1)
    assert.ok(coveredWhole(covers(frame), [100 + 2 * frame - 2, 96, 24, 48]), `frame ${frame}`)
})

test('a rider is covered with what is ridden', () => {
  for (const ridden of ['bicycle', 'motorcycle'] as const)
    assert.ok(coveredWhole(coversOf([sight(0, [50, 50, 30, 30], ridden)], SIZE, RATE)(0), [50, 50, 30, 30]))
})

test('of a vehicle the lower part is covered over its whole width, and its roof is left', () => {
  const [cover] = coversOf([sight(0, [100, 100, 80, 50], 'car')], SIZE, RATE)(0)
  assert.ok(cover && holds(cover, [100, 120, 80, 30]))
  assert.ok(cover && cover[1] >= 118)
})

test('what is lost for a second and found again stays covered all along, and is held before the first sight and behind the last', () => {
  const covers = coversOf([sight(50, [100, 100, 20, 40]), sight(80, [130, 100, 20, 40])], SIZE, RATE)
  assert.ok(coveredWhole(covers(65), [115, 100, 20, 40]))
  assert.ok(coveredWhole(covers(42), [100, 100, 20, 40]))
  assert.ok(coveredWhole(covers(88), [130, 100, 20, 40]))
  assert.deepEqual(covers(20), [])
})

test('weak sights of a person count when there are some of the same one, weak sights of a vehicle do not', () => {
  const weak = (named: ObjectClass) => [0, 5, 10].map((frame) => sight(frame, [100, 100, 10, 20], named, 0.12))
  assert.equal(coversOf(weak('person'), SIZE, RATE)(5).length, 1)
  assert.equal(coversOf(weak('person').slice(1), SIZE, RATE)(5).length, 0)
  assert.equal(coversOf(weak('car'), SIZE, RATE)(5).length, 0)
})

test('what is surely seen again in the same place has stood there all along', () => {
  const covers = coversOf([sight(0, [100, 100, 20, 40]), sight(500, [101, 100, 20, 40])], SIZE, RATE)
  assert.ok(coveredWhole(covers(250), [100, 100, 20, 40]))
  const elsewhere = coversOf([sight(0, [100, 100, 20, 40]), sight(500, [160, 100, 20, 40])], SIZE, RATE)
  assert.deepEqual(elsewhere(250), [])
})

test('the paint holds nothing of what was there, and touches nothing else', () => {
  const picture = (value: (at: number) => number) =>
    frameOver(
      new Uint8Array(frameBytes(SIZE)).map((_, at) => value(at)),
      SIZE,
      0,
    )
  const boxes: Box[] = [[100, 60, 40, 50]]
  const [first, second] = [picture((at) => at % 251), picture((at) => (at * 7) % 253)]
  const untouched = picture((at) => at % 251)
  paintOver(first, boxes)
  paintOver(second, boxes)
  for (let y = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1) {
      const at = y * SIZE.width + x
      const inside = x >= 100 && x < 140 && y >= 60 && y < 110
      if (inside) assert.equal(first.y[at], second.y[at])
      else assert.equal(first.y[at], untouched.y[at])
    }
})

test('whatever was seen, every sight is covered in its own picture and no cover leaves the picture', () => {
  const coordinate = fc.float({ min: -40, max: 340, noNaN: true })
  const side = fc.float({ min: 2, max: 120, noNaN: true })
  const object = fc.record({
    class: fc.constantFrom('person' as const, 'bicycle' as const, 'car' as const),
    score: fc.float({ min: 0.5, max: 1, noNaN: true }),
    box: fc.tuple(coordinate, coordinate, side, side).map((box): Box => box),
  })
  const sights = fc
    .array(fc.array(object, { maxLength: 5 }), { maxLength: 12 })
    .map((all) => all.map((objects, nth): Sight => ({ frame: nth * EVERY, objects })))
  fc.assert(
    fc.property(sights, (all) => {
      const covers = coversOf(all, SIZE, RATE)
      for (const { frame, objects } of all)
        for (const { class: named, box } of objects) {
          const [left, right] = [Math.max(0, box[0]), Math.min(SIZE.width, box[0] + box[2])]
          const high = named === 'car' ? box[1] + box[3] * 0.4 : box[1]
          const [top, bottom] = [Math.max(0, high), Math.min(SIZE.height, box[1] + box[3])]
          if (right > left && bottom > top)
            assert.ok(coveredWhole(covers(frame), [left, top, right - left, bottom - top]))
        }
      for (let frame = 0; frame < 70; frame += 7)
        for (const cover of covers(frame)) assert.ok(holds([0, 0, SIZE.width, SIZE.height], cover))
    }),
  )
})

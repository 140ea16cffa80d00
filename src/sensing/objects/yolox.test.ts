import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { ObjectClass } from './objects.ts'
import { cellsOf, oneOfEach, overlap, readYolox, type SquareObject } from './yolox.ts'

const CLASSES: readonly (ObjectClass | null)[] = ['person', 'bicycle', 'car', null]
const SIDE = 416
const COLUMNS = 5 + CLASSES.length

/** The network's own way of saying a box: in the cell that holds its middle. */
function say(
  output: Float32Array,
  stride: 8 | 16 | 32,
  box: readonly number[],
  presence: number,
  scores: number[],
): void {
  const [x = 0, y = 0, width = 0, height = 0] = box
  const across = SIDE / stride
  const before = stride === 8 ? 0 : stride === 16 ? 52 * 52 : 52 * 52 + 26 * 26
  const column = Math.floor((x + width / 2) / stride)
  const row = Math.floor((y + height / 2) / stride)
  const at = (before + row * across + column) * COLUMNS
  output.set(
    [
      (x + width / 2) / stride - column,
      (y + height / 2) / stride - row,
      Math.log(width / stride),
      Math.log(height / stride),
      presence,
      ...scores,
    ],
    at,
  )
}

const empty = (): Float32Array => new Float32Array(cellsOf(SIDE) * COLUMNS)

test('a square of 416 pixels has 3,549 cells', () => {
  assert.equal(cellsOf(416), 3_549)
  assert.equal(cellsOf(640), 8_400)
})

test('a box comes back as the network said it, at each stride', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(8, 16, 32),
      fc.double({ min: 4, max: 200, noNaN: true }),
      fc.double({ min: 4, max: 200, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (stride, width, height, right, down) => {
        const box = [right * (SIDE - 1 - width), down * (SIDE - 1 - height), width, height]
        const output = empty()
        say(output, stride, box, 0.9, [0, 0, 0.8, 0])
        const [found, ...more] = readYolox(output, SIDE, CLASSES, 0.3)
        assert.equal(more.length, 0)
        assert.equal(found?.class, 'car')
        assert.ok(Math.abs((found?.score ?? 0) - 0.72) < 1e-4)
        for (const [index, value] of (found?.box ?? []).entries())
          assert.ok(Math.abs(value - (box[index] ?? 0)) < 0.01, `${found?.box} is not ${box}`)
      },
    ),
  )
})

test('a class that is not on the list is not heard, however sure the model is of it', () => {
  const output = empty()
  say(output, 16, [100, 100, 50, 50], 1, [0, 0, 0, 1])
  assert.deepEqual(readYolox(output, SIDE, CLASSES, 0.1), [])
})

test('numbers that are no numbers name nothing', () => {
  assert.deepEqual(readYolox(empty().fill(Number.NaN), SIDE, CLASSES, 0.1), [])
})

test('of what overlaps the surest is kept, and a rider is not taken for the bicycle', () => {
  const car: SquareObject = { class: 'car', score: 0.9, box: [0, 0, 100, 50] }
  const sameAsTruck: SquareObject = { class: 'truck', score: 0.5, box: [2, 1, 100, 50] }
  const rider: SquareObject = { class: 'person', score: 0.6, box: [300, 0, 20, 40] }
  const bicycle: SquareObject = { class: 'bicycle', score: 0.7, box: [300, 5, 20, 38] }
  assert.deepEqual(oneOfEach([sameAsTruck, rider, car, bicycle]), [car, bicycle, rider])
})

test('overlap is whole with oneself, none apart, and the same both ways', () => {
  const box = fc.tuple(
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 1, max: 200 }),
  )
  fc.assert(
    fc.property(box, box, (a, b) => {
      assert.equal(overlap(a, a), 1)
      assert.equal(overlap(a, b), overlap(b, a))
      assert.ok(overlap(a, b) >= 0 && overlap(a, b) <= 1)
      assert.equal(overlap(a, [a[0] + a[2], a[1], a[2], a[3]]), 0)
    }),
  )
})

import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { frameBytes, frameOver } from '../detector/frame.ts'
import type { Box } from '../facts.ts'
import { fillLetterbox, letterboxOf, outOfLetterbox } from './letterbox.ts'

const box = fc.tuple(
  fc.double({ min: -100, max: 700, noNaN: true }),
  fc.double({ min: -100, max: 500, noNaN: true }),
  fc.double({ min: 0, max: 700, noNaN: true }),
  fc.double({ min: 0, max: 500, noNaN: true }),
)

test('a piece lies within the picture and its square leads back to it', () => {
  fc.assert(
    fc.property(box, (asked) => {
      const laid = letterboxOf(asked, { width: 640, height: 360 }, 416)
      if (laid === null) return
      const [x, y, width, height] = laid.piece
      assert.ok(x >= 0 && y >= 0 && x + width <= 640 && y + height <= 360)
      const whole: Box = [0, 0, width * laid.scale, height * laid.scale]
      assert.ok(Math.max(whole[2], whole[3]) <= 416.001)
      for (const [index, value] of outOfLetterbox(whole, laid).entries())
        assert.ok(Math.abs(value - (laid.piece[index] ?? 0)) < 1e-6)
    }),
  )
})

test('a box beside the picture is not looked at', () => {
  assert.equal(letterboxOf([700, 0, 50, 50], { width: 640, height: 360 }, 416), null)
  assert.equal(letterboxOf([0, 0, 0, 0], { width: 640, height: 360 }, 416), null)
  assert.equal(letterboxOf([Number.NaN, 0, 10, 10], { width: 640, height: 360 }, 416), null)
})

test('colours keep their channels: blue first, and what no picture covers is grey', () => {
  const size = { width: 32, height: 16 }
  const bytes = new Uint8Array(frameBytes(size))
  const frame = frameOver(bytes, size, 0)
  // Pure red in BT.601.
  frame.y.fill(81)
  frame.u.fill(90)
  frame.v.fill(240)
  const laid = letterboxOf([0, 0, 32, 16], size, 64)
  assert.ok(laid)
  const tensor = new Float32Array(3 * 64 * 64)
  fillLetterbox(tensor, frame, laid)
  const at = (plane: number, x: number, y: number) => Math.round(tensor[plane * 4096 + y * 64 + x] ?? -1)
  assert.ok(at(2, 5, 5) > 245 && at(0, 5, 5) < 10 && at(1, 5, 5) < 10)
  assert.equal(at(0, 5, 40), 114)
})

test('a large picture is averaged, so that a fine pattern becomes its mean', () => {
  const size = { width: 256, height: 256 }
  const frame = frameOver(new Uint8Array(frameBytes(size)), size, 0)
  for (let at = 0; at < frame.y.length; at += 1) frame.y[at] = at % 2 === 0 ? 16 : 235
  frame.u.fill(128)
  frame.v.fill(128)
  const laid = letterboxOf([0, 0, 256, 256], size, 64)
  assert.ok(laid)
  const tensor = new Float32Array(3 * 64 * 64)
  fillLetterbox(tensor, frame, laid)
  assert.ok(tensor.every((value) => Math.abs(value - 127.5) < 2))
})

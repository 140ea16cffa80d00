import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groundOf } from './ground.ts'

const metresOf = (x: number, y: number): [number, number] => {
  const w = 0.004 * y + 0.0005 * x + 0.3
  return [(0.08 * x - 9) / w, (0.02 * x - 0.5 * y + 140) / w]
}

test('a surveyed ground gives back any place on the road', () => {
  const pixels: [number, number][] = [
    [20, 220],
    [300, 230],
    [180, 90],
    [240, 100],
    [120, 160],
  ]
  const ground = groundOf(pixels.map((pixel) => ({ pixel, metres: metresOf(...pixel) })))
  assert.ok(ground.ok)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 319 }), fc.integer({ min: 80, max: 239 }), (x, y) => {
      const [u, v] = ground.value.metresAt(x, y)
      const [wantU, wantV] = metresOf(x, y)
      assert.ok(Math.hypot(u - wantU, v - wantV) < 1e-4)
    }),
  )
})

test('a survey that disagrees with itself by more than a metre, or lies on one line, is refused', () => {
  const pixels: [number, number][] = [
    [20, 220],
    [300, 230],
    [180, 90],
    [240, 100],
    [120, 160],
    [200, 200],
  ]
  const wrong = pixels.map((pixel, index) => ({
    pixel,
    metres: index === 3 ? ([90, -40] as [number, number]) : metresOf(...pixel),
  }))
  assert.match(JSON.stringify(groundOf(wrong)), /disagree by/)
  const line = [0, 1, 2, 3].map((k) => ({
    pixel: [k * 10, k * 10] as [number, number],
    metres: [k, k] as [number, number],
  }))
  assert.equal(groundOf(line).ok, false)
})

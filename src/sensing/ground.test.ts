import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groundGrid, groundOf, surveyOf, WORST_ERROR_M } from './ground.ts'

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

const PIXELS: [number, number][] = [
  [20, 220],
  [300, 230],
  [180, 90],
  [240, 100],
  [120, 160],
]

test('a place on the road and the pixel that shows it find each other', () => {
  const survey = surveyOf(PIXELS.map((pixel) => ({ pixel, metres: metresOf(...pixel) })))
  assert.ok(survey.ok)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 319 }), fc.integer({ min: 80, max: 239 }), (x, y) => {
      const pixel = survey.value.pixelAt(...survey.value.metresAt(x, y))
      assert.ok(pixel !== null && Math.hypot(pixel[0] - x, pixel[1] - y) < 1e-3)
    }),
  )
})

test('the point that was typed wrong is named, however many there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: PIXELS.length }), (wrong) => {
      const points = [...PIXELS, [200, 200] as [number, number]].map((pixel, index) => {
        const [u, v] = metresOf(...pixel)
        return { pixel, metres: (index === wrong ? [u + 60, v] : [u, v]) as [number, number] }
      })
      const survey = surveyOf(points)
      assert.ok(survey.ok && survey.value.errorM > WORST_ERROR_M)
      assert.equal(survey.value.worst, wrong)
      assert.ok((survey.value.restErrorM ?? 9) < 0.001)
      const ground = groundOf(points)
      assert.ok(!ground.ok && ground.detail?.includes(`point ${survey.value.worst + 1}`))
    }),
  )
})

test('four points fit anything, so their error tells nothing; three are no survey', () => {
  const four = PIXELS.slice(0, 4).map((pixel) => ({ pixel, metres: metresOf(...pixel) }))
  const survey = surveyOf(four)
  assert.ok(survey.ok && !survey.value.tells && survey.value.errorM < 1e-6)
  assert.equal(surveyOf(four.slice(0, 3)).ok, false)
})

test('each line of the grid lies where the survey puts its metres, and none runs through the sky', () => {
  const points = PIXELS.map((pixel) => ({ pixel, metres: metresOf(...pixel) }))
  const survey = surveyOf(points)
  assert.ok(survey.ok)
  const grid = groundGrid(survey.value, points)
  assert.ok(grid.length > 8 && grid.length < 80, `${grid.length} lines`)
  for (const { axis, metres, from, to } of grid)
    for (const [x, y] of [from, to]) {
      assert.ok(Math.abs(survey.value.metresAt(x, y)[axis] - metres) < 0.01)
      assert.ok(0.004 * y + 0.0005 * x + 0.3 > 0, 'in front of the horizon')
    }
})

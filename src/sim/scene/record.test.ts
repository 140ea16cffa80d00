/** Zones and surveyed points say the same about the road as the picture does. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { camerasOf } from '../city/cameras.ts'
import { inside } from '../city/plane.ts'
import { layCity } from '../city.ts'
import { groundOf, zonesOf } from './record.ts'
import { groundAt, LANE_M, onGround, project, ROAD_EDGE_M } from './view.ts'

const sites = camerasOf(layCity(7))

test('a point on the ground and its pixel are one and the same, both ways', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...sites),
      fc.double({ min: -15, max: 15, noNaN: true }),
      fc.double({ min: 10, max: 300, noNaN: true }),
      ({ view }, across, along) => {
        const point = onGround(view, across, along)
        const [right, ahead] = groundAt(view, project(view, point))
        assert.ok(Math.abs(right - point[0]) < 1e-6 && Math.abs(ahead - point[1]) < 1e-6)
      },
    ),
  )
})

test('wheels on the shoulder are in the shoulder zone, wheels in a lane are in that lane, and in no other', () => {
  for (const { view, setting } of sites) {
    const zones = zonesOf(view, setting === 'expressway')
    const hits = (across: number, along: number): number[] => {
      const pixel = project(view, onGround(view, across, along))
      return zones.flatMap((zone, i) => (inside(zone.polygon, pixel) ? [i] : []))
    }
    const first = setting === 'expressway' ? 1 : 0
    for (let along = 34; along < 75; along += 4) {
      assert.deepEqual(hits(LANE_M / 2, along), [first])
      assert.deepEqual(hits(LANE_M * 1.5, along), [first + 1])
      if (setting === 'expressway') assert.deepEqual(hits(ROAD_EDGE_M + 1.6, along), [0])
    }
  }
})

test('the traffic of a lane moves in the picture the way its zone says', () => {
  for (const { view } of sites)
    for (const [i, zone] of zonesOf(view, false).entries()) {
      assert.ok(zone.kind === 'lane')
      const a = project(view, onGround(view, LANE_M * (i + 0.5), 35))
      const b = project(view, onGround(view, LANE_M * (i + 0.5), 60))
      const cosine =
        ((b[0] - a[0]) * zone.towards[0] + (b[1] - a[1]) * zone.towards[1]) / Math.hypot(b[0] - a[0], b[1] - a[1])
      assert.ok(cosine > 0.97, `${cosine}`)
    }
})

test('the surveyed points lie in the picture and are true to a hand', () => {
  for (const { view } of sites)
    for (const { pixel, metres } of groundOf(view)) {
      assert.ok(pixel[0] >= 0 && pixel[0] <= view.width && pixel[1] > view.horizon && pixel[1] <= view.height)
      const [right, ahead] = groundAt(view, pixel)
      assert.ok(Math.hypot(right - metres[0], ahead - metres[1]) < 0.1)
    }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bearingDegrees, destination, distanceM, type Position } from './geo.ts'

const place = fc
  .tuple(fc.double({ min: -179, max: 179, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true }))
  .map(([lon, lat]): Position => [lon, lat])

test('one degree of latitude is about 111.2 km', () => {
  assert.ok(Math.abs(distanceM([120, 30], [120, 31]) - 111_195) < 10)
})

test('going somewhere along a bearing covers the distance and keeps the bearing', () => {
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 0, max: 359.9, noNaN: true }),
      fc.double({ min: 1, max: 50_000, noNaN: true }),
      (from, bearing, metres) => {
        const to = destination(from, bearing, metres)
        assert.ok(Math.abs(distanceM(from, to) - metres) < 0.01 + metres * 1e-6)
        const off = Math.abs(bearingDegrees(from, to) - bearing)
        assert.ok(Math.min(off, 360 - off) < 0.1 + 1 / metres)
      },
    ),
  )
})

/** Datums: what a Chinese map says is brought back to where it is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bd09FromGcj02, gcj02FromBd09, gcj02FromWgs84, wgs84From, wgs84FromGcj02 } from './datum.ts'
import { distanceM, type Position } from './geo.ts'

const inChina = fc.tuple(fc.double({ min: 75, max: 134, noNaN: true }), fc.double({ min: 4, max: 53, noNaN: true }))

test('the shift at Tian’anmen is the published one', () => {
  const [lon, lat] = gcj02FromWgs84([116.397_4, 39.908_7])
  assert.ok(Math.abs(lon - 116.403_64) < 2e-5 && Math.abs(lat - 39.910_1) < 2e-5, `${lon} ${lat}`)
})

test('a position in GCJ-02 comes back to where it is, within a centimetre, anywhere in China', () => {
  fc.assert(
    fc.property(inChina, (position: Position) => {
      assert.ok(distanceM(wgs84FromGcj02(gcj02FromWgs84(position)), position) < 0.01)
    }),
  )
})

test('the shift is hundreds of metres, so that a forgotten datum is no small mistake', () => {
  assert.ok(distanceM(gcj02FromWgs84([120.75, 30.71]), [120.75, 30.71]) > 300)
})

test('outside China, and where a source speaks WGS-84, nothing moves', () => {
  assert.deepEqual(wgs84From('gcj-02', [2.35, 48.85]), [2.35, 48.85])
  assert.deepEqual(wgs84From('wgs-84', [120.75, 30.71]), [120.75, 30.71])
})

test('a position of a Baidu map comes back to where it is', () => {
  fc.assert(
    fc.property(inChina, (position: Position) => {
      const baidu = bd09FromGcj02(gcj02FromWgs84(position))
      assert.ok(distanceM(wgs84From('bd-09', baidu), position) < 0.01)
      assert.ok(distanceM(gcj02FromBd09(baidu), gcj02FromWgs84(position)) < 0.01)
    }),
  )
  // The published pair of Tian’anmen.
  const [lon, lat] = bd09FromGcj02([116.403_64, 39.910_1])
  assert.ok(Math.abs(lon - 116.41) < 1e-3 && Math.abs(lat - 39.916_5) < 1e-3, `${lon} ${lat}`)
})

test('CGCS2000 is WGS-84 to within what a road is wide', () => {
  assert.deepEqual(wgs84From('cgcs2000', [120.75, 30.71]), [120.75, 30.71])
})

/** Areas: read as CAP writes them, and met as people would say. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { destination, type Position } from '../../core/geo.ts'
import { boxAround, circleIn, meets, polygonIn, type Shape, writeCircle } from './shape.ts'

const HERE: Position = [120.75, 30.71]
const AREA = boxAround([HERE], 10_000)

test('a polygon is read with the latitude first; what is open, short or broken is none', () => {
  const square = '30,120 31,120 31,121 30,121 30,120'
  const read = polygonIn(square)
  assert.deepEqual(read?.form === 'polygon' ? read.ring[1] : null, [120, 31])
  for (const broken of [
    '',
    '30,120 31,120 30,120',
    '30,120 31,120 31,121 30,121',
    `${square} x`,
    '91,0 0,0 0,1 91,0',
    '+40.85,-118.09, 1,1 2,2 +40.85,-118.09,',
  ])
    assert.equal(polygonIn(broken), null, broken)
})

test('a circle is read and written back', () => {
  assert.deepEqual(circleIn(writeCircle(HERE, 1_500)), { form: 'circle', at: HERE, radiusM: 1_500 })
  for (const broken of ['', '30,120', '30 120 5', '30,120 -1', '30,120 5 km'])
    assert.equal(circleIn(broken), null, broken)
})

test('an area with no shape that can be read is not ruled out', () => {
  assert.equal(meets([], AREA), true)
  assert.equal(meets([{ form: 'circle', at: [0, 0], radiusM: 1 }], []), true)
})

test('a circle meets the centre when it reaches over its border, and not before', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 360, noNaN: true }), fc.integer({ min: 40, max: 200 }), (bearing, km) => {
      const at = destination(HERE, bearing, km * 1000)
      // The farthest point of the box is its corner, √2 × 10 km away; the nearest its side.
      assert.equal(meets([{ form: 'circle', at, radiusM: (km - 9) * 1000 }], AREA), true)
      assert.equal(meets([{ form: 'circle', at, radiusM: (km - 15) * 1000 }], AREA), false)
    }),
  )
})

const box = (at: Position, m: number): Shape => ({ form: 'polygon', ring: boxAround([at], m) })

test('polygons meet inside, around and across, and not apart', () => {
  assert.equal(meets([box(HERE, 1_000)], AREA), true, 'inside')
  assert.equal(meets([box(HERE, 100_000)], AREA), true, 'around')
  assert.equal(meets([box(destination(HERE, 90, 15_000), 8_000)], AREA), true, 'across')
  assert.equal(meets([box(destination(HERE, 90, 30_000), 8_000)], AREA), false, 'apart')
  const bar: Shape = {
    form: 'polygon',
    ring: [
      [119, 30.705],
      [122, 30.705],
      [122, 30.715],
      [119, 30.715],
      [119, 30.705],
    ],
  }
  assert.equal(meets([bar], AREA), true, 'through, with no corner inside')
})

/** A place said on the radio is read, and what is not one is refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { kilometrePost } from '../../../core/place.ts'
import { readPlace } from './place-said.ts'

test('a kilometre post is read in both languages', () => {
  const place = { road: 'S12', kilometre: 45.3, carriageway: 'up' }
  for (const said of ['S12 K45+300 up', 's12 k45+300 上行', 'S12K45.3up', ' S12 45+300 上 '])
    assert.deepEqual(readPlace(said), { ok: true, value: place })
})

test('without road, kilometre or carriageway it is no place', () => {
  for (const said of ['S12 up', 'K45+300 up', 'S12 K45+300', 'somewhere'])
    assert.deepEqual(readPlace(said), { ok: false, refusal: 'form' })
  assert.deepEqual(readPlace('  '), { ok: false, refusal: 'empty' })
})

test('every post as it is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom('up', 'down'), (metres, way) => {
      const read = readPlace(`G60 ${kilometrePost(metres / 1_000)} ${way}`)
      assert.ok(read.ok)
      assert.equal(Math.round(read.value.kilometre * 1_000), metres)
      assert.equal(read.value.carriageway, way)
    }),
  )
})

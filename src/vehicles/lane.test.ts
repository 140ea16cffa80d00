/** The state lane: what the server writes the browser reads, to a centimetre, and nothing broken is drawn. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeFrame, encodeFrame, HEADER_BYTES, RECORD_BYTES } from './lane.ts'

const degrees = (most: number) => fc.integer({ min: -most * 1e7, max: most * 1e7 }).map((value) => value / 1e7)
const fixes = fc.array(
  fc.record(
    {
      index: fc.integer({ min: 0, max: 0xffff_ffff }),
      position: fc.tuple(degrees(180), degrees(90)),
      speedKmh: fc.option(fc.integer({ min: 0, max: 65_534 }).map((tenths) => tenths / 10)),
      headingDegrees: fc.option(fc.integer({ min: 0, max: 3599 }).map((tenths) => tenths / 10)),
      ageMs: fc.integer({ min: 0, max: 0xffff_ffff }),
    },
    { noNullPrototype: true },
  ),
  { maxLength: 50 },
)

test('a frame is read back as it was written', () => {
  fc.assert(
    fc.property(fixes, fc.integer({ min: 0, max: 4e12 }), (list, at) => {
      assert.deepEqual(decodeFrame(encodeFrame({ at, fixes: list })), { at, fixes: list })
    }),
  )
})

test('a heading of 359.97° is north, and a speed or age beyond the field is the field’s most', () => {
  const fix = { index: 1, position: [120.75, 30.71], speedKmh: 1e6, headingDegrees: 359.97, ageMs: 1e12 } as const
  assert.deepEqual(decodeFrame(encodeFrame({ at: 1, fixes: [fix] }))?.fixes[0], {
    ...fix,
    speedKmh: 6553.4,
    headingDegrees: 0,
    ageMs: 0xffff_ffff,
  })
})

test('a frame cut short, lengthened, or of another version or kind is not drawn', () => {
  const fix = { index: 1, position: [120.75, 30.71], speedKmh: null, headingDegrees: null, ageMs: 0 } as const
  const whole = encodeFrame({ at: 1, fixes: [fix, fix] })
  for (let length = 0; length < HEADER_BYTES + 2 * RECORD_BYTES; length++)
    assert.equal(decodeFrame(whole.slice(0, length)), null)
  assert.equal(decodeFrame(Uint8Array.of(...whole, 0)), null)
  assert.equal(decodeFrame(Uint8Array.of(2, ...whole.slice(1))), null)
  assert.equal(decodeFrame(Uint8Array.of(1, 2, ...whole.slice(2))), null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refuse } from '../../core/result.ts'
import { DEVICE, exif, LATITUDE, mosaic, segment, within } from './jpeg.fixture.ts'
import { MOST_PIXELS, type Stripped, stripped } from './jpeg.ts'

const road = mosaic(64, 48, (x, y) => (y > 3 ? 60 + x * 5 : 200))

function strip(bytes: Uint8Array): Stripped {
  const result = stripped(bytes)
  assert.ok(result.ok, `refused: ${result.ok ? '' : result.refusal}`)
  return result.value
}
const has = (bytes: Uint8Array, part: Uint8Array | string): boolean => Buffer.from(bytes).includes(Buffer.from(part))
/** Puts bytes before the first marker of this kind. */
const before = (jpeg: Uint8Array, marker: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const at = Buffer.from(jpeg).indexOf(Uint8Array.of(0xff, marker))
  return Buffer.concat([jpeg.subarray(0, at), ...parts, jpeg.subarray(at)])
}

test('a phone’s picture keeps what decodes it and loses the place, the device and the way it was held', () => {
  const taken = within(road, exif())
  const rationals = Uint8Array.from(LATITUDE.flatMap((part) => [part, 0, 0, 0, 1, 0, 0, 0]))
  assert.ok(has(taken, DEVICE) && has(taken, rationals) && has(taken, 'Exif'))
  const { bytes, width, height } = strip(taken)
  assert.deepEqual([width, height], [64, 48])
  for (const trace of ['Exif', DEVICE, rationals, 'II*\0']) assert.ok(!has(bytes, trace))
  assert.deepEqual(bytes, strip(road).bytes)
})

test('a thumbnail, in JFIF or beside it, goes with what it shows', () => {
  const thumbnail = Array.from({ length: 3 * 4 * 4 }, (_, i) => 0x41 + (i % 26))
  const jfif = segment(0xe0, [...Buffer.from('JFIF\0'), 1, 2, 1, 0, 72, 0, 72, 4, 4, ...thumbnail])
  const jfxx = segment(0xe0, [...Buffer.from('JFXX\0'), 0x10, ...mosaic(8, 8, () => 10)])
  const bare = Buffer.concat([road.subarray(0, 2), road.subarray(20)])
  const { bytes } = strip(within(bare, jfif, jfxx))
  assert.deepEqual(bytes, strip(road).bytes)
  assert.ok(!has(bytes, Uint8Array.from(thumbnail)))
})

test('what Adobe says of the colours stays, and what its program says of itself does not', () => {
  const said = [...Buffer.from('Adobe'), 0, 101, 0x40, 0x7f, 0x11, 0x22, 1, ...Buffer.from('Version 9')]
  const { bytes } = strip(within(road, segment(0xee, said)))
  const at = Buffer.from(bytes).indexOf('Adobe')
  assert.deepEqual(
    [...bytes.subarray(at - 4, at + 12)],
    [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 1],
  )
  assert.ok(!has(bytes, 'Version'))
})

test('what is not one whole JPEG of a sane size is refused by its name', () => {
  const size = (width: number, height: number): Uint8Array => {
    const bytes = Buffer.from(road)
    const at = bytes.indexOf(Uint8Array.of(0xff, 0xc0))
    bytes.writeUInt16BE(height, at + 5)
    bytes.writeUInt16BE(width, at + 7)
    return bytes
  }
  const changed = (marker: number, to: number): Uint8Array => {
    const bytes = Buffer.from(road)
    bytes[bytes.indexOf(Uint8Array.of(0xff, marker)) + 1] = to
    return bytes
  }
  const tries: readonly (readonly [string, Uint8Array, string])[] = [
    ['nothing', new Uint8Array(0), 'not-a-jpeg'],
    ['a GIF', Buffer.from('GIF89a'), 'not-a-jpeg'],
    ['text behind SOI', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x31]), 'picture-cut-short'],
    ['a head without a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 'picture-cut-short'],
    [
      'tables without a scan',
      Buffer.concat([before(road.subarray(0, -2), 0xda).subarray(0, 20), Uint8Array.of(0xff, 0xd9)]),
      'picture-cut-short',
    ],
    [
      'a scan without data',
      Buffer.concat([
        road.subarray(0, Buffer.from(road).indexOf(Uint8Array.of(0xff, 0xda)) + 10),
        Uint8Array.of(0xff, 0xd9),
      ]),
      'picture-cut-short',
    ],
    ['gigapixels', size(65_500, 65_500), 'picture-too-large'],
    ['one pixel too wide', size(MOST_PIXELS + 1, 8), 'picture-too-large'],
    ['no width', size(0, 8), 'not-a-jpeg'],
    ['a height told later', size(8, 0), 'not-a-jpeg'],
    ['arithmetic coding', changed(0xc0, 0xc9), 'not-a-jpeg'],
    ['lossless', changed(0xc0, 0xc3), 'not-a-jpeg'],
    ['two frames', before(road, 0xda, segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])), 'not-a-jpeg'],
    ['a scan before its frame', before(road, 0xc0, segment(0xda, [1, 1, 0, 0, 63, 0]), Uint8Array.of(0)), 'not-a-jpeg'],
    ['a second SOI', within(road, Uint8Array.of(0xff, 0xd8)), 'not-a-jpeg'],
    ['bytes between segments', within(road, Buffer.from('here')), 'not-a-jpeg'],
    [
      'a table with something behind it',
      before(road, 0xc0, segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8), 1, 2])),
      'not-a-jpeg',
    ],
    ['a segment shorter than its length', within(road, Uint8Array.of(0xff, 0xe1, 0, 1)), 'not-a-jpeg'],
    ['a segment longer than the file', within(road, Uint8Array.of(0xff, 0xe1, 0xff, 0xff)), 'picture-cut-short'],
    [
      'hundreds of scans',
      before(
        road,
        0xd9,
        ...Array.from({ length: 100 }, () => [segment(0xda, [1, 1, 0, 0, 63, 0]), Uint8Array.of(1)]).flat(),
      ),
      'not-a-jpeg',
    ],
  ]
  for (const [what, bytes, refusal] of tries) assert.deepEqual(stripped(bytes), refuse(refusal), what)
})

const DROPPED = [...Array.from({ length: 13 }, (_, i) => 0xe1 + i), 0xef, 0xfe]
const told = fc.record({
  marker: fc.constantFrom(...DROPPED),
  // Long enough that chance does not put it into the picture; with markers in it, as thumbnails have.
  payload: fc
    .uint8Array({ minLength: 8, maxLength: 60 })
    .map((bytes) => Buffer.concat([Buffer.from('Told:'), bytes, Uint8Array.of(0xff, 0xd9)])),
  fill: fc.integer({ min: 0, max: 3 }),
})
/** Before each of these markers something may be told. */
const PLACES = [0xe0, 0xdb, 0xc4, 0xc0, 0xda, 0xd9]
const placeOf = (marker: number | undefined): number =>
  marker === undefined ? 0 : Buffer.from(road).lastIndexOf(Uint8Array.of(0xff, marker))

test('whatever is told in other segments, wherever they stand and whatever hangs behind, the picture comes out the same and bare', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ told, place: fc.constantFrom(...PLACES) }), { maxLength: 8 }),
      fc.uint8Array({ maxLength: 80 }),
      (segments, behind) => {
        const full = PLACES.flatMap((place, i) => [
          road.subarray(placeOf(PLACES[i - 1]), placeOf(place)),
          ...segments
            .filter((one) => one.place === place)
            .flatMap(({ told }) => [new Uint8Array(told.fill).fill(0xff), segment(told.marker, told.payload)]),
        ])
        const { bytes } = strip(Buffer.concat([...full, road.subarray(-2), behind]))
        assert.deepEqual(bytes, strip(road).bytes)
        assert.deepEqual(strip(bytes).bytes, bytes, 'stripped once is stripped')
      },
    ),
  )
})

test('cut short anywhere it is refused, and whatever comes it neither throws nor grows', () => {
  for (let length = 0; length < road.length; length++)
    assert.ok(!stripped(road.subarray(0, length)).ok, `${length} bytes`)
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.uint8Array({ maxLength: 400 }).map((tail) => Buffer.concat([Uint8Array.of(0xff, 0xd8, 0xff), tail])),
    fc
      .tuple(fc.nat({ max: road.length - 1 }), fc.nat({ max: 255 }))
      .map(([at, byte]) => Buffer.from(road).fill(byte, at, at + 1)),
  )
  fc.assert(
    fc.property(bytes, (any) => {
      const result = stripped(any)
      if (!result.ok) return
      assert.ok(result.value.bytes.length <= any.length)
      assert.deepEqual(strip(result.value.bytes), result.value)
    }),
    { numRuns: 2_000 },
  )
})

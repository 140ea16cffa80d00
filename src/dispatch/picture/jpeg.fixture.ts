/** Real JPEGs for the tests of pictures: a grey mosaic coded as baseline, and the segments in which phones write where, when and with what it was taken. */

const word = (value: number): readonly number[] => [(value >> 8) & 0xff, value & 0xff]
const ascii = (text: string): readonly number[] => [...text].map((sign) => sign.charCodeAt(0))

/** One marker segment, length and all. */
export const segment = (marker: number, payload: Iterable<number>): Uint8Array => {
  const bytes = [...payload]
  return Uint8Array.of(0xff, marker, ...word(bytes.length + 2), ...bytes)
}

const jfif = segment(0xe0, [...ascii('JFIF\0'), 1, 2, 1, 0, 72, 0, 72, 0, 0])
/** Nine DC categories with codes of four bits; of AC nothing but the end of the block, in one bit. */
const DC_BITS = 4
const tables = [
  segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
  segment(0xc4, [0x00, 0, 0, 0, 9, ...Array.from({ length: 12 }, () => 0), 0, 1, 2, 3, 4, 5, 6, 7, 8]),
  segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
]

/** Blocks of 8 × 8, each of one shade, 0…255. */
export function mosaic(width: number, height: number, shade: (x: number, y: number) => number): Uint8Array {
  const bits: number[] = []
  const put = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push((value >> bit) & 1)
  }
  let before = 0
  for (let y = 0; y < Math.ceil(height / 8); y++)
    for (let x = 0; x < Math.ceil(width / 8); x++) {
      const level = Math.round(shade(x, y)) - 128
      const change = level - before
      before = level
      const category = change === 0 ? 0 : 32 - Math.clz32(Math.abs(change))
      put(category, DC_BITS)
      // T.81 §F.1.2.1: a negative difference is written as its complement.
      put(change < 0 ? change + (1 << category) - 1 : change, category)
      put(0, 1)
    }
  while (bits.length % 8 !== 0) bits.push(1)
  const coded: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    const byte = bits.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0)
    coded.push(byte, ...(byte === 0xff ? [0] : []))
  }
  return Buffer.concat([
    Uint8Array.of(0xff, 0xd8),
    jfif,
    ...tables,
    segment(0xc0, [8, ...word(height), ...word(width), 1, 1, 0x11, 0]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    Uint8Array.from(coded),
    Uint8Array.of(0xff, 0xd9),
  ])
}

/** Puts segments right behind SOI, where cameras write them. */
export const within = (jpeg: Uint8Array, ...segments: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])

export const DEVICE = 'Handset Mk 7'
/** 30°42′36″ N as three rationals over 1. */
export const LATITUDE = [30, 42, 36]

/** EXIF as a phone writes it (TIFF, little-endian): the device, the picture lying on its side, and the place. */
export function exif(): Uint8Array {
  const half = (value: number): readonly number[] => [value & 0xff, value >> 8]
  const whole = (value: number): readonly number[] => [...half(value & 0xffff), ...half(value >>> 16)]
  const entry = (tag: number, type: number, count: number, value: readonly number[]): readonly number[] => [
    ...half(tag),
    ...half(type),
    ...whole(count),
    ...value,
  ]
  const [MAKE_AT, GPS_AT, PLACE_AT] = [64, 80, 112]
  const made = ascii(`${DEVICE}\0`)
  const tiff = [
    ...ascii('II*\0'),
    ...whole(8),
    ...half(3),
    ...entry(0x010f, 2, made.length, whole(MAKE_AT)),
    ...entry(0x0112, 3, 1, [...half(6), 0, 0]),
    ...entry(0x8825, 4, 1, whole(GPS_AT)),
    ...whole(0),
  ]
  while (tiff.length < MAKE_AT) tiff.push(0)
  tiff.push(...made)
  while (tiff.length < GPS_AT) tiff.push(0)
  tiff.push(...half(2), ...entry(1, 2, 2, ascii('N\0\0\0')), ...entry(2, 5, 3, whole(PLACE_AT)), ...whole(0))
  while (tiff.length < PLACE_AT) tiff.push(0)
  for (const part of LATITUDE) tiff.push(...whole(part), ...whole(1))
  return segment(0xe1, [...ascii('Exif\0\0'), ...tiff])
}

/** Takes everything out of a JPEG that does not decode its picture (place, device, name, thumbnail, what was hung on behind it), and refuses what is not one whole picture of a sane size. Pure. */
import { ok, type Result, refuse } from '../../core/result.ts'

/** Longest side, pixels: what a phone's page sends is 1600; a few bytes that unfold into gigapixels would stop a desk. */
export const MOST_PIXELS = 4_096
/** A progressive picture has about ten scans; hundreds of them only cost whoever decodes. */
const MOST_SCANS = 64

export type JpegRefusal = 'not-a-jpeg' | 'picture-cut-short' | 'picture-too-large'

export type Stripped = { readonly bytes: Uint8Array; readonly width: number; readonly height: number }

/** Marker codes, ITU-T T.81 table B.1. */
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const DQT = 0xdb
const DHT = 0xc4
const DRI = 0xdd
const COM = 0xfe
const APP0 = 0xe0
const APP14 = 0xee
const APP15 = 0xef
/** Baseline, extended and progressive Huffman: what browsers decode. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])

/**
 * JFIF 1.1, square pixels, no thumbnail (ITU-T T.871 §10.1). Written anew and not copied: its presence says how colours are
 * to be read, and the rest of what stood there was the device's own.
 */
const JFIF = Uint8Array.of(0xff, APP0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)
/** Adobe's segment says by its last byte alone how colours are to be read (T.872 §6.5.3). */
const adobe = (transform: number): Uint8Array =>
  Uint8Array.of(0xff, APP14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, transform)

const begins = (segment: Uint8Array, text: string): boolean =>
  segment.length >= text.length && [...text].every((sign, i) => segment[i] === sign.charCodeAt(0))

export function stripped(bytes: Uint8Array): Result<Stripped, JpegRefusal> {
  if (bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) return refuse('not-a-jpeg')
  const parts: Uint8Array[] = [Uint8Array.of(0xff, SOI)]
  let frame: { readonly width: number; readonly height: number; readonly components: number } | null = null
  let scans = 0
  let hasJfif = false
  let hasAdobe = false
  let at = 2
  for (;;) {
    if (at >= bytes.length) return refuse('picture-cut-short')
    if (bytes[at] !== 0xff) return refuse('not-a-jpeg')
    // Any number of fill bytes may stand before a marker (§B.1.1.2).
    while (bytes[at] === 0xff) at += 1
    const marker = bytes[at]
    if (marker === undefined) return refuse('picture-cut-short')
    at += 1
    if (marker === EOI) {
      if (!frame || scans === 0) return refuse('picture-cut-short')
      parts.push(Uint8Array.of(0xff, EOI))
      return ok({ bytes: joined(parts), width: frame.width, height: frame.height })
    }
    // Every other marker that stands by itself belongs into a scan, or to the beginning.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI)) return refuse('not-a-jpeg')
    const length = wordAt(bytes, at)
    if (length === null || at + length > bytes.length) return refuse('picture-cut-short')
    if (length < 2) return refuse('not-a-jpeg')
    const segment = bytes.subarray(at + 2, at + length)
    at += length
    const copy = (): void => void parts.push(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), segment)
    if (FRAMES.has(marker)) {
      if (frame || segment.length < 6 || segment[0] !== 8) return refuse('not-a-jpeg')
      const [height, width, components] = [wordAt(segment, 1) ?? 0, wordAt(segment, 3) ?? 0, segment[5] ?? 0]
      if (![1, 3, 4].includes(components) || segment.length !== 6 + 3 * components) return refuse('not-a-jpeg')
      // A height of nothing is told behind the first scan (§B.2.5): no camera does it.
      if (width === 0 || height === 0) return refuse('not-a-jpeg')
      if (width > MOST_PIXELS || height > MOST_PIXELS) return refuse('picture-too-large')
      frame = { width, height, components }
      copy()
    } else if (marker === SOS) {
      const components = segment[0] ?? 0
      if (!frame || components < 1 || components > frame.components || segment.length !== 4 + 2 * components)
        return refuse('not-a-jpeg')
      scans += 1
      if (scans > MOST_SCANS) return refuse('not-a-jpeg')
      copy()
      const end = endOfScan(bytes, at)
      if (end === at) return refuse('picture-cut-short')
      parts.push(bytes.subarray(at, end))
      at = end
    } else if (marker === DQT || marker === DHT || marker === DRI) {
      if (!isWhole(marker, segment)) return refuse('not-a-jpeg')
      copy()
    } else if (marker === APP0) {
      if (!hasJfif && begins(segment, 'JFIF\0')) {
        hasJfif = true
        parts.push(JFIF)
      }
    } else if (marker === APP14) {
      const transform = segment[11]
      if (!hasAdobe && begins(segment, 'Adobe') && transform !== undefined && transform <= 2) {
        hasAdobe = true
        parts.push(adobe(transform))
      }
    } else if (marker !== COM && (marker < APP0 || marker > APP15)) return refuse('not-a-jpeg')
  }
}

/** The tables fill their segment to the byte (§B.2.4), so that nothing rides along behind them. */
function isWhole(marker: number, segment: Uint8Array): boolean {
  if (marker === DRI) return segment.length === 2
  let at = 0
  while (at < segment.length) {
    const first = segment[at] ?? 0
    if (marker === DQT) at += 1 + ((first >> 4) + 1) * 64
    else {
      const counts = segment.subarray(at + 1, at + 17)
      at += 17 + counts.reduce((sum, count) => sum + count, 0)
    }
  }
  return at === segment.length && at > 0
}

/** Where the entropy-coded data ends: at the next marker that is neither a stuffed byte nor a restart (§B.1.1.5). */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    const mark = bytes.indexOf(0xff, at)
    if (mark < 0) return bytes.length
    const next = bytes[mark + 1]
    if (next === undefined || (next !== 0 && (next < 0xd0 || next > 0xd7))) return mark
    at = mark + 2
  }
}

function wordAt(bytes: Uint8Array, at: number): number | null {
  const [high, low] = [bytes[at], bytes[at + 1]]
  return high === undefined || low === undefined ? null : (high << 8) | low
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

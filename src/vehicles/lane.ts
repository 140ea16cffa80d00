/** The state lane: positions as a binary frame of fixed records, encoded once for all clients; the newest wins and a frame may be lost without harm. */
import type { Position } from '../core/geo.ts'

/**
 * Little endian. Header, 16 bytes: u8 version, u8 kind, u16 count, u32 0, f64 server time (UTC ms).
 * Then `count` records of 20 bytes: u32 unit index, i32 lon·1e7, i32 lat·1e7,
 * u16 speed in 0.1 km/h, u16 heading in 0.1° (65535: unknown), u32 age in ms of the fix at server time.
 */
export const HEADER_BYTES = 16
export const RECORD_BYTES = 20
export const MOST_RECORDS = 65_535
const VERSION = 1
const POSITIONS = 1
const UNKNOWN = 65_535
const DEGREE = 1e7

export type LaneFix = {
  /** `Unit.index` of the reference data. */
  readonly index: number
  readonly position: Position
  readonly speedKmh: number | null
  readonly headingDegrees: number | null
  readonly ageMs: number
}
export type StateFrame = { readonly at: number; readonly fixes: readonly LaneFix[] }

export function writeHeader(view: DataView, count: number, at: number): void {
  view.setUint8(0, VERSION)
  view.setUint8(1, POSITIONS)
  view.setUint16(2, count, true)
  view.setUint32(4, 0, true)
  view.setFloat64(8, at, true)
}

/** Writes record number `slot` without allocating; NaN speed or heading: unknown. Values out of range are clamped. */
export function writeRecord(
  view: DataView,
  slot: number,
  index: number,
  lon: number,
  lat: number,
  speedKmh: number,
  headingDegrees: number,
  ageMs: number,
): void {
  const at = HEADER_BYTES + slot * RECORD_BYTES
  view.setUint32(at, index, true)
  view.setInt32(at + 4, Math.round(lon * DEGREE), true)
  view.setInt32(at + 8, Math.round(lat * DEGREE), true)
  view.setUint16(at + 12, Number.isNaN(speedKmh) ? UNKNOWN : clamp(Math.round(speedKmh * 10), UNKNOWN - 1), true)
  view.setUint16(at + 14, Number.isNaN(headingDegrees) ? UNKNOWN : tenthsOfTurn(headingDegrees), true)
  view.setUint32(at + 16, clamp(Math.round(ageMs), 0xffff_ffff), true)
}

/** At most MOST_RECORDS fixes; a RangeError beyond that is a bug of the caller. */
export function encodeFrame(frame: StateFrame): Uint8Array<ArrayBuffer> {
  if (frame.fixes.length > MOST_RECORDS) throw new RangeError(`${frame.fixes.length} fixes do not fit in one frame`)
  const bytes = new Uint8Array(HEADER_BYTES + frame.fixes.length * RECORD_BYTES)
  const view = new DataView(bytes.buffer)
  writeHeader(view, frame.fixes.length, frame.at)
  frame.fixes.forEach((fix, slot) => {
    const [lon, lat] = fix.position
    writeRecord(
      view,
      slot,
      fix.index,
      lon,
      lat,
      fix.speedKmh ?? Number.NaN,
      fix.headingDegrees ?? Number.NaN,
      fix.ageMs,
    )
  })
  return bytes
}

/** null: not a whole positions frame of this version. */
export function decodeFrame(bytes: ArrayBuffer | Uint8Array): StateFrame | null {
  const view =
    bytes instanceof Uint8Array ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new DataView(bytes)
  if (view.byteLength < HEADER_BYTES || view.getUint8(0) !== VERSION || view.getUint8(1) !== POSITIONS) return null
  const count = view.getUint16(2, true)
  const at = view.getFloat64(8, true)
  if (view.byteLength !== HEADER_BYTES + count * RECORD_BYTES || !Number.isFinite(at)) return null
  const fixes: LaneFix[] = []
  for (let slot = 0; slot < count; slot++) {
    const start = HEADER_BYTES + slot * RECORD_BYTES
    const speed = view.getUint16(start + 12, true)
    const heading = view.getUint16(start + 14, true)
    fixes.push({
      index: view.getUint32(start, true),
      position: [view.getInt32(start + 4, true) / DEGREE, view.getInt32(start + 8, true) / DEGREE],
      speedKmh: speed === UNKNOWN ? null : speed / 10,
      headingDegrees: heading === UNKNOWN ? null : heading / 10,
      ageMs: view.getUint32(start + 16, true),
    })
  }
  return { at, fixes }
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))
const tenthsOfTurn = (degrees: number): number => ((Math.round(degrees * 10) % 3600) + 3600) % 3600

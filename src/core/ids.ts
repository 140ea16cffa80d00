/** Branded identifiers and UUIDv7 (RFC 9562 §5.7): made by the application, ordered by time, never by a sequence of the database. */

declare const brand: unique symbol
export type Id<B extends string> = string & { readonly [brand]: B }

export type WarningId = Id<'warning'>
export type IncidentId = Id<'incident'>
export type OrderId = Id<'order'>
export type CameraId = Id<'camera'>
export type AgencyId = Id<'agency'>
export type UnitId = Id<'unit'>
export type PersonId = Id<'person'>
export type SubjectId = Id<'subject'>
export type SessionId = Id<'session'>

/** Where a checked string enters as an identifier: after a schema at a door, or out of the store. */
export function id<B extends string>(text: string): Id<B> {
  return text as Id<B>
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * UUIDv7 from UTC milliseconds and ten bytes of chance, both given, so that a replay makes the same ids.
 * Throws a RangeError when fewer than ten bytes are given.
 */
export function uuidv7(at: number, chance: Uint8Array): string {
  if (chance.length < 10) throw new RangeError('uuidv7 needs ten bytes of chance')
  const byte = (index: number): number => chance[index] ?? 0
  const time = Math.trunc(at).toString(16).padStart(12, '0')
  const hex = (value: number): string => HEX[value & 0xff] ?? '00'
  const rest = Array.from({ length: 6 }, (_, index) => hex(byte(4 + index))).join('')
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-` +
    `${hex(0x70 | (byte(0) & 0x0f))}${hex(byte(1))}-` +
    `${hex(0x80 | (byte(2) & 0x3f))}${hex(byte(3))}-${rest}`
  )
}

/** The UTC milliseconds inside a UUIDv7. */
export function timeOfUuidv7(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
}

/** One byte sequence for one fact, whoever writes it: JSON in the canonical form of RFC 8785, the text that is hashed and sealed. */
import type { Recorded } from './fact.ts'

/**
 * Keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes them (RFC 8785 §3.2), no blanks.
 * One deviation: a lone surrogate, which RFC 8785 forbids, stays escaped as JSON.stringify writes it, so that no fact is unsealable.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item === undefined ? null : item)).join(',')}]`
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('JSON has no such number')
    return JSON.stringify(value)
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
  return `{${fields.join(',')}}`
}

const encoder = new TextEncoder()

/** What is hashed into the tree. The number is left out: it is the leaf's place. */
export function leafBytes({ stream, version, recordedAt, by, correlation, fact }: Recorded): Uint8Array {
  return encoder.encode(canonical({ stream, version, recordedAt, by, correlation, fact }))
}

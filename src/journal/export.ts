/** The lines of an export (NDJSON): a header, every fact in order with its number and leaf hash, and the checkpoints between them. */
import { z } from 'zod'
import { canonical } from './canonical.ts'
import { type Actor, type Numbered, STREAM_KINDS, type StreamName } from './fact.ts'

const header = z.strictObject({
  'firstminute-export': z.literal(1),
  checkpoint: z.string(),
  key: z.string(),
  size: z.int().nonnegative(),
})
const checkpoint = z.strictObject({ checkpoint: z.string(), key: z.string() })
const fact = z.strictObject({
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  stream: z.custom<StreamName>(
    (name) => typeof name === 'string' && STREAM_KINDS.some((kind) => name.startsWith(`${kind}/`)),
  ),
  version: z.int().positive(),
  recordedAt: z.int(),
  by: z.looseObject({ kind: z.enum(['person', 'machine', 'system']), id: z.string() }),
  correlation: z.string(),
  fact: z.looseObject({ type: z.string(), v: z.number(), at: z.number() }),
})

/** `exact`: the line is byte for byte what an export writes. */
export type Line =
  | {
      readonly kind: 'header'
      readonly note: string
      readonly key: string
      readonly size: number
      readonly exact: boolean
    }
  | { readonly kind: 'checkpoint'; readonly note: string; readonly key: string; readonly exact: boolean }
  | { readonly kind: 'fact'; readonly fact: Numbered; readonly hash: string; readonly exact: boolean }
  | { readonly kind: 'unreadable' }

const encoder = new TextEncoder()
const lineOf = (value: unknown): Uint8Array => encoder.encode(`${canonical(value)}\n`)

export const headerLine = (note: string, key: string, size: number): Uint8Array =>
  lineOf({ 'firstminute-export': 1, checkpoint: note, key, size })
export const checkpointLine = (note: string, key: string): Uint8Array => lineOf({ checkpoint: note, key })
/** `hash`: the leaf hash as it was sealed, hex. */
export const factLine = (numbered: Numbered, hash: string): Uint8Array => lineOf({ ...numbered, hash })

// A byte that is no UTF-8 is a change, and so is a byte order mark.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads one line without its line feed. */
export function readLine(bytes: Uint8Array): Line {
  let text: string
  let value: unknown
  try {
    text = decoder.decode(bytes)
    value = JSON.parse(text)
  } catch {
    return { kind: 'unreadable' }
  }
  // Catches what parses to the same value: doubled keys, blanks, 1.0 for 1, other escapes.
  const exact = canonical(value) === text
  const asFact = fact.safeParse(value)
  if (asFact.success) {
    const { hash, by, ...rest } = asFact.data
    // The schema has checked the kind; the further fields are hashed as they stand.
    return { kind: 'fact', hash, exact, fact: { ...rest, by: by as Actor } }
  }
  const asCheckpoint = checkpoint.safeParse(value)
  if (asCheckpoint.success)
    return { kind: 'checkpoint', note: asCheckpoint.data.checkpoint, key: asCheckpoint.data.key, exact }
  const asHeader = header.safeParse(value)
  if (!asHeader.success) return { kind: 'unreadable' }
  return { kind: 'header', note: asHeader.data.checkpoint, key: asHeader.data.key, size: asHeader.data.size, exact }
}

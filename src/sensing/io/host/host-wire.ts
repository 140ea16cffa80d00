/** What a detector host and the server say to each other, one JSON line each, the same over a pipe and over a WebSocket; checked where it arrives, because a process may crash half-way. */
import { z } from 'zod'
import { cameraSchema } from '../../camera.ts'
import { SENSED_TYPES } from '../../facts.ts'
import { MODEL_TROUBLES } from '../../objects/objects.ts'

/** Longer lines are not of this protocol. */
export const LINE_LIMIT = 8_000_000
/** The door for hosts on other machines: a WebSocket, with the host's token as Bearer. */
export const DETECTORS_PATH = '/detectors'
/** Rises when an older host would misunderstand. */
export const WIRE_VERSION = 1

const cameraId = z.string().min(1).max(64)
const ask = z.string().min(1).max(64)
const quad = z.tuple([z.number(), z.number(), z.number(), z.number()])
const held = z.object({ type: z.enum(SENSED_TYPES), zone: z.int(), box: quad, seenAt: z.number() })
const instant = z.number()

/** `seenAt` of a held place is UTC ms on the wire. */
export const orderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('watch'),
    camera: cameraSchema,
    source: z.string().min(1),
    framesPerSecond: z.number(),
    /** `key-frames`: always; `as-needed`: only while nothing is suspected. */
    decoding: z.enum(['all', 'as-needed', 'key-frames']),
    held: z.array(held),
  }),
  z.object({ do: z.literal('unwatch'), camera: cameraId }),
  /** After `hello`: what this host may still be watching from before, and nothing else. */
  z.object({ do: z.literal('only'), cameras: z.array(cameraId) }),
  z.object({ do: z.literal('redraw'), camera: cameraSchema }),
  z.object({ do: z.literal('live'), camera: cameraId, on: z.boolean() }),
  z.object({ do: z.literal('video'), camera: cameraId, on: z.boolean() }),
  z.object({ do: z.literal('clip'), ask, camera: cameraId, from: instant, to: instant }),
  z.object({ do: z.literal('rehearse'), ask, camera: cameraSchema, lastMs: z.number() }),
  z.object({ do: z.literal('close-look'), ask, camera: cameraId, forMs: z.number() }),
  z.object({ do: z.literal('stop'), ask }),
  z.object({ do: z.literal('leave-home'), camera: cameraId }),
  z.object({ do: z.literal('come-home'), camera: cameraId }),
  /** The warning of this key is on record: it need not be said again. */
  z.object({ do: z.literal('received'), key: z.string() }),
  /** Who lives answers at once. */
  z.object({ do: z.literal('beat'), n: z.int() }),
])
export type Order = z.infer<typeof orderSchema>

const modelName = z.string().max(80)
const modelState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.enum(['starting', 'ready']), model: modelName }),
  z.object({ state: z.literal('down'), model: modelName, why: z.enum(MODEL_TROUBLES) }),
])

const sensed = {
  type: z.enum(SENSED_TYPES),
  mediaSeconds: z.number(),
  onsetSeconds: z.number(),
  zone: z.enum(['shoulder', 'lane']).nullable(),
  box: quad,
  grade: z.enum(['A', 'B']),
  hazardLights: z.boolean().nullable(),
  reason: z.object({ zh: z.string(), en: z.string() }),
  version: z.string(),
}

export const saidSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    wire: z.int(),
    capacity: z.int().min(1).max(1000),
    /** Camera ids it is meant for, `*` for any letters; empty: any. */
    cameras: z.array(z.string().max(64)).max(1000),
    hasFfmpeg: z.boolean(),
  }),
  /** `looks`: answers of its object detector since it began; null: it has none. */
  z.object({ kind: z.literal('beat'), n: z.int(), looks: z.int().nullable(), model: modelState }),
  /** Said again until `received`. `key`: the same for the same claim, whoever says it. */
  z.object({
    kind: z.literal('warning'),
    camera: cameraId,
    key: z.string().min(1).max(200),
    warning: z.object({ kind: z.literal('warning'), ...sensed, onsetAt: instant, observedAt: instant }),
    stillBase64: z.string(),
  }),
  z.object({ kind: z.literal('picture'), camera: cameraId, at: instant, jpegBase64: z.string() }),
  z.object({
    kind: z.literal('health'),
    camera: cameraId,
    at: instant,
    state: z.enum(['learning', 'watching', 'unfit', 'down']),
    cause: z.string().nullable(),
    framesPerSecond: z.number(),
    lastFrameAt: instant.nullable(),
    /** Pictures given up since watching began because analysis was late. */
    dropped: z.int(),
    /** From the whole picture in hand to its analysis done, of the last second's pictures. */
    tookMs: z.array(z.number()).max(64),
    recording: z.enum(['copied', 'encoded', 'none']),
    decoder: z.int().nullable(),
    held: z.array(held).nullable(),
  }),
  z.object({
    kind: z.literal('video'),
    camera: cameraId,
    part: z.enum(['init', 'fragment', 'end']),
    codec: z.string(),
    isKey: z.boolean(),
    base64: z.string(),
  }),
  /** To one ask: any number of pieces, then one end or refusal. */
  z.object({ kind: z.literal('piece'), ask, base64: z.string() }),
  z.object({ kind: z.literal('step'), ask, step: z.unknown() }),
  z.object({ kind: z.literal('end'), ask, result: z.unknown() }),
  z.object({ kind: z.literal('refused'), ask, refusal: z.string() }),
])
export type HostSaid = z.infer<typeof saidSchema>

function parsed(line: string): unknown {
  if (line.length > LINE_LIMIT) return null
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** null: not of this protocol. */
export function orderOf(line: string): Order | null {
  const read = orderSchema.safeParse(parsed(line))
  return read.success ? read.data : null
}

/** null: not of this protocol. */
export function saidOf(line: string): HostSaid | null {
  const read = saidSchema.safeParse(parsed(line))
  return read.success ? read.data : null
}

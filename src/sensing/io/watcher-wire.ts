/** What a watcher process and its supervisor say to each other: one JSON line each, checked by the supervisor because a process may crash half-way. */
import { z } from 'zod'
import { cameraSchema } from '../camera.ts'
import { SENSED_TYPES } from '../facts.ts'

/** The first line on the watcher's stdin. Later lines are `live on` and `live off`; the end of stdin ends the watcher. */
export const orderSchema = z.strictObject({ camera: cameraSchema, source: z.string().min(1) })
export type WatcherOrder = z.infer<typeof orderSchema>

const text = z.object({ zh: z.string(), en: z.string() })
const still = z.object({ jpegBase64: z.string() })

export const saidSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('warning'),
    type: z.enum(SENSED_TYPES),
    mediaSeconds: z.number(),
    onsetSeconds: z.number(),
    zone: z.enum(['shoulder', 'lane']).nullable(),
    box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    grade: z.enum(['A', 'B']),
    hazardLights: z.boolean().nullable(),
    reason: text,
    version: z.string(),
    onsetAt: z.number(),
    observedAt: z.number(),
    still,
  }),
  z.object({ kind: z.literal('picture'), at: z.number(), jpegBase64: z.string() }),
  z.object({
    kind: z.literal('health'),
    at: z.number(),
    state: z.enum(['learning', 'watching', 'unfit', 'down']),
    cause: z.string().nullable(),
    framesPerSecond: z.number(),
    lastFrameAt: z.number().nullable(),
  }),
])
export type WatcherSaid = z.infer<typeof saidSchema>

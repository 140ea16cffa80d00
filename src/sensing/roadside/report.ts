/** What a roadside sensor sends: frames of tracks, over HTTP or MQTT the same. Strict and bounded, so that nothing unreadable, endless or unknown goes further. */
import { z } from 'zod'
import { DATUMS } from '../../core/datum.ts'

export const TRACK_CLASSES = ['car', 'truck', 'bus', 'motorcycle', 'bicycle', 'pedestrian', 'unknown'] as const
export type TrackClass = (typeof TRACK_CLASSES)[number]

export const MOST_TRACKS = 1_000
export const MOST_FRAMES = 50
export const MAX_REPORT_BYTES = 512 * 1024

/** Far enough for any sensor; what lies beyond its own reach is set aside one by one and spoils no frame. */
const metre = z.number().min(-100_000).max(100_000)

const track = z
  .strictObject({
    /** The sensor's own number or name of the track; it may change, and it may come back for something else. */
    id: z.union([z.string().min(1).max(64), z.int().min(0)]).transform(String),
    /** Degrees in the datum of the report. */
    position: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).exactOptional(),
    /** Metres in the sensor's axes: x to the right of where it faces, y ahead. */
    metres: z.tuple([metre, metre]).exactOptional(),
    speedMs: z.number().min(0).max(150).exactOptional(),
    lengthM: z.number().min(0).max(60).exactOptional(),
    widthM: z.number().min(0).max(20).exactOptional(),
    class: z.enum(TRACK_CLASSES).exactOptional(),
  })
  .refine((said) => (said.position === undefined) !== (said.metres === undefined), {
    path: ['position'],
    message: 'one of position and metres',
  })

const frame = z.strictObject({
  /** UTC ms by the sensor's clock: how far that one is off is learnt from arrivals. */
  at: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  tracks: z.array(track).max(MOST_TRACKS),
})

export const reportSchema = z
  .strictObject({
    v: z.literal(1),
    datum: z.enum(DATUMS).exactOptional(),
    frames: z.array(frame).min(1).max(MOST_FRAMES),
  })
  .refine(({ frames }) => frames.reduce((sum, { tracks }) => sum + tracks.length, 0) <= 2 * MOST_TRACKS, {
    path: ['frames'],
    message: `more than ${2 * MOST_TRACKS} tracks in one report`,
  })

export type Report = z.infer<typeof reportSchema>
export type ReportedTrack = Report['frames'][number]['tracks'][number]

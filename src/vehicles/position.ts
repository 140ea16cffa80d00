/** A position report as phones and terminals send it (Traccar Client JSON, OwnTracks JSON, OsmAnd query), read into one form; what cannot be true is refused with its field. */
import { z } from 'zod'
import type { Position } from '../core/geo.ts'
import { DAY, MINUTE, SECOND } from '../core/time.ts'
import { kmhFromKnots, kmhFromMs } from '../core/units.ts'

/** WGS-84 as all three forms have it. `at` is the receiver's own time, UTC ms; null: not said. */
export type Fix = {
  readonly at: number
  readonly position: Position
  readonly speedKmh: number | null
  readonly headingDegrees: number | null
  readonly accuracyM: number | null
  readonly altitudeM: number | null
}

export type Report =
  | { readonly form: 'traccar' | 'osmand'; readonly device: string | null; readonly fix: Fix }
  | { readonly form: 'owntracks'; readonly device: null; readonly fix: Fix }
  /** OwnTracks also sends last wills, way points and steps: taken and forgotten, or the phone sends them for ever. */
  | { readonly form: 'owntracks'; readonly device: null; readonly fix: null }

const latitude = z.number().min(-90).max(90)
const longitude = z.number().min(-180).max(180)
const accuracy = z.number().max(1e6).nullish()
const altitude = z.number().min(-1_000).max(50_000).nullish()
/** Receivers say −1 for unknown. */
const speed = (most: number) => z.number().min(-1).max(most).nullish()
const course = z.number().min(-1).max(360).nullish()

const unless = (value: number | null | undefined): number | null => (value == null || value < 0 ? null : value)
const nullIsland = 'a receiver without a fix says 0, 0'

// Fields that are not used (battery, activity, network names …) are dropped unread: the apps add some with each release.

/** https://www.traccar.org/osmand (JSON): speed in m/s, heading in degrees, battery 0–1. */
const traccar = z
  .object({
    device_id: z.string().min(1).max(64).nullish(),
    location: z.object({
      timestamp: z.iso.datetime({ offset: true }),
      coords: z.object({ latitude, longitude, accuracy, speed: speed(600), heading: course, altitude }),
    }),
  })
  .refine(({ location: { coords } }) => coords.latitude !== 0 || coords.longitude !== 0, {
    path: ['location', 'coords'],
    message: nullIsland,
  })

/** https://owntracks.org/booklet/tech/json: `vel` in km/h, `cog` in degrees, `tst` in seconds. */
const ownTracks = z
  .object({
    _type: z.literal('location'),
    lat: latitude,
    lon: longitude,
    tst: z.int().nonnegative().max(4_102_444_800),
    acc: accuracy,
    vel: speed(2_000),
    cog: course,
    alt: altitude,
  })
  .refine((said) => said.lat !== 0 || said.lon !== 0, { path: ['lat'], message: nullIsland })
const otherOwnTracks = z.object({
  _type: z.enum(['lwt', 'waypoint', 'waypoints', 'transition', 'status', 'steps', 'beacon', 'card', 'request']),
})

const fromText = (most: z.ZodNumber) =>
  z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,12})?$/, 'a decimal number')
    .transform(Number)
    .pipe(most)

/** https://www.traccar.org/osmand (query): speed in knots, timestamp in seconds, milliseconds or ISO 8601. */
export const osmAndQuery = z
  .object({
    id: z.string().min(1).max(64).optional(),
    deviceid: z.string().min(1).max(64).optional(),
    lat: fromText(z.number().min(-90).max(90)),
    lon: fromText(z.number().min(-180).max(180)),
    timestamp: z.union([
      z
        .string()
        .regex(/^\d{9,13}$/)
        .transform((text) => (text.length > 11 ? Number(text) : Number(text) * SECOND)),
      z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    ]),
    speed: fromText(z.number().min(-1).max(1_200)).optional(),
    bearing: fromText(z.number().min(-1).max(360)).optional(),
    altitude: fromText(z.number().min(-1_000).max(50_000)).optional(),
    accuracy: fromText(z.number().max(1e6)).optional(),
  })
  .refine((said) => said.lat !== 0 || said.lon !== 0, { path: ['lat'], message: nullIsland })
  .transform((said): Report => {
    const knots = unless(said.speed)
    return {
      form: 'osmand',
      device: said.id ?? said.deviceid ?? null,
      fix: {
        at: said.timestamp,
        position: [said.lon, said.lat],
        speedKmh: knots === null ? null : kmhFromKnots(knots),
        headingDegrees: unless(said.bearing),
        accuracyM: unless(said.accuracy),
        altitudeM: said.altitude ?? null,
      },
    }
  })

/** A body in either JSON form: `_type` marks OwnTracks; the wrong fields are named in the form that was meant. */
export const reportBody = z.unknown().transform((said, context): Report => {
  const isOwnTracks = typeof said === 'object' && said !== null && '_type' in said
  if (isOwnTracks && otherOwnTracks.safeParse(said).success) return { form: 'owntracks', device: null, fix: null }
  if (isOwnTracks) {
    const read = ownTracks.safeParse(said)
    if (!read.success) return refused(context, read.error)
    const { lon, lat, tst, vel, cog, acc, alt } = read.data
    return {
      form: 'owntracks',
      device: null,
      fix: {
        at: tst * SECOND,
        position: [lon, lat],
        speedKmh: unless(vel),
        headingDegrees: unless(cog),
        accuracyM: unless(acc),
        altitudeM: alt ?? null,
      },
    }
  }
  const read = traccar.safeParse(said)
  if (!read.success) return refused(context, read.error)
  const { timestamp, coords } = read.data.location
  const metresPerSecond = unless(coords.speed)
  return {
    form: 'traccar',
    device: read.data.device_id ?? null,
    fix: {
      at: Date.parse(timestamp),
      position: [coords.longitude, coords.latitude],
      speedKmh: metresPerSecond === null ? null : kmhFromMs(metresPerSecond),
      headingDegrees: unless(coords.heading),
      accuracyM: unless(coords.accuracy),
      altitudeM: coords.altitude ?? null,
    },
  }
})

function refused(context: z.RefinementCtx, error: z.ZodError): never {
  for (const issue of error.issues)
    context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message, input: undefined })
  return z.NEVER
}

/** Where the time stands in each form, for the pointer of a refusal. */
export const TIME_POINTER: Record<Report['form'], string> = {
  traccar: '/location/timestamp',
  owntracks: '/tst',
  osmand: '/query/timestamp',
}

/** A receiver's clock may go wrong by this much and is noted; beyond it a position cannot be placed in time. */
export const MOST_AHEAD_MS = 10 * MINUTE
/** Positions are kept for this long, and one that waited in a phone for longer is of no use. */
export const KEEP_MS = 30 * DAY

export function believable(at: number, now: number, keepMs = KEEP_MS): 'yes' | 'too-old' | 'in-the-future' {
  if (at > now + MOST_AHEAD_MS) return 'in-the-future'
  return at < now - keepMs ? 'too-old' : 'yes'
}

/**
 * How far a receiver's clock is off, from the arrivals of its fixes: a fix cannot arrive before it was made, so the smallest
 * of (arrival − fix time) over a window is its skew plus the shortest way; negative: its clock is ahead.
 */
export type Skew = { readonly leastMs: number; readonly windowFrom: number; readonly lastLeastMs: number | null }
export const SKEW_WINDOW_MS = 5 * MINUTE
/** Worth a line to whoever keeps the terminals. */
export const SKEW_NOTED_MS = 30 * SECOND

export function noteArrival(before: Skew | null, fixAt: number, arrivedAt: number): Skew {
  const delay = arrivedAt - fixAt
  if (!before) return { leastMs: delay, windowFrom: arrivedAt, lastLeastMs: null }
  if (arrivedAt - before.windowFrom >= SKEW_WINDOW_MS)
    return { leastMs: delay, windowFrom: arrivedAt, lastLeastMs: before.leastMs }
  return delay < before.leastMs ? { ...before, leastMs: delay } : before
}

export function skewMs(skew: Skew): number {
  return skew.lastLeastMs === null ? skew.leastMs : Math.min(skew.leastMs, skew.lastLeastMs)
}

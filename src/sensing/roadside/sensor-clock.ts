/**
 * A roadside sensor's clock, judged by arrivals: a frame cannot arrive before it was made, so the smallest difference seen
 * lately is how far its clock is off; a frame that waited on the way is late, and a clock that jumps is learnt anew.
 */
import { MINUTE, SECOND } from '../../core/time.ts'

export type SensorClock = {
  /** Server minus sensor, the smallest of this window and of the one before. */
  readonly leastMs: number
  readonly lastLeastMs: number
  readonly windowFrom: number
  /** Frames that do not fit: since when, and by which difference the last one. null: all fit. */
  readonly odd: { readonly since: number; readonly offMs: number } | null
}

export type Told =
  /** UTC ms by the server's clock when the frame was made. */
  | { readonly clock: SensorClock; readonly verdict: 'fits'; readonly at: number }
  /** It waited too long to be news, or it is a stray of another time. */
  | { readonly clock: SensorClock; readonly verdict: 'stray' }
  /** The clock has been set: what was timed by the old one is void. */
  | { readonly clock: SensorClock; readonly verdict: 'jumped'; readonly at: number }

const WINDOW_MS = 5 * MINUTE
/** What waited longer on the way is not acted on. */
export const LATE_MS = 5 * SECOND
/** A difference this much smaller than any lately is a clock set forward, for the way cannot take less than nothing. */
const AHEAD_MS = 2 * SECOND
/** Frames that agree with each other on another time for this long: the clock was set. */
const SETTLES_MS = 3 * SECOND

export function tell(before: SensorClock | null, madeAt: number, arrivedAt: number): Told {
  const offMs = arrivedAt - madeAt
  if (before === null) return { clock: fresh(offMs, arrivedAt), verdict: 'fits', at: arrivedAt }
  const least = Math.min(before.leastMs, before.lastLeastMs)
  const wait = offMs - least
  if (wait <= LATE_MS && wait >= -AHEAD_MS) {
    const turned = arrivedAt - before.windowFrom >= WINDOW_MS
    const clock: SensorClock = {
      leastMs: turned ? offMs : Math.min(before.leastMs, offMs),
      lastLeastMs: turned ? before.leastMs : before.lastLeastMs,
      windowFrom: turned ? arrivedAt : before.windowFrom,
      odd: null,
    }
    return { clock, verdict: 'fits', at: madeAt + Math.min(clock.leastMs, clock.lastLeastMs) }
  }
  const agrees = before.odd !== null && Math.abs(offMs - before.odd.offMs) <= LATE_MS
  const since = agrees && before.odd ? before.odd.since : arrivedAt
  if (arrivedAt - since >= SETTLES_MS) return { clock: fresh(offMs, arrivedAt), verdict: 'jumped', at: arrivedAt }
  return { clock: { ...before, odd: { since, offMs } }, verdict: 'stray' }
}

const fresh = (offMs: number, windowFrom: number): SensorClock => ({
  leastMs: offMs,
  lastLeastMs: offMs,
  windowFrom,
  odd: null,
})

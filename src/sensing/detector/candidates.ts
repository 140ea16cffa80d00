/** What may be announced next and is worth an object detector's look now: things that have come to stand, and what is upright and slow. */

import type { Box } from '../facts.ts'
import type { Sight, Whereabouts } from '../objects/confirmation.ts'
import type { StandingThing } from './standing.ts'
import type { Track } from './tracks.ts'

export type Candidate = { readonly box: Box; readonly sight: Sight }

/** A car waits at a give-way line this long; the first looks should be over before a warning is due. */
const STANDS_AT_LEAST_MS = 1_500
/** From key frame to key frame one car stands where another did: only in the third does one stand. */
const SPARSE_STANDS_AT_LEAST_MS = 3_500
/** Announced or not, what has been looked at for half a minute tells nothing new. */
const STANDS_AT_MOST_MS = 30_000
const MOVES_AT_LEAST_MS = 600
const SEEN_WITHIN_MS = 400
const UPRIGHT = 1.1
const FASTEST_HEIGHTS_S = 2

/** `sparse`: pictures come too rarely for tracks. */
export function candidatesOf(
  standing: readonly StandingThing[],
  tracks: readonly Track[] | 'sparse',
  sight: (whereabouts: Whereabouts, since: number) => Sight,
  at: number,
): readonly Candidate[] {
  const found: Candidate[] = []
  const least = tracks === 'sparse' ? SPARSE_STANDS_AT_LEAST_MS : STANDS_AT_LEAST_MS
  for (const thing of standing) {
    const stoodMs = at - thing.since
    if (!thing.solid || stoodMs < least || stoodMs > STANDS_AT_MOST_MS) continue
    const box: Box = [thing.x, thing.y, thing.width, thing.height]
    found.push({ box, sight: sight(() => box, thing.since) })
  }
  for (const track of tracks === 'sparse' ? [] : tracks) {
    const last = track.path.at(-1)
    if (!last || last.zone === null || last.isCut || at - track.seenAt > SEEN_WITHIN_MS) continue
    if (at - track.bornAt < MOVES_AT_LEAST_MS || track.height < UPRIGHT * track.width) continue
    if (Math.hypot(track.vx, track.vy) > FASTEST_HEIGHTS_S * track.height) continue
    const box: Box = [track.x - track.width / 2, track.y - track.height / 2, track.width, track.height]
    found.push({ box, sight: sight((then) => placeAt(track, then), track.bornAt) })
  }
  return found
}

/** A look is one picture, a path has a step every 200 ms. */
const NEAR_MS = 250

/** Where a track was; null where no step is near the instant. */
export function placeAt(track: Track, at: number): Box | null {
  let best: Track['path'][number] | null = null
  for (const step of track.path) if (best === null || Math.abs(step.at - at) < Math.abs(best.at - at)) best = step
  if (best === null || Math.abs(best.at - at) > NEAR_MS) return null
  return [best.x - best.width / 2, best.y + 1 - best.height, best.width, best.height]
}

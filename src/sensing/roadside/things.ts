/**
 * What moves and stands on the road, followed through a sensor's tracks: under changing numbers, through gaps, past ghosts.
 * A sensor's own number is believed only as long as what bears it could have got there.
 */

import { STANDS_BELOW_MS } from '../metres.ts'
import type { ReportedTrack, TrackClass } from './report.ts'
import type { SiteZone, Spot } from './site.ts'

export type Step = Spot & {
  /** Milliseconds by the sensor's clock. */
  readonly at: number
}

export type Thing = {
  readonly number: number
  /** The sensor's present number for it. */
  track: string
  readonly bornAt: number
  seenAt: number
  /** Newest last, at most PATH_MS long. */
  readonly path: Step[]
  /** m/s along the rising kilometres and to their right, over the last SPEED_MS. */
  alongMs: number
  acrossMs: number
  /** The speed to judge by: over the ground, or the sensor's own where that is larger. */
  speedMs: number
  /** The fastest it was over a whole second: it came in moving and was not always here. */
  fastestMs: number
  /** Its way along the road at that time, m/s with the rising kilometres. */
  cameMs: number
  /** How long of its life it was in the frames. */
  seenMs: number
  /** When another track took it over, and how fast it was before; null: never, or long ago. */
  heir: { readonly since: number; readonly speedMs: number } | null
  class: TrackClass
  widthM: number | null
  lengthM: number | null
  /** While it stands: since when, where, and how long of that it was in the frames. */
  stands: { readonly since: number; readonly east: number; readonly north: number; seenMs: number } | null
  movingSince: number | null
}

export type Sighting = { readonly track: ReportedTrack; readonly spot: Spot }

const PATH_MS = 8_000
const SPEED_MS = 2_000
const ZONE_MS = 2_000
/** What moves may be lost this long under a bridge or behind a lorry; what stands longer, for a radar sees moving things better. */
const LOST_MOVING_MS = 3_000
const LOST_STANDING_MS = 12_000
const MOST = 2_000
/** Between two frames further apart nothing was seen. */
const LONGEST_FRAME_MS = 1_200
const GATE_M = 4
/** No vehicle brakes harder (dry road, ABS). */
const HARDEST_MS2 = 9
const SPEEDS_AGREE_MS = 5
/** Measured speeds tremble: this fast, for this long, or this far, before standing is over. */
const MOVES_AGAIN_MS = 1.6
const MOVES_FOR_MS = 800
const MOVED_M = 5

/** More tracks than this, and most of them where nothing was before: the sensor has lost its mind, not the road its order. */
const MANY = 60
const CALM_AFTER_MS = 5_000

export class Things {
  readonly list: Thing[] = []
  #restlessAt = Number.NEGATIVE_INFINITY
  #numbers = 0
  #lastAt = Number.NaN

  clear(): void {
    this.list.length = 0
  }

  /** Whether what it follows makes sense: nothing is to be concluded from tracks that jump about. */
  isCalm(at: number): boolean {
    return at - this.#restlessAt > CALM_AFTER_MS
  }

  /** Takes one frame; instants rise. */
  follow(sightings: readonly Sighting[], at: number): void {
    const taken = new Set<Thing>()
    const frameMs = Math.min(LONGEST_FRAME_MS, Number.isNaN(this.#lastAt) ? 0 : at - this.#lastAt)
    this.#lastAt = at
    const byTrack = new Map(this.list.map((thing) => [thing.track, thing]))
    const rest: Sighting[] = []
    for (const sighting of sightings) {
      const own = byTrack.get(sighting.track.id)
      if (own && !taken.has(own) && couldBe(own, sighting.spot, at)) {
        taken.add(own)
        step(own, sighting, at, frameMs)
      } else rest.push(sighting)
    }
    if (rest.length > MANY && rest.length > sightings.length / 2) this.#restlessAt = at
    const orphans = rest.length === 0 ? [] : this.list.filter((thing) => !taken.has(thing))
    for (const sighting of rest) {
      const heir = nearest(orphans, taken, sighting, at)
      if (heir) {
        taken.add(heir)
        heir.heir = { since: at, speedMs: Math.abs(heir.alongMs) }
        step(heir, sighting, at, frameMs)
      } else if (this.list.length < MOST) this.list.push(this.#born(sighting, at))
    }
    for (let index = this.list.length - 1; index >= 0; index -= 1) {
      const thing = this.list[index]
      if (thing && at - thing.seenAt > lostAfterMs(thing)) this.list.splice(index, 1)
    }
  }

  #born({ track, spot }: Sighting, at: number): Thing {
    return {
      number: ++this.#numbers,
      track: track.id,
      bornAt: at,
      seenAt: at,
      path: [{ ...spot, at }],
      ...{
        alongMs: 0,
        acrossMs: 0,
        speedMs: track.speedMs ?? Number.POSITIVE_INFINITY,
        fastestMs: 0,
        cameMs: 0,
        seenMs: 0,
        heir: null,
      },
      ...{ class: track.class ?? 'unknown', widthM: track.widthM ?? null, lengthM: track.lengthM ?? null },
      ...{ stands: null, movingSince: null },
    }
  }
}

/** Where it has been most of the last ZONE_MS: one noisy place does not put a queue on the shoulder. */
export function zoneOf({ path }: Thing): SiteZone | null {
  const now = path.at(-1)?.at ?? 0
  let best: SiteZone | null = null
  let most = 0
  for (let index = path.length - 1; index >= 0; index -= 1) {
    const one = path[index]
    if (!one || now - one.at > ZONE_MS) break
    if (one.zone === best && index < path.length - 1) continue
    let count = 0
    for (let other = path.length - 1; other >= 0; other -= 1) {
      const step = path[other]
      if (!step || now - step.at > ZONE_MS) break
      if (step.zone === one.zone) count += 1
    }
    if (count <= most) continue
    most = count
    best = one.zone
  }
  return best
}

export function lastOf(thing: Thing): Step {
  const last = thing.path.at(-1)
  if (!last) throw new Error('a thing without a path')
  return last
}

const lostAfterMs = (thing: Thing): number => (thing.stands === null ? LOST_MOVING_MS : LOST_STANDING_MS)

/** Where it should be by now, and how far from there it may be found. */
function missM(thing: Thing, spot: Spot, at: number): { readonly off: number; readonly gate: number } {
  const last = lastOf(thing)
  const seconds = (at - thing.seenAt) / 1000
  // In the road's own axes, so that a bend needs no account.
  const along = spot.alongM - last.alongM - thing.alongMs * seconds
  const across = spot.acrossM - last.acrossM - thing.acrossMs * seconds
  // Brakes bring it to a stand within the gap: it is then found nearer.
  const short = Math.min(Math.abs(along), Math.abs(spot.alongM - last.alongM) + 1)
  return {
    off: Math.hypot(seconds > 1 ? short : along, across),
    gate: GATE_M + 0.35 * Math.abs(thing.alongMs) * seconds,
  }
}

function couldBe(thing: Thing, spot: Spot, at: number): boolean {
  const { off, gate } = missM(thing, spot, at)
  // Before it has a speed it may have any that roads know.
  return off <= 2 * gate + (at - thing.bornAt < 1_000 ? (60 * (at - thing.seenAt)) / 1000 : 0)
}

/** Where the track says its speed, it is one that brakes or engines could have made of the thing's. */
function isAsFast(thing: Thing, { speedMs }: ReportedTrack, at: number): boolean {
  if (speedMs === undefined) return true
  const before = Math.hypot(thing.alongMs, thing.acrossMs)
  return Math.abs(before - speedMs) <= SPEEDS_AGREE_MS + (HARDEST_MS2 * (at - thing.seenAt)) / 1000
}

function nearest(
  orphans: readonly Thing[],
  taken: ReadonlySet<Thing>,
  { track, spot }: Sighting,
  at: number,
): Thing | null {
  let best: Thing | null = null
  let least = 1
  for (const thing of orphans) {
    if (taken.has(thing) || Math.abs(lastOf(thing).alongM - spot.alongM) > 200) continue
    const { off, gate } = missM(thing, spot, at)
    if (off / gate >= least || !isAsFast(thing, track, at)) continue
    least = off / gate
    best = thing
  }
  return best
}

function step(thing: Thing, { track, spot }: Sighting, at: number, frameMs: number): void {
  thing.track = track.id
  thing.seenAt = at
  thing.seenMs += frameMs
  if (track.class !== undefined && track.class !== 'unknown') thing.class = track.class
  thing.widthM = track.widthM ?? thing.widthM
  thing.lengthM = track.lengthM ?? thing.lengthM
  thing.path.push({ ...spot, at })
  if (thing.heir !== null && at - thing.heir.since > PATH_MS) thing.heir = null
  while (at - (thing.path[0]?.at ?? at) > PATH_MS) thing.path.shift()
  measure(thing, track, at)
  rest(thing, frameMs, at)
}

/** Least squares over the last SPEED_MS: one noisy place does not make a speed. */
function measure(thing: Thing, track: ReportedTrack, at: number): void {
  let count = 0
  let [t1, t2, a1, ta, c1, tc] = [0, 0, 0, 0, 0, 0]
  for (let index = thing.path.length - 1; index >= 0; index -= 1) {
    const one = thing.path[index]
    if (!one || at - one.at > SPEED_MS) break
    const t = (one.at - at) / 1000
    count += 1
    t1 += t
    t2 += t * t
    a1 += one.alongM
    ta += t * one.alongM
    c1 += one.acrossM
    tc += t * one.acrossM
  }
  const spread = count * t2 - t1 * t1
  if (count < 3 || spread < 1e-6) {
    // Fresh out of a gap: what it says itself, and nothing else is known.
    if (count < 3 && track.speedMs !== undefined) thing.speedMs = track.speedMs
    return
  }
  const spanMs = at - (thing.path[thing.path.length - count]?.at ?? at)
  thing.alongMs = (count * ta - t1 * a1) / spread
  thing.acrossMs = (count * tc - t1 * c1) / spread
  const ground = Math.hypot(thing.alongMs, thing.acrossMs)
  // A Doppler speed is prompt but sees only what comes nearer or goes away; places are slow but see all.
  thing.speedMs = track.speedMs === undefined ? ground : Math.max(track.speedMs, ground - 1)
  // A speed from a fraction of a second is mostly noise.
  const sure = Math.min(ground, thing.speedMs)
  if (spanMs < 1_000 || sure <= thing.fastestMs) return
  thing.fastestMs = sure
  thing.cameMs = thing.alongMs
}

function rest(thing: Thing, frameMs: number, at: number): void {
  const last = lastOf(thing)
  if (thing.stands === null) {
    if (thing.speedMs >= STANDS_BELOW_MS) return
    thing.stands = { since: at, east: last.east, north: last.north, seenMs: 0 }
    // Taken over by a track that stood still at once: a ghost beside the road of one that drove on.
    const { heir } = thing
    if (heir !== null && at - heir.since < (1_000 * heir.speedMs) / HARDEST_MS2 - 500) thing.fastestMs = 0
    return
  }
  thing.stands.seenMs += frameMs
  const isFast = thing.speedMs > MOVES_AGAIN_MS
  thing.movingSince = isFast ? (thing.movingSince ?? at) : null
  const isGone = Math.hypot(last.east - thing.stands.east, last.north - thing.stands.north) > MOVED_M
  if (isGone || (thing.movingSince !== null && at - thing.movingSince >= MOVES_FOR_MS)) {
    thing.stands = null
    thing.movingSince = null
  }
}

/**
 * Whether a sighting is of an event that is known already: the log of the odds from distance, time, carriageway and kind,
 * each with its part shown. It proposes; a person merges. Method: Fellegi and Sunter, A Theory for Record Linkage (1969).
 */
import { distanceM } from '../../core/geo.ts'
import { MINUTE } from '../../core/time.ts'
import type { Observer, Sighting } from './sighting.ts'

/** Natural logarithms of the odds that each sign speaks for; their sum is the answer. */
export type Likeness = {
  readonly place: number
  readonly time: number
  readonly carriageway: number
  readonly kind: number
  readonly sum: number
  /** Along the road where both say a kilometre of it, else straight. */
  readonly metres: number
  readonly ms: number
}

/** Standard deviation of where each says it is, metres: a mast is surveyed, a driver counts posts. */
const SIGMA_M: Record<Observer, number> = { sensor: 50, crew: 80, partner: 150, caller: 250 }
/** One in ten callers is far off: the posts were counted from the wrong end, or read as the car drove on. */
const FAR = { share: 0.1, times: 3.5 } as const
/** Between events of their own, any distance up to this is as likely as another. */
const APART_M = 6_000
/** Reports of one event come in within minutes of each other; of two, within the hour as it happens. */
const REPORTS_MS = 8 * MINUTE
const HOUR_MS = 60 * MINUTE
/** How often the carriageway is said wrongly: a camera's zones are drawn and tried out. */
const WRONG_SIDE: Record<Observer, number> = { sensor: 0.001, crew: 0.02, partner: 0.05, caller: 0.08 }
/** Any two events are rarely one: what the signs have to overcome. */
const PRIOR = -2

/** What may be said of one and the same event. Everything is like itself and like `other`. */
const FAMILIES: readonly (readonly Sighting['kind'][])[] = [
  ['collision', 'stopped-vehicle', 'obstacle', 'stopped-object', 'medical-emergency', 'congestion'],
  ['pedestrian', 'medical-emergency'],
  ['wrong-way', 'collision'],
]
const SAME_KIND = Math.log(3)
const LIKE_KIND = Math.log(1.5)
const UNLIKE_KIND = Math.log(0.005)

export function likeness(one: Sighting, event: readonly Sighting[]): Likeness {
  const metres = apartM(one, event)
  const place = placeOdds(metres, Math.hypot(SIGMA_M[one.by], sigmaOf(event)))
  const times = event.map(({ at }) => at)
  const ms = Math.max(0, Math.min(...times) - one.at, one.at - Math.max(...times))
  const time = Math.log(HOUR_MS / REPORTS_MS) - ms / REPORTS_MS
  const carriageway = sideOdds(one, event)
  const kind = Math.max(...event.map((other) => kindOdds(one.kind, other.kind)))
  return { place, time, carriageway, kind, sum: PRIOR + place + time + carriageway + kind, metres, ms }
}

const weightOf = ({ by }: Sighting): number => 1 / SIGMA_M[by] ** 2
/** Many who say the same place know it better than one; nobody knows it better than the length of what lies there. */
const sigmaOf = (event: readonly Sighting[]): number =>
  Math.max(40, 1 / Math.sqrt(event.reduce((sum, one) => sum + weightOf(one), 0)))

/** To the middle of the event, each source weighing as well as it knows. */
function apartM(one: Sighting, event: readonly Sighting[]): number {
  const along = event.filter(({ road, kilometre }) => kilometre !== null && road === one.road)
  if (one.kilometre !== null && along.length > 0) {
    const middle = weightedMedian(along.map((other) => ({ value: other.kilometre ?? 0, weight: weightOf(other) })))
    return Math.abs(one.kilometre - middle) * 1000
  }
  const lon = weightedMedian(event.map((other) => ({ value: other.position[0], weight: weightOf(other) })))
  const lat = weightedMedian(event.map((other) => ({ value: other.position[1], weight: weightOf(other) })))
  return distanceM(one.position, [lon, lat])
}

/** A median, because one caller in ten is far off and must not pull the event along. */
function weightedMedian(values: readonly { readonly value: number; readonly weight: number }[]): number {
  const sorted = values.toSorted((a, b) => a.value - b.value)
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2
  let sum = 0
  for (const { value, weight } of sorted) {
    sum += weight
    if (sum >= half) return value
  }
  return sorted.at(-1)?.value ?? 0
}

function placeOdds(metres: number, sigmaM: number): number {
  // Half normal: a distance has no sign.
  const density = (sigma: number): number => Math.sqrt(2 / Math.PI) * (Math.exp(-((metres / sigma) ** 2) / 2) / sigma)
  const same = (1 - FAR.share) * density(sigmaM) + FAR.share * density(sigmaM * FAR.times)
  return Math.log(Math.max(same, 1e-12) * APART_M)
}

function sideOdds(one: Sighting, event: readonly Sighting[]): number {
  const said = event.filter(({ carriageway }) => carriageway !== null)
  if (one.carriageway === null || said.length === 0) return 0
  // Each source that says a side votes with the odds that it is right.
  const votes = said.reduce((sum, { carriageway, by }) => {
    const odds = Math.log((1 - WRONG_SIDE[by]) / WRONG_SIDE[by])
    return sum + (carriageway === one.carriageway ? odds : -odds)
  }, 0)
  const right = 1 / (1 + Math.exp(-votes))
  const wrong = WRONG_SIDE[one.by]
  return Math.log((right * (1 - wrong) + (1 - right) * wrong) / 0.5)
}

function kindOdds(a: Sighting['kind'], b: Sighting['kind']): number {
  if (a === b) return SAME_KIND
  if (a === 'other' || b === 'other') return 0
  if (FAMILIES.some((family) => family.includes(a) && family.includes(b))) return LIKE_KIND
  return UNLIKE_KIND
}

/** Whatever is farther is another event, however it is called. */
const FARTHEST_M = 10_000

/** Above this it is proposed. Chosen on storms that are not those of the benchmark (`npm run bench -- storm`). */
export const PROPOSE_ABOVE = -0.2

export type Like<K> = { readonly key: K; readonly likeness: Likeness }

/** The events that a sighting may be of, the likeliest first: of two that fit as well, the one that more have told is likelier told again. */
export function likeEvents<K>(one: Sighting, events: Iterable<readonly [K, readonly Sighting[]]>): readonly Like<K>[] {
  const found: (Like<K> & { readonly rank: number })[] = []
  for (const [key, sightings] of events) {
    const [first] = sightings
    if (!first || distanceM(first.position, one.position) > FARTHEST_M) continue
    const like = likeness(one, sightings)
    if (like.sum > PROPOSE_ABOVE) found.push({ key, likeness: like, rank: like.sum + Math.log(sightings.length) })
  }
  return found.sort((a, b) => b.rank - a.rank).map(({ key, likeness: like }) => ({ key, likeness: like }))
}

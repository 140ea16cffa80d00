/**
 * Claims of several sensors about one place, kind and time are one warning: what a new claim is to the warnings that stand.
 * Pure, and the same whichever sensor comes first.
 */
import { distanceM } from '../core/geo.ts'
import type { Place } from '../core/place.ts'
import { MINUTE } from '../core/time.ts'
import { ONE_PLACE_M } from './metres.ts'

export type SignedBy = { readonly kind: string; readonly id: string }

export type Claim = {
  readonly type: string
  readonly source: SignedBy
  readonly place: Place
  /** UTC ms. */
  readonly onsetAt: number
  readonly observedAt: number
  /** Pixels in the source's own view: tells two things apart that one camera puts at one kilometre. */
  readonly box?: readonly [number, number, number, number]
}

/** A sign that was added later: it may know the place better, or not at all. */
export type LaterSign = { readonly source: SignedBy; readonly place?: Place; readonly observedAt: number }

export type StandingClaim<Id> = {
  readonly id: Id
  readonly first: Claim
  readonly later: readonly LaterSign[]
  readonly verdict: 'true' | 'false' | 'cannot-tell' | null
}

export type Joined<Id> =
  | { readonly as: 'new' }
  /** The same sensor says the same again: after a restart, after a swing of the light. */
  | { readonly as: 'known'; readonly id: Id }
  /** A+: another kind of sensor. A: another sensor of the same kind. */
  | { readonly as: 'support'; readonly id: Id; readonly grade: 'A+' | 'A' }

/** How far along the road from its stated place a thing may be that a source of this kind claims. A camera gives its mast's kilometre. */
const REACH_M: Readonly<Record<string, number>> = { camera: 200, radar: 10, unit: 50, partner: 50 }
const ANY_REACH_M = 50

type Matter = { readonly name: string; readonly windowMs: number; readonly speedMs: number }
const STANDS: Matter = { name: 'stands', windowMs: 10 * MINUTE, speedMs: 0 }
/** What cannot be told by two kinds of sensor (a picture that froze, a crew's call) is only ever itself. */
const MATTERS: Readonly<Record<string, Matter>> = {
  'stopped-vehicle': STANDS,
  'stopped-object': STANDS,
  pedestrian: { name: 'walks', windowMs: 3 * MINUTE, speedMs: 4 },
  'wrong-way': { name: 'wrong-way', windowMs: 2 * MINUTE, speedMs: 45 },
  congestion: { name: 'congestion', windowMs: 10 * MINUTE, speedMs: 0 },
}
/** A jam is long, and each sensor names another part of it. */
const CONGESTION_REACH_M = 500

/** A sensor that announced and was judged may announce the same again only after this. */
const AGAIN_MS = 2 * MINUTE
const SAME_BOX = 0.3

export function join<Id>(standing: Iterable<StandingClaim<Id>>, claim: Claim): Joined<Id> {
  const matter = MATTERS[claim.type]
  if (!matter) return { as: 'new' }
  let best: { readonly joined: Joined<Id>; readonly off: number } | null = null
  for (const each of standing) {
    const joined = asTo(each, claim, matter)
    if (joined === null) continue
    if (joined.as === 'known') return joined
    // Of two that it could mean, the one that began at the same time.
    const off = Math.abs(each.first.onsetAt - claim.onsetAt)
    if (best === null || off < best.off) best = { joined, off }
  }
  return best?.joined ?? { as: 'new' }
}

function asTo<Id>(each: StandingClaim<Id>, claim: Claim, matter: Matter): Joined<Id> | null {
  const { id, first, later, verdict } = each
  if (MATTERS[first.type]?.name !== matter.name) return null
  const lastAt = later.reduce((last, { observedAt }) => Math.max(last, observedAt), first.observedAt)
  const apart = Math.max(0, claim.onsetAt - lastAt, first.onsetAt - claim.observedAt)
  if (apart > matter.windowMs) return null
  // A zoomed look at what is claimed is no claim of its own.
  const claims = later.filter(({ source }) => source.kind !== 'ptz')
  const signs = [{ source: first.source, place: first.place, observedAt: first.observedAt }, ...claims]
  const own = signs.filter(({ source }) => isSameSource(source, claim.source))
  if (own.length > 0) {
    const box = isSameSource(first.source, claim.source) ? first.box : undefined
    const boxesMeet = box && claim.box ? overlap(box, claim.box) >= SAME_BOX : true
    // A sensor knows best what it has claimed itself: at another place it means another thing.
    const isHere = boxesMeet && own.some((sign) => isOnePlace(sign, claim, matter, 0))
    if (!isHere) return null
    const since = claim.observedAt - lastAt
    return verdict === null || verdict === 'true' || since < AGAIN_MS ? { as: 'known', id } : null
  }
  if (!signs.some((sign) => isOnePlace(sign, claim, matter, 1))) return null
  // An officer said no to the other sensor's sign alone: this one is news, and is judged for itself.
  if (verdict === 'false' || verdict === 'cannot-tell') return null
  const isOtherKind = signs.every(({ source }) => source.kind !== claim.source.kind)
  return { as: 'support', id, grade: isOtherKind ? 'A+' : 'A' }
}

const isSameSource = (a: SignedBy, b: SignedBy): boolean => a.id === b.id && a.kind === b.kind

/** `reaching` 0: both are measured by one sensor, whose error is the same both times. */
function isOnePlace(
  sign: Pick<Claim, 'source' | 'observedAt'> & { readonly place?: Place },
  claim: Claim,
  matter: Matter,
  reaching: 0 | 1,
): boolean {
  const { place } = sign
  if (place === undefined) return true
  if (place.carriageway && claim.place.carriageway && place.carriageway !== claim.place.carriageway) return false
  if (place.road && claim.place.road && place.road !== claim.place.road) return false
  const moved = (matter.speedMs * Math.abs(claim.observedAt - sign.observedAt)) / 1000
  const reach = reaching * (reachOf(sign.source, matter) + reachOf(claim.source, matter))
  const along =
    place.road !== undefined &&
    place.road === claim.place.road &&
    place.kilometre !== undefined &&
    claim.place.kilometre !== undefined
      ? 1000 * Math.abs(place.kilometre - claim.place.kilometre)
      : distanceM(place.position, claim.place.position)
  return along <= ONE_PLACE_M + reach + moved
}

function reachOf(source: SignedBy, matter: Matter): number {
  return matter.name === 'congestion' ? CONGESTION_REACH_M : (REACH_M[source.kind] ?? ANY_REACH_M)
}

/** Intersection over union. */
function overlap(a: NonNullable<Claim['box']>, b: NonNullable<Claim['box']>): number {
  const wide = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const high = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  if (wide <= 0 || high <= 0) return 0
  return (wide * high) / (a[2] * a[3] + b[2] * b[3] - wide * high)
}

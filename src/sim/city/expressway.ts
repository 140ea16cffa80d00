/** Expressway S12 through the simulated city: two carriageways, kilometre posts, two interchanges and the openings for turning at both ends. */

import { diceFrom } from '../../core/dice.ts'
import type { Carriageway } from '../../core/place.ts'
import type { Draft } from './graph.ts'
import { apartM, bend, beside, crossing, type Line, lengthM, mid, part, along as pointAlong, type XY } from './plane.ts'

export const ROAD = 'S12'
export const ROAD_NAME = { zh: 'S12 申禾高速', en: 'S12 Shenhe Expressway' }
export const FROM_KM = 40
export const TO_KM = 52
/** From the centre line to the middle of one carriageway. */
const HALF_M = 12
/** The road is drawn a little beyond its first and last post. */
const OVERHANG_M = 700
const LIMIT_KMH = 100

/** The up carriageway leads eastwards, with rising kilometres; traffic keeps right, so it lies on the south side. */
export type Expressway = {
  /** The centre line, eastwards, from `OVERHANG_M` before the first post. */
  readonly centre: Line
}

export function layExpressway(seed: number): Expressway {
  const dice = diceFrom(seed, 'expressway')
  const swing = dice.between(560, 680)
  const phase = dice.between(-0.25, 0.15)
  const ripple = dice.between(90, 150)
  const ripplePhase = dice.between(0, Math.PI)
  const y = (x: number): number =>
    1350 + 0.075 * x + swing * Math.sin((x / 6500) * 2.1 + phase) + ripple * Math.sin(x / 1500 + ripplePhase)
  const raw: XY[] = []
  for (let x = -9000; x <= 9000; x += 40) raw.push([x, y(x)])
  const middle = lengthM(raw) / 2
  const half = ((TO_KM - FROM_KM) * 1000) / 2 + OVERHANG_M
  return { centre: part(raw, middle - half, middle + half) }
}

/** Metres along the centre line of a kilometre. */
export const metresAt = (kilometre: number): number => OVERHANG_M + (kilometre - FROM_KM) * 1000
export const kilometreAt = (metres: number): number => FROM_KM + (metres - OVERHANG_M) / 1000

/** The point of a carriageway at a kilometre; `awayM` moves it outwards, for the shoulder or a mast. */
export function pointAt(road: Expressway, kilometre: number, carriageway: Carriageway | null, awayM = 0): XY {
  const { at, towards } = pointAlong(road.centre, metresAt(kilometre))
  const side = carriageway === null ? 0 : carriageway === 'up' ? HALF_M + awayM : -HALF_M - awayM
  return [at[0] + towards[1] * side, at[1] - towards[0] * side]
}

/** One carriageway in its direction of travel between two kilometres (`fromKm` < `toKm`). */
export function carriagewayLine(road: Expressway, carriageway: Carriageway, fromKm: number, toKm: number): Line {
  const centre = part(road.centre, metresAt(fromKm), metresAt(toKm))
  const inner = beside(centre, carriageway === 'up' ? HALF_M : -HALF_M)
  // Exact ends, the same for the neighbouring stretch.
  const line = [pointAt(road, fromKm, carriageway), ...inner.slice(1, -1), pointAt(road, toKm, carriageway)]
  return carriageway === 'up' ? line : line.toReversed()
}

export type Interchange = {
  readonly kilometre: number
  /** Where the ramps meet the crossing road: south of the expressway and north of it. */
  readonly south: XY
  readonly north: XY
}

const RAMP_REACH_KM = 0.55
const MEETS_M = 210

/** Finds where a crossing road (northwards) passes under, and the two places on it where ramps end. */
export function interchangeOn(road: Expressway, crossroad: Line): Interchange | null {
  const cross = crossing(crossroad, road.centre)
  const own = crossing(road.centre, crossroad)
  if (!cross || !own) return null
  return {
    kilometre: kilometreAt(own.metres),
    south: pointAlong(crossroad, cross.metres - MEETS_M).at,
    north: pointAlong(crossroad, cross.metres + MEETS_M).at,
  }
}

/** Lays carriageways (a node at each post and each ramp), ramps, and the turning openings into the graph. */
export function layRoad(road: Expressway, interchanges: readonly Interchange[], draft: Draft): readonly Line[] {
  const turns = [FROM_KM - 0.4, TO_KM + 0.4]
  const joints = interchanges.flatMap(({ kilometre }) => [kilometre - RAMP_REACH_KM, kilometre + RAMP_REACH_KM])
  const posts = Array.from({ length: TO_KM - FROM_KM + 1 }, (_, i) => FROM_KM + i)
  const cuts = [...turns, ...joints, ...posts].sort((a, b) => a - b)
  const kind = 'expressway'
  for (const carriageway of ['up', 'down'] as const)
    cuts.slice(1).forEach((toKm, i) => {
      const line = carriagewayLine(road, carriageway, cuts[i] ?? toKm, toKm)
      draft.oneWay(line, { kind, name: ROAD_NAME, limitKmh: LIMIT_KMH, carriageway })
    })
  const opening = { kind: 'ramp', name: { zh: '中央分隔带开口', en: 'Median opening' }, limitKmh: 10 } as const
  const [west = FROM_KM, east = TO_KM] = turns
  draft.oneWay([pointAt(road, east, 'up'), pointAt(road, east, 'down')], opening)
  draft.oneWay([pointAt(road, west, 'down'), pointAt(road, west, 'up')], opening)
  const ramps: Line[] = []
  for (const { kilometre, south, north } of interchanges) {
    const name = { zh: `K${kilometre.toFixed(0)} 互通匝道`, en: `K${kilometre.toFixed(0)} interchange ramp` }
    const ramp = (line: Line): void => {
      ramps.push(line)
      draft.oneWay(line, { kind: 'ramp', name, limitKmh: 50 })
    }
    const [before, after] = [kilometre - RAMP_REACH_KM, kilometre + RAMP_REACH_KM]
    ramp(leaving(road, before, before + 0.25, 'up', south))
    ramp(leaving(road, after, after - 0.25, 'up', south).toReversed())
    ramp(leaving(road, after, after - 0.25, 'down', north))
    ramp(leaving(road, before, before + 0.25, 'down', north).toReversed())
  }
  return ramps
}

/** A ramp's line between the carriageway at `km` (tangent towards `nextKm`) and the crossing road. */
function leaving(road: Expressway, km: number, nextKm: number, carriageway: Carriageway, end: XY): Line {
  const start = pointAt(road, km, carriageway)
  const ahead = pointAt(road, nextKm, carriageway, 26)
  const reach = apartM(start, end)
  const turn = mid(end, pointAt(road, km, carriageway, MEETS_M * 1.1), 0.45)
  return bend(start, mid(start, ahead, Math.min(1, (reach * 0.5) / apartM(start, ahead))), turn, end, 16)
}

/** The road as one roadside sensor sees it: from its metres or degrees to the kilometre, the zone and the way of the traffic there. */
import { type Datum, wgs84From } from '../../core/datum.ts'
import { EARTH_RADIUS_M, type Position } from '../../core/geo.ts'
import type { Carriageway } from '../../core/place.ts'
import { radiansFromDegrees } from '../../core/units.ts'
import type { RoadsideSensor } from './record.ts'
import type { ReportedTrack } from './report.ts'

export type SiteZone = {
  readonly kind: 'lane' | 'shoulder'
  readonly carriageway: Carriageway
  /** Its number among the record's zones. */
  readonly number: number
}

/** A point on the road: metres east and north of the sensor, metres along the road by its posts, metres to the right of the rising kilometres. */
export type Spot = {
  readonly east: number
  readonly north: number
  readonly alongM: number
  readonly acrossM: number
  /** null: nowhere that was drawn. */
  readonly zone: SiteZone | null
}

export type Site = {
  /** null: further away than any sensor sees, or where nothing may be believed. */
  spotOf(track: Pick<ReportedTrack, 'position' | 'metres'>, datum: Datum): Spot | null
  positionOf(spot: Pick<Spot, 'east' | 'north'>): Position
}

type XY = readonly [number, number]

/** Nothing that a roadside sensor measures lies further from it. */
export const REACH_M = 1_500

const PER_DEGREE_M = radiansFromDegrees(1) * EARTH_RADIUS_M

export function siteOf(sensor: RoadsideSensor): Site {
  const [lon0, lat0] = sensor.position
  // A plane through the sensor: over its reach it is off by less than a centimetre.
  const perLon = PER_DEGREE_M * Math.cos(radiansFromDegrees(lat0))
  const planeOf = ([lon, lat]: Position): XY => [(lon - lon0) * perLon, (lat - lat0) * PER_DEGREE_M]
  const facing = radiansFromDegrees(sensor.facingDegrees)
  const turned = ([x, y]: XY): XY => [
    x * Math.cos(facing) + y * Math.sin(facing),
    y * Math.cos(facing) - x * Math.sin(facing),
  ]
  const posts = sensor.posts.map(({ position, kilometre }) => ({ at: planeOf(position), alongM: kilometre * 1000 }))
  const zones = sensor.zones.map((zone, number) => ({
    polygon: zone.polygon.map(([x, y]): XY => (sensor.zonesIn === 'metres' ? turned([x, y]) : planeOf([x, y]))),
    zone: zone.kind === 'ignore' ? null : { kind: zone.kind, carriageway: zone.carriageway, number },
    // A shoulder lies over a lane, and `ignore` over all.
    rank: { lane: 0, shoulder: 1, ignore: 2 }[zone.kind],
  }))
  const ranked = [...zones].sort((a, b) => b.rank - a.rank)

  return {
    spotOf: (track, datum) => {
      const at = track.metres ? turned(track.metres) : track.position ? planeOf(wgs84From(datum, track.position)) : null
      if (at === null || !(Math.hypot(at[0], at[1]) <= REACH_M)) return null
      const hit = ranked.find(({ polygon }) => isInside(polygon, at))
      if (hit?.rank === 2) return null
      return { east: at[0], north: at[1], ...along(posts, at), zone: hit?.zone ?? null }
    },
    positionOf: ({ east, north }) => [lon0 + east / perLon, lat0 + north / PER_DEGREE_M],
  }
}

/** The nearest point of the line through the posts; beyond its ends the end pieces run on. */
function along(
  posts: readonly { readonly at: XY; readonly alongM: number }[],
  [x, y]: XY,
): { readonly alongM: number; readonly acrossM: number } {
  let best = { off: Number.POSITIVE_INFINITY, alongM: 0, acrossM: 0 }
  for (let index = 1; index < posts.length; index += 1) {
    const from = posts[index - 1]
    const to = posts[index]
    if (!from || !to) continue
    const dx = to.at[0] - from.at[0]
    const dy = to.at[1] - from.at[1]
    const length = Math.hypot(dx, dy)
    if (length < 1e-6) continue
    const share = ((x - from.at[0]) * dx + (y - from.at[1]) * dy) / (length * length)
    const low = index === 1 ? Number.NEGATIVE_INFINITY : 0
    const high = index === posts.length - 1 ? Number.POSITIVE_INFINITY : 1
    const held = Math.max(low, Math.min(high, share))
    const off = Math.hypot(x - from.at[0] - held * dx, y - from.at[1] - held * dy)
    if (off >= best.off) continue
    const acrossM = ((x - from.at[0]) * dy - (y - from.at[1]) * dx) / length
    best = { off, alongM: from.alongM + held * (to.alongM - from.alongM), acrossM }
  }
  return { alongM: best.alongM, acrossM: best.acrossM }
}

/** Even-odd. */
function isInside(polygon: readonly XY[], [x, y]: XY): boolean {
  let within = false
  let previous = polygon.at(-1)
  for (const current of polygon) {
    if (previous && current[1] > y !== previous[1] > y) {
      const share = (y - current[1]) / (previous[1] - current[1])
      if (x < current[0] + share * (previous[0] - current[0])) within = !within
    }
    previous = current
  }
  return within
}

/** How a simulated unit moves: it cruises or waits by habit, and when ordered drives to the place by road and stands there. Pure: time and dice are given. */

import type { Dice } from '../core/dice.ts'
import type { Position } from '../core/geo.ts'
import type { Carriageway } from '../core/place.ts'
import { never } from '../core/result.ts'
import { kmhFromMs, msFromKmh } from '../core/units.ts'
import { pointAt, ROAD } from './city/expressway.ts'
import type { SimUnit } from './city/forces.ts'
import { type Graph, pointOf, type Spot, spotNear } from './city/graph.ts'
import { along, apartM, nearest, planeOf, type XY } from './city/plane.ts'
import { type Route, route, spotOn } from './city/route.ts'
import type { City } from './city.ts'

export type Path =
  | { readonly by: 'road'; readonly way: Route; readonly lengthM: number }
  | { readonly by: 'air'; readonly from: XY; readonly to: XY; readonly lengthM: number }

export type Ride = {
  readonly unit: SimUnit
  readonly home: XY
  /** Where it is on the roads; a drone's ground is where it stood last. */
  readonly spot: Spot
  readonly at: XY
  readonly headingDegrees: number
  readonly speedMs: number
  readonly path: Path | null
  readonly doneM: number
  readonly errand:
    | { readonly kind: 'free'; readonly restsUntil: number }
    | { readonly kind: 'ordered'; readonly order: string }
}

const ACCELERATION_MS2 = 1.8
const NEAR_HOME_M = 60
/** How far round its home a unit cruises. */
const BEAT_M: Readonly<Record<SimUnit['habit'], number>> = {
  expressway: 0,
  town: 2_400,
  standby: 0,
  walk: 500,
  hover: 1_100,
}

export function startRide(city: City, unit: SimUnit, dice: Dice): Ride {
  const house = city.houses.find((each) => each.id === unit.home)
  const near = spotNear(city.graph, house?.at ?? [0, 0], (edge) => !edge.carriageway)
  const spot = near ?? { edge: 0, metres: 0 }
  const { at } = pointOf(city.graph, spot)
  const errand = { kind: 'free', restsUntil: dice.between(0, 20_000) } as const
  const ride: Ride = { unit, home: at, spot, at, headingDegrees: 0, speedMs: 0, path: null, doneM: 0, errand }
  // The day is already running: those who cruise are somewhere on their beat.
  const path = unit.habit === 'standby' || unit.habit === 'hover' ? null : wander(city, ride, dice)
  return path ? moved(city.graph, { ...ride, path }, dice.next() * path.lengthM, 0) : ride
}

/** A place as the wire names it. */
export type Where = {
  readonly position: Position
  readonly road?: string | undefined
  readonly kilometre?: number | undefined
  readonly carriageway?: Carriageway | undefined
}

/** Where an order's place is to be reached: on its carriageway, a little before it or after it. */
export function goalOf(city: City, place: Where, shiftM: number): Spot | null {
  const { road, kilometre, carriageway } = place
  if (road === ROAD && kilometre !== undefined && carriageway !== undefined) {
    const km = kilometre + ((carriageway === 'up' ? 1 : -1) * shiftM) / 1000
    return spotNear(city.graph, pointAt(city.expressway, km, carriageway), (edge) => edge.carriageway === carriageway)
  }
  return spotNear(city.graph, planeOf(place.position))
}

/** Sends a unit; null when there is no way. */
export function sendTo(city: City, ride: Ride, goal: Spot, order: string): Ride | null {
  const path = pathTo(city, ride, goal)
  return path && { ...ride, path, doneM: 0, errand: { kind: 'ordered', order } }
}

export function hasArrived(ride: Ride): boolean {
  return ride.errand.kind === 'ordered' && ride.path === null
}

/** The order is done: the unit is free and goes about its habit again. */
export function release(ride: Ride, at: number): Ride {
  return { ...ride, errand: { kind: 'free', restsUntil: at + 5_000 } }
}

export function advance(city: City, ride: Ride, at: number, elapsedMs: number, dice: Dice): Ride {
  if (!ride.path) {
    if (ride.errand.kind === 'ordered' || at < ride.errand.restsUntil) return ride
    const path = nextPath(city, ride, dice)
    return path
      ? { ...ride, path, doneM: 0 }
      : { ...ride, speedMs: 0, errand: { kind: 'free', restsUntil: at + 15_000 } }
  }
  const seconds = elapsedMs / 1000
  const leftM = ride.path.lengthM - ride.doneM
  const wanted = Math.min(cruiseMs(city.graph, ride), Math.sqrt(2 * ACCELERATION_MS2 * Math.max(0, leftM)) + 0.6)
  const change = Math.max(-3 * seconds, Math.min(ACCELERATION_MS2 * seconds, wanted - ride.speedMs))
  const speedMs = Math.max(0.5, ride.speedMs + change)
  const doneM = ride.doneM + speedMs * seconds
  if (doneM < ride.path.lengthM - 0.5) return moved(city.graph, ride, doneM, speedMs)
  const there = moved(city.graph, ride, ride.path.lengthM, 0)
  const errand =
    ride.errand.kind === 'ordered' ? ride.errand : { kind: 'free' as const, restsUntil: at + restMs(ride.unit, dice) }
  return { ...there, path: null, doneM: 0, errand }
}

function moved(graph: Graph, ride: Ride, doneM: number, speedMs: number): Ride {
  const { path } = ride
  if (!path) return ride
  const heading = (towards: XY): number => ((Math.atan2(towards[0], towards[1]) * 180) / Math.PI + 360) % 360
  if (path.by === 'air') {
    const { at, towards } = along([path.from, path.to], doneM)
    return { ...ride, at, headingDegrees: heading(towards), doneM, speedMs }
  }
  const spot = spotOn(graph, path.way, doneM)
  const { at, towards } = pointOf(graph, spot)
  return { ...ride, spot, at, headingDegrees: heading(towards), doneM, speedMs }
}

function cruiseMs(graph: Graph, ride: Ride): number {
  const ordered = ride.errand.kind === 'ordered'
  switch (ride.unit.kind) {
    case 'foot-pair':
      return msFromKmh(4.6)
    case 'drone':
      return msFromKmh(ordered ? 64 : 38)
    case 'patrol-car':
    case 'motorcycle':
    case 'tow-truck':
    case 'ambulance': {
      const limit = graph.edges[ride.spot.edge]?.limitKmh ?? 40
      const most = ride.unit.kind === 'tow-truck' ? 85 : 130
      return msFromKmh(Math.min(most, limit * (ordered ? 1.15 : 0.8)))
    }
  }
  return never(ride.unit.kind)
}

function pathTo(city: City, ride: Ride, goal: Spot): Path | null {
  if (ride.unit.kind === 'drone') {
    const to = pointOf(city.graph, goal).at
    return { by: 'air', from: ride.at, to, lengthM: apartM(ride.at, to) }
  }
  const way = route(city.graph, ride.spot, goal)
  return way && { by: 'road', way, lengthM: way.lengthM }
}

function nextPath(city: City, ride: Ride, dice: Dice): Path | null {
  switch (ride.unit.habit) {
    case 'standby': {
      const home = spotNear(city.graph, ride.home, (edge) => !edge.carriageway)
      return home && apartM(ride.at, ride.home) > NEAR_HOME_M ? pathTo(city, ride, home) : null
    }
    case 'expressway':
    case 'town':
    case 'walk':
    case 'hover':
      return wander(city, ride, dice)
  }
  return never(ride.unit.habit)
}

/** A new place to cruise to, by habit. */
function wander(city: City, ride: Ride, dice: Dice): Path | null {
  const { graph } = city
  const { habit } = ride.unit
  const reach = BEAT_M[habit]
  if (habit === 'hover') {
    const angle = dice.between(0, 2 * Math.PI)
    const to: XY = [
      ride.home[0] + reach * dice.next() * Math.cos(angle),
      ride.home[1] + reach * dice.next() * Math.sin(angle),
    ]
    return { by: 'air', from: ride.at, to, lengthM: Math.max(1, apartM(ride.at, to)) }
  }
  for (let tries = 0; tries < 40; tries++) {
    const edge = dice.below(graph.edges.length)
    const road = graph.edges[edge]
    if (!road || road.kind === 'ramp') continue
    const middle = along(road.line, road.lengthM / 2).at
    const fits =
      habit === 'expressway' ? road.carriageway !== undefined : !road.carriageway && apartM(middle, ride.home) < reach
    if (!fits || nearest([ride.at, ride.at], middle).offM < 80) continue
    const path = pathTo(city, ride, { edge, metres: road.lengthM * dice.between(0.2, 0.8) })
    if (path && path.lengthM > 60) return path
  }
  return null
}

function restMs(unit: SimUnit, dice: Dice): number {
  switch (unit.habit) {
    case 'expressway':
      return dice.between(1_000, 4_000)
    case 'town':
      return dice.between(5_000, 60_000)
    case 'walk':
      return dice.between(20_000, 120_000)
    case 'hover':
      return dice.between(8_000, 30_000)
    case 'standby':
      return 15_000
  }
  return never(unit.habit)
}

export const speedKmhOf = (ride: Ride): number => kmhFromMs(ride.speedMs)

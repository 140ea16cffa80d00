/** How long each unit takes to a place, as the roads are now: cars by road, on their own carriageway; a drone through the air; on foot along what there is. */
import { distanceM, type Position } from '../../core/geo.ts'
import type { Place } from '../../core/place.ts'
import { classOf, FLAG, type RoadGraph } from '../../roads/graph.ts'
import { shapeOf } from '../../roads/shape.ts'
import type { UnitKind } from '../forces.ts'
import { offRoad, onNetwork, type Roads } from './on-network.ts'

/** `metres`: along the way that is taken. */
export type Trip = {
  readonly ms: number
  readonly metres: number
  /** Of the last metres, those from the road to the place. */
  readonly offRoadM: number
  /** It runs on a motorway all the way, and never over its links: the traveller is on the carriageway that leads there. */
  readonly ownCarriageway: boolean
}
export type Traveller = {
  readonly kind: UnitKind
  readonly position: Position
  /** null: it stands, or does not know. */
  readonly headingDegrees: number | null
}

/**
 * The trips of some travellers to a place, in their order; null where there is no way, no road near, or the rest had been
 * enough: `isEnough` is asked of each road vehicle as it is met, the soonest first.
 */
export type Travel = (
  to: Place,
  travellers: readonly Traveller[],
  isEnough?: (traveller: number, ms: number) => boolean,
) => readonly (Trip | null)[]

/** m/s. Measured values of one's own city go here. */
const DRONE_MPS = 15
const WALK_MPS = 1.4
/** A way on foot against the straight line. */
const WALK_DETOUR = 1.3
const isMotorway = (graph: RoadGraph, edge: number): boolean =>
  classOf(graph, edge) === 'motorway' && ((graph.flags[edge] ?? 0) & FLAG.link) === 0

export function travelOver(roads: Roads): Travel {
  const { graph, closest, live } = roads
  const weights = live.ms.emergency
  const on = onNetwork(roads)
  return (to, travellers, isEnough) => {
    const trips: (Trip | null)[] = travellers.map(({ kind, position }) => {
      const metres = distanceM(position, to.position)
      const other = { ownCarriageway: false, offRoadM: 0 }
      if (kind === 'drone') return { metres, ms: Math.round((metres / DRONE_MPS) * 1000), ...other }
      if (kind !== 'foot-pair') return null
      const walked = metres * WALK_DETOUR
      return { metres: walked, ms: Math.round((walked / WALK_MPS) * 1000), ...other }
    })
    const incident = on.place(to)
    if (incident === null) return trips
    const places = travellers.map(({ position, headingDegrees }, at) =>
      trips[at] === null ? on.traveller(position, headingDegrees) : null,
    )
    const last = offRoad(incident)
    for (const { unit, ms, arcs } of closest.find(incident, places, weights, isEnough)) {
      const start = places[unit]
      if (!start) continue
      const { metres } = shapeOf(graph, arcs, start, incident)
      trips[unit] = {
        ms: ms + last.ms,
        metres: metres + last.offRoadM,
        offRoadM: last.offRoadM,
        ownCarriageway: arcs.every((arc) => isMotorway(graph, arc >> 1)),
      }
    }
    return trips
  }
}

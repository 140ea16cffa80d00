/** How long each unit takes to a place, as the roads are now: cars by road, on their own carriageway; a drone through the air; on foot along what there is. */
import { apartDegrees, distanceM, type Position } from '../../core/geo.ts'
import type { Place } from '../../core/place.ts'
import type { Closest } from '../../roads/closest.ts'
import { classOf, FLAG, NEVER, type RoadGraph } from '../../roads/graph.ts'
import type { LiveRoads } from '../../roads/live.ts'
import { headingAt, shapeOf } from '../../roads/shape.ts'
import type { EdgeIndex, OnEdge } from '../../roads/snap.ts'
import type { UnitKind } from '../forces.ts'

/** `metres`: along the way that is taken. */
export type Trip = {
  readonly ms: number
  readonly metres: number
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
/** A place or a unit farther from any road than this is not on the network. */
const OFF_ROAD_M = 300
/** Of the roads so near to a fix any may be the one. */
const DOUBT_M = 30
const CHOICES = 8
const LEADS_DEGREES = 60

export type Roads = {
  readonly graph: RoadGraph
  readonly index: EdgeIndex
  readonly closest: Closest
  readonly live: LiveRoads
  /** The place on the network of one that names its kilometre and carriageway; null: it names none. */
  readonly onCarriageway?: (place: Place) => OnEdge | null
}

const isMotorway = (graph: RoadGraph, edge: number): boolean =>
  classOf(graph, edge) === 'motorway' && ((graph.flags[edge] ?? 0) & FLAG.link) === 0

export function travelOver({ graph, index, closest, live, onCarriageway = () => null }: Roads): Travel {
  const weights = live.ms.emergency
  const may = (edge: number): boolean => Math.min(weights[2 * edge] ?? NEVER, weights[2 * edge + 1] ?? NEVER) < NEVER
  const onRoad = (position: Position): OnEdge | null => index.nearest(position, may, OFF_ROAD_M)
  /** The carriageways of a motorway are hardly farther apart than a fix may be off: who drives is on the one that leads his way. */
  const onOwnRoad = ({ position, headingDegrees }: Traveller): OnEdge | null => {
    if (headingDegrees === null) return onRoad(position)
    const near = index.within(position, may, DOUBT_M, CHOICES)
    const leads = near.find(({ edge, share }) =>
      [2 * edge, 2 * edge + 1].some((arc) => {
        const there = headingAt(graph, arc, arc & 1 ? 1 - share : share)
        return (weights[arc] ?? NEVER) < NEVER && apartDegrees(there, headingDegrees) <= LEADS_DEGREES
      }),
    )
    return leads ?? near[0] ?? onRoad(position)
  }
  return (to, travellers, isEnough) => {
    const trips: (Trip | null)[] = travellers.map(({ kind, position }) => {
      const metres = distanceM(position, to.position)
      if (kind === 'drone') return { metres, ms: Math.round((metres / DRONE_MPS) * 1000), ownCarriageway: false }
      if (kind !== 'foot-pair') return null
      const walked = metres * WALK_DETOUR
      return { metres: walked, ms: Math.round((walked / WALK_MPS) * 1000), ownCarriageway: false }
    })
    const incident = onCarriageway(to) ?? onRoad(to.position)
    if (incident === null) return trips
    const places = travellers.map((traveller, at) => (trips[at] === null ? onOwnRoad(traveller) : null))
    for (const { unit, ms, arcs } of closest.find(incident, places, weights, isEnough)) {
      const start = places[unit]
      if (!start) continue
      const { metres } = shapeOf(graph, arcs, start, incident)
      trips[unit] = { ms, metres, ownCarriageway: arcs.every((arc) => isMotorway(graph, arc >> 1)) }
    }
    return trips
  }
}

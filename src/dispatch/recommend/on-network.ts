/** Where on the road network a place and a traveller are, as the roads are now: each on its own carriageway. */
import { apartDegrees, type Position } from '../../core/geo.ts'
import type { Place } from '../../core/place.ts'
import type { Closest } from '../../roads/closest.ts'
import { NEVER, type RoadGraph } from '../../roads/graph.ts'
import type { LiveRoads } from '../../roads/live.ts'
import { headingAt } from '../../roads/shape.ts'
import type { EdgeIndex, OnEdge } from '../../roads/snap.ts'

export type Roads = {
  readonly graph: RoadGraph
  readonly index: EdgeIndex
  readonly closest: Closest
  readonly live: LiveRoads
  /** The place on the network of one that names its kilometre and carriageway; null: it names none. */
  readonly onCarriageway?: (place: Place) => OnEdge | null
}

/** A unit farther from any road than this is not on the network. */
const OFF_ROAD_M = 300
/** A place in a field or a park is reached from the nearest road; farther from all of them there may be water in between. */
const PLACE_OFF_ROAD_M = 1_000
/** So near to a road a place is on it: further lanes, the shoulder, the pavement. */
const BESIDE_M = 40
/** m/s, across a field and with what one carries. */
const OFF_ROAD_MPS = 1.1
/** Of the roads so near to a fix any may be the one. */
const DOUBT_M = 30
const CHOICES = 8
const LEADS_DEGREES = 60

/** What is left from the road to the place, metres and ms; on foot, in a straight line. */
export function offRoad({ offM }: OnEdge): { readonly offRoadM: number; readonly ms: number } {
  if (offM <= BESIDE_M) return { offRoadM: 0, ms: 0 }
  return { offRoadM: offM, ms: Math.round((offM / OFF_ROAD_MPS) * 1000) }
}

export type OnNetwork = {
  readonly place: (place: Place) => OnEdge | null
  readonly traveller: (position: Position, headingDegrees: number | null) => OnEdge | null
}

export function onNetwork({ graph, index, live, onCarriageway = () => null }: Roads): OnNetwork {
  const weights = live.ms.emergency
  const may = (edge: number): boolean => Math.min(weights[2 * edge] ?? NEVER, weights[2 * edge + 1] ?? NEVER) < NEVER
  const onRoad = (position: Position): OnEdge | null => index.nearest(position, may, OFF_ROAD_M)
  return {
    place: (place) => onCarriageway(place) ?? index.nearest(place.position, may, PLACE_OFF_ROAD_M),
    /** The carriageways of a motorway are hardly farther apart than a fix may be off: who drives is on the one that leads his way. */
    traveller(position, headingDegrees) {
      if (headingDegrees === null) return onRoad(position)
      const near = index.within(position, may, DOUBT_M, CHOICES)
      const leads = near.find(({ edge, share }) =>
        [2 * edge, 2 * edge + 1].some((arc) => {
          const there = headingAt(graph, arc, arc & 1 ? 1 - share : share)
          return (weights[arc] ?? NEVER) < NEVER && apartDegrees(there, headingDegrees) <= LEADS_DEGREES
        }),
      )
      return leads ?? near[0] ?? onRoad(position)
    },
  }
}

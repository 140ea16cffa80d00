/** Incidents on real motorways with units around them, and who must come first: labelled by the lie of the carriageways alone, not by a search. */
import { type Dice, diceFrom } from '../src/core/dice.ts'
import { bearingDegrees, distanceM } from '../src/core/geo.ts'
import { arcHead, arcTail, classOf, FLAG, type RoadGraph } from '../src/roads/graph.ts'
import { pointsOf } from '../src/roads/shape.ts'
import { EdgeIndex, type OnEdge } from '../src/roads/snap.ts'

/** Of the units `behind` is first: it comes along with the traffic. The others are nearer by air and have to turn somewhere. */
export type MotorwayCase = {
  readonly incident: OnEdge
  readonly units: readonly [beside: OnEdge, past: OnEdge, behind: OnEdge]
}

const BEHIND_M = 400
const PAST_M = 150
const OPPOSITE_WITHIN_M = 60

/** Every stretch of motorway with an opposite carriageway beside it, and so much of itself before and after it. */
export function motorwayCases(graph: RoadGraph): readonly MotorwayCase[] {
  const index = new EdgeIndex(graph)
  const dice = diceFrom(1, 'motorway cases')
  const isMainline = (edge: number): boolean =>
    classOf(graph, edge) === 'motorway' && ((graph.flags[edge] ?? 0) & FLAG.link) === 0
  const next = mainlineNeighbours(graph, isMainline)
  const cases: MotorwayCase[] = []
  for (let edge = 0; edge < graph.from.length; edge += 1) {
    if (!isMainline(edge)) continue
    const one = caseOn(graph, index, isMainline, next, edge, dice)
    if (one) cases.push(one)
  }
  return cases
}

type Neighbours = {
  readonly after: ReadonlyMap<number, readonly number[]>
  readonly before: ReadonlyMap<number, readonly number[]>
}

function mainlineNeighbours(graph: RoadGraph, isMainline: (edge: number) => boolean): Neighbours {
  const edges = Array.from(graph.from.keys()).filter(isMainline)
  return {
    after: Map.groupBy(edges, (edge) => arcTail(graph, 2 * edge)),
    before: Map.groupBy(edges, (edge) => arcHead(graph, 2 * edge)),
  }
}

function caseOn(
  graph: RoadGraph,
  index: EdgeIndex,
  isMainline: (edge: number) => boolean,
  next: Neighbours,
  edge: number,
  dice: Dice,
): MotorwayCase | null {
  const share = dice.between(0.2, 0.8)
  const incident = placeOn(graph, edge, share)
  const heading = headingAt(graph, edge)
  const opposite = index
    .within(incident.at, (other) => other !== edge && isMainline(other), OPPOSITE_WITHIN_M, 8)
    .find((place) => Math.abs(((headingAt(graph, place.edge) - heading + 540) % 360) - 180) > 150)
  const behind = along(graph, next.before, edge, share, -BEHIND_M)
  const past = along(graph, next.after, edge, share, PAST_M)
  return opposite && behind && past ? { incident, units: [opposite, past, behind] } : null
}

function lengthM(graph: RoadGraph, edge: number): number {
  return (graph.lengthMm[edge] ?? 0) / 1000
}

/** So many metres on along the mainline; null where it forks, joins or ends before. */
function along(
  graph: RoadGraph,
  neighbours: ReadonlyMap<number, readonly number[]>,
  edge: number,
  share: number,
  metres: number,
): OnEdge | null {
  let here = edge
  let at = share * lengthM(graph, edge) + metres
  for (let steps = 0; steps < 50; steps += 1) {
    const length = lengthM(graph, here)
    if (at >= 0 && at <= length) return placeOn(graph, here, length === 0 ? 0 : at / length)
    const found = neighbours.get(at < 0 ? arcTail(graph, 2 * here) : arcHead(graph, 2 * here)) ?? []
    const [only] = found
    if (only === undefined || found.length > 1) return null
    at = at < 0 ? at + lengthM(graph, only) : at - length
    here = only
  }
  return null
}

function placeOn(graph: RoadGraph, edge: number, share: number): OnEdge {
  const points = pointsOf(graph, 2 * edge)
  let left = share * lengthM(graph, edge)
  for (const [index, point] of points.entries()) {
    const to = points[index + 1]
    if (!to) return { edge, share, at: point, offM: 0 }
    const step = distanceM(point, to)
    if (left <= step && step > 0) {
      const part = left / step
      return { edge, share, at: [point[0] + part * (to[0] - point[0]), point[1] + part * (to[1] - point[1])], offM: 0 }
    }
    left -= step
  }
  return { edge, share, at: points[0] ?? [0, 0], offM: 0 }
}

function headingAt(graph: RoadGraph, edge: number): number {
  const points = pointsOf(graph, 2 * edge)
  const [first, last] = [points[0], points.at(-1)]
  return first && last ? bearingDegrees(first, last) : 0
}

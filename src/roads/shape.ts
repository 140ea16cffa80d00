/** The line and the length of a route: arcs one after the other, the first from and the last to a place on it. Pure. */
import { bearingDegrees, distanceM, type Position } from '../core/geo.ts'
import type { RoadGraph } from './graph.ts'
import type { OnEdge } from './snap.ts'

export function shapeOf(
  graph: RoadGraph,
  arcs: readonly number[],
  start: OnEdge,
  end: OnEdge,
): { readonly geometry: readonly Position[]; readonly metres: number } {
  const geometry: Position[] = []
  let metres = 0
  for (const [index, arc] of arcs.entries()) {
    const isAgainst = (arc & 1) === 1
    const along = (place: OnEdge): number => (isAgainst ? 1 - place.share : place.share)
    const from = index === 0 ? along(start) : 0
    const to = index === arcs.length - 1 ? along(end) : 1
    metres += ((graph.lengthMm[arc >> 1] ?? 0) / 1000) * Math.max(0, to - from)
    for (const point of part(pointsOf(graph, arc), from, to)) {
      const last = geometry.at(-1)
      if (!last || last[0] !== point[0] || last[1] !== point[1]) geometry.push(point)
    }
  }
  return { geometry, metres }
}

/** In the direction of driving. */
export function pointsOf(graph: RoadGraph, arc: number): readonly Position[] {
  const edge = arc >> 1
  const points: Position[] = []
  for (let at = graph.firstPoint[edge] ?? 0; at < (graph.firstPoint[edge + 1] ?? 0); at += 1)
    points.push([(graph.pointLon[at] ?? 0) / 1e7, (graph.pointLat[at] ?? 0) / 1e7])
  return arc & 1 ? points.reverse() : points
}

/** The point at a share of an edge's length. */
export function pointAlong(graph: RoadGraph, edge: number, share: number): Position {
  const points = pointsOf(graph, 2 * edge)
  const [point = [0, 0]] = part(points, Math.max(0, Math.min(1, share)), 1)
  return share >= 1 ? (points.at(-1) ?? point) : point
}

/** Which way an arc leads at a share of its length, degrees clockwise from north. */
export function headingAt(graph: RoadGraph, arc: number, share: number): number {
  const points = pointsOf(graph, arc)
  let left = (share * (graph.lengthMm[arc >> 1] ?? 0)) / 1000
  for (const [index, point] of points.entries()) {
    const next = points[index + 1]
    if (!next) break
    const step = distanceM(point, next)
    if (left <= step || index === points.length - 2) return bearingDegrees(point, next)
    left -= step
  }
  return 0
}

/** The part of a line between two shares of its length. */
function part(points: readonly Position[], from: number, to: number): readonly Position[] {
  if (from <= 0 && to >= 1) return points
  const steps = points.slice(1).map((point, index) => distanceM(points[index] ?? point, point))
  const length = steps.reduce((sum, step) => sum + step, 0)
  const [begin, end] = [from * length, Math.max(from, to) * length]
  const line: Position[] = []
  let along = 0
  for (const [index, step] of steps.entries()) {
    const [a, b] = [points[index], points[index + 1]]
    if (!a || !b) break
    const at = (metres: number): Position => {
      const share = step === 0 ? 0 : (metres - along) / step
      return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
    }
    if (line.length === 0 && begin <= along + step) line.push(at(begin))
    if (line.length > 0 && end <= along + step) {
      line.push(at(end))
      break
    }
    if (line.length > 0) line.push(b)
    along += step
  }
  return line
}

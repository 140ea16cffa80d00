/** Finds the place on the road that a position is meant to be at: the nearest on an edge that may be driven. Pure. */
import Flatbush from 'flatbush'
import { EARTH_RADIUS_M, type Position } from '../core/geo.ts'
import { radiansFromDegrees } from '../core/units.ts'
import type { RoadGraph } from './graph.ts'

/** A place on an edge. */
export type OnEdge = {
  readonly edge: number
  /** Of its length, from its beginning, 0–1. */
  readonly share: number
  readonly at: Position
  /** Metres from what was asked. */
  readonly offM: number
}

const M_PER_DEGREE = (EARTH_RADIUS_M * Math.PI) / 180
const REACHES_M = [60, 300, 1_500, 8_000]

export class EdgeIndex {
  readonly #graph: RoadGraph
  readonly #tree: Flatbush

  constructor(graph: RoadGraph) {
    this.#graph = graph
    const edges = graph.from.length
    this.#tree = new Flatbush(Math.max(1, edges), 16, Int32Array)
    for (let edge = 0; edge < edges; edge += 1) {
      let [west, south, east, north] = [0x7fff_ffff, 0x7fff_ffff, -0x8000_0000, -0x8000_0000]
      for (let point = graph.firstPoint[edge] ?? 0; point < (graph.firstPoint[edge + 1] ?? 0); point += 1) {
        const lon = graph.pointLon[point] ?? 0
        const lat = graph.pointLat[point] ?? 0
        west = Math.min(west, lon)
        east = Math.max(east, lon)
        south = Math.min(south, lat)
        north = Math.max(north, lat)
      }
      this.#tree.add(west, south, east, north)
    }
    if (edges === 0) this.#tree.add(0, 0, 0, 0)
    this.#tree.finish()
  }

  /** The nearest edge that `may` be used, within `mostM`; null: there is none. */
  nearest(at: Position, may: (edge: number) => boolean, mostM = 8_000): OnEdge | null {
    return this.within(at, may, mostM, 1)[0] ?? null
  }

  /** The nearest edges, each at its nearest place, at most `count` of them within `mostM`, the nearest first. */
  within(at: Position, may: (edge: number) => boolean, mostM: number, count: number): readonly OnEdge[] {
    if (this.#graph.from.length === 0) return []
    for (const reach of [...REACHES_M.filter((each) => each < mostM), mostM]) {
      const dLat = (reach / M_PER_DEGREE) * 1e7
      const dLon = dLat / Math.max(0.01, Math.cos(radiansFromDegrees(at[1])))
      const [x, y] = [at[0] * 1e7, at[1] * 1e7]
      const found = this.#tree
        .search(x - dLon, y - dLat, x + dLon, y + dLat)
        .filter(may)
        .map((edge) => nearestOn(this.#graph, edge, at))
        .filter(({ offM }) => offM <= reach)
      if (found.length >= count || reach === mostM)
        return found.sort((a, b) => a.offM - b.offM || a.edge - b.edge).slice(0, count)
    }
    return []
  }
}

/** The nearest place on one edge; on a plane that touches the earth at `at`. */
export function nearestOn(graph: RoadGraph, edge: number, at: Position): OnEdge {
  const kx = M_PER_DEGREE * Math.cos(radiansFromDegrees(at[1]))
  const x = (point: number): number => ((graph.pointLon[point] ?? 0) / 1e7 - at[0]) * kx
  const y = (point: number): number => ((graph.pointLat[point] ?? 0) / 1e7 - at[1]) * M_PER_DEGREE
  const first = graph.firstPoint[edge] ?? 0
  const last = (graph.firstPoint[edge + 1] ?? first + 1) - 1
  let along = 0
  let best = { offM: Number.POSITIVE_INFINITY, along: 0, x: 0, y: 0 }
  for (let point = first; point < last; point += 1) {
    const [ax, ay, bx, by] = [x(point), y(point), x(point + 1), y(point + 1)]
    const length = Math.hypot(bx - ax, by - ay)
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length ** 2))
    const px = ax + share * (bx - ax)
    const py = ay + share * (by - ay)
    const offM = Math.hypot(px, py)
    if (offM < best.offM) best = { offM, along: along + share * length, x: px, y: py }
    along += length
  }
  return {
    edge,
    share: along === 0 ? 0 : best.along / along,
    at: [at[0] + best.x / kx, at[1] + best.y / M_PER_DEGREE],
    offM: best.offM,
  }
}

/** A road network that answers: the nearest road, a route, a table of travel times; by whichever profile. */
import type { Position } from '../core/geo.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { NEVER, type RoadGraph, travelMs } from './graph.ts'
import type { Hierarchy } from './hierarchy/hierarchy.ts'
import { HierarchySearch } from './hierarchy/search.ts'
import type { Profile } from './profile.ts'
import { type SearchGraph, searchGraphOf } from './search-graph.ts'
import { arriving, leaving, straightMs } from './seeds.ts'
import { shapeOf } from './shape.ts'
import { EdgeIndex, type OnEdge } from './snap.ts'

export type Route = {
  readonly seconds: number
  readonly metres: number
  /** WGS-84, from the place on the road nearest to where one stands. */
  readonly geometry: readonly Position[]
  /** Road arcs, in order. */
  readonly arcs: readonly number[]
}

/** `off-road`: no road of the profile is near the first or the second position; `no-route`: there is no way between them. */
export type RouteRefusal = 'off-road-from' | 'off-road-to' | 'no-route'

/** Whatever is farther from every road is on none. */
const FARTHEST_M = 8_000

type Lane = {
  readonly weights: Int32Array
  readonly search: SearchGraph
  readonly over: HierarchySearch
}

export class RoadNetwork {
  readonly graph: RoadGraph
  readonly index: EdgeIndex
  readonly #lanes: Readonly<Record<Profile, Lane>>

  constructor(graph: RoadGraph, hierarchies: Readonly<Record<Profile, Hierarchy>>) {
    this.graph = graph
    this.index = new EdgeIndex(graph)
    const lane = (profile: Profile): Lane => {
      const weights = travelMs(graph, profile)
      return { weights, search: searchGraphOf(graph, weights), over: new HierarchySearch(hierarchies[profile]) }
    }
    this.#lanes = { car: lane('car'), emergency: lane('emergency') }
  }

  search(profile: Profile): SearchGraph {
    return this.#lanes[profile].search
  }

  nearest(profile: Profile, at: Position): OnEdge | null {
    return this.near(profile, at, undefined, 1)[0] ?? null
  }

  /** The nearest stretches of road within `mostM`, at most `count`. */
  near(profile: Profile, at: Position, mostM: number | undefined, count: number): readonly OnEdge[] {
    const { weights } = this.#lanes[profile]
    const may = (edge: number): boolean => Math.min(weights[2 * edge] ?? NEVER, weights[2 * edge + 1] ?? NEVER) < NEVER
    return this.index.within(at, may, mostM ?? FARTHEST_M, count)
  }

  route(profile: Profile, from: Position, to: Position): Result<Route, RouteRefusal> {
    const start = this.nearest(profile, from)
    if (start === null) return refuse('off-road-from')
    const end = this.nearest(profile, to)
    if (end === null) return refuse('off-road-to')
    return this.between(profile, start, end)
  }

  /** Between two places on the road. */
  between(profile: Profile, start: OnEdge, end: OnEdge): Result<Route, 'no-route'> {
    const { weights, search, over } = this.#lanes[profile]
    const straight = straightMs(weights, start, end)
    const found = over.path(leaving(search, weights, start), arriving(search, weights, end))
    if (straight < NEVER && straight <= (found?.ms ?? NEVER)) {
      const arc = 2 * start.edge + (end.share >= start.share && (weights[2 * start.edge] ?? NEVER) < NEVER ? 0 : 1)
      return ok(this.#route(straight, [arc], start, end))
    }
    if (found === null) return refuse('no-route')
    const inner = found.path.map((arc) => search.road[arc] ?? 0)
    const first = this.#firstArc(profile, start, search, found.path)
    const last = this.#lastArc(profile, end, search, found, first.ms)
    return ok(this.#route(found.ms, [first.arc, ...inner, last], start, end))
  }

  /** ms from each to each, row by row; NEVER where there is no way or no road. */
  table(profile: Profile, from: readonly Position[], to: readonly Position[]): Int32Array {
    const { weights, search, over } = this.#lanes[profile]
    const starts = from.map((at) => this.nearest(profile, at))
    const ends = to.map((at) => this.nearest(profile, at))
    const table = over.table(
      starts.map((place) => (place ? leaving(search, weights, place) : [])),
      ends.map((place) => (place ? arriving(search, weights, place) : [])),
    )
    for (const [row, start] of starts.entries())
      for (const [column, end] of ends.entries()) {
        if (!start || !end || start.edge !== end.edge) continue
        const cell = row * to.length + column
        table[cell] = Math.min(table[cell] ?? NEVER, straightMs(weights, start, end))
      }
    return table
  }

  /** Which way the first edge is left: towards the vertex at which the path begins. */
  #firstArc(
    profile: Profile,
    start: OnEdge,
    search: SearchGraph,
    path: readonly number[],
  ): { arc: number; ms: number } {
    const { weights } = this.#lanes[profile]
    const vertex = path[0] === undefined ? null : (search.tail[path[0]] ?? 0)
    const choices = [0, 1].flatMap((way) => {
      const arc = 2 * start.edge + way
      const [seed] = leaving(search, weights, start).filter((each) => this.#leads(search, arc, each.vertex))
      return seed && (vertex === null || seed.vertex === vertex) ? [{ arc, ms: seed.ms }] : []
    })
    const [best = { arc: 2 * start.edge, ms: 0 }] = choices.sort((a, b) => a.ms - b.ms)
    return best
  }

  #leads(search: SearchGraph, arc: number, vertex: number): boolean {
    const copy = search.copy[search.firstCopy[arc] ?? 0]
    return copy !== undefined && search.road[copy] === arc && search.head[copy] === vertex
  }

  #lastArc(
    profile: Profile,
    end: OnEdge,
    search: SearchGraph,
    found: { readonly ms: number; readonly path: readonly number[] },
    startMs: number,
  ): number {
    const { weights } = this.#lanes[profile]
    const so = found.path.reduce((sum, arc) => sum + (search.weight[arc] ?? 0), startMs)
    const lastOf = found.path.at(-1)
    const vertex = lastOf === undefined ? null : (search.head[lastOf] ?? 0)
    for (const way of [0, 1]) {
      const arc = 2 * end.edge + way
      const ms = weights[arc] ?? NEVER
      if (ms >= NEVER || Math.round((way === 0 ? end.share : 1 - end.share) * ms) !== found.ms - so) continue
      for (let index = search.firstCopy[arc] ?? 0; index < (search.firstCopy[arc + 1] ?? 0); index += 1)
        if (vertex === null || search.tail[search.copy[index] ?? 0] === vertex) return arc
    }
    return 2 * end.edge
  }

  #route(ms: number, arcs: readonly number[], start: OnEdge, end: OnEdge): Route {
    const { geometry, metres } = shapeOf(this.graph, arcs, start, end)
    return { seconds: ms / 1000, metres, geometry, arcs }
  }
}

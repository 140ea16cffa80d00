/** The simulated city's roads as a directed graph: every edge is one direction of travel, and traffic keeps right. */
import type { Carriageway } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import { along, type Line, lengthM, nearest, type XY } from './plane.ts'

export const ROAD_KINDS = ['expressway', 'ramp', 'arterial', 'district-road'] as const
export type RoadKind = (typeof ROAD_KINDS)[number]

/** One direction of travel between two nodes. */
export type Edge = {
  readonly from: number
  readonly to: number
  readonly line: Line
  readonly lengthM: number
  readonly kind: RoadKind
  readonly name: Text
  readonly limitKmh: number
  /** True where the other direction is another edge on the same line: traffic then keeps right of it. */
  readonly shared: boolean
  readonly carriageway?: Carriageway
}

export type Graph = {
  readonly nodes: readonly XY[]
  readonly edges: readonly Edge[]
  /** Edges that leave a node. */
  readonly out: readonly (readonly number[])[]
}

/** A place on the graph: so many metres from the start of an edge. */
export type Spot = { readonly edge: number; readonly metres: number }

type Road = Omit<Edge, 'from' | 'to' | 'line' | 'lengthM' | 'shared'>

export type Draft = {
  oneWay(line: Line, road: Road): void
  bothWays(line: Line, road: Road): void
  /** What can be reached from the first road and can reach it again; the rest is left out. */
  graph(): Graph
}

/** Roads are laid end to end: ends within a centimetre of each other are one node. */
export function draftGraph(): Draft {
  const nodes: XY[] = []
  const edges: Edge[] = []
  const known = new Map<string, number>()
  const node = (at: XY): number => {
    const key = `${Math.round(at[0] * 100)} ${Math.round(at[1] * 100)}`
    const index = known.get(key) ?? nodes.push(at) - 1
    known.set(key, index)
    return index
  }
  const add = (line: Line, road: Road, shared: boolean): void => {
    const [first, last] = [line[0], line.at(-1)]
    if (first && last) edges.push({ ...road, from: node(first), to: node(last), line, lengthM: lengthM(line), shared })
  }
  return {
    oneWay: (line, road) => add(line, road, false),
    bothWays: (line, road) => {
      add(line, road, true)
      add(line.toReversed(), road, true)
    },
    graph: () => {
      const whole = reachable(edges, false).intersection(reachable(edges, true))
      const kept = edges.filter((edge) => whole.has(edge.from) && whole.has(edge.to))
      const out: number[][] = nodes.map(() => [])
      kept.forEach((edge, index) => {
        out[edge.from]?.push(index)
      })
      return { nodes, edges: kept, out }
    },
  }
}

function reachable(edges: readonly Edge[], backwards: boolean): Set<number> {
  const beyond = Map.groupBy(edges, (edge) => (backwards ? edge.to : edge.from))
  const seen = new Set([edges[0]?.from ?? 0])
  const open = [...seen]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const edge of beyond.get(node) ?? []) {
      const next = backwards ? edge.from : edge.to
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  return seen
}

/** Half a lane: how far right of a shared line its traffic keeps. */
const KEEP_RIGHT_M = 3

/** Where somebody on a spot is, and which way the road leads there. */
export function pointOf(graph: Graph, spot: Spot): { readonly at: XY; readonly towards: XY } {
  const edge = graph.edges[spot.edge]
  if (!edge) return { at: [0, 0], towards: [1, 0] }
  const { at, towards } = along(edge.line, spot.metres)
  const right = edge.shared ? KEEP_RIGHT_M : 0
  return { at: [at[0] + towards[1] * right, at[1] - towards[0] * right], towards }
}

/** The nearest spot to a point, on edges that `fits` lets through; null when none does. */
export function spotNear(graph: Graph, to: XY, fits: (edge: Edge) => boolean = () => true): Spot | null {
  let best: (Spot & { offM: number }) | null = null
  graph.edges.forEach((edge, index) => {
    if (!fits(edge)) return
    const found = nearest(edge.line, to)
    if (!best || found.offM < best.offM - 1e-6) best = { edge: index, ...found }
  })
  // The callback assigned it; the compiler does not follow that.
  const chosen = best as (Spot & { offM: number }) | null
  return chosen && { edge: chosen.edge, metres: chosen.metres }
}

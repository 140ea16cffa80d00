/** Ways through the simulated city: the quickest route between two spots, and where on it somebody is. */
import type { Graph, Spot } from './graph.ts'
import { apartM } from './plane.ts'

export type Route = {
  /** Edges in order of travel; the first holds the start, the last the end. */
  readonly edges: readonly number[]
  readonly fromM: number
  readonly toM: number
  readonly lengthM: number
}

/** Quickest route by the limits of the roads (Dijkstra, binary heap); null when there is none. */
export function route(graph: Graph, from: Spot, to: Spot): Route | null {
  const start = graph.edges[from.edge]
  const goal = graph.edges[to.edge]
  if (!start || !goal) return null
  if (from.edge === to.edge && to.metres >= from.metres)
    return { edges: [from.edge], fromM: from.metres, toM: to.metres, lengthM: to.metres - from.metres }
  const best = new Map<number, { readonly hours: number; readonly by: number | null }>()
  best.set(start.to, { hours: 0, by: null })
  const open = queue()
  open.push(0, start.to)
  const settled = new Set<number>()
  for (let node = open.pop(); node !== null && node !== goal.from; node = open.pop()) {
    if (settled.has(node)) continue
    settled.add(node)
    const sofar = best.get(node)?.hours ?? 0
    for (const index of graph.out[node] ?? []) {
      const edge = graph.edges[index]
      if (!edge) continue
      const hours = sofar + edge.lengthM / 1000 / edge.limitKmh
      if (hours < (best.get(edge.to)?.hours ?? Number.POSITIVE_INFINITY)) {
        best.set(edge.to, { hours, by: index })
        open.push(hours, edge.to)
      }
    }
  }
  if (!best.has(goal.from)) return null
  const back: number[] = [to.edge]
  for (let node = goal.from; ; ) {
    const by = best.get(node)?.by ?? null
    if (by === null) break
    back.push(by)
    node = graph.edges[by]?.from ?? node
  }
  back.push(from.edge)
  const edges = back.reverse()
  const between = edges.slice(1, -1).reduce((sum, index) => sum + (graph.edges[index]?.lengthM ?? 0), 0)
  return { edges, fromM: from.metres, toM: to.metres, lengthM: start.lengthM - from.metres + between + to.metres }
}

/** The spot `metres` into a route. */
export function spotOn(graph: Graph, way: Route, metres: number): Spot {
  let left = Math.max(0, Math.min(way.lengthM, metres)) + way.fromM
  for (const [i, index] of way.edges.entries()) {
    const length = graph.edges[index]?.lengthM ?? 0
    if (left <= length || i === way.edges.length - 1) return { edge: index, metres: Math.min(left, length) }
    left -= length
  }
  return { edge: way.edges[0] ?? 0, metres: way.fromM }
}

/** True when each edge begins where the one before it ends. */
export function holdsTogether(graph: Graph, way: Route): boolean {
  return way.edges.every((index, i) => {
    const before = way.edges[i - 1]
    const here = graph.edges[index]
    if (!here) return false
    const last = before === undefined ? undefined : graph.edges[before]
    return !last || (last.to === here.from && apartM(last.line.at(-1) ?? [0, 0], here.line[0] ?? [0, 0]) < 0.02)
  })
}

type Queue = { push(key: number, node: number): void; pop(): number | null }

/** A binary heap: pops the node with the least key. */
function queue(): Queue {
  const keys: number[] = []
  const nodes: number[] = []
  const swap = (i: number, j: number): void => {
    const [key, node] = [keys[i] ?? 0, nodes[i] ?? 0]
    keys[i] = keys[j] ?? 0
    nodes[i] = nodes[j] ?? 0
    keys[j] = key
    nodes[j] = node
  }
  const push = (key: number, node: number): void => {
    nodes.push(node)
    for (let i = keys.push(key) - 1; i > 0; ) {
      const up = (i - 1) >> 1
      if ((keys[up] ?? 0) <= key) break
      swap(i, up)
      i = up
    }
  }
  const pop = (): number | null => {
    if (nodes.length === 0) return null
    swap(0, nodes.length - 1)
    keys.pop()
    const node = nodes.pop() ?? null
    for (let i = 0; ; ) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2])
        if ((keys[child] ?? Number.POSITIVE_INFINITY) < (keys[least] ?? Number.POSITIVE_INFINITY)) least = child
      if (least === i) return node
      swap(i, least)
      i = least
    }
  }
  return { push, pop }
}

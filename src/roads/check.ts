/** Checks a hierarchy against plain Dijkstra on the same network: lengths, the ways behind them, and that no forbidden turn is in one. Pure: chance is given. */
import { Dijkstra } from './dijkstra.ts'
import { arcHead, arcTail, NEVER, type RoadGraph, travelMs } from './graph.ts'
import type { Hierarchy } from './hierarchy/hierarchy.ts'
import { HierarchySearch } from './hierarchy/search.ts'
import type { Profile } from './profile.ts'
import { searchGraphOf } from './search-graph.ts'
import { forbiddenIn } from './turning-round.ts'

export type Checked = { readonly pairs: number; readonly differences: number; readonly withoutWay: number }

/** One plain search answers for so many targets. */
const TARGETS = 20

/** `chance`: 0 ≤ x < 1. */
export function checkHierarchy(
  graph: RoadGraph,
  profile: Profile,
  hierarchy: Hierarchy,
  pairs: number,
  chance: () => number,
  onProgress: (done: number) => void = () => {},
): Checked {
  const weights = travelMs(graph, profile)
  const search = searchGraphOf(graph, weights)
  if (search.vertices === 0) return { pairs: 0, differences: 0, withoutWay: 0 }
  const over = new HierarchySearch(hierarchy)
  const plain = new Dijkstra(search)
  const forbidden = byFirstArc(forbiddenIn(graph))
  let [done, differences, withoutWay] = [0, 0, 0]
  while (done < pairs) {
    const from = Math.floor(chance() * search.vertices)
    plain.run([{ vertex: from, ms: 0 }])
    for (let target = 0; target < TARGETS && done < pairs; target += 1, done += 1) {
      const to = Math.floor(chance() * search.vertices)
      const found = over.path([{ vertex: from, ms: 0 }], [{ vertex: to, ms: 0 }])
      const ms = plain.ms[to] ?? NEVER
      if (ms >= NEVER) withoutWay += 1
      const roads = (found?.path ?? []).map((arc) => search.road[arc] ?? 0)
      const sum = roads.reduce((total, arc) => total + (weights[arc] ?? NEVER), 0)
      const isSame = (found?.ms ?? NEVER) === ms
      if (!isSame || (found !== null && (sum !== ms || !isDrivable(graph, roads, forbidden)))) differences += 1
    }
    onProgress(done)
  }
  return { pairs: done, differences, withoutWay }
}

type ByFirstArc = ReadonlyMap<number, readonly (readonly number[])[]>

export function byFirstArc(sequences: readonly (readonly number[])[]): ByFirstArc {
  return Map.groupBy(sequences, ([first]) => first ?? -1)
}

/** Arc follows on arc, and no forbidden sequence is among them. */
export function isDrivable(graph: RoadGraph, arcs: readonly number[], forbidden: ByFirstArc): boolean {
  return arcs.every((arc, index) => {
    const next = arcs[index + 1]
    if (next !== undefined && arcHead(graph, arc) !== arcTail(graph, next)) return false
    return !(forbidden.get(arc) ?? []).some((sequence) => sequence.every((each, step) => arcs[index + step] === each))
  })
}

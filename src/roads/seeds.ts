/** Where on a search graph a place on an edge is left from and reached at. Pure. */
import { NEVER } from './graph.ts'
import type { Seed } from './hierarchy/search.ts'
import type { SearchGraph } from './search-graph.ts'
import type { OnEdge } from './snap.ts'

/** The arcs of an edge, and which share of each is still to be driven from the place. */
function bothWays({ edge, share }: OnEdge): readonly (readonly [arc: number, ahead: number])[] {
  return [
    [2 * edge, 1 - share],
    [2 * edge + 1, share],
  ]
}

/** Ends of the edge that can be driven to from the place. */
export function leaving(search: SearchGraph, weights: Int32Array, place: OnEdge): readonly Seed[] {
  return bothWays(place).flatMap(([arc, ahead]) => {
    const ms = weights[arc] ?? NEVER
    // Of an arc's copies the first begins at the junction itself: no turn before it is known, and none is forbidden yet.
    const copy = search.copy[search.firstCopy[arc] ?? 0]
    if (ms >= NEVER || search.firstCopy[arc] === search.firstCopy[arc + 1] || copy === undefined) return []
    return [{ vertex: search.head[copy] ?? 0, ms: Math.round(ahead * ms) }]
  })
}

/** Where the edge is entered from to come to the place, by every turn that leads into it. */
export function arriving(search: SearchGraph, weights: Int32Array, place: OnEdge): readonly Seed[] {
  return bothWays(place).flatMap(([arc, ahead]) => {
    const ms = weights[arc] ?? NEVER
    if (ms >= NEVER) return []
    const copies = search.copy.subarray(search.firstCopy[arc], search.firstCopy[arc + 1])
    return Array.from(copies, (copy) => ({ vertex: search.tail[copy] ?? 0, ms: Math.round((1 - ahead) * ms) }))
  })
}

/** ms straight from one place to another on the same edge; NEVER where that is not the way. */
export function straightMs(weights: Int32Array, from: OnEdge, to: OnEdge): number {
  if (from.edge !== to.edge) return NEVER
  const ahead = weights[2 * from.edge] ?? NEVER
  const back = weights[2 * from.edge + 1] ?? NEVER
  if (to.share >= from.share && ahead < NEVER) return Math.round((to.share - from.share) * ahead)
  if (to.share <= from.share && back < NEVER) return Math.round((from.share - to.share) * back)
  return NEVER
}

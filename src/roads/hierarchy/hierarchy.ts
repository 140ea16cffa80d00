/**
 * A contraction hierarchy (Geisberger et al. 2008): every vertex has a rank, and a shortest path climbs the ranks and descends.
 * Vertices are named by their rank in here, so that what is searched most lies close together.
 */

export type Hierarchy = {
  /** Rank of each vertex of the search graph. */
  readonly rank: Int32Array
  /** Arcs to higher ranks: from firstUp[rank] on. */
  readonly firstUp: Int32Array
  readonly upHead: Int32Array
  readonly upWeight: Int32Array
  /** Number of the arc in `first` and `second`. */
  readonly upArc: Int32Array
  /** Arcs that come from higher ranks: from firstDown[rank] on. */
  readonly firstDown: Int32Array
  readonly downTail: Int32Array
  readonly downWeight: Int32Array
  readonly downArc: Int32Array
  /** The two arcs that a shortcut stands for; -1 and the search arc itself where it is none. */
  readonly first: Int32Array
  readonly second: Int32Array
}

/** The search arcs that a list of arcs of the hierarchy stands for, in order. */
export function unpacked({ first, second }: Hierarchy, arcs: readonly number[]): readonly number[] {
  const path: number[] = []
  const waiting = [...arcs].reverse()
  for (let arc = waiting.pop(); arc !== undefined; arc = waiting.pop()) {
    const one = first[arc] ?? -1
    const other = second[arc] ?? -1
    if (one < 0) path.push(other)
    else waiting.push(other, one)
  }
  return path
}

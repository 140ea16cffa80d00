/** Hot path: shortest paths and tables over a contraction hierarchy; no allocation but for the answer. */
import { NEVER } from '../graph.ts'
import { Heap } from '../heap.ts'
import { type Hierarchy, unpacked } from './hierarchy.ts'

/** A vertex of the search graph, and ms to it from where one stands, or from it to where one wants to be. */
export type Seed = { readonly vertex: number; readonly ms: number }

export type Found = { readonly ms: number; readonly path: readonly number[] }

export class HierarchySearch {
  readonly #hierarchy: Hierarchy
  readonly #forward: Climb
  readonly #backward: Climb
  // Entries of a table's targets at each rank, in lists.
  readonly #bucketOf: Int32Array
  #bucketNext: Int32Array = new Int32Array(1024)
  #bucketColumn: Int32Array = new Int32Array(1024)
  #bucketMs: Int32Array = new Int32Array(1024)

  constructor(hierarchy: Hierarchy) {
    const { rank, firstUp, upHead, upWeight, upArc, firstDown, downTail, downWeight, downArc } = hierarchy
    this.#hierarchy = hierarchy
    const up = { first: firstUp, end: upHead, weight: upWeight, arc: upArc }
    const down = { first: firstDown, end: downTail, weight: downWeight, arc: downArc }
    this.#forward = new Climb(rank.length, up, down)
    this.#backward = new Climb(rank.length, down, up)
    this.#bucketOf = new Int32Array(rank.length).fill(-1)
  }

  /** ms; NEVER where there is no way. */
  ms(from: readonly Seed[], to: readonly Seed[]): number {
    return this.#meet(from, to).ms
  }

  /** The search arcs from a seed of `from` to one of `to`; null where there is no way. */
  path(from: readonly Seed[], to: readonly Seed[]): Found | null {
    const { ms, at } = this.#meet(from, to)
    if (at < 0) return null
    const up = this.#forward.trace(at)
    const down = this.#backward.trace(at).reverse()
    return { ms, path: unpacked(this.#hierarchy, [...up, ...down]) }
  }

  #meet(from: readonly Seed[], to: readonly Seed[]): { readonly ms: number; readonly at: number } {
    const { rank } = this.#hierarchy
    const forward = this.#forward
    const backward = this.#backward
    forward.begin(from, rank)
    backward.begin(to, rank)
    let best = NEVER
    let at = -1
    for (;;) {
      const [one, other] = [forward.least, backward.least]
      if (one >= best && other >= best) break
      const [mover, opposite] = one <= other ? [forward, backward] : [backward, forward]
      const here = mover.step()
      const both = (mover.distance[here] ?? NEVER) + (opposite.distance[here] ?? NEVER)
      if (both >= best) continue
      best = both
      at = here
    }
    return { ms: best, at }
  }

  /** ms from each of `from` to each of `to`, row by row; NEVER where there is no way (Knopp et al. 2007). */
  table(from: readonly (readonly Seed[])[], to: readonly (readonly Seed[])[]): Int32Array {
    const { rank } = this.#hierarchy
    const bucketOf = this.#bucketOf
    const filled: number[] = []
    let entries = 0
    for (const [column, seeds] of to.entries()) {
      const backward = this.#backward
      backward.begin(seeds, rank)
      while (backward.least < NEVER) {
        const here = backward.climb()
        if (here < 0) continue
        if (entries === this.#bucketNext.length) this.#widen()
        if (bucketOf[here] === -1) filled.push(here)
        this.#bucketNext[entries] = bucketOf[here] ?? -1
        this.#bucketColumn[entries] = column
        this.#bucketMs[entries] = backward.distance[here] ?? NEVER
        bucketOf[here] = entries
        entries += 1
      }
    }
    const [next, columns, toGo] = [this.#bucketNext, this.#bucketColumn, this.#bucketMs]
    const table = new Int32Array(from.length * to.length).fill(NEVER)
    for (const [row, seeds] of from.entries()) {
      const forward = this.#forward
      const base = row * to.length
      forward.begin(seeds, rank)
      while (forward.least < NEVER) {
        const here = forward.climb()
        if (here < 0) continue
        const so = forward.distance[here] ?? NEVER
        for (let entry = bucketOf[here] ?? -1; entry >= 0; entry = next[entry] ?? -1) {
          const cell = base + (columns[entry] ?? 0)
          const ms = so + (toGo[entry] ?? NEVER)
          if (ms < (table[cell] ?? NEVER)) table[cell] = ms
        }
      }
    }
    for (const here of filled) bucketOf[here] = -1
    return table
  }

  #widen(): void {
    const wider = (narrow: Int32Array): Int32Array => {
      const wide = new Int32Array(2 * narrow.length)
      wide.set(narrow)
      return wide
    }
    this.#bucketNext = wider(this.#bucketNext)
    this.#bucketColumn = wider(this.#bucketColumn)
    this.#bucketMs = wider(this.#bucketMs)
  }
}

type Arcs = {
  readonly first: Int32Array
  readonly end: Int32Array
  readonly weight: Int32Array
  readonly arc: Int32Array
}

/** One direction of a search, upwards only. Vertices are ranks. */
class Climb {
  /** NEVER where it has not been. */
  readonly distance: Int32Array
  readonly #by: Int32Array
  readonly #cameFrom: Int32Array
  readonly #touched: Int32Array
  #touches = 0
  readonly #heap: Heap
  readonly #up: Arcs
  readonly #down: Arcs

  constructor(vertices: number, up: Arcs, down: Arcs) {
    this.distance = new Int32Array(vertices).fill(NEVER)
    this.#by = new Int32Array(vertices)
    this.#cameFrom = new Int32Array(vertices)
    this.#touched = new Int32Array(vertices)
    this.#heap = new Heap(vertices)
    this.#up = up
    this.#down = down
  }

  begin(seeds: readonly Seed[], rank: Int32Array): void {
    for (let index = 0; index < this.#touches; index += 1) this.distance[this.#touched[index] ?? 0] = NEVER
    this.#touches = 0
    this.#heap.clear()
    for (const { vertex, ms } of seeds) this.#reach(rank[vertex] ?? 0, ms, -1, -1)
  }

  get least(): number {
    const { least } = this.#heap
    return least < NEVER ? least : NEVER
  }

  #reach(at: number, ms: number, by: number, from: number): void {
    const before = this.distance[at] ?? NEVER
    if (ms >= before) return
    if (before === NEVER) {
      this.#touched[this.#touches] = at
      this.#touches += 1
    }
    this.distance[at] = ms
    this.#by[at] = by
    this.#cameFrom[at] = from
    this.#heap.set(at, ms)
  }

  /** Settles the nearest and says which it was. */
  step(): number {
    const here = this.#heap.pop()
    if (!this.#isStalled(here)) this.#relax(here)
    return here
  }

  /** The same, and -1 where a shorter way leads there from above, so that nothing of use begins there. */
  climb(): number {
    const here = this.#heap.pop()
    if (this.#isStalled(here)) return -1
    this.#relax(here)
    return here
  }

  #isStalled(here: number): boolean {
    const { first, end, weight } = this.#down
    const so = this.distance[here] ?? NEVER
    for (let arc = first[here] ?? 0; arc < (first[here + 1] ?? 0); arc += 1)
      if ((this.distance[end[arc] ?? 0] ?? NEVER) + (weight[arc] ?? NEVER) < so) return true
    return false
  }

  #relax(here: number): void {
    const { first, end, weight, arc: arcs } = this.#up
    const so = this.distance[here] ?? NEVER
    for (let arc = first[here] ?? 0; arc < (first[here + 1] ?? 0); arc += 1)
      this.#reach(end[arc] ?? 0, so + (weight[arc] ?? NEVER), arcs[arc] ?? 0, here)
  }

  /** The arcs from a seed to a vertex. */
  trace(to: number): number[] {
    const arcs: number[] = []
    for (let at = to; (this.#by[at] ?? -1) >= 0; at = this.#cameFrom[at] ?? 0) arcs.push(this.#by[at] ?? 0)
    return arcs.reverse()
  }
}

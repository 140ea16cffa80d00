/** Hot path: who is there first, by travel time as the roads are now. One search backwards from the incident until enough have been met. */
import { NEVER, type RoadGraph } from './graph.ts'
import { Heap } from './heap.ts'
import { type SearchGraph, searchGraphOf } from './search-graph.ts'
import { arriving, leaving, straightMs } from './seeds.ts'
import type { OnEdge } from './snap.ts'
import { sortedBy } from './sorted-by.ts'

export type Met = {
  /** Place in the list that was asked about. */
  readonly unit: number
  readonly ms: number
  /** Road arcs from the unit's edge to the incident's, both included. */
  readonly arcs: readonly number[]
}

export class Closest {
  readonly #search: SearchGraph
  readonly #firstIn: Int32Array
  readonly #arcIn: Int32Array
  readonly #heap: Heap
  readonly #ms: Int32Array
  /** Search arc by which one goes on from a vertex; -1: the incident's edge is entered here. */
  readonly #onward: Int32Array
  readonly #touched: Int32Array
  #touches = 0
  readonly #unitsAt: Int32Array

  /** Over every arc that anybody may ever drive: what is closed or opened today is in the weights. */
  constructor(graph: RoadGraph) {
    const arcs = 2 * graph.from.length
    const search = searchGraphOf(graph, new Int32Array(arcs).fill(1))
    const { first, sorted } = sortedBy(search.head, search.vertices)
    this.#search = search
    this.#firstIn = first
    this.#arcIn = sorted
    this.#heap = new Heap(search.vertices)
    this.#ms = new Int32Array(search.vertices).fill(NEVER)
    this.#onward = new Int32Array(search.vertices)
    this.#touched = new Int32Array(search.vertices)
    this.#unitsAt = new Int32Array(search.vertices).fill(-1)
  }

  /**
   * Units in the order in which they are at the incident, until `isEnough` says so of one, or no more can come.
   * `weights`: ms of each road arc now. A unit's place may be null (no fix, or no road near): it is never met.
   */
  find(
    incident: OnEdge,
    units: readonly (OnEdge | null)[],
    weights: Int32Array,
    isEnough: (unit: number, ms: number) => boolean = () => false,
  ): readonly Met[] {
    const search = this.#search
    const best = new Int32Array(units.length).fill(NEVER)
    const vertexOf = new Int32Array(units.length).fill(-1)
    // Units wait at the vertices at which their edges end: lists through `next`.
    const waits: { readonly unit: number; readonly vertex: number; readonly ms: number; readonly next: number }[] = []
    for (const [unit, place] of units.entries()) {
      if (place === null) continue
      best[unit] = straightMs(weights, place, incident)
      for (const { vertex, ms } of leaving(search, weights, place)) {
        waits.push({ unit, vertex, ms, next: this.#unitsAt[vertex] ?? -1 })
        this.#unitsAt[vertex] = waits.length - 1
      }
    }
    const inReach = new Set<number>()
    for (const [unit, ms] of best.entries()) if (ms < NEVER) inReach.add(unit)
    const met: number[] = []
    /** Of those in reach nobody can come sooner than the search has come: they are met, the soonest first. */
    const isOver = (frontier: number): boolean => {
      const sure = [...inReach].filter((unit) => (best[unit] ?? NEVER) <= frontier)
      for (const unit of sure.sort((a, b) => (best[a] ?? NEVER) - (best[b] ?? NEVER) || a - b)) {
        inReach.delete(unit)
        met.push(unit)
        if (isEnough(unit, best[unit] ?? NEVER)) return true
      }
      return false
    }
    this.#begin(incident, weights)
    let isDone = false
    while (!isDone && this.#heap.size > 0) {
      const frontier = this.#heap.least
      if (inReach.size > 0 && isOver(frontier)) isDone = true
      else this.#settle(frontier, waits, best, vertexOf, inReach, weights)
    }
    if (!isDone) isOver(NEVER - 1)
    for (const { vertex } of waits) this.#unitsAt[vertex] = -1
    const found = met.map((unit): Met => {
      const place = units[unit]
      const arcs = place ? this.#arcs(place, incident, vertexOf[unit] ?? -1, weights) : []
      return { unit, ms: best[unit] ?? NEVER, arcs }
    })
    this.#end()
    return found
  }

  #settle(
    frontier: number,
    waits: readonly { readonly unit: number; readonly ms: number; readonly next: number }[],
    best: Int32Array,
    vertexOf: Int32Array,
    inReach: Set<number>,
    weights: Int32Array,
  ): void {
    const here = this.#heap.pop()
    for (let wait = this.#unitsAt[here] ?? -1; wait >= 0; ) {
      const waiting = waits[wait]
      if (!waiting) break
      const ms = frontier + waiting.ms
      if (ms < (best[waiting.unit] ?? NEVER)) {
        inReach.add(waiting.unit)
        best[waiting.unit] = ms
        vertexOf[waiting.unit] = here
      }
      wait = waiting.next
    }
    this.#relax(here, frontier, weights)
  }

  #begin(incident: OnEdge, weights: Int32Array): void {
    for (const { vertex, ms } of arriving(this.#search, weights, incident)) this.#reach(vertex, ms, -1)
  }

  #end(): void {
    for (let index = 0; index < this.#touches; index += 1) this.#ms[this.#touched[index] ?? 0] = NEVER
    this.#touches = 0
    this.#heap.clear()
  }

  #reach(vertex: number, ms: number, onward: number): void {
    const before = this.#ms[vertex] ?? NEVER
    if (ms >= before) return
    if (before === NEVER) {
      this.#touched[this.#touches] = vertex
      this.#touches += 1
    }
    this.#ms[vertex] = ms
    this.#onward[vertex] = onward
    this.#heap.set(vertex, ms)
  }

  #relax(here: number, so: number, weights: Int32Array): void {
    const { tail, road } = this.#search
    for (let index = this.#firstIn[here] ?? 0; index < (this.#firstIn[here + 1] ?? 0); index += 1) {
      const arc = this.#arcIn[index] ?? 0
      const ms = weights[road[arc] ?? 0] ?? NEVER
      if (ms < NEVER) this.#reach(tail[arc] ?? 0, so + ms, arc)
    }
  }

  /** From a unit's edge over a vertex to the incident's edge. */
  #arcs(from: OnEdge, to: OnEdge, vertex: number, weights: Int32Array): readonly number[] {
    const { head, road } = this.#search
    if (vertex < 0)
      return [2 * from.edge + (to.share >= from.share && (weights[2 * from.edge] ?? NEVER) < NEVER ? 0 : 1)]
    const arcs = [this.#leaves(from, vertex, weights)]
    let at = vertex
    for (let arc = this.#onward[at] ?? -1; arc >= 0; arc = this.#onward[at] ?? -1) {
      arcs.push(road[arc] ?? 0)
      at = head[arc] ?? 0
    }
    arcs.push(this.#enters(to, at, weights))
    return arcs
  }

  #leaves({ edge }: OnEdge, vertex: number, weights: Int32Array): number {
    const { copy, firstCopy, head } = this.#search
    const isAlong = (weights[2 * edge] ?? NEVER) < NEVER && head[copy[firstCopy[2 * edge] ?? 0] ?? 0] === vertex
    return isAlong ? 2 * edge : 2 * edge + 1
  }

  #enters({ edge, share }: OnEdge, vertex: number, weights: Int32Array): number {
    const { copy, firstCopy, tail } = this.#search
    const ms = this.#ms[vertex] ?? NEVER
    for (const [arc, part] of [
      [2 * edge, share],
      [2 * edge + 1, 1 - share],
    ] as const) {
      const weight = weights[arc] ?? NEVER
      if (weight >= NEVER || Math.round(part * weight) !== ms) continue
      for (let index = firstCopy[arc] ?? 0; index < (firstCopy[arc + 1] ?? 0); index += 1)
        if (tail[copy[index] ?? 0] === vertex) return arc
    }
    return 2 * edge
  }
}

/** Enough are `count` of them. */
export function firstFew(count: number): (unit: number) => boolean {
  let left = count
  return () => {
    left -= 1
    return left <= 0
  }
}

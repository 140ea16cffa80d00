/** How far one comes from a place in so many minutes, as the roads are now: the roads reached, each cut where the time is over. Pure. */
import type { Position } from '../core/geo.ts'
import { NEVER, type RoadGraph } from './graph.ts'
import { Heap } from './heap.ts'
import { type SearchGraph, searchGraphOf } from './search-graph.ts'
import { leaving } from './seeds.ts'
import { shapeOf } from './shape.ts'
import type { OnEdge } from './snap.ts'

/** The roads that are reached within `minutes` and not within the step before. */
export type Band = { readonly minutes: number; readonly lines: readonly (readonly Position[])[]; readonly km: number }

export class Isochrones {
  readonly #graph: RoadGraph
  readonly #search: SearchGraph
  readonly #heap: Heap
  readonly #ms: Int32Array

  /** Over every arc that anybody may ever drive: what is closed or opened today is in the weights. */
  constructor(graph: RoadGraph) {
    this.#graph = graph
    this.#search = searchGraphOf(graph, new Int32Array(2 * graph.from.length).fill(1))
    this.#heap = new Heap(this.#search.vertices)
    this.#ms = new Int32Array(this.#search.vertices).fill(NEVER)
  }

  /** `minutes` rising; `weights`: ms of each road arc now. */
  from(place: OnEdge, minutes: readonly number[], weights: Int32Array): readonly Band[] {
    const limits = minutes.map((each) => each * 60_000)
    const mostMs = Math.max(0, ...limits)
    /** When each arc is begun: the soonest way counts. */
    const begun = this.#run(place, mostMs, weights)
    for (const [arc, share] of [
      [2 * place.edge, place.share],
      [2 * place.edge + 1, 1 - place.share],
    ] as const) {
      const ms = weights[arc] ?? NEVER
      // As if one had driven the part behind the place as well.
      if (ms < NEVER) begun.set(arc, -Math.round(share * ms))
    }
    return limits.map((limit, index) => {
      const before = limits[index - 1] ?? 0
      const pieces = [...begun].flatMap(([arc, ms]) => {
        const most = arc >> 1 === place.edge ? 1 : met(arc, ms, begun, weights)
        return this.#between(arc, ms, most, before, limit, weights)
      })
      const metres = pieces.reduce((sum, piece) => sum + piece.metres, 0)
      return {
        minutes: limit / 60_000,
        lines: pieces.map(({ geometry }) => geometry),
        km: Math.round(metres / 10) / 100,
      }
    })
  }

  #run(place: OnEdge, mostMs: number, weights: Int32Array): Map<number, number> {
    const { firstOut, head, road } = this.#search
    const begun = new Map<number, number>()
    const touched: number[] = []
    const reach = (vertex: number, ms: number): void => {
      if (ms > mostMs || ms >= (this.#ms[vertex] ?? NEVER)) return
      this.#ms[vertex] = ms
      touched.push(vertex)
      this.#heap.set(vertex, ms)
    }
    for (const { vertex, ms } of leaving(this.#search, weights, place)) reach(vertex, ms)
    while (this.#heap.size > 0) {
      const here = this.#heap.pop()
      const so = this.#ms[here] ?? NEVER
      for (let at = firstOut[here] ?? 0; at < (firstOut[here + 1] ?? 0); at += 1) {
        const arc = road[at] ?? 0
        const ms = weights[arc] ?? NEVER
        if (ms >= NEVER) continue
        if (so < (begun.get(arc) ?? NEVER)) begun.set(arc, so)
        reach(head[at] ?? 0, so + ms)
      }
    }
    for (const vertex of touched) this.#ms[vertex] = NEVER
    return begun
  }

  /** The part of an arc, of its first `most`, that is driven between two times. */
  #between(
    arc: number,
    begunMs: number,
    most: number,
    fromMs: number,
    toMs: number,
    weights: Int32Array,
  ): readonly ReturnType<typeof shapeOf>[] {
    const ms = weights[arc] ?? NEVER
    const share = (time: number): number => Math.max(0, Math.min(most, (time - begunMs) / Math.max(1, ms)))
    const [first, last] = [share(Math.max(fromMs, 0)), share(toMs)]
    if (last <= first) return []
    const on = (along: number): OnEdge => ({
      edge: arc >> 1,
      share: arc & 1 ? 1 - along : along,
      at: [0, 0],
      offM: 0,
    })
    return [shapeOf(this.#graph, [arc], on(first), on(last))]
  }
}

/** A street that is driven into from both ends is reached by each as far as where they meet: the share of the arc up to there. */
function met(arc: number, begunMs: number, begun: ReadonlyMap<number, number>, weights: Int32Array): number {
  const other = begun.get(arc ^ 1)
  if (other === undefined) return 1
  const [ms, back] = [weights[arc] ?? NEVER, weights[arc ^ 1] ?? NEVER]
  return Math.max(0, Math.min(1, (other + back - begunMs) / Math.max(1, ms + back)))
}

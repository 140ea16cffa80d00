/** Plain Dijkstra on a search graph: what the hierarchy is checked against, and what runs where weights have just changed. Hot path. */
import { NEVER } from './graph.ts'
import { Heap } from './heap.ts'
import type { Seed } from './hierarchy/search.ts'

export type Weighed = {
  readonly vertices: number
  readonly firstOut: Int32Array
  readonly head: Int32Array
  readonly weight: Int32Array
}

export class Dijkstra {
  /** ms to each vertex after a run; NEVER where there is no way, or none was looked for. */
  readonly ms: Int32Array
  readonly #graph: Weighed
  readonly #heap: Heap

  constructor(graph: Weighed) {
    this.#graph = graph
    this.ms = new Int32Array(graph.vertices)
    this.#heap = new Heap(graph.vertices)
  }

  /** To everywhere, or until `onSettled` says that it is enough. */
  run(from: readonly Seed[], onSettled: (vertex: number, ms: number) => boolean = () => false): void {
    const { firstOut, head, weight } = this.#graph
    const ms = this.ms
    const heap = this.#heap
    ms.fill(NEVER)
    heap.clear()
    for (const seed of from)
      if (seed.ms < (ms[seed.vertex] ?? NEVER)) {
        ms[seed.vertex] = seed.ms
        heap.set(seed.vertex, seed.ms)
      }
    while (heap.size > 0) {
      const here = heap.pop()
      const so = ms[here] ?? NEVER
      if (onSettled(here, so)) return
      for (let arc = firstOut[here] ?? 0; arc < (firstOut[here + 1] ?? 0); arc += 1) {
        const to = head[arc] ?? 0
        const there = so + (weight[arc] ?? NEVER)
        if (there >= (ms[to] ?? NEVER)) continue
        ms[to] = there
        heap.set(to, there)
      }
    }
  }
}

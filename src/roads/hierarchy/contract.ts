/** Builds a contraction hierarchy: vertices are taken out one after the other, the least important first, and what is lost by it becomes shortcuts. Hot path of an import. */
import { NEVER } from '../graph.ts'
import { GrowingInts } from '../growing.ts'
import { Heap } from '../heap.ts'
import type { Hierarchy } from './hierarchy.ts'

export type ArcList = {
  readonly vertices: number
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly weight: Int32Array
}

/** A witness that is farther away than this costs more to find than its shortcut does. */
const SETTLED_TO_WEIGH = 32
const SETTLED_TO_CONTRACT = 128
const PROGRESS_EVERY = 2_000
const NONE = -1

/** Weights of whole numbers ≥ 0. `onProgress` gets the share of the vertices that are done, 0–1. */
export function contract(arcs: ArcList, onProgress: (share: number) => void = () => {}): Hierarchy {
  return new Contraction(arcs).run(onProgress)
}

class Contraction {
  readonly #vertices: number
  readonly #firstOut: Int32Array
  readonly #firstIn: Int32Array
  // Arcs, original ones and shortcuts, in lists by tail and by head.
  #tail: Int32Array
  #head: Int32Array
  #weight: Int32Array
  #hops: Int32Array
  #first: Int32Array
  #second: Int32Array
  #nextOut: Int32Array
  #nextIn: Int32Array
  #arcs = 0
  readonly #level: Int32Array
  // One witness search.
  readonly #heap: Heap
  readonly #distance: Int32Array
  readonly #seenIn: Int32Array
  readonly #wantedIn: Int32Array
  #search = 0
  // What contracting a vertex would do.
  #added = 0
  #addedHops = 0
  #removed = 0
  #removedHops = 0

  constructor({ vertices, tail, head, weight }: ArcList) {
    const room = 2 * tail.length + 16
    this.#vertices = vertices
    this.#firstOut = new Int32Array(vertices).fill(NONE)
    this.#firstIn = new Int32Array(vertices).fill(NONE)
    this.#tail = new Int32Array(room)
    this.#head = new Int32Array(room)
    this.#weight = new Int32Array(room)
    this.#hops = new Int32Array(room)
    this.#first = new Int32Array(room)
    this.#second = new Int32Array(room)
    this.#nextOut = new Int32Array(room)
    this.#nextIn = new Int32Array(room)
    this.#level = new Int32Array(vertices)
    this.#heap = new Heap(vertices)
    this.#distance = new Int32Array(vertices)
    this.#seenIn = new Int32Array(vertices)
    this.#wantedIn = new Int32Array(vertices)
    for (let arc = 0; arc < tail.length; arc += 1) {
      const [from, to, ms] = [tail[arc] ?? 0, head[arc] ?? 0, weight[arc] ?? NEVER]
      if (from !== to && ms < NEVER) this.#put(from, to, ms, 1, NONE, arc)
    }
  }

  run(onProgress: (share: number) => void): Hierarchy {
    const count = this.#vertices
    const queue = new Heap(count)
    for (let vertex = 0; vertex < count; vertex += 1) queue.set(vertex, this.#importance(vertex))
    const rank = new Int32Array(count)
    const up = new Side()
    const down = new Side()
    for (let done = 0; done < count; ) {
      const vertex = queue.pop()
      const importance = this.#importance(vertex)
      if (importance > queue.least) {
        queue.set(vertex, importance)
        continue
      }
      rank[vertex] = done
      done += 1
      this.#weigh(vertex, true)
      up.open()
      down.open()
      const level = (this.#level[vertex] ?? 0) + 1
      const near = new Set<number>()
      for (let arc = this.#firstOut[vertex] ?? NONE; arc !== NONE; arc = this.#nextOut[arc] ?? NONE) {
        const to = this.#head[arc] ?? 0
        up.add(to, this.#weight[arc] ?? 0, arc)
        this.#unlink(this.#firstIn, this.#nextIn, to, arc)
        near.add(to)
      }
      for (let arc = this.#firstIn[vertex] ?? NONE; arc !== NONE; arc = this.#nextIn[arc] ?? NONE) {
        const from = this.#tail[arc] ?? 0
        down.add(from, this.#weight[arc] ?? 0, arc)
        this.#unlink(this.#firstOut, this.#nextOut, from, arc)
        near.add(from)
      }
      for (const other of near) {
        if ((this.#level[other] ?? 0) < level) this.#level[other] = level
        queue.set(other, this.#importance(other))
      }
      if (done % PROGRESS_EVERY === 0) onProgress(done / count)
    }
    onProgress(1)
    const upper = up.done(rank)
    const downer = down.done(rank)
    return {
      rank,
      firstUp: upper.first,
      upHead: upper.ends,
      upWeight: upper.weights,
      upArc: upper.arcs,
      firstDown: downer.first,
      downTail: downer.ends,
      downWeight: downer.weights,
      downArc: downer.arcs,
      first: this.#first.slice(0, this.#arcs),
      second: this.#second.slice(0, this.#arcs),
    }
  }

  /** Few and short shortcuts for many arcs first, and evenly over the map (as RoutingKit weighs them; Dibbelt, Strasser & Wagner 2016). */
  #importance(vertex: number): number {
    this.#weigh(vertex, false)
    const shortcuts = this.#removed === 0 ? 0 : (1000 * this.#added) / this.#removed
    const hops = this.#removedHops === 0 ? 0 : (1000 * this.#addedHops) / this.#removedHops
    return Math.round(1000 * (this.#level[vertex] ?? 0) + shortcuts + hops)
  }

  /** Counts the shortcuts that a vertex leaves behind, and makes them where `forGood`. */
  #weigh(vertex: number, forGood: boolean): void {
    this.#added = 0
    this.#addedHops = 0
    this.#removed = 0
    this.#removedHops = 0
    const weights = this.#weight
    let farthest = 0
    let outs = 0
    for (let arc = this.#firstOut[vertex] ?? NONE; arc !== NONE; arc = this.#nextOut[arc] ?? NONE) {
      outs += 1
      this.#removedHops += this.#hops[arc] ?? 0
      if ((weights[arc] ?? 0) > farthest) farthest = weights[arc] ?? 0
    }
    this.#removed = outs
    for (let entry = this.#firstIn[vertex] ?? NONE; entry !== NONE; entry = this.#nextIn[entry] ?? NONE) {
      this.#removed += 1
      this.#removedHops += this.#hops[entry] ?? 0
      if (outs === 0) continue
      const from = this.#tail[entry] ?? 0
      const before = this.#weight[entry] ?? 0
      this.#seek(from, vertex, before + farthest, forGood ? SETTLED_TO_CONTRACT : SETTLED_TO_WEIGH)
      for (let exit = this.#firstOut[vertex] ?? NONE; exit !== NONE; exit = this.#nextOut[exit] ?? NONE) {
        const to = this.#head[exit] ?? 0
        if (to === from) continue
        const through = before + (this.#weight[exit] ?? 0)
        if (this.#seenIn[to] === this.#search && (this.#distance[to] ?? NEVER) <= through) continue
        const hops = (this.#hops[entry] ?? 0) + (this.#hops[exit] ?? 0)
        this.#added += 1
        this.#addedHops += hops
        if (forGood) this.#shortcut(from, to, through, hops, entry, exit)
      }
    }
  }

  /** Shortest ways from a vertex that do not touch another, up to a length; what was not reached in time is not known to be near. */
  #seek(from: number, without: number, limit: number, most: number): void {
    const heap = this.#heap
    const distance = this.#distance
    const seenIn = this.#seenIn
    heap.clear()
    this.#search += 1
    const search = this.#search
    let wanted = 0
    for (let exit = this.#firstOut[without] ?? NONE; exit !== NONE; exit = this.#nextOut[exit] ?? NONE) {
      const to = this.#head[exit] ?? 0
      if (to === from || this.#wantedIn[to] === search) continue
      this.#wantedIn[to] = search
      wanted += 1
    }
    distance[from] = 0
    seenIn[from] = search
    heap.set(from, 0)
    for (let settled = 0; heap.size > 0 && settled < most && wanted > 0; settled += 1) {
      if (heap.least > limit) return
      const here = heap.pop()
      if (this.#wantedIn[here] === search) wanted -= 1
      const so = distance[here] ?? 0
      for (let arc = this.#firstOut[here] ?? NONE; arc !== NONE; arc = this.#nextOut[arc] ?? NONE) {
        const to = this.#head[arc] ?? 0
        if (to === without) continue
        const there = so + (this.#weight[arc] ?? 0)
        if (there > limit || (seenIn[to] === search && there >= (distance[to] ?? NEVER))) continue
        distance[to] = there
        seenIn[to] = search
        heap.set(to, there)
      }
    }
  }

  /** A longer arc between the same two is put right instead of a second one laid: nothing stands on it yet. */
  #shortcut(from: number, to: number, weight: number, hops: number, first: number, second: number): void {
    for (let arc = this.#firstOut[from] ?? NONE; arc !== NONE; arc = this.#nextOut[arc] ?? NONE) {
      if (this.#head[arc] !== to) continue
      if ((this.#weight[arc] ?? 0) <= weight) return
      this.#weight[arc] = weight
      this.#hops[arc] = hops
      this.#first[arc] = first
      this.#second[arc] = second
      return
    }
    this.#put(from, to, weight, hops, first, second)
  }

  #put(from: number, to: number, weight: number, hops: number, first: number, second: number): void {
    if (first === NONE) {
      for (let arc = this.#firstOut[from] ?? NONE; arc !== NONE; arc = this.#nextOut[arc] ?? NONE)
        if (this.#head[arc] === to) {
          if ((this.#weight[arc] ?? 0) <= weight) return
          this.#weight[arc] = weight
          this.#second[arc] = second
          return
        }
    }
    const arc = this.#arcs
    if (arc === this.#tail.length) this.#widen()
    this.#arcs += 1
    this.#tail[arc] = from
    this.#head[arc] = to
    this.#weight[arc] = weight
    this.#hops[arc] = hops
    this.#first[arc] = first
    this.#second[arc] = second
    this.#nextOut[arc] = this.#firstOut[from] ?? NONE
    this.#firstOut[from] = arc
    this.#nextIn[arc] = this.#firstIn[to] ?? NONE
    this.#firstIn[to] = arc
  }

  #widen(): void {
    const wider = (narrow: Int32Array): Int32Array => {
      const wide = new Int32Array(2 * narrow.length)
      wide.set(narrow)
      return wide
    }
    this.#tail = wider(this.#tail)
    this.#head = wider(this.#head)
    this.#weight = wider(this.#weight)
    this.#hops = wider(this.#hops)
    this.#first = wider(this.#first)
    this.#second = wider(this.#second)
    this.#nextOut = wider(this.#nextOut)
    this.#nextIn = wider(this.#nextIn)
  }

  #unlink(heads: Int32Array, next: Int32Array, of: number, arc: number): void {
    const after = next[arc] ?? NONE
    if (heads[of] === arc) {
      heads[of] = after
      return
    }
    for (let at = heads[of] ?? NONE; at !== NONE; at = next[at] ?? NONE)
      if (next[at] === arc) {
        next[at] = after
        return
      }
  }
}

/** The arcs of each rank, in the order in which vertices are taken out. */
class Side {
  readonly #first = new GrowingInts()
  readonly #ends = new GrowingInts()
  readonly #weights = new GrowingInts()
  readonly #arcs = new GrowingInts()

  open(): void {
    this.#first.push(this.#ends.length)
  }

  add(end: number, weight: number, arc: number): void {
    this.#ends.push(end)
    this.#weights.push(weight)
    this.#arcs.push(arc)
  }

  done(rank: Int32Array): Record<'first' | 'ends' | 'weights' | 'arcs', Int32Array> {
    this.#first.push(this.#ends.length)
    return {
      first: this.#first.done(),
      ends: this.#ends.done().map((vertex) => rank[vertex] ?? 0),
      weights: this.#weights.done(),
      arcs: this.#arcs.done(),
    }
  }
}

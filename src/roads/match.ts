/**
 * Map matching: which road a vehicle really drove, from fixes that lie beside it. A hidden Markov model over candidate arcs
 * (Newson & Krumm 2009): how far a fix is off, whether it heads along, and how much longer the way between two is than it should be.
 */
import { apartDegrees, distanceM, type Position } from '../core/geo.ts'
import { arcHead, NEVER, type RoadGraph } from './graph.ts'
import { Heap } from './heap.ts'
import { type SearchGraph, searchGraphOf } from './search-graph.ts'
import { headingAt } from './shape.ts'
import type { EdgeIndex, OnEdge } from './snap.ts'

export type TrackFix = {
  readonly position: Position
  /** UTC ms; rises. */
  readonly at: number
  /** Clockwise from north; null: not known, or standing. */
  readonly headingDegrees: number | null
}

export type Matched = {
  /** Which fix it is of. */
  readonly fix: number
  readonly place: OnEdge
  readonly arc: number
  /** Arcs driven since the last matched fix, that one's and this one's included; empty at a beginning and after a break. */
  readonly arcs: readonly number[]
  readonly metres: number
}

/** Fixes of vehicles lie so far off the road, standard deviation. */
const NOISE_M = 8
/** The way between two fixes is longer than the straight line by about so much. */
const DETOUR_M = 12
const HEADING_DEGREES = 35
const REACH_M = 45
const CANDIDATES = 6
/** Two fixes farther apart in time say nothing about the way between. */
const LONGEST_GAP_MS = 120_000
/** And no way is looked for beyond so many times their distance and as many metres. */
const MOST_TIMES = 2.5
const MOST_MORE_M = 250

type Candidate = {
  readonly place: OnEdge
  readonly arc: number
  /** Metres of the arc up to the place. */
  readonly alongM: number
  readonly off: number
  cost: number
  from: Candidate | null
  arcs: readonly number[]
  metres: number
}

export class Matcher {
  readonly #graph: RoadGraph
  readonly #index: EdgeIndex
  readonly #search: SearchGraph
  readonly #weights: Int32Array
  readonly #heap: Heap
  /** Millimetres from the arc searched from; NEVER where it has not been. */
  readonly #mm: Int32Array
  readonly #by: Int32Array
  readonly #touched: number[] = []

  /** `weights`: who may drive where; ways are measured in metres. */
  constructor(graph: RoadGraph, index: EdgeIndex, weights: Int32Array) {
    this.#graph = graph
    this.#index = index
    this.#weights = weights
    this.#search = searchGraphOf(graph, weights)
    this.#heap = new Heap(this.#search.vertices)
    this.#mm = new Int32Array(this.#search.vertices).fill(NEVER)
    this.#by = new Int32Array(this.#search.vertices)
  }

  /** The likeliest way; fixes beside no road, and those that no way leads to, are left out or begin anew. */
  match(fixes: readonly TrackFix[]): readonly Matched[] {
    const done: Matched[] = []
    let layer: readonly Candidate[] = []
    let trail: { readonly fix: number; readonly layer: readonly Candidate[] }[] = []
    let last: TrackFix | null = null
    const close = (): void => {
      done.push(...backwards(trail))
      trail = []
    }
    for (const [number, fix] of fixes.entries()) {
      const found = this.#candidates(fix)
      if (found.length === 0) continue
      const isNew = last === null || fix.at - last.at > LONGEST_GAP_MS || fix.at < last.at
      const linked = isNew || last === null ? [] : this.#linked(layer, found, distanceM(last.position, fix.position))
      if (linked.length === 0) {
        close()
        for (const candidate of found) candidate.cost = candidate.off
        layer = found
      } else layer = linked
      trail.push({ fix: number, layer })
      last = fix
    }
    close()
    return done
  }

  #candidates({ position, headingDegrees }: TrackFix): readonly Candidate[] {
    const may = (edge: number): boolean =>
      Math.min(this.#weights[2 * edge] ?? NEVER, this.#weights[2 * edge + 1] ?? NEVER) < NEVER
    return this.#index.within(position, may, REACH_M, CANDIDATES).flatMap((place) =>
      [2 * place.edge, 2 * place.edge + 1].flatMap((arc): readonly Candidate[] => {
        if ((this.#weights[arc] ?? NEVER) >= NEVER) return []
        const length = (this.#graph.lengthMm[place.edge] ?? 0) / 1000
        const share = arc & 1 ? 1 - place.share : place.share
        const turned = headingDegrees === null ? 0 : apartDegrees(headingDegrees, headingAt(this.#graph, arc, share))
        const off = (place.offM / NOISE_M) ** 2 / 2 + (turned / HEADING_DEGREES) ** 2 / 2
        return [{ place, arc, alongM: share * length, off, cost: 0, from: null, arcs: [], metres: 0 }]
      }),
    )
  }

  /** Gives each candidate its best way from one of the layer before; those that no way leads to fall out. */
  #linked(before: readonly Candidate[], now: readonly Candidate[], airM: number): readonly Candidate[] {
    const best = now.map(() => ({ cost: Number.POSITIVE_INFINITY, from: before[0] ?? null, metres: 0 }))
    const limitM = MOST_TIMES * airM + MOST_MORE_M
    const paths = new Map<number, readonly number[]>()
    for (const from of before) {
      const toEndM = (this.#graph.lengthMm[from.arc >> 1] ?? 0) / 1000 - from.alongM
      this.#spread(from.arc, Math.max(0, limitM - toEndM))
      for (const [at, to] of now.entries()) {
        // Fixes jump: a little backwards on the same arc is standing.
        const stays = to.arc === from.arc && to.alongM >= from.alongM - NOISE_M
        const reached = stays ? null : this.#entry(to.arc)
        if (!stays && reached === null) continue
        const metres = stays ? Math.max(0, to.alongM - from.alongM) : toEndM + (reached?.mm ?? 0) / 1000 + to.alongM
        if (metres > limitM) continue
        const cost = from.cost + to.off + Math.abs(metres - airM) / DETOUR_M
        const own = best[at]
        if (!own || cost >= own.cost) continue
        best[at] = { cost, from, metres }
        paths.set(at, stays || reached === null ? [to.arc] : [from.arc, ...this.#trace(reached.vertex), to.arc])
      }
      this.#clear()
    }
    return now.flatMap((candidate, at) => {
      const found = best[at]
      if (!found || found.cost === Number.POSITIVE_INFINITY) return []
      return [{ ...candidate, cost: found.cost, from: found.from, metres: found.metres, arcs: paths.get(at) ?? [] }]
    })
  }

  /** Distances from the end of an arc, up to a limit. */
  #spread(arc: number, limitM: number): void {
    const { firstOut, head, road, copy, firstCopy } = this.#search
    const start = copy[firstCopy[arc] ?? 0]
    if (start === undefined || firstCopy[arc] === firstCopy[arc + 1]) return
    const limit = Math.round(limitM * 1000)
    this.#reach(head[start] ?? arcHead(this.#graph, arc), 0, -1)
    while (this.#heap.size > 0) {
      const here = this.#heap.pop()
      const so = this.#mm[here] ?? NEVER
      for (let out = firstOut[here] ?? 0; out < (firstOut[here + 1] ?? 0); out += 1) {
        const there = so + (this.#graph.lengthMm[(road[out] ?? 0) >> 1] ?? 0)
        if (there <= limit) this.#reach(head[out] ?? 0, there, out)
      }
    }
  }

  #reach(vertex: number, mm: number, by: number): void {
    const before = this.#mm[vertex] ?? NEVER
    if (mm >= before) return
    if (before === NEVER) this.#touched.push(vertex)
    this.#mm[vertex] = mm
    this.#by[vertex] = by
    this.#heap.set(vertex, mm)
  }

  #clear(): void {
    for (const vertex of this.#touched) this.#mm[vertex] = NEVER
    this.#touched.length = 0
    this.#heap.clear()
  }

  /** Where an arc is entered soonest; null: not within the limit. */
  #entry(arc: number): { readonly vertex: number; readonly mm: number } | null {
    const { copy, firstCopy, tail } = this.#search
    let best: { readonly vertex: number; readonly mm: number } | null = null
    for (let index = firstCopy[arc] ?? 0; index < (firstCopy[arc + 1] ?? 0); index += 1) {
      const vertex = tail[copy[index] ?? 0] ?? 0
      const mm = this.#mm[vertex] ?? NEVER
      if (mm < (best?.mm ?? NEVER)) best = { vertex, mm }
    }
    return best
  }

  #trace(to: number): readonly number[] {
    const { road, tail } = this.#search
    const arcs: number[] = []
    for (let at = to; (this.#by[at] ?? -1) >= 0; at = tail[this.#by[at] ?? 0] ?? 0)
      arcs.push(road[this.#by[at] ?? 0] ?? 0)
    return arcs.reverse()
  }
}

/** The best of the last layer and what led to it. */
function backwards(
  trail: readonly { readonly fix: number; readonly layer: readonly Candidate[] }[],
): readonly Matched[] {
  const matched: Matched[] = []
  let at: Candidate | null = null
  for (const { fix, layer } of trail.toReversed()) {
    at ??= layer.reduce<Candidate | null>((best, each) => (best === null || each.cost < best.cost ? each : best), null)
    if (at === null) break
    matched.push({ fix, place: at.place, arc: at.arc, arcs: at.arcs, metres: at.metres })
    at = at.from
  }
  return matched.reverse()
}

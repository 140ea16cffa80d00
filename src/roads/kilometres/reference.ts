/** Kilometres on the roads, both ways: a place on the road as road, kilometre and carriageway, and back to within a decimetre. Pure. */
import type { Carriageway } from '../../core/place.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { RoadGraph } from '../graph.ts'
import { pointAlong } from '../shape.ts'
import type { OnEdge } from '../snap.ts'
import { alongMm, type Knot, kilometreCm } from './knots.ts'
import type { Kilometres } from './lay.ts'
import { plainRoad } from './post.ts'

export type Reference = { readonly road: string; readonly kilometre: number; readonly carriageway: Carriageway }
/** A place on an arc, for one who drives along it. */
export type OnArc = OnEdge & { readonly arc: number }
export type Range = { readonly from: number; readonly to: number }
export type ReferenceRefusal = 'no-such-road' | 'off-the-road'

const CM_PER_KM = 100_000

export class LinearReference {
  readonly #graph: RoadGraph
  readonly #of: Kilometres
  /** Millimetres at which each stored arc begins along its line. */
  readonly #startMm: Int32Array
  readonly #lineOf: Int32Array
  /** Where in `arc` an arc stands. */
  readonly #places = new Map<number, number[]>()
  /** What a road's posts reach over. */
  readonly ranges: ReadonlyMap<string, Range>

  constructor(graph: RoadGraph, kilometres: Kilometres) {
    this.#graph = graph
    this.#of = kilometres
    const { arc, firstArc, roads, lineRoad } = kilometres
    this.#startMm = new Int32Array(arc.length)
    this.#lineOf = new Int32Array(arc.length)
    const ranges = new Map<string, Range>()
    for (let line = 0; line < lineRoad.length; line += 1) {
      let mm = 0
      for (let at = firstArc[line] ?? 0; at < (firstArc[line + 1] ?? 0); at += 1) {
        const each = arc[at] ?? 0
        this.#startMm[at] = mm
        this.#lineOf[at] = line
        mm += graph.lengthMm[each >> 1] ?? 0
        this.#places.set(each, [...(this.#places.get(each) ?? []), at])
      }
      const road = roads[lineRoad[line] ?? 0] ?? ''
      const said = this.#knots(line).map(({ cm }) => cm / CM_PER_KM)
      const before = ranges.get(road)
      ranges.set(road, {
        from: Math.min(before?.from ?? Number.POSITIVE_INFINITY, ...said),
        to: Math.max(before?.to ?? Number.NEGATIVE_INFINITY, ...said),
      })
    }
    this.ranges = ranges
  }

  #knots(line: number): readonly Knot[] {
    const { firstKnot, knotMm, knotCm } = this.#of
    const knots: Knot[] = []
    for (let at = firstKnot[line] ?? 0; at < (firstKnot[line + 1] ?? 0); at += 1)
      knots.push({ mm: knotMm[at] ?? 0, cm: knotCm[at] ?? 0 })
    return knots
  }

  /** What a place on an edge is called: on a carriageway of its own once for each road on it, on a road without one for each direction too. */
  at({ edge, share }: Pick<OnEdge, 'edge' | 'share'>): readonly (Reference & { readonly arc: number })[] {
    return [2 * edge, 2 * edge + 1].flatMap((arc) =>
      (this.#places.get(arc) ?? []).flatMap((place) => {
        const line = this.#lineOf[place] ?? 0
        const along = (arc & 1 ? 1 - share : share) * (this.#graph.lengthMm[edge] ?? 0)
        const cm = kilometreCm(this.#knots(line), Math.round((this.#startMm[place] ?? 0) + along))
        if (cm === null || cm < 0) return []
        const road = this.#of.roads[this.#of.lineRoad[line] ?? 0] ?? ''
        return [{ road, kilometre: cm / CM_PER_KM, carriageway: this.#isUp(line) ? 'up' : ('down' as const), arc }]
      }),
    )
  }

  #isUp(line: number): boolean {
    return this.#of.lineUp[line] === 1
  }

  /** Where a kilometre of a carriageway is; a refusal brings what the posts reach over. */
  placeOf({ road, kilometre, carriageway }: Reference): Result<OnArc, ReferenceRefusal> & { readonly range?: Range } {
    const sought = plainRoad(road)
    const range = this.ranges.get(sought)
    if (!range) return refuse('no-such-road', `no kilometre post of ${sought} is known`)
    const { arc, firstArc, roads, lineRoad } = this.#of
    const cm = Math.round(kilometre * CM_PER_KM)
    let best: { readonly place: OnArc; readonly beyond: number } | null = null
    for (let line = 0; line < lineRoad.length; line += 1) {
      if (roads[lineRoad[line] ?? 0] !== sought || this.#isUp(line) !== (carriageway === 'up')) continue
      const knots = this.#knots(line)
      const mm = alongMm(knots, cm)
      if (mm === null) continue
      const at = this.#arcAt(firstArc[line] ?? 0, firstArc[line + 1] ?? 0, mm)
      if (at === null) continue
      // A line that has posts on both sides knows better than one that only counts on.
      const beyond = Math.max(0, (knots[0]?.mm ?? 0) - mm, mm - (knots.at(-1)?.mm ?? 0))
      if (best && best.beyond <= beyond) continue
      const its = arc[at] ?? 0
      const length = this.#graph.lengthMm[its >> 1] ?? 0
      const along = length === 0 ? 0 : (mm - (this.#startMm[at] ?? 0)) / length
      const share = its & 1 ? 1 - along : along
      best = {
        place: { edge: its >> 1, share, arc: its, at: pointAlong(this.#graph, its >> 1, share), offM: 0 },
        beyond,
      }
    }
    if (best) return ok(best.place)
    return { ...refuse('off-the-road', `${sought} is known from ${range.from} to ${range.to} km`), range }
  }

  /** The stored arc in which so many millimetres of a line fall; null: before its beginning or beyond its end. */
  #arcAt(first: number, last: number, mm: number): number | null {
    if (mm < 0) return null
    for (let at = first; at < last; at += 1) {
      const end = (this.#startMm[at] ?? 0) + (this.#graph.lengthMm[(this.#of.arc[at] ?? 0) >> 1] ?? 0)
      if (mm <= end) return at
    }
    return null
  }

  /** The arcs of one carriageway between two of its kilometres, in the direction of driving, each with the share that is inside. */
  between(
    road: string,
    carriageway: Carriageway,
    fromKm: number,
    toKm: number,
  ): Result<readonly { readonly arc: number; readonly from: number; readonly to: number }[], ReferenceRefusal> {
    const [low, high] = [Math.min(fromKm, toKm), Math.max(fromKm, toKm)]
    const [first, last] = carriageway === 'up' ? [low, high] : [high, low]
    const start = this.placeOf({ road, kilometre: first, carriageway })
    if (!start.ok) return start
    const end = this.placeOf({ road, kilometre: last, carriageway })
    if (!end.ok) return end
    const along = ({ arc, share }: OnArc): number => (arc & 1 ? 1 - share : share)
    for (const begin of this.#places.get(start.value.arc) ?? [])
      for (const stop of this.#places.get(end.value.arc) ?? []) {
        if (this.#lineOf[begin] !== this.#lineOf[stop] || stop < begin) continue
        return ok(
          Array.from(this.#of.arc.subarray(begin, stop + 1), (arc, at) => ({
            arc,
            from: at === 0 ? along(start.value) : 0,
            to: at === stop - begin ? along(end.value) : 1,
          })),
        )
      }
    return refuse('off-the-road', `${plainRoad(road)} does not run on between these kilometres`)
  }
}

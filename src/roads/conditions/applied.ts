/** Lays what holds over the live roads: which arcs each stretch covers, and of several on one arc the one that hinders most. Pure. */
import { apartDegrees, bearingDegrees, distanceM, type Position } from '../../core/geo.ts'
import type { RoadGraph } from '../graph.ts'
import type { LiveRoads, RoadState } from '../live.ts'
import { headingAt } from '../shape.ts'
import type { EdgeIndex } from '../snap.ts'
import { type Condition, type ConditionId, holdsAt, type Stretch } from './condition.ts'

/** A line is looked at this often, and an arc is meant that lies so near and leads the same way. */
const EVERY_M = 10
const BESIDE_M = 12
const SAME_WAY_DEGREES = 50
/** Of an arc that is only touched at its end nothing is meant. */
const LEAST_M = 15

/** Every arc that a stretch covers for a while, in the direction of driving. */
export function arcsOf(graph: RoadGraph, index: EdgeIndex, { line, bothWays }: Stretch): readonly number[] {
  const metres = new Map<number, number>()
  for (const { at, headingDegrees } of along(line))
    for (const { edge, share } of index.within(at, () => true, BESIDE_M, 4))
      for (const arc of [2 * edge, 2 * edge + 1]) {
        const leads = headingAt(graph, arc, arc & 1 ? 1 - share : share)
        if (apartDegrees(leads, headingDegrees) > SAME_WAY_DEGREES) continue
        metres.set(arc, (metres.get(arc) ?? 0) + EVERY_M)
        break
      }
  const covered = [...metres].flatMap(([arc, so]) => {
    const lengthM = (graph.lengthMm[arc >> 1] ?? 0) / 1_000
    return so >= Math.min(LEAST_M, lengthM / 2) ? [arc] : []
  })
  return bothWays ? [...new Set(covered.flatMap((arc) => [arc, arc ^ 1]))] : covered
}

type Looked = { readonly at: Position; readonly headingDegrees: number }

/** Places along a line, each with the way it leads there. */
function along(line: readonly Position[]): readonly Looked[] {
  const places: Looked[] = []
  for (const [index, from] of line.entries()) {
    const to = line[index + 1]
    if (!to) break
    const length = distanceM(from, to)
    const headingDegrees = bearingDegrees(from, to)
    const steps = Math.max(1, Math.round(length / EVERY_M))
    for (let step = 0; step < steps; step += 1) {
      const share = (step + 0.5) / steps
      places.push({
        at: [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])],
        headingDegrees,
      })
    }
  }
  return places
}

/** Closed to all before closed to traffic, before slow, before opened. */
function hinders(state: RoadState): number {
  if (state.state === 'closed') return state.passable ? 2e6 : 3e6
  return state.state === 'slow' ? state.times : 0
}

export class AppliedConditions {
  readonly #graph: RoadGraph
  readonly #index: EdgeIndex
  readonly #live: LiveRoads
  readonly #arcs = new Map<ConditionId, readonly number[]>()

  constructor(graph: RoadGraph, index: EdgeIndex, live: LiveRoads) {
    this.#graph = graph
    this.#index = index
    this.#live = live
  }

  arcsOf({ id, stretch, holds }: Pick<Condition, 'id' | 'stretch' | 'holds'>): readonly number[] {
    const known = this.#arcs.get(id)
    if (known) return known
    const covered = arcsOf(this.#graph, this.#index, stretch)
    // What is opened is opened for those who come against the traffic.
    const arcs = holds.state === 'opened' && !stretch.bothWays ? covered.map((arc) => arc ^ 1) : covered
    this.#arcs.set(id, arcs)
    return arcs
  }

  /** Of all conditions those that hold at `now` are laid, and what held before is taken off. */
  apply(conditions: Iterable<Condition>, now: number): void {
    const wanted = new Map<number, RoadState>()
    for (const condition of conditions) {
      if (!holdsAt(condition, now)) continue
      for (const arc of this.arcsOf(condition)) {
        const before = wanted.get(arc)
        if (!before || hinders(condition.holds) > hinders(before)) wanted.set(arc, condition.holds)
      }
    }
    for (const arc of [...this.#live.said.keys()]) if (!wanted.has(arc)) this.#live.say(arc, null)
    for (const [arc, state] of wanted) if (this.#live.said.get(arc) !== state) this.#live.say(arc, state)
  }
}

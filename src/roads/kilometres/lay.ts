/**
 * Lays kilometres along the carriageways of numbered roads: arcs that follow each other are one line in the direction of driving,
 * and the posts beside it say which kilometre is where. What no two posts agree on gets no kilometres. Pure.
 */
import type { Position } from '../../core/geo.ts'
import type { RoadGraph } from '../graph.ts'
import { GrowingInts } from '../growing.ts'
import { pointsOf } from '../shape.ts'
import { EdgeIndex, nearestOn } from '../snap.ts'
import { type Knot, kilometreCm, longestRun } from './knots.ts'
import { indexOf, type Line, linesOf, type OnLine } from './lines.ts'
import { type Post, roadsOf } from './post.ts'

/** Lines of arcs with their kilometres, as they are stored. `up` is driven with rising kilometres (上行). */
export type Kilometres = {
  /** Numbers of roads, as people say them: S12. */
  readonly roads: readonly string[]
  /** Of each line: place in `roads`, 1 where it is `up`. */
  readonly lineRoad: Int32Array
  readonly lineUp: Uint8Array
  /** arc[firstArc[line]] …, in the order in which they are driven. */
  readonly firstArc: Int32Array
  readonly arc: Int32Array
  /** Where a kilometre is known: millimetres along the line, and centimetres of kilometrage. */
  readonly firstKnot: Int32Array
  readonly knotMm: Int32Array
  readonly knotCm: Int32Array
}

/** A post stands beside its road, or between two wide carriageways. */
const BESIDE_M = 60
/** Another carriageway of the same road lies no farther away. */
const TWIN_M = 90
const CM_PER_KM = 100_000
type Fitted = { readonly line: Line; readonly isUp: boolean; readonly knots: readonly Knot[] }

export function layKilometres(graph: RoadGraph, posts: readonly Post[]): Kilometres {
  const index = new EdgeIndex(graph)
  const roadsOfEdge = Array.from(graph.ref, (word) => roadsOf(graph.words[word] ?? ''))
  const placed = posts.flatMap((post) => {
    const road = post.road ?? roadBeside(index, roadsOfEdge, post.position)
    return road === null ? [] : [{ ...post, road }]
  })
  const fitted: Fitted[] = []
  for (const [road, own] of Map.groupBy(placed, (post) => post.road)) {
    const lines = linesOf(graph, road, roadsOfEdge)
    const on = indexOf(lines)
    const known: Fitted[] = []
    const unknown: Line[] = []
    for (const line of lines) {
      const knots = own.flatMap((post) => {
        const mm = alongLine(graph, index, on, line, post.position, BESIDE_M)
        return mm === null ? [] : [{ mm, cm: Math.round(post.kilometre * CM_PER_KM), carriageway: post.carriageway }]
      })
      const fit = fittedTo(line, knots)
      if (fit) known.push(fit)
      else unknown.push(line)
    }
    fitted.push(...known, ...unknown.flatMap((line) => besideKnown(graph, index, line, known) ?? []))
  }
  return stored(fitted)
}

function roadBeside(index: EdgeIndex, roadsOfEdge: readonly (readonly string[])[], position: Position): string | null {
  const found = index.nearest(position, (edge) => (roadsOfEdge[edge] ?? []).length > 0, BESIDE_M)
  return found ? (roadsOfEdge[found.edge]?.[0] ?? null) : null
}

/** Millimetres along the line to the place on it nearest to a position; null: it passes nowhere near. */
function alongLine(
  graph: RoadGraph,
  index: EdgeIndex,
  on: ReadonlyMap<number, readonly OnLine[]>,
  line: Line,
  position: Position,
  withinM: number,
): number | null {
  const isOf = (edge: number): boolean => (on.get(edge) ?? []).some((each) => each.line === line)
  const found = index.nearest(position, isOf, withinM)
  const there = found ? (on.get(found.edge) ?? []).find((each) => each.line === line) : undefined
  if (!found || !there) return null
  const arc = line.arcs[there.at] ?? 0
  const share = arc & 1 ? 1 - found.share : found.share
  return Math.round((line.startMm[there.at] ?? 0) + share * (graph.lengthMm[arc >> 1] ?? 0))
}

function fittedTo(line: Line, knots: readonly (Knot & { readonly carriageway: Post['carriageway'] })[]): Fitted | null {
  const run = (isUp: boolean): readonly Knot[] =>
    longestRun(
      knots
        .filter(({ carriageway }) => carriageway === null || (carriageway === 'up') === isUp)
        .sort((a, b) => a.mm - b.mm || a.cm - b.cm),
      isUp ? 1 : -1,
    )
  const [up, down] = [run(true), run(false)]
  const best = up.length >= down.length ? up : down
  return best.length < 2 ? null : { line, isUp: best === up, knots: best }
}

/** A piece without two posts of its own lies beside, or before, a line that has them: it takes the kilometres over. */
function besideKnown(graph: RoadGraph, index: EdgeIndex, line: Line, known: readonly Fitted[]): Fitted | null {
  const lines = known.map((fit) => fit.line)
  const on = indexOf(lines)
  const knots = line.arcs.flatMap((arc, at): readonly Knot[] => {
    const points = pointsOf(graph, arc)
    return [points[0], points.at(-1)].flatMap((position, end): readonly Knot[] => {
      if (!position || (end === 0 && at > 0)) return []
      const twin = index.nearest(position, (edge) => on.has(edge), TWIN_M)
      const there = twin ? on.get(twin.edge)?.[0] : undefined
      const fit = there ? known[lines.indexOf(there.line)] : undefined
      if (!twin || !there || !fit) return []
      const { arcs, startMm } = there.line
      const its = arcs[there.at] ?? 0
      const share = its & 1 ? 1 - twin.share : twin.share
      const cm = kilometreCm(fit.knots, (startMm[there.at] ?? 0) + share * (graph.lengthMm[its >> 1] ?? 0))
      const own = nearestOn(graph, arc >> 1, position)
      const mm = (line.startMm[at] ?? 0) + (arc & 1 ? 1 - own.share : own.share) * (graph.lengthMm[arc >> 1] ?? 0)
      return cm === null ? [] : [{ mm: Math.round(mm), cm }]
    })
  })
  return fittedTo(
    line,
    knots.map((knot) => ({ ...knot, carriageway: null })),
  )
}

function stored(fitted: readonly Fitted[]): Kilometres {
  const roads = [...new Set(fitted.map(({ line }) => line.road))]
  const [lineRoad, firstArc, arc] = [new GrowingInts(), new GrowingInts(), new GrowingInts()]
  const [firstKnot, knotMm, knotCm] = [new GrowingInts(), new GrowingInts(), new GrowingInts()]
  for (const { line, knots } of fitted) {
    lineRoad.push(roads.indexOf(line.road))
    firstArc.push(arc.length)
    for (const each of line.arcs) arc.push(each)
    firstKnot.push(knotMm.length)
    for (const { mm, cm } of knots) {
      knotMm.push(mm)
      knotCm.push(cm)
    }
  }
  firstArc.push(arc.length)
  firstKnot.push(knotMm.length)
  return {
    roads,
    lineRoad: lineRoad.done(),
    lineUp: Uint8Array.from(fitted, ({ isUp }) => (isUp ? 1 : 0)),
    firstArc: firstArc.done(),
    arc: arc.done(),
    firstKnot: firstKnot.done(),
    knotMm: knotMm.done(),
    knotCm: knotCm.done(),
  }
}

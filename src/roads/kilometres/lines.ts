/** The lines of a numbered road: arcs that follow each other, each line in the direction in which it is driven. Pure. */
import { apartDegrees } from '../../core/geo.ts'
import { arcHead, arcTail, FLAG, NEVER, type RoadGraph } from '../graph.ts'
import { headingAt } from '../shape.ts'

/** `startMm`: where each arc begins, along the line. */
export type Line = { readonly road: string; readonly arcs: readonly number[]; readonly startMm: readonly number[] }

/** Every arc of the road is in one line; an arc goes on in the straightest that follows it, if it is that one's straightest too. */
export function linesOf(graph: RoadGraph, road: string, roadsOfEdge: readonly (readonly string[])[]): readonly Line[] {
  const arcs: number[] = []
  for (const [edge, roads] of roadsOfEdge.entries()) {
    if (!roads.includes(road) || ((graph.flags[edge] ?? 0) & FLAG.link) !== 0) continue
    for (const arc of [2 * edge, 2 * edge + 1]) if (isDriven(graph, arc)) arcs.push(arc)
  }
  const byTail = Map.groupBy(arcs, (arc) => arcTail(graph, arc))
  const byHead = Map.groupBy(arcs, (arc) => arcHead(graph, arc))
  const bend = (from: number, to: number): number => apartDegrees(headingAt(graph, from, 1), headingAt(graph, to, 0))
  const straightest = (arc: number, others: readonly number[], turned: (other: number) => number): number | null => {
    let best: number | null = null
    for (const other of others) if (other !== (arc ^ 1) && (best === null || turned(other) < turned(best))) best = other
    return best
  }
  const next = (arc: number): number | null =>
    straightest(arc, byTail.get(arcHead(graph, arc)) ?? [], (other) => bend(arc, other))
  const before = (arc: number): number | null =>
    straightest(arc, byHead.get(arcTail(graph, arc)) ?? [], (other) => bend(other, arc))
  const follows = new Map<number, number>()
  for (const arc of arcs) {
    const following = next(arc)
    if (following !== null && before(following) === arc) follows.set(arc, following)
  }
  const followers = new Set(follows.values())
  const seen = new Set<number>()
  const lines: Line[] = []
  // First those with a beginning, then what is left: roads that close on themselves.
  for (const start of [...arcs.filter((arc) => !followers.has(arc)), ...arcs]) {
    if (seen.has(start)) continue
    const own: number[] = []
    const startMm: number[] = []
    let mm = 0
    for (let arc: number | undefined = start; arc !== undefined && !seen.has(arc); arc = follows.get(arc)) {
      seen.add(arc)
      own.push(arc)
      startMm.push(mm)
      mm += graph.lengthMm[arc >> 1] ?? 0
    }
    lines.push({ road, arcs: own, startMm })
  }
  return lines
}

function isDriven(graph: RoadGraph, arc: number): boolean {
  return Math.min(graph.carMs[arc] ?? NEVER, graph.emergencyMs[arc] ?? NEVER) < NEVER
}

export type OnLine = { readonly line: Line; readonly at: number }

/** Which lines an edge is in, and where. */
export function indexOf(lines: readonly Line[]): ReadonlyMap<number, readonly OnLine[]> {
  const on = new Map<number, OnLine[]>()
  for (const line of lines)
    for (const [at, arc] of line.arcs.entries()) {
      const known = on.get(arc >> 1)
      if (known) known.push({ line, at })
      else on.set(arc >> 1, [{ line, at }])
    }
  return on
}

/** What searches run on: a profile's arcs, with a copy of a junction for each way of coming to it that forbids a turn. Pure. */
import { arcHead, arcTail, NEVER, type RoadGraph } from './graph.ts'
import { automatonOf } from './restrictions.ts'
import { sortedBy } from './sorted-by.ts'
import { forbiddenIn } from './turning-round.ts'

export type SearchGraph = {
  /** The first are the junctions themselves. */
  readonly vertices: number
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly weight: Int32Array
  /** Road arc of each search arc. */
  readonly road: Int32Array
  /** Search arcs of a vertex: outArc[firstOut[v]] … */
  readonly firstOut: Int32Array
  /** Search arcs of each road arc, more than one where its junction has copies: copy[firstCopy[arc]] … */
  readonly firstCopy: Int32Array
  readonly copy: Int32Array
  /** Junction of each vertex. */
  readonly junction: Int32Array
}

/** `weights`: ms of each road arc, NEVER where it is not driven. Search arcs are sorted by tail. */
export function searchGraphOf(graph: RoadGraph, weights: Int32Array): SearchGraph {
  const junctions = graph.junctionLon.length
  const automaton = automatonOf(forbiddenIn(graph))
  const vertices = junctions + automaton.states
  const junction = new Int32Array(vertices)
  for (let at = 0; at < junctions; at += 1) junction[at] = at
  for (let state = 1; state <= automaton.states; state += 1)
    junction[junctions + state - 1] = arcHead(graph, automaton.lastArc(state))
  const { firstOut: firstRoad, out: outRoad } = roadsOut(graph, weights)
  const tail: number[] = []
  const head: number[] = []
  const road: number[] = []
  const firstOut = new Int32Array(vertices + 1)
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    firstOut[vertex] = tail.length
    const at = junction[vertex] ?? 0
    const state = vertex < junctions ? 0 : vertex - junctions + 1
    for (let index = firstRoad[at] ?? 0; index < (firstRoad[at + 1] ?? 0); index += 1) {
      const arc = outRoad[index] ?? 0
      const next = automaton.next(state, arc)
      if (next < 0) continue
      tail.push(vertex)
      head.push(next === 0 ? arcHead(graph, arc) : junctions + next - 1)
      road.push(arc)
    }
  }
  firstOut[vertices] = tail.length
  const roads = Int32Array.from(road)
  const { first: firstCopy, sorted: copy } = sortedBy(roads, 2 * graph.from.length)
  return {
    vertices,
    tail: Int32Array.from(tail),
    head: Int32Array.from(head),
    weight: roads.map((arc) => weights[arc] ?? NEVER),
    road: roads,
    firstOut,
    firstCopy,
    copy,
    junction,
  }
}

function roadsOut(graph: RoadGraph, weights: Int32Array): { readonly firstOut: Int32Array; readonly out: Int32Array } {
  const arcs: number[] = []
  for (let arc = 0; arc < 2 * graph.from.length; arc += 1) if ((weights[arc] ?? NEVER) < NEVER) arcs.push(arc)
  const tails = Int32Array.from(arcs, (arc) => arcTail(graph, arc))
  const { first, sorted } = sortedBy(tails, graph.junctionLon.length)
  return { firstOut: first, out: sorted.map((index) => arcs[index] ?? 0) }
}

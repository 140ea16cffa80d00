/**
 * Nobody turns round in the street to get past a sign: near a junction where a turn is forbidden, driving an arc and at once its
 * opposite is forbidden too, but at the end of a dead end. Elsewhere a shortest way never turns round by itself. Pure.
 */
import { arcHead, arcTail, NEVER, type RoadGraph, restrictionsOf } from './graph.ts'
import { sortedBy } from './sorted-by.ts'

/** Going so far and back again takes as long as going round a block. */
const NEAR_MM = 250_000

/** Everything that must not be driven: what signs say, and turning round because of them. */
export function forbiddenIn(graph: RoadGraph): readonly (readonly number[])[] {
  const signed = restrictionsOf(graph)
  return signed.length === 0 ? signed : [...signed, ...turningRound(graph, signed)]
}

function turningRound(graph: RoadGraph, signed: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const arcs = 2 * graph.from.length
  const tails = Int32Array.from({ length: arcs }, (_, arc) => arcTail(graph, arc))
  const { first, sorted } = sortedBy(tails, graph.junctionLon.length)
  const isOpen = (arc: number): boolean => (graph.emergencyMs[arc] ?? NEVER) < NEVER
  const outOf = (junction: number): readonly number[] =>
    Array.from(sorted.subarray(first[junction], first[junction + 1])).filter(isOpen)
  const near = new Set<number>()
  const begins = new Set(signed.map((sequence) => arcTail(graph, sequence.at(-1) ?? 0)))
  for (const begin of begins) {
    const nearestMm = new Map([[begin, 0]])
    // Few arcs are so near that the order does not matter: what is found shorter later is looked at again.
    const queue = [begin]
    for (const junction of queue) {
      const so = nearestMm.get(junction) ?? 0
      for (const arc of outOf(junction)) {
        near.add(arc)
        const there = so + (graph.lengthMm[arc >> 1] ?? 0)
        const head = arcHead(graph, arc)
        if (there > NEAR_MM || there >= (nearestMm.get(head) ?? NEVER)) continue
        nearestMm.set(head, there)
        queue.push(head)
      }
    }
  }
  return [...near]
    .filter((arc) => isOpen(arc ^ 1) && outOf(arcHead(graph, arc)).some((next) => next !== (arc ^ 1)))
    .map((arc) => [arc, arc ^ 1])
}

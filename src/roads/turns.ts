/** A way as it is told to a driver: where to turn, into which road, and how far that is followed. Pure. */
import { bearingDegrees, type Position } from '../core/geo.ts'
import { FLAG, type RoadGraph } from './graph.ts'
import { headingAt, pointsOf, shapeOf } from './shape.ts'
import type { OnEdge } from './snap.ts'

export const TURNS = [
  'start',
  'on',
  'slight-left',
  'left',
  'sharp-left',
  'slight-right',
  'right',
  'sharp-right',
  'round',
  'ramp',
  'roundabout',
] as const
export type Turn = (typeof TURNS)[number]

export type Step = {
  readonly turn: Turn
  /** Number and name of the road that is then followed; empty: it has none. */
  readonly road: string
  readonly metres: number
  readonly at: Position
  /** Which way it leads at first, degrees clockwise from north. */
  readonly headingDegrees: number
}

const STRAIGHT = 25
const SLIGHT = 55
const SHARP = 125
const ROUND = 165

/** Of a road arc after another, as driven. */
export function turnOf(graph: RoadGraph, before: number, arc: number): Turn {
  const has = (of: number, flag: number): boolean => ((graph.flags[of >> 1] ?? 0) & flag) !== 0
  if (has(arc, FLAG.roundabout) && !has(before, FLAG.roundabout)) return 'roundabout'
  const bend = ((headingAt(graph, arc, 0) - headingAt(graph, before, 1) + 540) % 360) - 180
  const size = Math.abs(bend)
  if (has(arc, FLAG.link) && !has(before, FLAG.link) && size < SLIGHT) return 'ramp'
  if (size < STRAIGHT) return 'on'
  if (size > ROUND) return 'round'
  const side = bend < 0 ? 'left' : 'right'
  return size < SLIGHT ? `slight-${side}` : size > SHARP ? `sharp-${side}` : side
}

/** One step for each road that is followed, the first from `start`. */
export function stepsOf(graph: RoadGraph, arcs: readonly number[], start: OnEdge, end: OnEdge): readonly Step[] {
  const roadOf = (arc: number): string => {
    const [ref, name] = [graph.words[graph.ref[arc >> 1] ?? 0] ?? '', graph.words[graph.name[arc >> 1] ?? 0] ?? '']
    return name.includes(ref) ? name : [ref, name].filter((word) => word !== '').join(' ')
  }
  const steps: Step[] = []
  for (const [index, arc] of arcs.entries()) {
    const first = index === 0 ? start : null
    const last = index === arcs.length - 1 ? end : null
    const along = (place: OnEdge): number => (arc & 1 ? 1 - place.share : place.share)
    const metres = ((last ? along(last) : 1) - (first ? along(first) : 0)) * ((graph.lengthMm[arc >> 1] ?? 0) / 1_000)
    const before = arcs[index - 1]
    const turn = before === undefined ? 'start' : turnOf(graph, before, arc)
    const road = roadOf(arc)
    const onto = steps.at(-1)
    // The same road goes on, or a nameless piece straight ahead.
    if (
      onto &&
      (turn === 'on' || turn === 'slight-left' || turn === 'slight-right') &&
      (road === onto.road || road === '')
    ) {
      steps[steps.length - 1] = { ...onto, metres: onto.metres + metres }
      continue
    }
    const [at = [0, 0], next] = first ? lineFrom(graph, arc, first, last) : pointsOf(graph, arc)
    steps.push({ turn, road, metres, at, headingDegrees: next ? bearingDegrees(at, next) : 0 })
  }
  return steps.map((step) => ({ ...step, metres: Math.round(step.metres) }))
}

const lineFrom = (graph: RoadGraph, arc: number, start: OnEdge, end: OnEdge | null): readonly Position[] =>
  shapeOf(graph, [arc], start, end ?? { ...start, share: arc & 1 ? 0 : 1 }).geometry

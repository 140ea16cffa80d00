/** The stretch that a person means: kilometres of a carriageway, the way between two places, or the road at one place. Pure. */
import type { Position } from '../../core/geo.ts'
import { type Carriageway, kilometrePost } from '../../core/place.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { RoadNetwork } from '../network.ts'
import type { PlaceFinder } from '../place-finder.ts'
import { shapeOf } from '../shape.ts'
import type { OnEdge } from '../snap.ts'
import type { Stretch } from './condition.ts'

export type StretchMeant =
  | {
      readonly by: 'kilometres'
      readonly road: string
      readonly carriageway: Carriageway
      readonly fromKm: number
      readonly toKm: number
    }
  | { readonly by: 'places'; readonly from: Position; readonly to: Position; readonly bothWays: boolean }
  /** From one junction to the next. */
  | { readonly by: 'place'; readonly at: Position; readonly bothWays: boolean }

export type StretchRefusal = 'no-such-road' | 'off-the-road' | 'no-road-there' | 'stretch-too-long' | 'stretch-empty'

const LONGEST_M = 50_000
const NEAR_M = 60

export function stretchOf(
  network: RoadNetwork,
  finder: PlaceFinder,
  meant: StretchMeant,
): Result<Stretch, StretchRefusal> {
  const { graph } = network
  const nameAt = (edge: number): string =>
    [graph.words[graph.ref[edge] ?? 0], graph.words[graph.name[edge] ?? 0]].filter((word) => word).join(' ') || '?'
  const laid = (arcs: readonly number[], start: OnEdge, end: OnEdge) => shapeOf(graph, arcs, start, end)
  if (meant.by === 'kilometres') {
    const { carriageway } = meant
    const road = meant.road.toUpperCase()
    const [fromKm, toKm] = [Math.min(meant.fromKm, meant.toKm), Math.max(meant.fromKm, meant.toKm)]
    if (toKm - fromKm < 0.001) return refuse('stretch-empty')
    if ((toKm - fromKm) * 1_000 > LONGEST_M) return refuse('stretch-too-long')
    const arcs = finder.reference.between(road, carriageway, fromKm, toKm)
    if (!arcs.ok) return arcs
    const [first, last] = [arcs.value[0], arcs.value.at(-1)]
    if (!first || !last) return refuse('stretch-empty')
    const on = (arc: number, along: number): OnEdge => ({
      edge: arc >> 1,
      share: arc & 1 ? 1 - along : along,
      at: [0, 0],
      offM: 0,
    })
    const { geometry } = laid(
      arcs.value.map(({ arc }) => arc),
      on(first.arc, first.from),
      on(last.arc, last.to),
    )
    const posts = `${road} ${kilometrePost(fromKm)}–${kilometrePost(toKm)}`
    const label = { zh: `${posts} ${carriageway === 'up' ? '上行' : '下行'}`, en: `${posts} ${carriageway}` }
    return ok({ label, line: geometry, bothWays: false, road, carriageway, fromKm, toKm })
  }
  if (meant.by === 'place') {
    const found = network.near('emergency', meant.at, NEAR_M, 1)[0]
    if (!found) return refuse('no-road-there')
    const arc = (graph.carMs[2 * found.edge] ?? 0) <= (graph.carMs[2 * found.edge + 1] ?? 0) ? 0 : 1
    const ends = [0, 1].map((share): OnEdge => ({ ...found, share: arc === 1 ? 1 - share : share }))
    const [start, end] = ends
    if (!start || !end) return refuse('no-road-there')
    const name = nameAt(found.edge)
    return ok({
      label: { zh: name, en: name },
      line: laid([2 * found.edge + arc], start, end).geometry,
      bothWays: meant.bothWays,
    })
  }
  const [start, end] = [meant.from, meant.to].map((at) => network.near('emergency', at, NEAR_M, 1)[0])
  if (!start || !end) return refuse('no-road-there')
  const way = network.between('emergency', start, end)
  if (!way.ok) return refuse('no-road-there')
  if (way.value.metres < 1) return refuse('stretch-empty')
  if (way.value.metres > LONGEST_M) return refuse('stretch-too-long')
  const names = [...new Set(way.value.arcs.map((arc) => nameAt(arc >> 1)))].slice(0, 3).join(' · ')
  return ok({ label: { zh: names, en: names }, line: way.value.geometry, bothWays: meant.bothWays })
}

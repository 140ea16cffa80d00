/** The city as GeoJSON for the console's map: land first, then roads, then points; everything in it is marked as simulated. */

import type { Text } from '../../core/text.ts'
import type { City } from '../city.ts'
import { carriagewayLine, FROM_KM, pointAt, ROAD, ROAD_NAME, TO_KM } from './expressway.ts'
import type { Edge } from './graph.ts'
import { type Line, positionOf, type XY } from './plane.ts'

type Properties = {
  readonly kind: string
  readonly simulated: true
  readonly name?: Text
  readonly road?: string
  readonly carriageway?: string
  readonly kilometre?: number
}
export type MapFeature = {
  readonly type: 'Feature'
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: readonly number[] }
    | { readonly type: 'LineString'; readonly coordinates: readonly (readonly number[])[] }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
  readonly properties: Properties
}
export type CityMap = { readonly type: 'FeatureCollection'; readonly features: readonly MapFeature[] }

const area = (ring: Line, kind: string, name?: Text): MapFeature => ({
  type: 'Feature',
  geometry: { type: 'Polygon', coordinates: [ring.map(positionOf)] },
  properties: { kind, simulated: true, ...(name && { name }) },
})
const line = (points: Line, properties: Omit<Properties, 'simulated'>): MapFeature => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates: points.map(positionOf) },
  properties: { simulated: true, ...properties },
})
const point = (at: XY, properties: Omit<Properties, 'simulated'>): MapFeature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: positionOf(at) },
  properties: { simulated: true, ...properties },
})

export function mapOf(city: City): CityMap {
  const { land, expressway, graph } = city
  const posts = Array.from({ length: TO_KM - FROM_KM + 1 }, (_, i) => FROM_KM + i)
  return {
    type: 'FeatureCollection',
    features: [
      ...land.builtUp.map(({ ring }) => area(ring, 'built-up')),
      ...land.green.map(({ ring, name }) => area(ring, 'green', name)),
      ...land.canals.map(({ ring, name }) => area(ring, 'water', name)),
      area(land.lake.ring, 'water', land.lake.name),
      ...roadsOf(graph.edges, 'district-road'),
      ...roadsOf(graph.edges, 'arterial'),
      ...roadsOf(graph.edges, 'ramp'),
      ...(['up', 'down'] as const).map((carriageway) =>
        line(carriagewayLine(expressway, carriageway, FROM_KM - 0.7, TO_KM + 0.7), {
          kind: 'expressway',
          name: ROAD_NAME,
          road: ROAD,
          carriageway,
        }),
      ),
      ...posts.map((kilometre) =>
        point(pointAt(expressway, kilometre, null), {
          kind: 'kilometre-post',
          name: { zh: `K${kilometre}`, en: `K${kilometre}` },
          road: ROAD,
          kilometre,
        }),
      ),
      ...city.houses.map(({ kind, name, at }) => point(at, { kind, name })),
    ],
  }
}

/** Each road once, whatever its directions; pieces of one street that follow each other become one line. */
function roadsOf(edges: readonly Edge[], kind: Edge['kind']): readonly MapFeature[] {
  const lines: { line: XY[]; name: Text }[] = []
  const seen = new Set<string>()
  const same = (a: XY | undefined, b: XY | undefined): boolean =>
    a !== undefined && b !== undefined && Math.abs(a[0] - b[0]) < 0.01 && Math.abs(a[1] - b[1]) < 0.01
  for (const edge of edges) {
    if (edge.kind !== kind) continue
    const pair = [edge.from, edge.to].sort((a, b) => a - b).join(' ')
    if (edge.shared && seen.has(pair)) continue
    seen.add(pair)
    const last = lines.at(-1)
    if (edge.shared && last && last.name.zh === edge.name.zh && same(last.line.at(-1), edge.line[0]))
      last.line.push(...edge.line.slice(1))
    else lines.push({ line: [...edge.line], name: edge.name })
  }
  return lines.map(({ line: points, name }) => line(points, { kind, name }))
}

/** Pure work on the city's GeoJSON: names made flat for the map, the bearing of a carriageway, a camera's cone. */
import type { Feature, FeatureCollection, Polygon } from 'geojson'
import { bearingDegrees, destination, distanceM, type Position } from '../../../../core/geo.ts'
import type { Carriageway } from '../../../../core/place.ts'

/** The map reads flat properties only: `name: {zh, en}` becomes `zh` and `en`. */
export function flattened(city: FeatureCollection): FeatureCollection {
  return {
    ...city,
    features: city.features.map((feature) => {
      const name: unknown = feature.properties?.name
      const words = typeof name === 'object' && name !== null ? name : {}
      return { ...feature, properties: { ...feature.properties, ...words } }
    }),
  }
}

const positionOf = (coordinates: readonly number[]): Position => [coordinates[0] ?? 0, coordinates[1] ?? 0]

/** The lines of one carriageway in its direction of travel. */
function linesOf(city: FeatureCollection, road: string, carriageway: Carriageway): readonly (readonly Position[])[] {
  return city.features.flatMap(({ geometry, properties }) =>
    properties?.kind === 'expressway' &&
    properties.road === road &&
    properties.carriageway === carriageway &&
    geometry.type === 'LineString'
      ? [geometry.coordinates.map(positionOf)]
      : [],
  )
}

type Nearest = { readonly position: Position; readonly bearing: number; readonly metres: number }

/** The nearest point of a carriageway and the way it runs there; null: no such road. */
export function nearestOn(
  city: FeatureCollection,
  road: string,
  carriageway: Carriageway,
  to: Position,
): Nearest | null {
  let best: Nearest | null = null
  for (const line of linesOf(city, road, carriageway)) {
    for (const [index, from] of line.entries()) {
      const next = line[index + 1]
      if (!next) break
      // Flat within one short piece: longitudes shrunk by the latitude.
      const shrink = Math.cos((from[1] * Math.PI) / 180)
      const dx = (next[0] - from[0]) * shrink
      const dy = next[1] - from[1]
      const along = ((to[0] - from[0]) * shrink * dx + (to[1] - from[1]) * dy) / (dx * dx + dy * dy || 1)
      const part = Math.min(1, Math.max(0, along))
      const position: Position = [from[0] + (next[0] - from[0]) * part, from[1] + (next[1] - from[1]) * part]
      const metres = distanceM(position, to)
      if (!best || metres < best.metres) best = { position, bearing: bearingDegrees(from, next), metres }
    }
  }
  return best
}

/** What a camera overlooks, roughly: a cone along the road. */
export function coneOf(at: Position, bearing: number, reachM = 260, halfAngle = 16): Feature<Polygon> {
  const edge = [-1, -0.5, 0, 0.5, 1].map((side) => destination(at, (bearing + side * halfAngle + 360) % 360, reachM))
  return {
    type: 'Feature',
    properties: {},
    geometry: { type: 'Polygon', coordinates: [[at, ...edge, at].map((point) => [...point])] },
  }
}

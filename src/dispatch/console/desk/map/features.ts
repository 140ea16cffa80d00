/** Pure work on the city's GeoJSON: names made flat for the map, kilometre posts, the bearing of a carriageway, a camera's cone. */
import type { Feature, FeatureCollection, Polygon } from 'geojson'
import { bearingDegrees, destination, distanceM, type Position } from '../../../../core/geo.ts'
import type { Carriageway } from '../../../../core/place.ts'
import { ok, type Result, refuse } from '../../../../core/result.ts'

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

export type Post = { readonly road: string; readonly kilometre: number; readonly position: Position }

const positionOf = (coordinates: readonly number[]): Position => [coordinates[0] ?? 0, coordinates[1] ?? 0]

/** Rising by kilometre within each road. */
export function postsOf(city: FeatureCollection): readonly Post[] {
  return city.features
    .flatMap(({ geometry, properties }): readonly Post[] => {
      const road: unknown = properties?.road
      const kilometre: unknown = properties?.kilometre
      const isPost = properties?.kind === 'kilometre-post' && geometry.type === 'Point'
      return isPost && typeof road === 'string' && typeof kilometre === 'number'
        ? [{ road, kilometre, position: positionOf(geometry.coordinates) }]
        : []
    })
    .sort((a, b) => a.road.localeCompare(b.road) || a.kilometre - b.kilometre)
}

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

export type PostRefusal = 'no-such-road' | 'off-the-road'

/** The point of a kilometre on a carriageway: between its posts, then moved onto the carriageway where that is drawn. */
export function positionAt(
  city: FeatureCollection,
  road: string,
  kilometre: number,
  carriageway: Carriageway,
): Result<Position, PostRefusal> & { readonly from?: number; readonly to?: number } {
  const posts = postsOf(city).filter((post) => post.road.toLowerCase() === road.toLowerCase())
  const first = posts[0]
  const last = posts.at(-1)
  if (!first || !last) return refuse('no-such-road')
  const after = posts.findIndex((post) => post.kilometre >= kilometre)
  const next = posts[after]
  const before = posts[Math.max(0, after - 1)]
  if (!next || !before || kilometre < first.kilometre)
    return { ...refuse('off-the-road'), from: first.kilometre, to: last.kilometre }
  const span = next.kilometre - before.kilometre
  const part = span === 0 ? 0 : (kilometre - before.kilometre) / span
  const between: Position = [
    before.position[0] + (next.position[0] - before.position[0]) * part,
    before.position[1] + (next.position[1] - before.position[1]) * part,
  ]
  return ok(nearestOn(city, next.road, carriageway, between)?.position ?? between)
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

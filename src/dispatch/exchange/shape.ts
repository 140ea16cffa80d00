/** Areas of alerts: CAP's polygons and circles read, and whether one meets the centre's own area. Pure. */
import { distanceM, type Position } from '../../core/geo.ts'

export type Shape =
  /** Closed: the last point is the first. */
  | { readonly form: 'polygon'; readonly ring: readonly Position[] }
  | { readonly form: 'circle'; readonly at: Position; readonly radiusM: number }

function pointIn(text: string): Position | null {
  const [lat, lon, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (lat === undefined || lon === undefined || more.length > 0) return null
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null
}

/** CAP 1.2 §3.2.4: at least four `lat,lon` pairs, the first and the last the same; null: not so. */
export function polygonIn(text: string): Shape | null {
  const ring = text.trim().split(/\s+/).map(pointIn)
  const points = ring.filter((point) => point !== null)
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || points.length < 4 || points.length < ring.length) return null
  return first[0] === last[0] && first[1] === last[1] ? { form: 'polygon', ring: points } : null
}

/** `lat,lon radius` with the radius in kilometres. */
export function circleIn(text: string): Shape | null {
  const [centre = '', km = '', ...more] = text.trim().split(/\s+/)
  const at = pointIn(centre)
  const radiusKm = km === '' ? Number.NaN : Number(km)
  return at && more.length === 0 && radiusKm >= 0 && radiusKm <= 20_000
    ? { form: 'circle', at, radiusM: radiusKm * 1000 }
    : null
}

export const writeCircle = (at: Position, radiusM: number): string =>
  `${at[1].toFixed(5)},${at[0].toFixed(5)} ${radiusM / 1000}`

/** Longitudes are taken as they are: an area across 180° counts as two, as CAP's senders write it. */
function inside(point: Position, ring: readonly Position[]): boolean {
  let odd = false
  for (const [index, [lon, lat]] of ring.entries()) {
    const [beforeLon, beforeLat] = ring[index === 0 ? ring.length - 1 : index - 1] ?? [lon, lat]
    if (lat > point[1] === beforeLat > point[1]) continue
    if (point[0] < ((beforeLon - lon) * (point[1] - lat)) / (beforeLat - lat) + lon) odd = !odd
  }
  return odd
}

const side = (a: Position, b: Position, c: Position): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

const cross = (a: Position, b: Position, c: Position, d: Position): boolean =>
  side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)

const edgesOf = (ring: readonly Position[]): readonly (readonly [Position, Position])[] =>
  ring.flatMap((point, index) => {
    const before = ring[index === 0 ? ring.length - 1 : index - 1]
    return before ? [[before, point] as const] : []
  })

/** Metres from a point to an edge, flat within the length of the edge. */
function awayM(point: Position, [a, b]: readonly [Position, Position]): number {
  const shrink = Math.cos((point[1] * Math.PI) / 180)
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]]
  const along = ((point[0] - a[0]) * shrink * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)
  const part = Math.min(1, Math.max(0, along))
  return distanceM(point, [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part])
}

/** Whether any of the shapes and the ring have a point in common. Without a shape nothing can be ruled out: it counts as here. */
export function meets(shapes: readonly Shape[], ring: readonly Position[]): boolean {
  if (shapes.length === 0 || ring.length === 0) return true
  const edges = edgesOf(ring)
  return shapes.some((shape) => {
    if (shape.form === 'circle')
      return inside(shape.at, ring) || edges.some((edge) => awayM(shape.at, edge) <= shape.radiusM)
    const [theirs] = shape.ring
    const [ours] = ring
    if (theirs && inside(theirs, ring)) return true
    if (ours && inside(ours, shape.ring)) return true
    return edgesOf(shape.ring).some(([a, b]) => edges.some(([c, d]) => cross(a, b, c, d)))
  })
}

/** Around all the points with so much margin: the centre's area where none is configured. */
export function boxAround(points: readonly Position[], marginM: number): readonly Position[] {
  if (points.length === 0) return []
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  const dLat = marginM / 111_195
  const [south, north] = [Math.min(...lats) - dLat, Math.max(...lats) + dLat]
  const dLon = dLat / Math.max(0.05, Math.cos((((south + north) / 2) * Math.PI) / 180))
  const [west, east] = [Math.min(...lons) - dLon, Math.max(...lons) + dLon]
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
}

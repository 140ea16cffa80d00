/** Positions on the earth as `[lon, lat]` in WGS-84 degrees; other datums are converted where they enter. */
import { degreesFromRadians, radiansFromDegrees } from './units.ts'

export type Position = readonly [lon: number, lat: number]

/** Mean earth radius in metres (IUGG). */
export const EARTH_RADIUS_M = 6_371_008.8

/** Great-circle distance in metres (haversine). */
export function distanceM(a: Position, b: Position): number {
  const lat1 = radiansFromDegrees(a[1])
  const lat2 = radiansFromDegrees(b[1])
  const dLat = lat2 - lat1
  const dLon = radiansFromDegrees(b[0] - a[0])
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Initial bearing from `a` to `b` in degrees clockwise from north, in [0, 360). */
export function bearingDegrees(a: Position, b: Position): number {
  const lat1 = radiansFromDegrees(a[1])
  const lat2 = radiansFromDegrees(b[1])
  const dLon = radiansFromDegrees(b[0] - a[0])
  const y = Math.sin(dLon) * Math.cos(lat2)
  const x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(dLon)
  return (degreesFromRadians(Math.atan2(y, x)) + 360) % 360
}

/** How far two headings are apart, 0–180 degrees. */
export function apartDegrees(a: number, b: number): number {
  return Math.abs(((((a - b) % 360) + 540) % 360) - 180)
}

/** The point `metres` away from `from` along `bearing` (degrees clockwise from north), on the sphere. */
export function destination(from: Position, bearing: number, metres: number): Position {
  const lat1 = radiansFromDegrees(from[1])
  const lon1 = radiansFromDegrees(from[0])
  const theta = radiansFromDegrees(bearing)
  const delta = metres / EARTH_RADIUS_M
  const lat2 = Math.asin(Math.sin(lat1) * Math.cos(delta) + Math.cos(lat1) * Math.sin(delta) * Math.cos(theta))
  const lon2 =
    lon1 +
    Math.atan2(Math.sin(theta) * Math.sin(delta) * Math.cos(lat1), Math.cos(delta) - Math.sin(lat1) * Math.sin(lat2))
  return [((degreesFromRadians(lon2) + 540) % 360) - 180, degreesFromRadians(lat2)]
}

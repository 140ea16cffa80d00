/** What lies on the map just now, as GeoJSON: units, the ways of those that were ordered, cameras with their cones. Pure. */
import type { Feature, FeatureCollection } from 'geojson'
import type { Fix } from '../../../../console/live.ts'
import type { Camera } from '../../../../console/reference.ts'
import type { Position } from '../../../../core/geo.ts'
import type { CameraId, UnitId } from '../../../../core/ids.ts'
import { SECOND } from '../../../../core/time.ts'
import type { CameraLine } from '../../../../journal/lane.ts'
import type { Unit } from '../../../forces.ts'
import { coneOf, nearestOn } from './features.ts'
import type { IconName } from './icons.ts'

/** A position older than this is drawn grey and hollow, with its age. */
export const STALE_MS = 30 * SECOND

const collection = (features: readonly Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: [...features],
})
const point = (at: Position, properties: Feature['properties']): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [...at] },
})

export function unitsOn(
  units: readonly Unit[],
  fixes: ReadonlyMap<number, Fix>,
  ordered: ReadonlySet<UnitId>,
  now: number,
  /** Words for a unit: its name, and its age when it is old. */
  label: (unit: Unit, staleMs: number | null) => string,
  allNames: boolean,
): FeatureCollection {
  const features = units.flatMap((unit): readonly Feature[] => {
    const fix = fixes.get(unit.index)
    if (!fix) return []
    const age = now - fix.fixAt
    const stale = age > STALE_MS
    const isOrdered = ordered.has(unit.id)
    const still = fix.headingDegrees === null && !isOrdered
    const icon: IconName = stale ? 'unit-stale' : isOrdered ? 'unit-ordered' : still ? 'unit-still' : 'unit'
    return [
      point(fix.position, {
        id: unit.id,
        icon,
        heading: fix.headingDegrees ?? 0,
        ordered: isOrdered,
        label: isOrdered || allNames || stale ? label(unit, stale ? age : null) : '',
      }),
    ]
  })
  // What was ordered is drawn last, above the rest.
  return collection(features.sort((a, b) => Number(a.properties?.ordered) - Number(b.properties?.ordered)))
}

/** Straight lines: they say who was ordered, not which way anybody drives. */
export function waysOn(
  place: Position | null,
  units: readonly Unit[],
  fixes: ReadonlyMap<number, Fix>,
  ordered: ReadonlySet<UnitId>,
): FeatureCollection {
  if (!place) return collection([])
  return collection(
    units.flatMap((unit): readonly Feature[] => {
      const fix = ordered.has(unit.id) ? fixes.get(unit.index) : undefined
      return fix
        ? [
            {
              type: 'Feature',
              properties: {},
              geometry: { type: 'LineString', coordinates: [[...fix.position], [...place]] },
            },
          ]
        : []
    }),
  )
}

export function camerasOn(cameras: readonly Camera[], lines: ReadonlyMap<CameraId, CameraLine>): FeatureCollection {
  return collection(
    cameras.map((camera) => {
      const line = lines.get(camera.id)
      const icon: IconName = line && line.state !== 'watching' ? 'camera-unfit' : 'camera'
      return point(camera.position, { id: camera.id, icon })
    }),
  )
}

/** A cone looks along its carriageway; a camera on no expressway has none, because its bearing is not known. */
export function conesOn(
  cameras: readonly Camera[],
  city: FeatureCollection,
  chosen: CameraId | null,
): FeatureCollection {
  return collection(
    cameras.flatMap((camera): readonly Feature[] => {
      if (!camera.road) return []
      const along = nearestOn(city, camera.road.road, camera.road.carriageway, camera.position)
      if (!along) return []
      const cone = coneOf(camera.position, along.bearing)
      return [{ ...cone, properties: { id: camera.id, chosen: camera.id === chosen } }]
    }),
  )
}

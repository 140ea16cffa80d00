/** What lies on the map just now: units and the ways of those that were ordered for the sheet above it, cameras with their cones as GeoJSON. Pure. */
import type { Feature, FeatureCollection } from 'geojson'
import type { Fix } from '../../../../console/live.ts'
import type { Camera } from '../../../../console/reference.ts'
import type { Position } from '../../../../core/geo.ts'
import type { CameraId, UnitId } from '../../../../core/ids.ts'
import { SECOND } from '../../../../core/time.ts'
import type { CameraLine } from '../../../../journal/lane.ts'
import type { Unit } from '../../../forces.ts'
import { coneOf, nearestOn } from './features.ts'
import type { IconName, SignName } from './icons.ts'
import type { Line, Sign } from './sheet.ts'

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
): readonly Sign[] {
  const signs = units.flatMap((unit): readonly Sign[] => {
    const fix = fixes.get(unit.index)
    if (!fix) return []
    const age = now - fix.fixAt
    const stale = age > STALE_MS
    const strong = ordered.has(unit.id)
    const still = fix.headingDegrees === null && !strong
    const name: SignName = stale ? 'unit-stale' : strong ? 'unit-ordered' : still ? 'unit-still' : 'unit'
    return [
      {
        ...{ key: null, name, position: fix.position, headingDegrees: fix.headingDegrees ?? 0, strong },
        label: strong || allNames || stale ? label(unit, stale ? age : null) : '',
      },
    ]
  })
  // What was ordered is drawn last, above the rest.
  return signs.sort((a, b) => Number(a.strong) - Number(b.strong))
}

export function waysOn(
  place: Position | null,
  units: readonly Unit[],
  fixes: ReadonlyMap<number, Fix>,
  ordered: ReadonlySet<UnitId>,
): readonly Line[] {
  if (!place) return []
  return units.flatMap((unit): readonly Line[] => {
    const fix = ordered.has(unit.id) ? fixes.get(unit.index) : undefined
    return fix ? [[fix.position, place]] : []
  })
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

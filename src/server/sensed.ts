/** From what a camera measured to a warning in the common form: the camera's record says where that is. */
import { createHash } from 'node:crypto'
import { kilometrePost, type Place } from '../core/place.ts'
import type { Raised } from '../dispatch/warning.ts'
import type { Camera } from '../sensing/camera.ts'
import type { RoadsideWarning, WatchedWarning } from '../sensing/facts.ts'
import type { RoadsideSensor } from '../sensing/roadside/record.ts'

const WAY = { up: { zh: '上行', en: 'up' }, down: { zh: '下行', en: 'down' } } as const
const ZONE = { shoulder: { zh: '硬路肩', en: 'hard shoulder' }, lane: { zh: '行车道', en: 'lane' } } as const

export function placeOf(camera: Camera, zone: WatchedWarning['zone']): Place {
  const { road } = camera
  const where = road
    ? {
        zh: `${road.road} ${kilometrePost(road.kilometre)} ${WAY[road.carriageway].zh}`,
        en: `${road.road} ${kilometrePost(road.kilometre)} ${WAY[road.carriageway].en}`,
      }
    : camera.name
  return {
    position: camera.position,
    label: zone ? { zh: `${where.zh} ${ZONE[zone].zh}`, en: `${where.en}, ${ZONE[zone].en}` } : where,
    ...(road ? { road: road.road, kilometre: road.kilometre, carriageway: road.carriageway } : {}),
    ...(zone ? { zone } : {}),
  }
}

export function raisedFrom(camera: Camera, warning: WatchedWarning): Raised {
  return {
    kind: warning.type,
    source: { kind: 'camera', id: camera.id, label: camera.name },
    place: placeOf(camera, warning.zone),
    grade: warning.grade,
    reason: warning.reason,
    hazardLights: warning.hazardLights,
    onsetAt: Math.round(Math.min(warning.onsetAt, warning.observedAt)),
    observedAt: Math.round(warning.observedAt),
    box: warning.box,
    still: createHash('sha256').update(warning.still).digest('hex'),
    version: warning.version,
  }
}

/** A roadside sensor measures the place itself, and has no picture. */
export function raisedFromTracks(sensor: RoadsideSensor, warning: RoadsideWarning): Raised {
  const post = kilometrePost(warning.kilometre)
  const way = WAY[warning.carriageway]
  const zone = ZONE[warning.zone]
  return {
    kind: warning.type,
    source: { kind: 'radar', id: sensor.id, label: sensor.name },
    place: {
      position: warning.position,
      label: {
        zh: `${sensor.road} ${post} ${way.zh} ${zone.zh}`,
        en: `${sensor.road} ${post} ${way.en}, ${zone.en}`,
      },
      road: sensor.road,
      kilometre: warning.kilometre,
      carriageway: warning.carriageway,
      zone: warning.zone,
    },
    grade: warning.grade,
    reason: warning.reason,
    version: warning.version,
    hazardLights: null,
    onsetAt: warning.onsetAt,
    observedAt: warning.observedAt,
  }
}

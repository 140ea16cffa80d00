/** A camera's drawing: zones and ground points as a person drew them over its picture, by version; the newest is in force instead of the configuration's. Pure. */
import type { PersonId } from '../core/ids.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { type Camera, cameraOf } from './camera.ts'
import { surveyOf, WORST_ERROR_M } from './ground.ts'

/** What is drawn, in pixels of `view`. */
export type Drawing = Pick<Camera, 'view' | 'zones' | 'ground'>

/** The drawing itself is kept by version in a table of its own; the fact binds it by its digest. */
export type CalibrationFact = {
  readonly type: 'calibrated'
  readonly v: 1
  readonly at: number
  readonly by: PersonId
  /** From 1; 0 is what the configuration says. */
  readonly version: number
  readonly zones: number
  readonly points: number
  /** Root mean square of what the ground points miss, in metres; null without ground. */
  readonly errorM: number | null
  /** SHA-256 of the drawing's canonical JSON, hex. */
  readonly digest: string
}

/** null: nobody has drawn over the configuration yet. */
export type Calibration = {
  readonly version: number
  readonly by: PersonId
  readonly at: number
  readonly digest: string
} | null

export type CalibrationWish = {
  readonly at: number
  readonly by: PersonId
  /** The version that the person had before their eyes. */
  readonly base: number
  readonly camera: Camera
  readonly drawing: Drawing
  readonly digest: string
}

export type CalibrationRefusal = 'conflict' | 'nothing-changed' | 'camera-unreadable' | 'ground-unusable'

/** Who drew over an older version than the one in force has not seen what they would undo: `conflict`. */
export function decide(
  now: Calibration,
  { at, by, base, camera, drawing, digest }: CalibrationWish,
): Result<CalibrationFact, CalibrationRefusal> {
  const version = now?.version ?? 0
  if (base !== version) return refuse('conflict')
  if (now?.digest === digest) return refuse('nothing-changed')
  const read = cameraOf(drawnOn(camera, drawing))
  if (!read.ok) return read
  const survey = drawing.ground ? surveyOf(drawing.ground) : null
  if (survey && !survey.ok) return survey
  const errorM = survey?.value.errorM ?? null
  // Written so that a figure which is no number is refused too.
  if (survey && !(survey.value.errorM <= WORST_ERROR_M))
    return refuse('ground-unusable', `point ${survey.value.worst + 1}`)
  return ok({
    type: 'calibrated',
    v: 1,
    at,
    by,
    version: version + 1,
    zones: drawing.zones.length,
    points: drawing.ground?.length ?? 0,
    errorM,
    digest,
  })
}

export function evolve(_now: Calibration, { version, by, at, digest }: CalibrationFact): Calibration {
  return { version, by, at, digest }
}

/** The camera's record with this drawing; one that was made on a view of another size is scaled to the camera's own. */
export function drawnOn(camera: Camera, drawing: Drawing): Camera {
  const sx = camera.view.width / drawing.view.width
  const sy = camera.view.height / drawing.view.height
  const scaled = ([x, y]: readonly [number, number]): [number, number] => [x * sx, y * sy]
  const { ground: _ground, ...rest } = camera
  return {
    ...rest,
    zones: drawing.zones.map((zone) => ({
      ...zone,
      polygon: zone.polygon.map(scaled),
      ...(zone.kind === 'lane' && zone.towards ? { towards: scaled(zone.towards) } : {}),
    })),
    ...(drawing.ground
      ? { ground: drawing.ground.map(({ pixel, metres }) => ({ pixel: scaled(pixel), metres })) }
      : {}),
  }
}

/** What the record that is in force shows as drawn. */
export function drawingOf({ view, zones, ground }: Camera): Drawing {
  return ground === undefined ? { view, zones } : { view, zones, ground }
}

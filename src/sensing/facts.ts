/** What sensing publishes: a warning as one camera measured it, and how each camera fares. */
import type { Position } from '../core/geo.ts'
import type { Carriageway } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import type { ZoneKind } from './camera.ts'
import type { ModelState } from './objects/objects.ts'

export const SENSED_TYPES = [
  'stopped-vehicle',
  'stopped-object',
  'pedestrian',
  'wrong-way',
  'congestion',
  'camera-unfit',
] as const
export type SensedType = (typeof SENSED_TYPES)[number]

/** Pixels of the camera's view: [x, y, width, height]. */
export type Box = readonly [number, number, number, number]

export type SensedWarning = {
  readonly kind: 'warning'
  readonly type: SensedType
  /** The frame on which it was decided, and the one where it began: seconds of the medium. */
  readonly mediaSeconds: number
  readonly onsetSeconds: number
  /** null: the whole picture. */
  readonly zone: Exclude<ZoneKind, 'ignore'> | null
  readonly box: Box
  /** A: confirmed by a second sign. B: one sign only. */
  readonly grade: 'A' | 'B'
  /** null: could not be told. */
  readonly hazardLights: boolean | null
  /** Built from what was measured. */
  readonly reason: Text
  /** Rules and thresholds that decided, so that the decision can be explained later. */
  readonly version: string
}

/** The same with the wall clock's instants and the picture that a person is to judge. */
export type WatchedWarning = SensedWarning & {
  /** UTC ms. */
  readonly onsetAt: number
  readonly observedAt: number
  /** JPEG at the size of the view's analysis, the box drawn in. */
  readonly still: Uint8Array
}

/** A warning as a roadside sensor's tracks gave it: the place is measured and the picture is missing. */
export type RoadsideWarning = {
  readonly type: SensedType
  readonly zone: 'lane' | 'shoulder'
  /** WGS-84. */
  readonly position: Position
  readonly kilometre: number
  readonly carriageway: Carriageway
  /** A: the sensor's own class says the same as the motion. B: motion alone. */
  readonly grade: 'A' | 'B'
  readonly reason: Text
  /** UTC ms by the server's clock. */
  readonly onsetAt: number
  readonly observedAt: number
  readonly version: string
}

/** A camera's newest picture and its UTC ms. */
export type CameraPicture = { readonly at: number; readonly jpeg: Uint8Array }

export const UNFIT_CAUSES = ['dark', 'blank', 'frozen', 'moved', 'blurred'] as const
export type UnfitCause = (typeof UNFIT_CAUSES)[number]

/** What a camera that is being watched says about itself. */
export type Fitness =
  | { readonly state: 'learning' | 'watching'; readonly cause: null }
  | { readonly state: 'unfit'; readonly cause: UnfitCause }

export type CameraHealth = {
  readonly id: string
  /** `off`: not started, or stopped on purpose. */
  readonly state: 'watching' | 'unfit' | 'down' | 'off'
  readonly cause: string | null
  /** UTC ms. */
  readonly since: number
  readonly framesPerSecond: number
  /** UTC ms of the newest frame, null before the first: a picture's age is visible from here. */
  readonly lastFrameAt: number | null
  /** The object model of the host that watches it; absent while none does. */
  readonly model?: ModelState
}

/** How officers judged the warnings of one camera; those of which they could not tell are shown, never dropped. */
export type Judged = {
  readonly right: number
  readonly wrong: number
  readonly cannotTell: number
  /** Nobody has judged these yet. */
  readonly awaiting: number
}

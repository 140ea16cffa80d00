/** What a turning camera can do and say of itself, whatever its make; and when it counts as being where it was sent. */
import type { Result } from '../../core/result.ts'
import type { PtzPosition } from '../camera.ts'
import type { Aim } from './aim.ts'
import type { HandMove } from './ptz.ts'

/**
 * `camera-silent`: no answer in time; `camera-unreachable`: the line is refused or dropped; `camera-not-onvif`: an answer
 * that is not ONVIF; `camera-locked`: our name and password are not accepted; `camera-declined`: it says no to this very
 * act; `camera-cannot`: it has no way of doing it. The detail is one sentence without credentials.
 */
export type DeviceRefusal =
  | 'camera-silent'
  | 'camera-unreachable'
  | 'camera-not-onvif'
  | 'camera-locked'
  | 'camera-declined'
  | 'camera-cannot'

export type Abilities = {
  readonly absolute: boolean
  readonly relative: boolean
  readonly continuous: boolean
  readonly presets: boolean
}

export type PtzStatus = {
  /** null: it does not know where it looks. */
  readonly position: PtzPosition | null
  /** null: it does not say whether it moves. */
  readonly moving: boolean | null
}

/** On its way: by which of the ways it can, and where it will be, as far as that is known. */
export type UnderWay = { readonly how: 'absolute' | 'preset' | 'relative'; readonly expects: PtzPosition | null }

export type PtzDevice = {
  /** Made once; asked again after a failure. */
  abilities(): Promise<Result<Abilities, DeviceRefusal>>
  /** Absolute where the aim is a position and the device takes it, else the preset, else by as much as it is off. */
  goTo(aim: Aim): Promise<Result<UnderWay, DeviceRefusal>>
  status(): Promise<Result<PtzStatus, DeviceRefusal>>
  hand(move: Exclude<HandMove, { kind: 'home' }>): Promise<Result<null, DeviceRefusal>>
  close(): void
}

/** Of the generic spaces: gears and rounding, not a different view. */
const TOLERANCE = 0.02

export function isNear(a: PtzPosition, b: PtzPosition): boolean {
  return (['pan', 'tilt', 'zoom'] as const).every((axis) => Math.abs(a[axis] - b[axis]) <= TOLERANCE)
}

/** It says that it stands, and stands where it was sent. What a device does not say must be vouched for by the other. */
export function isThere({ position, moving }: PtzStatus, expects: PtzPosition | null): boolean {
  if (moving === true) return false
  if (position === null || expects === null) return moving === false
  return isNear(position, expects)
}

/** For coming home only, where a camera that never says IDLE must not blind its own rules for ever: it stood still there over two looks. */
export function hasSettled(before: PtzStatus | null, now: PtzStatus, expects: PtzPosition | null): boolean {
  if (isThere(now, expects)) return true
  if (!before?.position || !now.position || !expects) return false
  return (
    isNear(now.position, expects) &&
    (['pan', 'tilt', 'zoom'] as const).every((axis) => before.position?.[axis] === now.position?.[axis])
  )
}

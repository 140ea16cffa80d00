/** When cars stop on the shoulder of the expressway camera, how long they stand, and when a camera's picture freezes. Pure: by time from the first viewer. */

import { diceFrom } from '../../core/dice.ts'
import { MINUTE, SECOND } from '../../core/time.ts'
import { type Stop, standsFrom } from './stop.ts'

/** From the first viewer to the car in the picture: the detector knows the empty road by then. */
export const FIRST_STOP_MS = 12 * SECOND
/** A car that nobody comes for drives on by itself. */
export const PATIENCE_MS = 12 * MINUTE

export type Programme = { readonly index: number; readonly stop: Stop }

function stopNumber(seed: number, index: number, entersAt: number): Stop {
  const dice = diceFrom(seed, `stop ${index}`)
  return { entersAt, standsAtM: index === 0 ? 46 : dice.between(38, 66), paintDice: dice.next(), leavesAt: null }
}

export function firstProgramme(seed: number): Programme {
  return { index: 0, stop: stopNumber(seed, 0, FIRST_STOP_MS) }
}

/** The programme at an instant: patience ends, and some minutes after one car has left the next one comes. */
export function programmeAt(seed: number, now: Programme, at: number): Programme {
  const { index, stop } = now
  if (stop.leavesAt === null) {
    const leavesAt = standsFrom(stop) + PATIENCE_MS
    return at < leavesAt ? now : { index, stop: { ...stop, leavesAt } }
  }
  const pause = diceFrom(seed, `pause ${index}`).between(2.5 * MINUTE, 4.5 * MINUTE)
  if (at < stop.leavesAt + 40 * SECOND) return now
  return { index: index + 1, stop: stopNumber(seed, index + 1, stop.leavesAt + pause) }
}

/** Whoever looks after nobody did must see the car come, not find it standing: an eye that opens on it takes it for scenery. */
export function restaged({ index, stop }: Programme, at: number): Programme {
  return at < stop.entersAt
    ? { index, stop }
    : { index, stop: { ...stop, entersAt: at + FIRST_STOP_MS, leavesAt: null } }
}

/** The standing car has been helped: it leaves; nothing changes when none stands. */
export function helped(now: Programme, at: number): Programme {
  const { index, stop } = now
  return stop.leavesAt !== null || at < standsFrom(stop) ? now : { index, stop: { ...stop, leavesAt: at } }
}

export const FREEZING_CAMERA = 'S12-K50-up'
const FREEZES_AFTER_MS = 9 * MINUTE
const FROZEN_MS = 2 * MINUTE
const FREEZES_EVERY_MS = 40 * MINUTE

/** The instant that a camera's picture shows: its own, but for the camera that freezes at times. */
export function shownAt(camera: string, at: number): number {
  if (camera !== FREEZING_CAMERA || at < FREEZES_AFTER_MS) return at
  const into = (at - FREEZES_AFTER_MS) % FREEZES_EVERY_MS
  return into < FROZEN_MS ? at - into : at
}

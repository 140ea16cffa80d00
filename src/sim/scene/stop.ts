/** A car that brakes onto the hard shoulder, stands, flashes at 1.5 Hz and one day drives on: where it is and what its lamps do, by time. */
import { type Look, standingCar } from './look.ts'
import type { Placed } from './vehicle.ts'
import { LANE_M, ROAD_EDGE_M } from './view.ts'

export const HAZARD_HZ = 1.5
const ENTERS_AT_M = 3
const ENTERS_MS = 13.5
const LEAVES_MS2 = 1.6
const ON_SHOULDER_M = ROAD_EDGE_M + 1.62
const IN_LANE_M = LANE_M * 1.62
/** A person finds the switch a moment after the car stands. */
const FINDS_SWITCH_MS = 900

export type Stop = {
  /** When it comes into the picture, ms on the camera's world clock. */
  readonly entersAt: number
  /** How far from the mast it comes to stand. */
  readonly standsAtM: number
  /** In [0, 1): which car. */
  readonly paintDice: number
  /** null: nobody has helped it yet. */
  readonly leavesAt: number | null
}

export function standsFrom(stop: Stop): number {
  const brakingMs2 = ENTERS_MS ** 2 / (2 * (stop.standsAtM - ENTERS_AT_M))
  return stop.entersAt + (ENTERS_MS / brakingMs2) * 1000
}

const smooth = (share: number): number => {
  const s = Math.max(0, Math.min(1, share))
  return s * s * (3 - 2 * s)
}

/** Light of a flashing lamp: a square wave whose edges take 40 ms, as a filament's do. */
export function flash(sinceMs: number): number {
  const period = 1000 / HAZARD_HZ
  const into = ((sinceMs % period) + period) % period
  return Math.max(0, Math.min(1, Math.min(into / 40, (period / 2 - into) / 40 + 1)))
}

/** null: not yet in the picture, or gone from it. */
export function stoppingCar(stop: Stop, at: number): Placed | null {
  const look: Look = standingCar(stop.paintDice)
  const since = (at - stop.entersAt) / 1000
  if (since < 0) return null
  const stands = standsFrom(stop)
  const car = (along: number, across: number, lamps: Placed['lamps']): Placed => ({
    look,
    name: `stop-${stop.entersAt}`,
    along,
    across,
    facing: 'away',
    lamps,
  })
  if (at < stands) {
    const braking = ENTERS_MS ** 2 / (2 * (stop.standsAtM - ENTERS_AT_M))
    const along = ENTERS_AT_M + ENTERS_MS * since - (braking * since * since) / 2
    const over = smooth((along - ENTERS_AT_M) / ((stop.standsAtM - ENTERS_AT_M) * 0.75))
    const right = flash(at - stop.entersAt)
    return car(along, IN_LANE_M + (ON_SHOULDER_M - IN_LANE_M) * over, { brake: true, left: 0, right })
  }
  if (stop.leavesAt === null || at < stop.leavesAt) {
    const on = at - stands > FINDS_SWITCH_MS ? flash(at - stands - FINDS_SWITCH_MS) : 0
    return car(stop.standsAtM, ON_SHOULDER_M, { brake: at - stands < 1_400, left: on, right: on })
  }
  const gone = (at - stop.leavesAt) / 1000
  const run = (LEAVES_MS2 * gone * gone) / 2
  if (run > 480) return null
  const back = smooth((run - 12) / 60)
  const left = run < 90 ? flash(at - stop.leavesAt) : 0
  return car(stop.standsAtM + run, ON_SHOULDER_M + (LANE_M * 1.5 - ON_SHOULDER_M) * back, {
    brake: false,
    left,
    right: 0,
  })
}

/** While it brakes nobody is behind it in the slow lane, and nobody either when it pulls out. */
export function keepClearOf(stop: Stop): { readonly from: number; readonly to: number } {
  const pulling = stop.leavesAt !== null
  const at = stop.leavesAt ?? stop.entersAt
  return pulling ? { from: at - 5_000, to: at + 12_000 } : { from: at - 6_500, to: at + 5_000 }
}

/** Who drives past a simulated camera at an instant: a pure function of seed and time, so that every viewer sees the same road. */
import { type Look, lookOf } from './look.ts'
import { NO_LAMPS, type Placed } from './vehicle.ts'
import { LANE_M, OPPOSITE_M } from './view.ts'

export type Flow = {
  /** Time between two places in the stream, of which `share` are taken. */
  readonly slotMs: number
  readonly share: number
  readonly fastMs: number
  readonly slowMs: number
}

export const FLOWS: Readonly<Record<'expressway' | 'street', Flow>> = {
  expressway: { slotMs: 3_400, share: 0.5, fastMs: 30, slowMs: 23.5 },
  street: { slotMs: 4_600, share: 0.42, fastMs: 13.5, slowMs: 12 },
}

type Lane = {
  readonly across: number
  readonly fast: boolean
  readonly facing: Placed['facing']
  readonly index: number
}
export const SLOW_LANE = 1
const LANES: readonly Lane[] = [
  { index: 0, across: LANE_M / 2, fast: true, facing: 'away' },
  { index: SLOW_LANE, across: LANE_M * 1.5, fast: false, facing: 'away' },
  { index: 2, across: OPPOSITE_M - LANE_M / 2, fast: true, facing: 'towards' },
  { index: 3, across: OPPOSITE_M - LANE_M * 1.5, fast: false, facing: 'towards' },
]

const BEHIND_M = 40
const AHEAD_M = 520

/** One number in [0, 1) for a place in a lane's stream; no state, so any instant can be asked for. */
function roll(seed: number, lane: number, slot: number, what: number): number {
  let hash =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(lane * 131 + what, 0xc2b2ae35) ^ Math.imul(slot, 0x27d4eb2f)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296
}

function lookFor(seed: number, lane: Lane, slot: number, setting: 'expressway' | 'street'): Look {
  const heavy = lane.fast ? 0.1 : setting === 'expressway' ? 0.42 : 0.2
  return lookOf(roll(seed, lane.index, slot, 1), roll(seed, lane.index, slot, 2), heavy)
}

/**
 * Vehicles in view at `at` (ms on the camera's own world clock), farthest first. `keepClear`: a time during which
 * nobody enters the slow lane at the near end, because somebody brakes there.
 */
export function vehiclesAt(
  seed: number,
  setting: 'expressway' | 'street',
  at: number,
  keepClear: { readonly from: number; readonly to: number } | null,
): readonly Placed[] {
  const { slotMs, share, fastMs, slowMs } = FLOWS[setting]
  const placed: Placed[] = []
  for (const lane of LANES) {
    const base = (lane.fast ? fastMs : slowMs) * (lane.facing === 'away' ? 1 : 1.03)
    const crossMs = ((BEHIND_M + AHEAD_M) / base) * 1000 * 1.05
    for (let slot = Math.floor((at - crossMs) / slotMs) - 1; slot * slotMs <= at; slot++) {
      if (roll(seed, lane.index, slot, 0) > share) continue
      const entersAt = slot * slotMs + roll(seed, lane.index, slot, 3) * slotMs * 0.3
      const speed = base * (0.975 + 0.05 * roll(seed, lane.index, slot, 4))
      const passed = ((at - entersAt) / 1000) * speed
      if (passed < 0 || passed > BEHIND_M + AHEAD_M) continue
      if (lane.index === SLOW_LANE && keepClear && entersAt > keepClear.from && entersAt < keepClear.to) continue
      const sway = 0.18 * Math.sin(at / 2100 + slot * 2.4) + (roll(seed, lane.index, slot, 5) - 0.5) * 0.5
      placed.push({
        name: `${lane.index}-${slot}`,
        look: lookFor(seed, lane, slot, setting),
        across: lane.across + sway,
        along: lane.facing === 'away' ? passed - BEHIND_M : AHEAD_M - passed,
        facing: lane.facing,
        lamps: NO_LAMPS,
      })
    }
  }
  return placed.sort((a, b) => b.along - a.along)
}

/** Who of a centre's units can be sent now, and what stands against each of the others. Pure. */
import type { Position } from '../../core/geo.ts'
import { HOUR } from '../../core/time.ts'
import type { Unit } from '../forces.ts'
import { crewOf } from '../plan.ts'
import { type Duty, dutyAt } from '../units/duty.ts'

/** A fix older than this is not offered as near. */
export const STALE_FIX_MS = 120_000
/** Whoever is on duty for longer goes last. */
export const LONG_DUTY_MS = 12 * HOUR

/** A unit and where it was last seen; null: never. */
export type UnitAt = {
  readonly unit: Unit
  readonly position: Position | null
  readonly fixAt: number | null
  /** Of one that moves; null: it stands, or does not know. */
  readonly headingDegrees: number | null
}

/** The same, and what the room knows of it. */
export type UnitNow = UnitAt & {
  /** An order keeps it. */
  readonly busy: boolean
  readonly duty: Duty
  /** When it was last ordered, as far as the room looks back; null: not since. */
  readonly turnAt: number | null
}

/** Why a unit cannot be sent, the one nearest to being able first. */
export const OBSTACLES = [
  'no-recent-position',
  'crew-away',
  'not-staffed',
  'resting',
  'all-busy',
  'out-of-service',
  'off-duty',
] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** People in it; null: nobody has said. */
export function crewSizeOf({ unit, duty }: UnitNow): number | null {
  if (duty.state === 'on-duty' || duty.state === 'resting') return duty.crew ?? unit.crewSize ?? null
  return null
}

export const isLongOnDuty = ({ duty }: UnitNow, now: number): boolean =>
  duty.state === 'on-duty' && duty.since !== null && now - duty.since > LONG_DUTY_MS

/** Crews that are out with one of their vehicles. */
export const crewsOut = (units: readonly UnitNow[]): ReadonlySet<string> =>
  new Set(units.flatMap(({ unit, busy }) => (busy && unit.crew !== undefined ? [crewOf(unit)] : [])))

/** null: it can be sent. A vehicle that is known to be empty is not staffed for anything; whether its crew is enough is asked line by line. */
export function obstacleOf(each: UnitNow, out: ReadonlySet<string>, now: number): Obstacle | null {
  const { state } = dutyAt(each.duty, now)
  if (state === 'off-duty' || state === 'out-of-service') return state
  if (each.busy) return 'all-busy'
  if (state === 'resting') return 'resting'
  if (out.has(crewOf(each.unit))) return 'crew-away'
  if (crewSizeOf(each) === 0) return 'not-staffed'
  if (!each.position || each.fixAt === null || now - each.fixAt > STALE_FIX_MS) return 'no-recent-position'
  return null
}

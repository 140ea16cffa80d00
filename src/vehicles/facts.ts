/** What vehicles publish to the other capabilities: where a unit was last seen, and how to ask. */
import type { Position } from '../core/geo.ts'
import type { UnitId } from '../core/ids.ts'

export type UnitFix = {
  readonly position: Position
  /** The receiver's own time, UTC ms. */
  readonly at: number
  readonly speedKmh: number | null
  readonly headingDegrees: number | null
}

/** null: never seen, or not one of ours. */
export type LatestFix = (unit: UnitId) => UnitFix | null

/** The fixes of one unit in a span, oldest first. */
export type Trail = { readonly unit: UnitId; readonly fixes: readonly UnitFix[] }

/** Trails from `from` to `to` (UTC ms), thinned to one fix in each `everyMs`; units that reported nothing are left out. */
export type ReadTrails = (
  units: readonly UnitId[],
  from: number,
  to: number,
  everyMs: number,
) => Promise<readonly Trail[]>

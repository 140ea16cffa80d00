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

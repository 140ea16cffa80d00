/** What an order says: the brief that an agency reads, and what it was issued with. Enough to act, nothing about persons. */
import type { AgencyId, IncidentId, OrderId, PersonId, UnitId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import type { Channel } from './forces.ts'
import type { IncidentKind, Priority } from './incident.ts'
import type { Reported } from './methane.ts'

/** What the agency is told: enough to act, nothing about persons. Kind, priority and place are as corrected since. */
export type Brief = {
  readonly incidentNumber: string
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: Place
  readonly reason: Text
  readonly still?: string
  readonly firstObservedAt: number
  /** Practised, not real: shown as such wherever it is shown, and sent out of the house by no way. */
  readonly exercise?: true
  /** Given by telephone while the system was away, and written up afterwards with its own times. */
  readonly later?: true
  /** The METHANE report as it stood when the order was given. */
  readonly methane?: Reported
  /** The agencies that got an order in the same act. */
  readonly together: readonly AgencyId[]
  /** Who signs for it takes the incident over. */
  readonly handOver?: true
}

export type Issued = {
  readonly incident: IncidentId
  /** `20261123-0031-2` */
  readonly number: string
  readonly agency: AgencyId
  readonly unit: UnitId | null
  /** The unit that the desk proposed for this line, where it proposed one; another `unit` is the officer's own choice. */
  readonly proposed?: UnitId
  /** The rule that this line stands in, as it was then, and the alarm level it was ordered at. */
  readonly plan?: { readonly id: string; readonly version: number; readonly level: number }
  readonly channel: Channel
  readonly brief: Brief
  /** Set when this order stands in for one that nobody signed for. */
  readonly insteadOf: OrderId | null
  readonly by: PersonId
}

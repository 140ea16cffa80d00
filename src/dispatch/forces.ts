/** The reference data of dispatch: agencies that take orders and units that can be ordered; versioned, from the configuration. */
import type { AgencyId, UnitId } from '../core/ids.ts'
import type { Text } from '../core/text.ts'

export const AGENCY_KINDS = ['traffic-police', 'road-rescue', 'ambulance', 'road-operator', 'police-station'] as const
export type AgencyKind = (typeof AGENCY_KINDS)[number]

/** webhook, eido: its own system, over HTTP; mail: a mailbox; console: people at /agency. */
export const CHANNELS = ['webhook', 'eido', 'mail', 'console'] as const
export type Channel = (typeof CHANNELS)[number]

export type Agency = {
  readonly id: AgencyId
  readonly kind: AgencyKind
  readonly name: Text
  readonly channel: Channel
  /** Who gets the order when this agency does not sign for it. */
  readonly fallback: AgencyId | null
}

export const UNIT_KINDS = ['patrol-car', 'motorcycle', 'tow-truck', 'ambulance', 'drone', 'foot-pair'] as const
export type UnitKind = (typeof UNIT_KINDS)[number]

export type Unit = {
  readonly id: UnitId
  readonly agency: AgencyId
  readonly kind: UnitKind
  /** What it can do beyond its kind, in the centre's own words: `advanced-life-support`, `heavy-tow`. */
  readonly capabilities: readonly string[]
  readonly label: Text
  /** One crew that several vehicles share goes in one of them at a time. */
  readonly crew?: string
  /** People in it on a usual shift; unsaid: not known. */
  readonly crewSize?: number
  /** The firm that it belongs to, where firms take turns. */
  readonly company?: string
  /** Index on the state lane; stable while the server runs. */
  readonly index: number
}

/** What composition gives to dispatch: the ground it stands on, the centre's reference data, the clock, chance, and the hints it sends. */
import type { Access } from '../../access/access.ts'
import type { Position } from '../../core/geo.ts'
import { type AgencyId, type Id, id, uuidv7 } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import type { Chance, Clock } from '../../core/time.ts'
import type { Database } from '../../journal/io/database.ts'
import type { Journal } from '../../journal/journal.ts'
import type { PlaceRefusal } from '../../roads/place-finder.ts'
import type { ReadTrails } from '../../vehicles/facts.ts'
import type { Agency, Unit } from '../forces.ts'
import type { Ground, PlanRule } from '../plan.ts'
import type { StandbyPost } from '../recommend/coverage.ts'
import type { UnitAt } from '../recommend/readiness.ts'
import type { Rotation } from '../recommend/rotation.ts'
import type { Travel } from '../recommend/travel.ts'
import type { FindWay } from '../recommend/way.ts'
import type { Target } from '../report/targets.ts'
import type { EidoReach } from './agencies/eido.ts'
import type { MailReach } from './agencies/mail.ts'
import type { Webhook } from './agencies/webhook.ts'

/** How an agency's own system is reached. */
export type Reach = Webhook | EidoReach | MailReach

export type MailServer = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else STARTTLS where the server offers it. */
  readonly secure: boolean
  readonly user?: string
  readonly password?: string
  readonly from: string
}

/** The centre's reference data, checked by the configuration's schema. */
export type Centre = {
  readonly name: Text
  /** IANA name; incident numbers count by its days. */
  readonly timeZone: string
  /** Where a call for help is put when neither the phone nor the unit's terminal knows its position. */
  readonly position: Position
  /** What the centre answers for, a closed ring: alerts about elsewhere are kept and not shown. Empty: everything. */
  readonly area: readonly Position[]
  /** What agencies call this server, without a slash at the end. */
  readonly publicUrl: string
  readonly agencies: readonly Agency[]
  readonly units: readonly Unit[]
  /** What the file plants once; from then on plans live in the journal (plans/io/plans.ts). */
  readonly plans: readonly PlanRule[]
  /** What reports are held against. */
  readonly targets: readonly Target[]
  /** Named areas, the time zone and the holidays that plans refer to. */
  readonly ground: Ground
  readonly standby: readonly StandbyPost[]
  readonly rotation: Rotation
  /** Those with a system of their own; the others read at /agency. */
  readonly reach: ReadonlyMap<AgencyId, Reach>
  readonly mail: MailServer | null
  /** As the console gets them in /api/reference: camera.json without its source. */
  readonly cameras: readonly unknown[]
  readonly demo: boolean
}

export type Given = {
  readonly journal: Journal
  readonly database: Database
  readonly access: Access
  readonly clock: Clock
  readonly chance: Chance
  readonly centre: Centre
  readonly unitsNow: () => readonly UnitAt[]
  /** null: no road network is known, and the straight line stands in. */
  readonly travel: Travel | null
  /** null: no road network is known. */
  readonly way: FindWay | null
  /** Why a place cannot be where it says it is; null: nothing known speaks against it. */
  readonly placeIsWrong: (place: Place) => PlaceRefusal | null
  /** Where units were, for whoever looks back. */
  readonly trails: ReadTrails
  /** Whether a person of that agency has been live within the last minute. */
  readonly isManned: (agency: AgencyId) => boolean
  /** Called right after a commit that put orders into the outbox: a hint, never the truth. */
  readonly wake: (agencies: readonly AgencyId[]) => void
}

export function newId<B extends string>(given: Pick<Given, 'clock' | 'chance'>): Id<B> {
  return id<B>(uuidv7(given.clock(), given.chance(10)))
}

/** An incident: what the centre deals with, from a true verdict or a call until a named person closes it; corrected, joined, merged and handed over on record. */
import {
  type AgencyId,
  id as asId,
  type Id,
  type IncidentId,
  type OrderId,
  type PersonId,
  type SubjectId,
  type WarningId,
} from '../core/ids.ts'
import { type Place, samePlace } from '../core/place.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'
import { changedFields, type Methane, namesSomebody, type Reported } from './methane.ts'

export const INCIDENT_KINDS = [
  'stopped-vehicle',
  'medical-emergency',
  'collision',
  'obstacle',
  'pedestrian',
  'wrong-way',
  'congestion',
  'officer-help',
  'other',
] as const
export type IncidentKind = (typeof INCIDENT_KINDS)[number]

/** 1: life at risk; 2: urgent; 3: soon; 4: planned. */
export const PRIORITIES = [1, 2, 3, 4] as const
export type Priority = (typeof PRIORITIES)[number]

export const OUTCOMES = ['resolved', 'nothing-found', 'handed-over'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type IncidentOrigin =
  | { readonly from: 'warning'; readonly warning: WarningId; readonly warnedAt: number; readonly still?: string }
  /** A call; the caller's particulars lie in the vault under `caller`. */
  | { readonly from: 'call'; readonly caller: SubjectId | null }

export type Opened = {
  /** `20261123-0031`: the number people say. */
  readonly number: string
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: Place
  readonly origin: IncidentOrigin
  /** Start of the first-minute clock, UTC ms: the sensor's onset, or the moment the call came in. */
  readonly firstObservedAt: number
  readonly by: PersonId
  /** Practised, not real: it leaves the house by no way, and no figure counts it. */
  readonly exercise?: true
  /** Written up from paper afterwards, with the original times. */
  readonly later?: true
}

/** What an officer may put right afterwards; the journal keeps what was said first. */
export type Amendment = Partial<Pick<Opened, 'kind' | 'priority' | 'place'>>

/** One more source for the same event. A call's particulars lie in the vault under `caller`. */
export type Report =
  | { readonly id: ReportId; readonly from: 'call'; readonly caller: SubjectId | null }
  | { readonly id: ReportId; readonly from: 'warning'; readonly warning: WarningId }
export type ReportId = Id<'report'>

/** Texts about what happens, never about who: `looksPersonal` is refused at the door. */
export type Note = { readonly at: number; readonly by: PersonId; readonly text: string }

export type IncidentFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'opened' } & Opened)
  | {
      readonly type: 'ordered'
      readonly orders: readonly OrderId[]
      readonly plan: string | null
      /** The alarm level that these orders bring the incident to; absent where no level was meant. */
      readonly level?: number
      readonly by: PersonId
    }
  | ({ readonly type: 'amended'; readonly by: PersonId } & Amendment)
  | { readonly type: 'joined'; readonly report: Report; readonly by: PersonId }
  | { readonly type: 'parted'; readonly report: ReportId; readonly by: PersonId }
  | { readonly type: 'noted'; readonly text: string; readonly by: PersonId }
  | { readonly type: 'reported'; readonly version: number; readonly report: Methane; readonly by: PersonId }
  /** This one is the same event as `into`, and is worked on there. */
  | { readonly type: 'merged'; readonly into: IncidentId; readonly by: PersonId }
  | { readonly type: 'unmerged'; readonly by: PersonId }
  /** The other side of the two before. */
  | { readonly type: 'absorbed'; readonly incident: IncidentId; readonly by: PersonId }
  | { readonly type: 'released'; readonly incident: IncidentId; readonly by: PersonId }
  /** Offered to another agency, which takes it over by signing for `order`. */
  | { readonly type: 'offered'; readonly to: AgencyId; readonly order: OrderId; readonly by: PersonId }
  | { readonly type: 'offer-ended'; readonly because: 'rejected' | 'withdrawn'; readonly by: PersonId }
  | {
      readonly type: 'closed'
      readonly outcome: Outcome
      readonly by: PersonId
      /** Of the case or record that goes on with it elsewhere. */
      readonly caseNumber?: string
    }
  | { readonly type: 'reopened'; readonly by: PersonId }
)

export type Incident = {
  readonly id: IncidentId
  /** As amended since. */
  readonly opened: Opened
  readonly openedAt: number
  readonly orders: readonly OrderId[]
  /** Alarm level reached; 0: none was called. */
  readonly level: number
  readonly reports: readonly Report[]
  readonly notes: readonly Note[]
  /** The METHANE report as it stands; absent until there is one. */
  readonly methane?: Reported
  /** Incidents that turned out to be this one. */
  readonly absorbed: readonly IncidentId[]
  readonly offer: { readonly to: AgencyId; readonly order: OrderId; readonly by: PersonId } | null
} & (
  | { readonly state: 'open' }
  | { readonly state: 'ordered'; readonly orderedAt: number }
  | {
      readonly state: 'merged'
      readonly into: IncidentId
      /** null: it was not ordered before. */
      readonly orderedAt: number | null
      readonly mergedAt: number
      readonly by: PersonId
    }
  | {
      readonly state: 'closed'
      readonly orderedAt: number | null
      readonly closedAt: number
      readonly outcome: Outcome
      readonly by: PersonId
      readonly caseNumber?: string
    }
)

export type IncidentWish =
  | { readonly type: 'open'; readonly at: number; readonly opened: Opened }
  | {
      readonly type: 'order'
      readonly at: number
      readonly orders: readonly OrderId[]
      readonly plan: string | null
      readonly level?: number
      readonly by: PersonId
      /** Stands in for an order that was given before: then it goes out even after a merger. */
      readonly standsIn?: true
    }
  | {
      readonly type: 'amend'
      readonly at: number
      readonly amendment: Amendment
      /** What the officer saw in each field that is amended: whoever saw something older is told, and overwrites nothing. */
      readonly was: Amendment
      readonly by: PersonId
    }
  | { readonly type: 'join'; readonly at: number; readonly report: Report; readonly by: PersonId }
  | { readonly type: 'part'; readonly at: number; readonly report: ReportId; readonly by: PersonId }
  | { readonly type: 'note'; readonly at: number; readonly text: string; readonly by: PersonId }
  /** `on`: the version that the writer had before them, so that two who write at once do not overwrite each other. */
  | {
      readonly type: 'report'
      readonly at: number
      readonly report: Methane
      readonly on: number
      readonly by: PersonId
    }
  | { readonly type: 'merge'; readonly at: number; readonly into: Incident; readonly by: PersonId }
  | { readonly type: 'unmerge'; readonly at: number; readonly by: PersonId }
  | { readonly type: 'absorb'; readonly at: number; readonly incident: IncidentId; readonly by: PersonId }
  | { readonly type: 'release'; readonly at: number; readonly incident: IncidentId; readonly by: PersonId }
  | {
      readonly type: 'offer'
      readonly at: number
      readonly to: AgencyId
      readonly order: OrderId
      readonly by: PersonId
    }
  | {
      readonly type: 'end-offer'
      readonly at: number
      readonly because: 'rejected' | 'withdrawn'
      readonly by: PersonId
    }
  | {
      readonly type: 'close'
      readonly at: number
      readonly outcome: Outcome
      readonly by: PersonId
      readonly caseNumber?: string
      /** Orders that somebody is still on the way to, or working on. */
      readonly running: readonly OrderId[]
    }
  | { readonly type: 'reopen'; readonly at: number; readonly by: PersonId }

export type IncidentRefusal =
  | 'already-open'
  | 'not-open'
  | 'closed'
  | 'not-closed'
  | 'no-orders'
  | 'orders-running'
  | 'merged'
  | 'not-merged'
  | 'itself'
  | 'exercise-and-real'
  | 'nothing-amended'
  | 'changed-meanwhile'
  | 'already-joined'
  | 'not-joined'
  | 'already-offered'
  | 'not-offered'
  | 'particulars-refused'
  | 'nothing-reported'
  | 'report-outdated'
  | 'full'

/** What one incident holds of reports and of notes: more says nothing more, and the board stays light. */
const MOST = 500

/** The wishes that make sense on an incident that is over: everything else is refused with why it is over. */
type OnOver = 'reopen' | 'unmerge' | 'release'
const onOver = (wish: IncidentWish): wish is Extract<IncidentWish, { type: OnOver }> =>
  wish.type === 'reopen' || wish.type === 'unmerge' || wish.type === 'release'

export function decide(now: Incident | null, wish: IncidentWish): Result<IncidentFact, IncidentRefusal> {
  if (wish.type === 'open')
    return now ? refuse('already-open') : ok({ type: 'opened', v: 1, at: wish.at, ...wish.opened })
  if (!now) return refuse('not-open')
  const standsIn = wish.type === 'order' && wish.standsIn === true
  if (now.state === 'closed' && !onOver(wish)) return refuse('closed')
  if (now.state === 'merged' && !onOver(wish) && !standsIn) return refuse('merged', now.into)
  const base = { v: 1, at: wish.at, by: wish.by } as const
  switch (wish.type) {
    case 'order': {
      if (wish.orders.length === 0) return refuse('no-orders')
      const level = wish.level === undefined ? {} : { level: wish.level }
      return ok({ type: 'ordered', ...base, orders: wish.orders, plan: wish.plan, ...level })
    }
    case 'amend': {
      const changed = changes(now.opened, wish.amendment)
      if (Object.keys(changed).length === 0) return refuse('nothing-amended')
      const older = changes(now.opened, wish.was)
      // A field that was not said to have been seen was not seen.
      const sawAll = Object.keys(changed).every(
        (field) => Object.hasOwn(wish.was, field) && !Object.hasOwn(older, field),
      )
      return sawAll ? ok({ type: 'amended', ...base, ...changed }) : refuse('changed-meanwhile')
    }
    case 'join':
      // What a sensor has seen is real, whatever is being practised beside it.
      if (now.opened.exercise && wish.report.from === 'warning') return refuse('exercise-and-real')
      if (reportsOf(now).some((known) => sameReport(known, wish.report))) return refuse('already-joined')
      return now.reports.length >= MOST ? refuse('full') : ok({ type: 'joined', ...base, report: wish.report })
    case 'part':
      return now.reports.some(({ id }) => id === wish.report)
        ? ok({ type: 'parted', ...base, report: wish.report })
        : refuse('not-joined')
    case 'note':
      return now.notes.length >= MOST ? refuse('full') : ok({ type: 'noted', ...base, text: wish.text })
    case 'report': {
      const version = now.methane?.version ?? 0
      if (namesSomebody(wish.report)) return refuse('particulars-refused')
      if (wish.on !== version) return refuse('report-outdated')
      if (changedFields(now.methane?.report ?? null, wish.report).length === 0) return refuse('nothing-reported')
      if (version >= MOST) return refuse('full')
      return ok({ type: 'reported', ...base, version: version + 1, report: wish.report })
    }
    case 'merge': {
      const { into } = wish
      if (into.id === now.id) return refuse('itself')
      if (into.state === 'closed' || into.state === 'merged') return refuse(into.state)
      if ((into.opened.exercise ?? false) !== (now.opened.exercise ?? false)) return refuse('exercise-and-real')
      return ok({ type: 'merged', ...base, into: into.id })
    }
    case 'unmerge':
      return now.state === 'merged' ? ok({ type: 'unmerged', ...base }) : refuse('not-merged')
    case 'absorb':
      if (now.absorbed.includes(wish.incident)) return refuse('already-joined')
      return now.absorbed.length >= MOST ? refuse('full') : ok({ type: 'absorbed', ...base, incident: wish.incident })
    case 'release':
      return now.absorbed.includes(wish.incident)
        ? ok({ type: 'released', ...base, incident: wish.incident })
        : refuse('not-merged')
    case 'offer':
      return now.offer ? refuse('already-offered') : ok({ type: 'offered', ...base, to: wish.to, order: wish.order })
    case 'end-offer':
      return now.offer ? ok({ type: 'offer-ended', ...base, because: wish.because }) : refuse('not-offered')
    case 'close': {
      if (wish.running.length > 0) return refuse('orders-running', wish.running.join(' '))
      const caseNumber = wish.caseNumber === undefined ? {} : { caseNumber: wish.caseNumber }
      return ok({ type: 'closed', ...base, outcome: wish.outcome, ...caseNumber })
    }
    case 'reopen':
      return now.state === 'closed' ? ok({ type: 'reopened', ...base }) : refuse('not-closed')
  }
  return never(wish)
}

/** What an amendment really changes: to say again what holds is no correction. */
export function changes(opened: Required<Amendment>, { kind, priority, place }: Amendment): Amendment {
  return {
    ...(kind !== undefined && kind !== opened.kind ? { kind } : {}),
    ...(priority !== undefined && priority !== opened.priority ? { priority } : {}),
    ...(place !== undefined && !samePlace(place, opened.place) ? { place } : {}),
  }
}

/** Every source of the incident: the first and those that joined. */
export function reportsOf({ id, opened, reports }: Incident): readonly Report[] {
  const { origin } = opened
  const first = idOf(id)
  return [
    origin.from === 'warning'
      ? { id: first, from: 'warning', warning: origin.warning }
      : { id: first, from: 'call', caller: origin.caller },
    ...reports,
  ]
}
/** The first report goes by the incident's own id. */
const idOf = (incident: IncidentId): ReportId => asId<'report'>(incident)

const sameReport = (a: Report, b: Report): boolean =>
  a.id === b.id || (a.from === 'warning' && b.from === 'warning' && a.warning === b.warning)

/** Closed, or worked on elsewhere. */
export const isOver = ({ state }: Incident): boolean => state === 'closed' || state === 'merged'

/** Throws only on a log that starts without `opened`: that is a bug, not an input. */
export function evolve(now: Incident | null, id: IncidentId, fact: IncidentFact): Incident {
  if (fact.type === 'opened') {
    const { type: _type, v: _v, at, ...opened } = fact
    const nothing = { orders: [], level: 0, reports: [], notes: [], absorbed: [], offer: null }
    return { id, opened, openedAt: at, ...nothing, state: 'open' }
  }
  if (!now) throw new Error(`incident ${id}: ${fact.type} before opened`)
  switch (fact.type) {
    case 'ordered': {
      const orders = [...now.orders, ...fact.orders]
      const level = fact.level ?? now.level
      if (now.state === 'merged') return { ...now, orders, level, orderedAt: now.orderedAt ?? fact.at }
      return { ...kept(now), orders, level, state: 'ordered', orderedAt: orderedAtOf(now) ?? fact.at }
    }
    case 'amended': {
      const { type: _type, v: _v, at: _at, by: _by, ...amendment } = fact
      return { ...now, opened: { ...now.opened, ...amendment } }
    }
    case 'joined':
      return { ...now, reports: [...now.reports, fact.report] }
    case 'parted':
      return { ...now, reports: now.reports.filter((report) => report.id !== fact.report) }
    case 'noted':
      return { ...now, notes: [...now.notes, { at: fact.at, by: fact.by, text: fact.text }] }
    case 'reported': {
      const { version, at, by, report } = fact
      return { ...now, methane: { version, at, by, report, before: now.methane?.report ?? null } }
    }
    case 'merged':
      return {
        ...kept(now),
        state: 'merged',
        into: fact.into,
        orderedAt: orderedAtOf(now),
        mergedAt: fact.at,
        by: fact.by,
      }
    case 'unmerged':
    case 'reopened': {
      const orderedAt = orderedAtOf(now)
      return orderedAt === null ? { ...kept(now), state: 'open' } : { ...kept(now), state: 'ordered', orderedAt }
    }
    case 'absorbed':
      return { ...now, absorbed: [...now.absorbed, fact.incident] }
    case 'released':
      return { ...now, absorbed: now.absorbed.filter((incident) => incident !== fact.incident) }
    case 'offered':
      return { ...now, offer: { to: fact.to, order: fact.order, by: fact.by } }
    case 'offer-ended':
      return { ...now, offer: null }
    case 'closed':
      return {
        ...kept(now),
        offer: null,
        state: 'closed',
        orderedAt: orderedAtOf(now),
        closedAt: fact.at,
        outcome: fact.outcome,
        by: fact.by,
        ...(fact.caseNumber === undefined ? {} : { caseNumber: fact.caseNumber }),
      }
  }
  return never(fact)
}

const orderedAtOf = (now: Incident): number | null => (now.state === 'open' ? null : now.orderedAt)

/** What every state has: a field exists only where it means something. */
function kept({ id, opened, openedAt, orders, level, reports, notes, absorbed, offer, methane }: Incident) {
  const report = methane === undefined ? {} : { methane }
  return { id, opened, openedAt, orders, level, reports, notes, absorbed, offer, ...report }
}

/** A form while it is typed: texts as typed, and the paper that they make when nothing is missing. Pure. */
import { type AgencyId, id } from '../../../core/ids.ts'
import type { Place } from '../../../core/place.ts'
import { INCIDENT_KINDS, type IncidentKind, OUTCOMES, type Outcome, type Priority } from '../../incident.ts'
import type { Paper, PaperOrder } from '../paper.ts'

export const CLOCKS = ['ordered', 'signed', 'setOut', 'arrived', 'cleared'] as const
export type Clock = (typeof CLOCKS)[number]
/** `datetime-local` as a browser gives it; empty: not written on the form. */
export type OrderDraft = { readonly agency: string; readonly unit: string } & Readonly<Record<Clock, string>>
export type Draft = {
  readonly kind: string
  readonly priority: Priority
  readonly place: Place | null
  readonly called: string
  readonly name: string
  readonly phone: string
  readonly orders: readonly OrderDraft[]
  readonly outcome: string
  readonly closed: string
}

export const BLANK_ORDER: OrderDraft = {
  agency: '',
  unit: '',
  ordered: '',
  signed: '',
  setOut: '',
  arrived: '',
  cleared: '',
}
export const BLANK: Draft = {
  kind: 'collision',
  priority: 2,
  place: null,
  called: '',
  name: '',
  phone: '',
  orders: [],
  outcome: '',
  closed: '',
}

/** By this browser's time zone, as the wall clock showed it; null: nothing, or no time. */
export function instantOf(text: string): number | null {
  const at = text === '' ? Number.NaN : new Date(text).getTime()
  return Number.isFinite(at) ? at : null
}

function orderOf(draft: OrderDraft): PaperOrder | null {
  const [orderedAt, signedForAt] = [instantOf(draft.ordered), instantOf(draft.signed)]
  if (draft.agency === '' || orderedAt === null || signedForAt === null) return null
  const agency: AgencyId = id<'agency'>(draft.agency)
  return {
    agency,
    unit: draft.unit === '' ? null : id<'unit'>(draft.unit),
    orderedAt,
    signedForAt,
    setOutAt: instantOf(draft.setOut),
    arrivedAt: instantOf(draft.arrived),
    clearedAt: instantOf(draft.cleared),
  }
}

/** null: something that is needed is missing. */
export function paperOf(draft: Draft): Paper | null {
  const kind: IncidentKind | undefined = INCIDENT_KINDS.find((one) => one === draft.kind)
  const calledAt = instantOf(draft.called)
  const outcome: Outcome | undefined = OUTCOMES.find((one) => one === draft.outcome)
  const closedAt = instantOf(draft.closed)
  if (!kind || !draft.place || calledAt === null || (outcome && closedAt === null)) return null
  const orders = draft.orders.map(orderOf)
  if (!orders.every((order) => order !== null)) return null
  return {
    kind,
    priority: draft.priority,
    place: draft.place,
    calledAt,
    orders,
    closed: outcome && closedAt !== null ? { at: closedAt, outcome } : null,
  }
}

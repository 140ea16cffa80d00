/** An incident: what the centre deals with, from a true verdict or a call until it is closed by a named person. */
import type { IncidentId, OrderId, PersonId, SubjectId, WarningId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'

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
}

export type IncidentFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'opened' } & Opened)
  | {
      readonly type: 'ordered'
      readonly orders: readonly OrderId[]
      readonly plan: string | null
      readonly by: PersonId
    }
  | { readonly type: 'closed'; readonly outcome: Outcome; readonly by: PersonId }
)

export type Incident = {
  readonly id: IncidentId
  readonly opened: Opened
  readonly openedAt: number
  readonly orders: readonly OrderId[]
} & (
  | { readonly state: 'open' }
  | { readonly state: 'ordered'; readonly orderedAt: number }
  | {
      readonly state: 'closed'
      readonly orderedAt: number | null
      readonly closedAt: number
      readonly outcome: Outcome
      readonly by: PersonId
    }
)

export type IncidentWish =
  | { readonly type: 'open'; readonly at: number; readonly opened: Opened }
  | {
      readonly type: 'order'
      readonly at: number
      readonly orders: readonly OrderId[]
      readonly plan: string | null
      readonly by: PersonId
    }
  | {
      readonly type: 'close'
      readonly at: number
      readonly outcome: Outcome
      readonly by: PersonId
      /** Orders that somebody is still on the way to, or working on. */
      readonly running: readonly OrderId[]
    }

export type IncidentRefusal = 'already-open' | 'not-open' | 'closed' | 'no-orders' | 'orders-running'

export function decide(now: Incident | null, wish: IncidentWish): Result<IncidentFact, IncidentRefusal> {
  if (wish.type === 'open')
    return now ? refuse('already-open') : ok({ type: 'opened', v: 1, at: wish.at, ...wish.opened })
  if (!now) return refuse('not-open')
  if (now.state === 'closed') return refuse('closed')
  switch (wish.type) {
    case 'order':
      if (wish.orders.length === 0) return refuse('no-orders')
      return ok({ type: 'ordered', v: 1, at: wish.at, orders: wish.orders, plan: wish.plan, by: wish.by })
    case 'close':
      if (wish.running.length > 0) return refuse('orders-running', wish.running.join(' '))
      return ok({ type: 'closed', v: 1, at: wish.at, outcome: wish.outcome, by: wish.by })
  }
  return never(wish)
}

/** Throws only on a log that starts without `opened`: that is a bug, not an input. */
export function evolve(now: Incident | null, id: IncidentId, fact: IncidentFact): Incident {
  if (fact.type === 'opened') {
    const { type: _type, v: _v, at, ...opened } = fact
    return { id, opened, openedAt: at, orders: [], state: 'open' }
  }
  if (!now) throw new Error(`incident ${id}: ${fact.type} before opened`)
  const base = { id: now.id, opened: now.opened, openedAt: now.openedAt, orders: now.orders }
  switch (fact.type) {
    case 'ordered':
      return {
        ...base,
        orders: [...now.orders, ...fact.orders],
        state: 'ordered',
        orderedAt: now.state === 'ordered' ? now.orderedAt : fact.at,
      }
    case 'closed':
      return {
        ...base,
        state: 'closed',
        orderedAt: now.state === 'ordered' ? now.orderedAt : null,
        closedAt: fact.at,
        outcome: fact.outcome,
        by: fact.by,
      }
  }
  return never(fact)
}

/** An alert: another authority's warning to us (weather and others), or a road message of ours to the public; updated and ended by its own messages. Pure. */
import type { Id, IncidentId, PersonId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import type { Notice } from './notice.ts'

export type AlertId = Id<'alert'>

/** How CAP names one message; later ones refer to it. */
export type Message = { readonly sender: string; readonly identifier: string; readonly sent: string }

export const ENDINGS = ['closed', 'withdrawn', 'moved'] as const
/** closed: the incident is over; withdrawn: an officer took it back; moved: the incident it was merged into has its own. */
export type Ending = (typeof ENDINGS)[number]

export type AlertFact = { readonly at: number; readonly v: 1 } & (
  | {
      readonly type: 'raised'
      readonly source: string
      readonly message: Message
      readonly notice: Notice
      /** Whether its area meets the centre's. */
      readonly here: boolean
    }
  | { readonly type: 'updated'; readonly message: Message; readonly notice: Notice; readonly here: boolean }
  | { readonly type: 'cancelled'; readonly message: Message }
  | {
      readonly type: 'published'
      readonly incident: IncidentId
      /** When an officer judged the event true, or took the call. */
      readonly verdictAt: number
      readonly message: Message
      readonly notice: Notice
      readonly by: PersonId
    }
  | { readonly type: 'revised'; readonly message: Message; readonly notice: Notice }
  | { readonly type: 'ended'; readonly message: Message; readonly because: Ending; readonly by: PersonId | null }
)

export type Alert = {
  readonly id: AlertId
  /** In the order they came; the last one is what it says now. */
  readonly messages: readonly Message[]
  readonly notice: Notice
  readonly at: number
} & (
  | { readonly way: 'in'; readonly source: string; readonly here: boolean; readonly state: 'standing' | 'cancelled' }
  | ({
      readonly way: 'out'
      readonly incident: IncidentId
      readonly verdictAt: number
      readonly publishedAt: number
      readonly by: PersonId
    } & ({ readonly state: 'standing' } | { readonly state: 'ended'; readonly because: Ending }))
)

export type AlertWish =
  | (Omit<Extract<AlertFact, { type: 'raised' }>, 'v' | 'type'> & { readonly type: 'raise' })
  | (Omit<Extract<AlertFact, { type: 'updated' }>, 'v' | 'type'> & { readonly type: 'update' })
  | { readonly type: 'cancel'; readonly at: number; readonly message: Message }
  | (Omit<Extract<AlertFact, { type: 'published' }>, 'v' | 'type'> & { readonly type: 'publish' })
  | { readonly type: 'revise'; readonly at: number; readonly message: Message; readonly notice: Notice }
  | {
      readonly type: 'end'
      readonly at: number
      readonly message: Message
      readonly because: Ending
      readonly by: PersonId | null
    }

export type AlertRefusal =
  | 'alert-there'
  | 'alert-unknown'
  | 'alert-over'
  | 'alert-outdated'
  | 'alert-expired'
  | 'not-public'
  | 'nothing-amended'

/** Whether it says something now; an end by time needs nobody and no fact. */
export const stands = (alert: Alert, now: number): boolean => alert.state === 'standing' && alert.notice.until > now

/** By the instant that a message says it was sent, whatever offset it is written in. */
const sentAt = (message: Message | undefined): number => (message ? Date.parse(message.sent) : Number.NEGATIVE_INFINITY)

export function decide(now: Alert | null, wish: AlertWish): Result<AlertFact, AlertRefusal> {
  switch (wish.type) {
    case 'raise':
    case 'publish': {
      if (now) return refuse('alert-there')
      if (wish.notice.until <= wish.at) return refuse('alert-expired')
      return ok(wish.type === 'raise' ? { ...wish, type: 'raised', v: 1 } : { ...wish, type: 'published', v: 1 })
    }
    case 'update':
    case 'cancel': {
      if (!now) return refuse('alert-unknown')
      if (now.way === 'out') return refuse('alert-unknown')
      if (now.state !== 'standing') return refuse('alert-over')
      // Messages may overtake each other on the way: what was sent before what we hold changes nothing.
      if (sentAt(wish.message) < sentAt(now.messages.at(-1))) return refuse('alert-outdated')
      return ok(wish.type === 'update' ? { ...wish, type: 'updated', v: 1 } : { ...wish, type: 'cancelled', v: 1 })
    }
    case 'revise':
    case 'end':
      if (!now || now.way === 'in') return refuse('not-public')
      if (now.state !== 'standing') return refuse('not-public')
      return ok(wish.type === 'revise' ? { ...wish, type: 'revised', v: 1 } : { ...wish, type: 'ended', v: 1 })
  }
  return never(wish)
}

/** Throws only on a log that starts with neither `raised` nor `published`: that is a bug, not an input. */
export function evolve(now: Alert | null, id: AlertId, fact: AlertFact): Alert {
  if (fact.type === 'raised')
    return {
      id,
      way: 'in',
      source: fact.source,
      here: fact.here,
      messages: [fact.message],
      notice: fact.notice,
      at: fact.at,
      state: 'standing',
    }
  if (fact.type === 'published')
    return {
      id,
      way: 'out',
      incident: fact.incident,
      verdictAt: fact.verdictAt,
      publishedAt: fact.at,
      by: fact.by,
      messages: [fact.message],
      notice: fact.notice,
      at: fact.at,
      state: 'standing',
    }
  if (!now) throw new Error(`alert ${id}: ${fact.type} before it was there`)
  const messages = [...now.messages, fact.message]
  switch (fact.type) {
    case 'updated':
      return now.way === 'in' ? { ...now, messages, notice: fact.notice, here: fact.here, at: fact.at } : now
    case 'cancelled':
      return now.way === 'in' ? { ...now, messages, at: fact.at, state: 'cancelled' } : now
    case 'revised':
      return now.way === 'out' ? { ...now, messages, notice: fact.notice, at: fact.at } : now
    case 'ended':
      return now.way === 'out' ? { ...now, messages, at: fact.at, state: 'ended', because: fact.because } : now
  }
  return never(fact)
}

/** A broadcast: one sentence from the room to everybody, to some agencies, or to the desks; it ends by the clock, and each desk says that it was read. */
import type { IncidentId, PersonId } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import type { RoomId } from './entry.ts'
import type { Desk, Heard } from './heard.ts'

export const LONGEST_BROADCAST_MS = DAY

export type Sent = {
  readonly text: string
  readonly to: Heard
  /** Of the incident it is about: a hospital or a road operator that has to know. */
  readonly about: { readonly id: IncidentId; readonly number: string } | null
  readonly expiresAt: number
  readonly by: PersonId
}

/** Every fact says to whom it goes, so that the live lane decides by the fact alone. */
export type BroadcastFact = { readonly at: number; readonly v: 1; readonly to: Heard } & (
  | ({ readonly type: 'broadcast' } & Sent)
  | { readonly type: 'acknowledged'; readonly desk: Desk; readonly by: PersonId }
  | { readonly type: 'recalled'; readonly by: PersonId }
  | { readonly type: 'broadcast-lapsed' }
)

export type Broadcast = Sent & {
  readonly what: 'broadcast'
  readonly id: RoomId
  readonly sentAt: number
  readonly acknowledged: readonly { readonly desk: Desk; readonly at: number }[]
  readonly state: 'running' | 'recalled' | 'lapsed'
  readonly endedAt: number | null
}

export type BroadcastWish = { readonly at: number } & (
  | { readonly type: 'send'; readonly sent: Sent }
  | { readonly type: 'acknowledge'; readonly desk: Desk; readonly by: PersonId }
  | { readonly type: 'recall'; readonly by: PersonId }
  | { readonly type: 'lapse' }
)
export type BroadcastRefusal =
  | 'particulars-refused'
  | 'expiry-past'
  | 'broadcast-too-long'
  | 'already-sent'
  | 'not-sent-here'
  | 'broadcast-over'
  | 'already-acknowledged'
  | 'nobody-hears'
  | 'not-due'

export function decideBroadcast(now: Broadcast | null, wish: BroadcastWish): Result<BroadcastFact, BroadcastRefusal> {
  const { at } = wish
  if (wish.type === 'send') {
    const { text, to, expiresAt } = wish.sent
    if (now) return refuse('already-sent')
    if (looksPersonal(text)) return refuse('particulars-refused')
    if (typeof to !== 'string' && to.length === 0) return refuse('nobody-hears')
    if (expiresAt <= at) return refuse('expiry-past')
    if (expiresAt > at + LONGEST_BROADCAST_MS) return refuse('broadcast-too-long')
    return ok({ type: 'broadcast', v: 1, at, ...wish.sent })
  }
  if (!now) return refuse('not-sent-here')
  if (now.state !== 'running') return refuse('broadcast-over')
  const base = { v: 1, at, to: now.to } as const
  if (wish.type === 'lapse') return at < now.expiresAt ? refuse('not-due') : ok({ type: 'broadcast-lapsed', ...base })
  if (at >= now.expiresAt) return refuse('broadcast-over')
  switch (wish.type) {
    case 'acknowledge':
      return now.acknowledged.some(({ desk }) => desk === wish.desk)
        ? refuse('already-acknowledged')
        : ok({ type: 'acknowledged', ...base, desk: wish.desk, by: wish.by })
    case 'recall':
      return ok({ type: 'recalled', ...base, by: wish.by })
  }
  return never(wish)
}

export function evolveBroadcast(now: Broadcast | null, id: RoomId, fact: BroadcastFact): Broadcast {
  if (fact.type === 'broadcast') {
    const { type: _type, v: _v, at, ...sent } = fact
    return { what: 'broadcast', id, ...sent, sentAt: at, acknowledged: [], state: 'running', endedAt: null }
  }
  if (!now) throw new Error(`broadcast ${id}: ${fact.type} before it was sent`)
  switch (fact.type) {
    case 'acknowledged':
      return { ...now, acknowledged: [...now.acknowledged, { desk: fact.desk, at: fact.at }] }
    case 'recalled':
      return { ...now, state: 'recalled', endedAt: fact.at }
    case 'broadcast-lapsed':
      return { ...now, state: 'lapsed', endedAt: fact.at }
  }
  return never(fact)
}

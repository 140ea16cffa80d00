/** A held call: an incident that is put aside until a time, because nobody is to go before; the clock brings it back to the desk. */
import type { IncidentId, PersonId } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import type { RoomId } from './entry.ts'

export const LONGEST_HOLD_MS = 30 * DAY

export type Held = {
  readonly incident: IncidentId
  readonly number: string
  readonly until: number
  /** Why later: an escort at noon, a lane closed for works tonight. */
  readonly reason: string
  readonly by: PersonId
}
export type HoldFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'held' } & Held)
  | { readonly type: 'brought-back' }
  | { readonly type: 'hold-ended'; readonly by: PersonId }
)
export type Hold = Held & {
  readonly what: 'hold'
  readonly id: RoomId
  readonly heldAt: number
  /** back: its time has come, and it stands in the queue again; ended: taken up before. */
  readonly state: 'waiting' | 'back' | 'ended'
  readonly endedAt: number | null
}

export type HoldWish = { readonly at: number } & (
  | { readonly type: 'hold'; readonly held: Held }
  | { readonly type: 'bring-back' }
  | { readonly type: 'end'; readonly by: PersonId }
)
export type HoldRefusal =
  | 'particulars-refused'
  | 'already-held-back'
  | 'not-held-back'
  | 'hold-over'
  | 'hold-past'
  | 'hold-too-far'
  | 'not-for-later'
  | 'not-due'

export function decideHold(now: Hold | null, wish: HoldWish): Result<HoldFact, HoldRefusal> {
  const { at } = wish
  if (wish.type === 'hold') {
    const { until, reason } = wish.held
    if (now) return refuse('already-held-back')
    if (looksPersonal(reason)) return refuse('particulars-refused')
    if (until <= at) return refuse('hold-past')
    return until > at + LONGEST_HOLD_MS ? refuse('hold-too-far') : ok({ type: 'held', v: 1, at, ...wish.held })
  }
  if (!now) return refuse('not-held-back')
  if (now.state !== 'waiting') return refuse('hold-over')
  switch (wish.type) {
    case 'bring-back':
      return at < now.until ? refuse('not-due') : ok({ type: 'brought-back', v: 1, at })
    case 'end':
      return ok({ type: 'hold-ended', v: 1, at, by: wish.by })
  }
  return never(wish)
}

export function evolveHold(now: Hold | null, id: RoomId, fact: HoldFact): Hold {
  if (fact.type === 'held') {
    const { type: _type, v: _v, at, ...held } = fact
    return { what: 'hold', id, ...held, heldAt: at, state: 'waiting', endedAt: null }
  }
  if (!now) throw new Error(`hold ${id}: ${fact.type} before held`)
  switch (fact.type) {
    case 'brought-back':
      return { ...now, state: 'back', endedAt: fact.at }
    case 'hold-ended':
      return { ...now, state: 'ended', endedAt: fact.at }
  }
  return never(fact)
}

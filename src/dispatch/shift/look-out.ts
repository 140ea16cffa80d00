/** A look-out: a thing or a vehicle that all should keep an eye open for, until a time, because of one running incident. A number plate lies in the vault and is shown only on purpose. */
import type { IncidentId, PersonId, SubjectId } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import type { RoomId } from './entry.ts'
import type { Heard } from './heard.ts'

export const LONGEST_LOOK_OUT_MS = 7 * DAY
export const ENDINGS = ['found', 'no-longer-sought'] as const
export type Ending = (typeof ENDINGS)[number]

export type Sought = {
  /** What it looks like: colour, make, load, damage. Never a person, never a plate. */
  readonly text: string
  readonly to: Heard
  readonly incident: IncidentId
  readonly number: string
  /** The plate's subject in the vault. */
  readonly plate: SubjectId | null
  readonly expiresAt: number
  readonly by: PersonId
}

export type LookOutFact = { readonly at: number; readonly v: 1; readonly to: Heard } & (
  | ({ readonly type: 'look-out-given' } & Sought)
  | { readonly type: 'look-out-ended'; readonly because: Ending; readonly by: PersonId }
  | { readonly type: 'look-out-lapsed' }
)

export type LookOut = Sought & {
  readonly what: 'look-out'
  readonly id: RoomId
  readonly givenAt: number
  readonly state: 'running' | Ending | 'lapsed'
  readonly endedAt: number | null
}

export type LookOutWish = { readonly at: number } & (
  | { readonly type: 'give'; readonly sought: Sought }
  | { readonly type: 'end'; readonly because: Ending; readonly by: PersonId }
  | { readonly type: 'lapse' }
)
export type LookOutRefusal =
  | 'plate-in-text'
  | 'expiry-past'
  | 'look-out-too-long'
  | 'already-given'
  | 'not-given'
  | 'look-out-over'
  | 'nobody-hears'
  | 'not-due'

export function decideLookOut(now: LookOut | null, wish: LookOutWish): Result<LookOutFact, LookOutRefusal> {
  const { at } = wish
  if (wish.type === 'give') {
    const { text, to, expiresAt } = wish.sought
    if (now) return refuse('already-given')
    if (looksPersonal(text)) return refuse('plate-in-text')
    if (typeof to !== 'string' && to.length === 0) return refuse('nobody-hears')
    if (expiresAt <= at) return refuse('expiry-past')
    if (expiresAt > at + LONGEST_LOOK_OUT_MS) return refuse('look-out-too-long')
    return ok({ type: 'look-out-given', v: 1, at, ...wish.sought })
  }
  if (!now) return refuse('not-given')
  if (now.state !== 'running') return refuse('look-out-over')
  const base = { v: 1, at, to: now.to } as const
  if (wish.type === 'lapse') return at < now.expiresAt ? refuse('not-due') : ok({ type: 'look-out-lapsed', ...base })
  if (at >= now.expiresAt) return refuse('look-out-over')
  return ok({ type: 'look-out-ended', ...base, because: wish.because, by: wish.by })
}

export function evolveLookOut(now: LookOut | null, id: RoomId, fact: LookOutFact): LookOut {
  if (fact.type === 'look-out-given') {
    const { type: _type, v: _v, at, ...sought } = fact
    return { what: 'look-out', id, ...sought, givenAt: at, state: 'running', endedAt: null }
  }
  if (!now) throw new Error(`look-out ${id}: ${fact.type} before it was given`)
  switch (fact.type) {
    case 'look-out-ended':
      return { ...now, state: fact.because, endedAt: fact.at }
    case 'look-out-lapsed':
      return { ...now, state: 'lapsed', endedAt: fact.at }
  }
  return never(fact)
}

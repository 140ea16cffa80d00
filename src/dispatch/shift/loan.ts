/** A unit lent by another centre or agency until a time: it can be ordered like one's own, is named as lent wherever it is shown, and goes home by the clock. */
import type { Position } from '../../core/geo.ts'
import type { AgencyId, PersonId, UnitId } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import type { UnitKind } from '../forces.ts'
import type { RoomId } from './entry.ts'

export const LONGEST_LOAN_MS = 7 * DAY

export type Lent = {
  readonly unit: UnitId
  readonly label: string
  readonly kind: UnitKind
  readonly capabilities: readonly string[]
  /** Our agency that orders it meanwhile. */
  readonly agency: AgencyId
  /** Who lends: an agency of ours, or another centre by its name. */
  readonly lender: { readonly agency: AgencyId } | { readonly centre: string }
  /** Where it stands by; such a unit has no terminal of ours. */
  readonly standsAt: Position
  readonly until: number
  readonly by: PersonId
}

/** `to`: the lender, who sees the loan and nothing that is done with it. */
export type LoanFact = { readonly at: number; readonly v: 1; readonly to: readonly AgencyId[] } & (
  | ({ readonly type: 'lent' } & Lent)
  | { readonly type: 'given-back'; readonly by: PersonId }
  | { readonly type: 'loan-lapsed' }
)
export type Loan = Lent & {
  readonly what: 'loan'
  readonly id: RoomId
  readonly to: readonly AgencyId[]
  readonly lentAt: number
  readonly state: 'running' | 'given-back' | 'lapsed'
  readonly endedAt: number | null
}

export type LoanWish = { readonly at: number } & (
  | { readonly type: 'lend'; readonly lent: Lent }
  | { readonly type: 'give-back'; readonly by: PersonId }
  | { readonly type: 'lapse' }
)
export type LoanRefusal =
  | 'particulars-refused'
  | 'expiry-past'
  | 'loan-too-long'
  | 'lent-to-itself'
  | 'already-lent'
  | 'not-lent'
  | 'loan-over'
  | 'not-due'

export function decideLoan(now: Loan | null, wish: LoanWish): Result<LoanFact, LoanRefusal> {
  const { at } = wish
  if (wish.type === 'lend') {
    const { label, lender, agency, until } = wish.lent
    if (now) return refuse('already-lent')
    if (looksPersonal(label) || ('centre' in lender && looksPersonal(lender.centre)))
      return refuse('particulars-refused')
    if ('agency' in lender && lender.agency === agency) return refuse('lent-to-itself')
    if (until <= at) return refuse('expiry-past')
    if (until > at + LONGEST_LOAN_MS) return refuse('loan-too-long')
    return ok({ type: 'lent', v: 1, at, to: 'agency' in lender ? [lender.agency] : [], ...wish.lent })
  }
  if (!now) return refuse('not-lent')
  if (now.state !== 'running') return refuse('loan-over')
  const base = { v: 1, at, to: now.to } as const
  switch (wish.type) {
    case 'give-back':
      return at >= now.until ? refuse('loan-over') : ok({ type: 'given-back', ...base, by: wish.by })
    case 'lapse':
      return at < now.until ? refuse('not-due') : ok({ type: 'loan-lapsed', ...base })
  }
  return never(wish)
}

export function evolveLoan(now: Loan | null, id: RoomId, fact: LoanFact): Loan {
  if (fact.type === 'lent') {
    const { type: _type, v: _v, at, ...lent } = fact
    return { what: 'loan', id, ...lent, lentAt: at, state: 'running', endedAt: null }
  }
  if (!now) throw new Error(`loan ${id}: ${fact.type} before lent`)
  switch (fact.type) {
    case 'given-back':
      return { ...now, state: 'given-back', endedAt: fact.at }
    case 'loan-lapsed':
      return { ...now, state: 'lapsed', endedAt: fact.at }
  }
  return never(fact)
}

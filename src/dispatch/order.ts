/** An order: what one agency is told to do for an incident; it is delivered, signed for, worked on and cleared, or it rings until somebody answers. */
import type { OrderId, PersonId, UnitId } from '../core/ids.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'
import type { Issued } from './brief.ts'
import { due } from './due.ts'
import { mayLeave } from './exercise.ts'
import type { Channel } from './forces.ts'
import { type Amendment, changes } from './incident.ts'
import type { Methane, Reported } from './methane.ts'
import { type Picture, type PictureRefusal, picturesOf, refusedPicture } from './picture/picture.ts'
import type { Overdue } from './timers.ts'

export const REJECTION_CAUSES = ['no-unit', 'out-of-area', 'not-ours', 'unsafe', 'duplicate'] as const
export type RejectionCause = (typeof REJECTION_CAUSES)[number]

/** Who answered: a person at the agency page or in the unit, the agency's own system, or the officer who wrote up what was said by telephone. */
export type Answerer = { readonly via: 'field' | 'paper' | Channel; readonly id: string }

export type OrderFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'issued' } & Issued)
  | { readonly type: 'delivered'; readonly attempt: number; readonly to: Answerer }
  | {
      readonly type: 'delivery-failed'
      readonly attempt: number
      readonly cause: string
      /** null: given up, a dead letter that a person can resend. */
      readonly nextAt: number | null
    }
  | { readonly type: 'resent'; readonly by: PersonId }
  | { readonly type: 'rang' }
  | { readonly type: 'escalated'; readonly fallback: OrderId | null }
  | {
      readonly type: 'signed-for'
      readonly by: Answerer
      readonly agencyNumber: string | null
      readonly unit: UnitId | null
    }
  | { readonly type: 'rejected'; readonly by: Answerer; readonly cause: RejectionCause }
  | { readonly type: 'set-out'; readonly by: Answerer }
  | { readonly type: 'arrived'; readonly by: Answerer }
  | { readonly type: 'cleared'; readonly by: Answerer }
  | { readonly type: 'withdrawn'; readonly by: PersonId; readonly because?: WithdrawnBecause }
  | { readonly type: 'reinstated'; readonly by: PersonId }
  /** The agency's own system knows that the order was withdrawn. */
  | { readonly type: 'withdrawal-told'; readonly attempt: number; readonly to: Answerer }
  /** Offered to the next unit while this one is silent: `to` is that unit's order. */
  | { readonly type: 'passed-on'; readonly to: OrderId | null }
  | { readonly type: 'overdue'; readonly clock: Overdue }
  /** Told of what was put right on its incident. */
  | ({ readonly type: 'corrected'; readonly by: PersonId } & Amendment)
  /** Told of a new METHANE report of its incident. */
  | { readonly type: 'informed'; readonly version: number; readonly report: Methane; readonly by: PersonId }
  /** A picture of the place; its bytes are kept elsewhere, under this hash. */
  | { readonly type: 'pictured'; readonly still: string; readonly by: Answerer }
)

/** Why an order is taken back. Whoever had taken it is told, and is free with the same fact. */
export const WITHDRAWN_BECAUSE = [
  'closed',
  'merged',
  'passed-on',
  'handed-over',
  'stood-down',
  'pre-empted',
  'swapped',
] as const
export type WithdrawnBecause = (typeof WITHDRAWN_BECAUSE)[number]

/** Reasons that hold over somebody who has already taken the order; the others wait until nobody has. */
const FREES_RUNNING: Record<WithdrawnBecause, boolean> = {
  closed: false,
  merged: false,
  'passed-on': false,
  'handed-over': true,
  'stood-down': true,
  'pre-empted': true,
  swapped: true,
}

export type Line =
  | { readonly state: 'ok' }
  | { readonly state: 'retrying'; readonly attempts: number; readonly cause: string; readonly nextAt: number }
  | { readonly state: 'dead'; readonly attempts: number; readonly cause: string }

/** Instants by the source's clock, UTC ms; null: not yet, or passed over (an agency may say `arrived` first). */
export type Clocks = {
  readonly issuedAt: number
  readonly deliveredAt: number | null
  /** 签收 */ readonly signedForAt: number | null
  /** 出警 */ readonly setOutAt: number | null
  /** 到场 */ readonly arrivedAt: number | null
  /** 反馈 */ readonly clearedAt: number | null
}

export type Order = {
  readonly id: OrderId
  readonly issued: Issued
  readonly clocks: Clocks
  readonly line: Line
  readonly rangAt: number | null
  readonly passedOnAt: number | null
  readonly escalatedAt: number | null
  readonly fallback: OrderId | null
  /** Clocks that ran out, each said once. */
  readonly overdue: readonly Overdue[]
  /** The last correction, with what stood there before; absent: none. */
  readonly corrected?: { readonly at: number; readonly by: PersonId; readonly was: Amendment }
  /** The METHANE report that the agency has been told last; absent: none. */
  readonly methane?: Reported
  /** What the crew sent of the place, in the order in which it came; absent: none. */
  readonly pictures?: readonly Picture[]
  readonly agencyNumber: string | null
  /** The unit that goes: the ordered one until the agency names another. */
  readonly unit: UnitId | null
} & (
  | { readonly state: OpenState | 'cleared' }
  | {
      readonly state: 'withdrawn'
      readonly because: WithdrawnBecause
      readonly was: OpenState
      readonly withdrawnAt: number
      /** When the agency's own system knew of it; absent: not yet, or it has none. */
      readonly toldAt?: number
    }
  | { readonly state: 'rejected'; readonly cause: RejectionCause; readonly rejectedAt: number }
)
export type OrderState = Order['state']
type OpenState = 'issued' | 'delivered' | 'signed-for' | 'on-the-way' | 'arrived'

export const ANSWERS = ['received', 'signed-for', 'rejected', 'on-the-way', 'arrived', 'cleared'] as const
export type Answer = (typeof ANSWERS)[number]

export type OrderWish =
  | { readonly type: 'issue'; readonly at: number; readonly issued: Issued }
  | { readonly type: 'deliver'; readonly at: number; readonly attempt: number; readonly to: Answerer }
  | {
      readonly type: 'fail-delivery'
      readonly at: number
      readonly attempt: number
      readonly cause: string
      readonly nextAt: number | null
    }
  | { readonly type: 'resend'; readonly at: number; readonly by: PersonId }
  | { readonly type: 'correct'; readonly at: number; readonly amendment: Amendment; readonly by: PersonId }
  | { readonly type: 'inform'; readonly at: number; readonly reported: Reported }
  | ({ readonly type: 'picture' } & Picture)
  | { readonly type: 'ring'; readonly at: number }
  | { readonly type: 'escalate'; readonly at: number; readonly fallback: OrderId | null }
  | {
      readonly type: 'answer'
      readonly at: number
      readonly answer: Answer
      readonly by: Answerer
      readonly cause: RejectionCause | null
      readonly agencyNumber: string | null
      readonly unit: UnitId | null
    }
  | { readonly type: 'withdraw'; readonly at: number; readonly by: PersonId; readonly because: WithdrawnBecause }
  | { readonly type: 'reinstate'; readonly at: number; readonly by: PersonId }
  | { readonly type: 'tell-withdrawal'; readonly at: number; readonly attempt: number; readonly to: Answerer }
  | { readonly type: 'pass-on'; readonly at: number; readonly to: OrderId | null }
  | { readonly type: 'run-over'; readonly at: number; readonly clock: Overdue }

export type OrderRefusal =
  | 'exercise-stays'
  | 'already-issued'
  | 'not-issued'
  | 'over'
  | 'already-said'
  | 'cause-needed'
  | 'too-late-to-reject'
  | 'too-late-to-withdraw'
  | 'not-dead'
  | 'not-withdrawn'
  | 'signed-for'
  | 'not-due'
  | PictureRefusal

const OVER: Record<OrderState, boolean> = {
  issued: false,
  delivered: false,
  'signed-for': false,
  'on-the-way': false,
  arrived: false,
  cleared: true,
  rejected: true,
  withdrawn: true,
}

/** How far along the road an order is; answers may skip steps forward, never go back. */
const RANK: Record<OrderState, number> = {
  issued: 0,
  delivered: 1,
  'signed-for': 2,
  'on-the-way': 3,
  arrived: 4,
  cleared: 5,
  rejected: 6,
  withdrawn: 6,
}

export const isOver = (order: Order): boolean => OVER[order.state]
const isOpen = (order: Order): order is Order & { readonly state: OpenState } => !OVER[order.state]
/** Somebody has taken it and has not finished: an incident cannot close over it. */
export const isRunning = (order: Order): boolean =>
  order.state === 'signed-for' || order.state === 'on-the-way' || order.state === 'arrived'
/** Somebody had taken it when it was withdrawn: nobody may find out by arriving. */
export const wasTaken = ({ was }: Extract<Order, { readonly state: 'withdrawn' }>): boolean =>
  RANK[was] >= RANK['signed-for']
export const awaitsSignature = (order: Order): boolean => order.state === 'issued' || order.state === 'delivered'

export function decide(now: Order | null, wish: OrderWish): Result<OrderFact, OrderRefusal> {
  if (wish.type === 'issue') {
    if (now) return refuse('already-issued')
    // The seal stands in the order itself, so that no sender has to remember it.
    if (wish.issued.channel !== 'console' && !mayLeave(wish.issued.brief)) return refuse('exercise-stays')
    return ok({ type: 'issued', v: 1, at: wish.at, ...wish.issued })
  }
  if (!now) return refuse('not-issued')
  switch (wish.type) {
    case 'deliver':
      // A receipt that comes after the signature proves nothing new.
      return RANK[now.state] >= RANK.delivered
        ? refuse('already-said')
        : ok({ type: 'delivered', v: 1, at: wish.at, attempt: wish.attempt, to: wish.to })
    case 'fail-delivery':
      if (RANK[now.state] >= RANK.delivered) return refuse('already-said')
      return ok({
        type: 'delivery-failed',
        v: 1,
        at: wish.at,
        attempt: wish.attempt,
        cause: wish.cause,
        nextAt: wish.nextAt,
      })
    case 'resend':
      if (isOver(now)) return refuse('over')
      return now.line.state === 'dead' ? ok({ type: 'resent', v: 1, at: wish.at, by: wish.by }) : refuse('not-dead')
    case 'ring':
      if (!awaitsSignature(now)) return refuse('signed-for')
      return due(now, wish.at) === 'ring' ? ok({ type: 'rang', v: 1, at: wish.at }) : refuse('not-due')
    case 'escalate':
      if (!awaitsSignature(now)) return refuse('signed-for')
      return due(now, wish.at) === 'escalate'
        ? ok({ type: 'escalated', v: 1, at: wish.at, fallback: wish.fallback })
        : refuse('not-due')
    case 'pass-on':
      if (!awaitsSignature(now)) return refuse('signed-for')
      return due(now, wish.at) === 'pass-on'
        ? ok({ type: 'passed-on', v: 1, at: wish.at, to: wish.to })
        : refuse('not-due')
    case 'run-over':
      return due(now, wish.at) === wish.clock
        ? ok({ type: 'overdue', v: 1, at: wish.at, clock: wish.clock })
        : refuse('not-due')
    case 'correct': {
      if (isOver(now)) return refuse('over')
      const changed = changes(now.issued.brief, wish.amendment)
      if (Object.keys(changed).length === 0) return refuse('already-said')
      return ok({ type: 'corrected', v: 1, at: wish.at, by: wish.by, ...changed })
    }
    case 'inform': {
      if (isOver(now)) return refuse('over')
      const { version, at, by, report } = wish.reported
      if (version <= (now.methane?.version ?? 0)) return refuse('already-said')
      return ok({ type: 'informed', v: 1, at, version, report, by })
    }
    case 'picture': {
      const refusal = refusedPicture(now, wish)
      return refusal ? refuse(refusal) : ok({ type: 'pictured', v: 1, at: wish.at, still: wish.still, by: wish.by })
    }
    case 'answer':
      return answered(now, wish)
    case 'withdraw':
      if (isOver(now)) return refuse('over')
      return awaitsSignature(now) || FREES_RUNNING[wish.because]
        ? ok({ type: 'withdrawn', v: 1, at: wish.at, by: wish.by, because: wish.because })
        : refuse('too-late-to-withdraw')
    case 'tell-withdrawal':
      if (now.state !== 'withdrawn') return refuse('not-withdrawn')
      return now.toldAt === undefined
        ? ok({ type: 'withdrawal-told', v: 1, at: wish.at, attempt: wish.attempt, to: wish.to })
        : refuse('already-said')
    case 'reinstate':
      return now.state === 'withdrawn'
        ? ok({ type: 'reinstated', v: 1, at: wish.at, by: wish.by })
        : refuse('not-withdrawn')
  }
  return never(wish)
}

function answered(now: Order, wish: Extract<OrderWish, { type: 'answer' }>): Result<OrderFact, OrderRefusal> {
  if (now.state === wish.answer) return refuse('already-said')
  if (isOver(now)) return refuse('over')
  const base = { v: 1, at: wish.at, by: wish.by } as const
  switch (wish.answer) {
    case 'received':
      return RANK[now.state] >= RANK.delivered
        ? refuse('already-said')
        : ok({ type: 'delivered', v: 1, at: wish.at, attempt: 0, to: wish.by })
    case 'signed-for':
      return RANK[now.state] >= RANK['signed-for']
        ? refuse('already-said')
        : ok({ type: 'signed-for', ...base, agencyNumber: wish.agencyNumber, unit: wish.unit })
    case 'rejected':
      if (!wish.cause) return refuse('cause-needed')
      return RANK[now.state] > RANK['signed-for']
        ? refuse('too-late-to-reject')
        : ok({ type: 'rejected', ...base, cause: wish.cause })
    case 'on-the-way':
      return RANK[now.state] >= RANK['on-the-way'] ? refuse('already-said') : ok({ type: 'set-out', ...base })
    case 'arrived':
      return RANK[now.state] >= RANK.arrived ? refuse('already-said') : ok({ type: 'arrived', ...base })
    case 'cleared':
      return ok({ type: 'cleared', ...base })
  }
  return never(wish.answer)
}

/** Throws only on a log that starts without `issued`: that is a bug, not an input. */
export function evolve(now: Order | null, id: OrderId, fact: OrderFact): Order {
  if (fact.type === 'issued') {
    const { type: _type, v: _v, at, ...issued } = fact
    const clocks: Clocks = {
      issuedAt: at,
      deliveredAt: null,
      signedForAt: null,
      setOutAt: null,
      arrivedAt: null,
      clearedAt: null,
    }
    return {
      id,
      issued,
      clocks,
      line: { state: 'ok' },
      rangAt: null,
      passedOnAt: null,
      escalatedAt: null,
      fallback: null,
      overdue: [],
      agencyNumber: null,
      unit: issued.unit,
      ...(issued.brief.methane === undefined ? {} : { methane: issued.brief.methane }),
      state: 'issued',
    }
  }
  if (!now) throw new Error(`order ${id}: ${fact.type} before issued`)
  const stamp = (step: Exclude<keyof Clocks, 'issuedAt'>): Clocks => stamped(now.clocks, step, fact.at)
  switch (fact.type) {
    case 'delivered':
      return { ...now, state: 'delivered', line: { state: 'ok' }, clocks: stamp('deliveredAt') }
    case 'delivery-failed':
      return {
        ...now,
        line:
          fact.nextAt === null
            ? { state: 'dead', attempts: fact.attempt, cause: fact.cause }
            : { state: 'retrying', attempts: fact.attempt, cause: fact.cause, nextAt: fact.nextAt },
      }
    case 'resent':
      return { ...now, line: { state: 'ok' } }
    case 'rang':
      return { ...now, rangAt: fact.at }
    case 'escalated':
      return { ...now, escalatedAt: fact.at, fallback: fact.fallback }
    case 'signed-for':
      return {
        ...now,
        state: 'signed-for',
        line: { state: 'ok' },
        clocks: stamp('signedForAt'),
        agencyNumber: fact.agencyNumber ?? now.agencyNumber,
        unit: fact.unit ?? now.unit,
      }
    case 'rejected':
      return { ...now, state: 'rejected', cause: fact.cause, rejectedAt: fact.at, line: { state: 'ok' } }
    case 'set-out':
      return { ...now, state: 'on-the-way', line: { state: 'ok' }, clocks: stamp('setOutAt') }
    case 'arrived':
      return { ...now, state: 'arrived', line: { state: 'ok' }, clocks: stamp('arrivedAt') }
    case 'cleared':
      return { ...now, state: 'cleared', line: { state: 'ok' }, clocks: stamp('clearedAt') }
    case 'withdrawn':
      // Only what is open is withdrawn: `decide` refuses the rest.
      return isOpen(now)
        ? { ...now, state: 'withdrawn', because: fact.because ?? 'closed', was: now.state, withdrawnAt: fact.at }
        : { ...now }
    case 'reinstated': {
      if (now.state !== 'withdrawn') return now
      const { because: _because, was, withdrawnAt: _withdrawnAt, toldAt: _toldAt, ...rest } = now
      return { ...rest, state: was }
    }
    case 'withdrawal-told':
      return now.state === 'withdrawn' ? { ...now, toldAt: fact.at } : now
    case 'passed-on':
      return { ...now, passedOnAt: fact.at }
    case 'corrected': {
      const { type: _type, v: _v, at, by, ...changed } = fact
      const { brief } = now.issued
      const corrected = { at, by, was: changes({ ...brief, ...changed }, brief) }
      return { ...now, corrected, issued: { ...now.issued, brief: { ...brief, ...changed } } }
    }
    case 'informed': {
      const { version, at, by, report } = fact
      return { ...now, methane: { version, at, by, report, before: now.methane?.report ?? null } }
    }
    case 'pictured': {
      const { still, at, by } = fact
      return { ...now, pictures: [...picturesOf(now), { still, at, by }] }
    }
    case 'overdue':
      return { ...now, overdue: [...now.overdue, fact.clock] }
  }
  return never(fact)
}

/**
 * Sets one clock, and with it delivery and signature when they were passed over: who set out has taken the order.
 * Sources' clocks differ; a step is never shown earlier than the step before it, while the fact keeps the source's own time.
 */
function stamped(clocks: Clocks, step: Exclude<keyof Clocks, 'issuedAt'>, at: number): Clocks {
  const { issuedAt, deliveredAt, signedForAt, setOutAt, arrivedAt } = clocks
  const time = Math.max(at, issuedAt, deliveredAt ?? 0, signedForAt ?? 0, setOutAt ?? 0, arrivedAt ?? 0)
  if (step === 'deliveredAt') return { ...clocks, deliveredAt: time }
  return { ...clocks, deliveredAt: deliveredAt ?? time, signedForAt: signedForAt ?? time, [step]: time }
}

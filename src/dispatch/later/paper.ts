/** What was written on a paper form while the server was away, and whether its times can be true: none ahead, none older than a week, each behind the one before. Pure. */
import type { AgencyId, UnitId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import { DAY, MINUTE } from '../../core/time.ts'
import type { IncidentKind, Outcome, Priority } from '../incident.ts'

/** A form that lay longer is a matter for the record's correction, not for the board. */
export const OLDEST_PAPER_MS = 7 * DAY
/** A wall clock may be a little ahead of ours. */
export const AHEAD_PAPER_MS = MINUTE

/** Instants as written, UTC ms; null: not written. An order given by telephone is signed for by whoever took the call. */
export type PaperOrder = {
  readonly agency: AgencyId
  readonly unit: UnitId | null
  readonly orderedAt: number
  readonly signedForAt: number
  readonly setOutAt: number | null
  readonly arrivedAt: number | null
  readonly clearedAt: number | null
}

export type Paper = {
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: Place
  readonly calledAt: number
  readonly orders: readonly PaperOrder[]
  /** null: it still runs, and goes on from here on the screen. */
  readonly closed: { readonly at: number; readonly outcome: Outcome } | null
}

export type PaperRefusal = 'paper-ahead' | 'paper-too-old' | 'paper-out-of-order'

export const timesOf = (order: PaperOrder): readonly number[] =>
  [order.orderedAt, order.signedForAt, order.setOutAt, order.arrivedAt, order.clearedAt].filter((at) => at !== null)

const isRising = (times: readonly number[]): boolean => times.every((at, i) => i === 0 || at >= (times[i - 1] ?? at))

/** null: they can be true. */
export function paperRefused(paper: Paper, now: number): PaperRefusal | null {
  const all = [paper.calledAt, ...paper.orders.flatMap(timesOf), ...(paper.closed ? [paper.closed.at] : [])]
  if (all.some((at) => at > now + AHEAD_PAPER_MS)) return 'paper-ahead'
  if (all.some((at) => at < now - OLDEST_PAPER_MS)) return 'paper-too-old'
  const end = paper.closed ? [paper.closed.at] : []
  if (!isRising([paper.calledAt, ...end])) return 'paper-out-of-order'
  return paper.orders.every((order) => isRising([paper.calledAt, ...timesOf(order), ...end]))
    ? null
    : 'paper-out-of-order'
}

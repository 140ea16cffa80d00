/** The clocks of an order, computed once for every report: 签收, 出警, 到场 and 反馈 from its issue, in the buckets that Chinese command centres publish. Pure. */
import { HOUR, MINUTE, SECOND } from '../core/time.ts'
import type { Incident } from './incident.ts'
import type { Order } from './order.ts'

export const STEPS = ['observed', 'issued', 'delivered', 'signed-for', 'set-out', 'arrived', 'feedback'] as const
export type Step = (typeof STEPS)[number]
/** UTC ms; null: not yet, passed over, or never. */
export type Times = Readonly<Record<Step, number | null>>

/**
 * Feedback is what the agency says at the end (`cleared`); of an order that somebody had taken and never cleared, it is the
 * closure of its incident, because an officer then says how it ended. Nobody's signature: no feedback.
 */
export function timesOf(order: Order, incident: Incident | null): Times {
  const { clocks, issued } = order
  const closedAt = incident?.state === 'closed' && clocks.signedForAt !== null ? incident.closedAt : null
  return {
    observed: issued.brief.firstObservedAt,
    issued: clocks.issuedAt,
    delivered: clocks.deliveredAt,
    'signed-for': clocks.signedForAt,
    'set-out': clocks.setOutAt,
    arrived: clocks.arrivedAt,
    feedback: clocks.clearedAt ?? closedAt,
  }
}

/** null where one of the two is not known. A span is never negative: a step is not shown earlier than the one before it (order.ts). */
export function spanOf(times: Times, from: Step, to: Step): number | null {
  const [begun, ended] = [times[from], times[to]]
  return begun === null || ended === null ? null : Math.max(0, ended - begun)
}

export const CLOCKS = ['sign-for', 'turn-out', 'arrival', 'feedback'] as const
export type ClockName = (typeof CLOCKS)[number]
export type ClockRule = {
  readonly from: Step
  readonly to: Step
  /** Upper ends of the buckets, inclusive; what takes longer is in one more bucket. */
  readonly bounds: readonly number[]
}

/** Bounds of 签收, 出警 and 反馈 as in published weekly bulletins; none was found for 到场, which takes those of 出警. */
export const CLOCK_RULES: Readonly<Record<ClockName, ClockRule>> = {
  'sign-for': { from: 'issued', to: 'signed-for', bounds: [30, 60, 120, 180].map((s) => s * SECOND) },
  'turn-out': { from: 'issued', to: 'set-out', bounds: [5, 10, 15, 30].map((m) => m * MINUTE) },
  arrival: { from: 'issued', to: 'arrived', bounds: [5, 10, 15, 30].map((m) => m * MINUTE) },
  feedback: { from: 'issued', to: 'feedback', bounds: [30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR] },
}

/** Which bucket a span falls into: 0 for the first, `bounds.length` for the last, open one. */
export function bucketOf(bounds: readonly number[], span: number): number {
  const found = bounds.findIndex((bound) => span <= bound)
  return found < 0 ? bounds.length : found
}

/** The value below or at which `share` (0–1) of the sorted values lie, by nearest rank; null of none. */
export function percentileOf(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

export type Distribution = {
  /** Orders for which the clock ran out to its end. */
  readonly counted: number
  readonly buckets: readonly number[]
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
}

export function distributionOf(rule: ClockRule, all: readonly Times[]): Distribution {
  const spans = all.flatMap((times) => spanOf(times, rule.from, rule.to) ?? []).sort((a, b) => a - b)
  const buckets = Array.from({ length: rule.bounds.length + 1 }, () => 0)
  for (const span of spans) {
    const bucket = bucketOf(rule.bounds, span)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  const at = (share: number): number | null => percentileOf(spans, share)
  return { counted: spans.length, buckets, p50: at(0.5), p90: at(0.9), p95: at(0.95) }
}

export type ClockFigures = Readonly<Record<ClockName, Distribution>>

export const clockFiguresOf = (all: readonly Times[]): ClockFigures => ({
  'sign-for': distributionOf(CLOCK_RULES['sign-for'], all),
  'turn-out': distributionOf(CLOCK_RULES['turn-out'], all),
  arrival: distributionOf(CLOCK_RULES.arrival, all),
  feedback: distributionOf(CLOCK_RULES.feedback, all),
})

/** Whether an incident stands for an event of its own: an exercise is none, and what was merged is counted where it was merged into. */
export const counts = (incident: Incident): boolean => incident.opened.exercise !== true && incident.state !== 'merged'

/** What the clock asks of an order, and from when: the ladder of one that nobody signs for, one step after the other, and then the clocks of whoever has taken it. Pure. */
import type { Order, OrderState } from './order.ts'
import { LADDER, OVERDUE_AFTER, type Overdue } from './timers.ts'

export type Due = keyof typeof LADDER | Overdue

/** Which clock runs in each state. */
const RUNS: Record<OrderState, 'ladder' | Overdue | null> = {
  issued: 'ladder',
  delivered: 'ladder',
  'signed-for': 'turn-out',
  'on-the-way': 'arrival',
  arrived: 'word',
  cleared: null,
  rejected: null,
  withdrawn: null,
}

/** null: nothing any more. */
function nextDue(order: Order): { readonly what: Due; readonly at: number } | null {
  const { issuedAt, signedForAt, setOutAt, arrivedAt } = order.clocks
  const runs = RUNS[order.state]
  if (runs === null) return null
  if (runs === 'ladder') {
    if (order.escalatedAt !== null) return null
    const next =
      order.rangAt === null ? 'ring' : order.passedOnAt === null && order.unit !== null ? 'pass-on' : 'escalate'
    return { what: next, at: issuedAt + LADDER[next] }
  }
  const since = { 'turn-out': signedForAt, arrival: setOutAt, word: arrivedAt }
  if (order.overdue.includes(runs)) return null
  return { what: runs, at: (since[runs] ?? issuedAt) + OVERDUE_AFTER[order.issued.brief.priority][runs] }
}

/**
 * What is due at `now`. Steps that were missed (the centre was down) are not made up for: an order that is already past the
 * end of the ladder escalates at once, because that is what helps.
 */
export function due(order: Order, now: number): Due | null {
  const next = nextDue(order)
  if (!next || now < next.at) return null
  const pastLadder = RUNS[order.state] === 'ladder' && now >= order.clocks.issuedAt + LADDER.escalate
  return pastLadder ? 'escalate' : next.what
}

/** The instant at which `due` will next ask something of an order, null when it never will. */
export const nextDueAt = (order: Order): number | null => nextDue(order)?.at ?? null

/**
 * The interface of an agency's own system: one way of telling it of an order. What every one of them promises stands in
 * test/dispatch/agencies.test.ts, the contract.
 */
import type { Order } from '../../order.ts'
import type { Says } from '../letters.ts'
import type { Posted } from '../post.ts'

/** One thing that a system is told. */
export type Letter = {
  readonly order: Order
  readonly says: Says
  /** Of the order's stream, when it came to be said. */
  readonly version: number
  /** The same letter repeated has the same key; the order again after a withdrawal has another. */
  readonly key: string
}

export type AgencyInterface = {
  /** Never throws: what went wrong is in the answer, `status` as HTTP has it; 0: no answer. */
  send(letter: Letter): Promise<Posted>
  /** What one attempt can take at most. */
  readonly longestMs: number
}

/** The first telling of an order goes by the order's own id, as its agency answers to it. */
export const letterKey = (order: Order, says: Says, version: number): string =>
  says === 'order' && version === 1 ? order.id : `${order.id}.${version}`

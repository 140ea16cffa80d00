/** Who stands in for an agency that does not sign: its configured fallback, and nobody twice along one chain. */
import type { AgencyId } from '../core/ids.ts'
import type { Agency } from './forces.ts'
import type { Order } from './order.ts'

/**
 * null: nobody; the order stays with the supervisor. An agency that the chain has passed already is not asked again,
 * so that two agencies which stand in for each other do not order each other for ever.
 */
export function fallbackFor(unsigned: Order, orders: readonly Order[], agencies: readonly Agency[]): AgencyId | null {
  const fallback = agencies.find((agency) => agency.id === unsigned.issued.agency)?.fallback ?? null
  const passed = new Set<AgencyId>()
  for (let at: Order | undefined = unsigned; at; ) {
    passed.add(at.issued.agency)
    const before: Order['fallback'] = at.issued.insteadOf
    at = before === null ? undefined : orders.find((order) => order.id === before)
  }
  return fallback === null || passed.has(fallback) ? null : fallback
}

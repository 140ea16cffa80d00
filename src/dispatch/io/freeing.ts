/** Orders taken back, so that who was bound by them is free with the same commit; and a unit taken from something less urgent. */
import type { IncidentId, PersonId, UnitId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import type { Priority } from '../incident.ts'
import { decide, isOver, type Order, type WithdrawnBecause } from '../order.ts'
import { type Held, type OrderChange, orderChange } from './store.ts'

/** Every order of these that is not over, taken back for a reason that holds over it: who was bound by one is free with the same commit. */
export function freed(
  orders: readonly Held<Order>[],
  act: { readonly at: number; readonly by: PersonId; readonly because: WithdrawnBecause },
): readonly OrderChange[] {
  return orders
    .filter(({ state }) => !isOver(state))
    .map((bound) => {
      const { id: key } = bound.state
      const taken = decide(bound.state, { type: 'withdraw', ...act })
      if (!taken.ok) throw new Error(`order ${key} could not be withdrawn: ${taken.refusal}`)
      return orderChange(key, bound, taken.value)
    })
}

/**
 * The orders that bind this unit elsewhere, taken back. Refused over something as urgent as what it is wanted for: then a
 * person has to stand it down there, knowing what is left behind.
 */
export async function preempted(
  tx: Transaction,
  unit: UnitId,
  wanted: { readonly incident: IncidentId; readonly priority: Priority },
  act: { readonly at: number; readonly by: PersonId },
): Promise<Result<readonly OrderChange[], 'as-urgent'>> {
  const bound = await sqlOf(tx)<Held<Order>[]>`
    select state, version, correlation from order_view
    where unit = ${unit} and running and incident <> ${wanted.incident} order by id for update`
  const held = bound.find(({ state }) => state.issued.brief.priority <= wanted.priority)
  if (held) return refuse('as-urgent', held.state.issued.brief.incidentNumber)
  return ok(freed(bound, { ...act, because: 'pre-empted' }))
}

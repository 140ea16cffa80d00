/** An order as policy sees it, and the one that a door is asked for: what is somebody else's looks like none at all. */
import type { Act, Principal, Resource } from '../../access/roles.ts'
import type { OrderId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import type { Given } from '../io/given.ts'
import { readOrder } from '../io/store.ts'
import type { Order } from '../order.ts'

export function resourceOf({ id: key, issued, unit }: Order): Resource {
  return { kind: 'order', id: key, agency: issued.agency, ...(unit === null ? {} : { unit }) }
}

/** Read inside the transaction that holds the trace of the look. */
export async function ownOrder(
  given: Pick<Given, 'access'>,
  tx: Transaction,
  principal: Principal,
  key: OrderId,
): Promise<Result<Order, 'not-found'>> {
  const [row] = await sqlOf(tx)<{ state: Order }[]>`select state from order_view where id = ${key}`
  if (!row || !given.access.authorise(principal, 'order.read', resourceOf(row.state)).allowed)
    return refuse('not-found')
  return ok(row.state)
}

/** The order, if this principal may do this to it; what is somebody else's is not there. */
export async function found(given: Given, principal: Principal, act: Act, key: OrderId): Promise<Order | null> {
  const order = await readOrder(given.database.sql, key)
  return order && given.access.authorise(principal, act, resourceOf(order)).allowed ? order : null
}

/** A unit takes another's place on an order: the one is free and the other bound with the same commit. */
import type { IncidentId, OrderId, PersonId, UnitId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict } from '../../journal/journal.ts'
import { decide as decideIncident, type IncidentRefusal } from '../incident.ts'
import { decide, isOver, type Order, type OrderRefusal } from '../order.ts'
import type { Given } from './given.ts'
import { isOf, issue } from './incidents.ts'
import { incidentChange, lockIncident, lockOrdersOf, orderChange, record } from './store.ts'

export type SwapRefusal = OrderRefusal | IncidentRefusal | 'unit-not-of-agency'

/** Another unit of the same agency goes in its place: the order that stands is withdrawn, and the new one says whom it replaces. */
export async function swap(
  given: Given,
  command: Command,
  id: OrderId,
  unit: UnitId,
  by: PersonId,
): Promise<Result<{ readonly order: Order }, SwapRefusal | Conflict | 'key-reused'>> {
  const result = await once<{ readonly order: Order }, SwapRefusal>(given, command, async (tx) => {
    const rows = await sqlOf(tx)<{ incident: IncidentId }[]>`select incident from order_view where id = ${id}`
    const open = rows[0] ? await lockIncident(tx, rows[0].incident) : null
    const held = open ? (await lockOrdersOf(tx, open.state.id)).find(({ state }) => state.id === id) : undefined
    if (!open || !held) return refuse('not-issued')
    if (isOver(held.state)) return refuse('over')
    const { agency, brief } = held.state.issued
    if (!(await isOf(given, tx, agency, unit, command.at))) return refuse('unit-not-of-agency')
    const withdrawn = decide(held.state, { type: 'withdraw', at: command.at, by, because: 'swapped' })
    if (!withdrawn.ok) return withdrawn
    const change = issue(
      given,
      open.state,
      { agency, unit, running: open.state.orders.length + 1, insteadOf: held.state },
      { at: command.at, by, brief },
    )
    const wish = { type: 'order', at: command.at, orders: [change.state.id], plan: null, by } as const
    const ordered = decideIncident(open.state, wish)
    if (!ordered.ok) return ordered
    const changes = [incidentChange(open.state.id, open, ordered.value), orderChange(id, held, withdrawn.value), change]
    const recorded = await record(given.journal, tx, changes, originOf(command, held.correlation))
    return recorded.ok ? ok({ order: change.state }) : recorded
  })
  if (result.ok) given.wake([result.value.order.issued.agency])
  return result
}

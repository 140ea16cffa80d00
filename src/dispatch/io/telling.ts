/** What is said of an incident and concerns whoever was ordered to it: one fact on the incident, and in the same transaction one on every order of it that is not over. */
import type { IncidentId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import type { Conflict } from '../../journal/journal.ts'
import { decide as decideIncident, type Incident, type IncidentRefusal, type IncidentWish } from '../incident.ts'
import { decide as decideOrder, type OrderWish } from '../order.ts'
import type { Given } from './given.ts'
import { incidentChange, lockOrdersOfAll, lockTree, orderChange, record } from './store.ts'

/** `tell`: what each order is told, from the incident as it is then; an order that refuses is told nothing. */
export function sayAndTell(
  given: Given,
  command: Command,
  id: IncidentId,
  wish: IncidentWish,
  tell: (incident: Incident) => OrderWish,
): Promise<Result<{ readonly incident: Incident }, IncidentRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly incident: Incident }, IncidentRefusal>(given, command, async (tx) => {
    // Whoever was ordered for a report of the same event is told too.
    const tree = await lockTree(tx, id)
    const held = tree.find(({ state }) => state.id === id)
    const decided = decideIncident(held?.state ?? null, wish)
    if (!decided.ok || !held) return decided.ok ? refuse('not-open') : decided
    const incident = incidentChange(id, held, decided.value)
    const orders = await lockOrdersOfAll(
      tx,
      tree.map(({ state }) => state.id),
    )
    const told = orders.flatMap((order) => {
      const taken = decideOrder(order.state, tell(incident.state))
      return taken.ok ? [orderChange(order.state.id, order, taken.value)] : []
    })
    const recorded = await record(given.journal, tx, [incident, ...told], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: incident.state }) : recorded
  })
}

/** A METHANE report given: on the incident, and in the same transaction on every order of it that is not over, so that each agency and crew reads the same version live. */
import type { IncidentId, PersonId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import type { Conflict } from '../../journal/journal.ts'
import { decide as decideIncident, type Incident, type IncidentRefusal } from '../incident.ts'
import type { Methane } from '../methane.ts'
import { decide as decideOrder } from '../order.ts'
import type { Given } from './given.ts'
import { incidentChange, lockOrdersOfAll, lockTree, orderChange, record } from './store.ts'

export function report(
  given: Given,
  command: Command,
  id: IncidentId,
  { on, ...methane }: Methane & { readonly on: number },
  by: PersonId,
): Promise<Result<{ readonly incident: Incident }, IncidentRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly incident: Incident }, IncidentRefusal>(given, command, async (tx) => {
    // Whoever was ordered for a report of the same event reads it too.
    const tree = await lockTree(tx, id)
    const held = tree.find(({ state }) => state.id === id)
    const decided = decideIncident(held?.state ?? null, { type: 'report', at: command.at, report: methane, on, by })
    if (!decided.ok || !held) return decided.ok ? refuse('not-open') : decided
    const incident = incidentChange(id, held, decided.value)
    const reported = incident.state.methane
    if (!reported) throw new Error(`incident ${id} was reported on and holds no report`)
    const orders = await lockOrdersOfAll(
      tx,
      tree.map(({ state }) => state.id),
    )
    const informed = orders.flatMap((order) => {
      const told = decideOrder(order.state, { type: 'inform', at: command.at, reported })
      return told.ok ? [orderChange(order.state.id, order, told.value)] : []
    })
    const recorded = await record(given.journal, tx, [incident, ...informed], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: incident.state }) : recorded
  })
}

/** An incident is offered to another agency; its signature takes it over, closes it here and frees everybody else with the same commit. */
import type { AgencyId, IncidentId, PersonId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import { decide, type Incident, type IncidentRefusal } from '../incident.ts'
import type { Order } from '../order.ts'
import { freed } from './freeing.ts'
import type { Given } from './given.ts'
import { briefOf, issue } from './incidents.ts'
import { type Change, type Held, incidentChange, lockIncident, lockOrdersOfAll, lockTree, record } from './store.ts'

export type Offered = { readonly incident: Incident; readonly order: Order }

/** The offer is an order like any other: delivered, signed for, rejected; until it is signed the incident stays ours. */
export async function offer(
  given: Given,
  command: Command,
  id: IncidentId,
  to: AgencyId,
  by: PersonId,
): Promise<Result<Offered, IncidentRefusal | 'unknown-agency' | Conflict | 'key-reused'>> {
  const result = await once<Offered, IncidentRefusal | 'unknown-agency'>(given, command, async (tx) => {
    if (!given.centre.agencies.some((agency) => agency.id === to)) return refuse('unknown-agency')
    const held = await lockIncident(tx, id)
    if (!held) return refuse('not-open')
    const brief = { ...(await briefOf(tx, held.state, [to])), handOver: true as const }
    const order = issue(
      given,
      held.state,
      { agency: to, unit: null, running: held.state.orders.length + 1, insteadOf: null },
      { at: command.at, by, brief },
    )
    const ordering = { type: 'order', at: command.at, orders: [order.state.id], plan: null, by } as const
    const ordered = decide(held.state, ordering)
    if (!ordered.ok) return ordered
    const first = incidentChange(id, held, ordered.value)
    const offering = { type: 'offer', at: command.at, to, order: order.state.id, by } as const
    const offered = decide(first.state, offering)
    if (!offered.ok) return offered
    const second = incidentChange(id, { ...held, state: first.state, version: held.version + 1 }, offered.value)
    const recorded = await record(given.journal, tx, [first, second, order], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: second.state, order: order.state }) : recorded
  })
  if (result.ok) given.wake([to])
  return result
}

/**
 * What an answer to the offer's order brings about at the incident: signed for, it is closed here as handed over and every
 * other order is taken back; rejected or withdrawn, it stays ours. `own` has been locked and decided by the caller.
 */
export async function offerAnswered(
  tx: Transaction,
  incident: Held<Incident>,
  own: Order,
  at: number,
): Promise<readonly Change[]> {
  const { state } = incident
  const { offer: standing } = state
  if (!standing || standing.order !== own.id) return []
  const { by } = standing
  if (own.state === 'rejected' || own.state === 'withdrawn') {
    const ended = decide(state, { type: 'end-offer', at, because: own.state, by })
    return ended.ok ? [incidentChange(state.id, incident, ended.value)] : []
  }
  const tree = await lockTree(tx, state.id)
  const orders = await lockOrdersOfAll(
    tx,
    tree.map((each) => each.state.id),
  )
  const others = orders.filter((held) => held.state.id !== own.id)
  const closed = decide(state, { type: 'close', at, outcome: 'handed-over', by, running: [] })
  if (!closed.ok) return []
  return [incidentChange(state.id, incident, closed.value), ...freed(others, { at, by, because: 'handed-over' })]
}

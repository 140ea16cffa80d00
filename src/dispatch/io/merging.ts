/** Two incidents that are one event: merged in one transaction, and taken back so that everything stands as it stood. */
import type { IncidentId, PersonId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import { decide, type Incident, type IncidentRefusal } from '../incident.ts'
import { awaitsSignature, decide as decideOrder, isOver, type Order } from '../order.ts'
import { freed } from './freeing.ts'
import type { Given } from './given.ts'
import {
  type Held,
  incidentChange,
  lockIncident,
  lockOrdersOf,
  lockOrdersOfAll,
  lockTree,
  type OrderChange,
  orderChange,
  record,
} from './store.ts'

export type Merged = {
  readonly incident: Incident
  readonly into: Incident
  /** Orders that the merger took back, or that stand again. */
  readonly orders: readonly Order[]
}
type Merging = Result<Merged, IncidentRefusal | Conflict | 'key-reused'>

/** In the order of their ids, so that two officers who merge crosswise never wait for each other. */
async function lockBoth(tx: Transaction, a: IncidentId, b: IncidentId) {
  const [first, second] = a < b ? [a, b] : [b, a]
  const [one, other] = [await lockIncident(tx, first), await lockIncident(tx, second)]
  return a < b ? [one, other] : [other, one]
}

/**
 * `id` becomes part of `into`. What somebody has taken goes on; an unsigned order to an agency that works on `into` already
 * is taken back with the same commit, so that nobody comes twice.
 */
export async function merge(
  given: Given,
  command: Command,
  id: IncidentId,
  into: IncidentId,
  by: PersonId,
): Promise<Merging> {
  return once<Merged, IncidentRefusal>(given, command, async (tx) => {
    const [held, target] = id === into ? [await lockIncident(tx, id), null] : await lockBoth(tx, id, into)
    if (!held || (id !== into && !target)) return refuse('not-open')
    const decided = decide(held.state, { type: 'merge', at: command.at, into: (target ?? held).state, by })
    if (!decided.ok) return decided
    if (!target) return refuse('itself')
    const absorbing = decide(target.state, { type: 'absorb', at: command.at, incident: id, by })
    if (!absorbing.ok) return absorbing
    const tree = await lockTree(tx, into)
    const at = await lockOrdersOfAll(
      tx,
      tree.map(({ state }) => state.id),
    )
    const working = new Set(at.filter(({ state }) => !isOver(state)).map(({ state }) => state.issued.agency))
    const own = await lockOrdersOf(tx, id)
    const doubled = own.filter(({ state }) => awaitsSignature(state) && working.has(state.issued.agency))
    const taken = freed(doubled, { at: command.at, by, because: 'merged' })
    return recorded(given, command, tx, held, decided.value, target, absorbing.value, taken)
  })
}

/** Everything as it stood: the incident, the one it was part of, and the orders that the merger took back. */
export async function unmerge(given: Given, command: Command, id: IncidentId, by: PersonId): Promise<Merging> {
  const result = await once<Merged, IncidentRefusal>(given, command, async (tx) => {
    const merged = await lockIncident(tx, id)
    if (!merged) return refuse('not-open')
    const decided = decide(merged.state, { type: 'unmerge', at: command.at, by })
    if (!decided.ok) return decided
    // `unmerge` is refused on every other state.
    const into = merged.state.state === 'merged' ? merged.state.into : id
    const target = await lockIncident(tx, into)
    const releasing = decide(target?.state ?? null, { type: 'release', at: command.at, incident: id, by })
    if (!releasing.ok || !target) return releasing.ok ? refuse('not-open') : releasing
    const again = (await lockOrdersOf(tx, id)).flatMap((held): readonly OrderChange[] => {
      const { state } = held
      if (state.state !== 'withdrawn' || state.because !== 'merged') return []
      const standing = decideOrder(state, { type: 'reinstate', at: command.at, by })
      return standing.ok ? [orderChange(state.id, held, standing.value)] : []
    })
    return recorded(given, command, tx, merged, decided.value, target, releasing.value, again)
  })
  if (result.ok) given.wake([...new Set(result.value.orders.map(({ issued }) => issued.agency))])
  return result
}

type Decided = Extract<ReturnType<typeof decide>, { ok: true }>['value']

async function recorded(
  given: Given,
  command: Command,
  tx: Transaction,
  held: Held<Incident>,
  fact: Decided,
  target: Held<Incident>,
  there: Decided,
  orders: readonly OrderChange[],
): Promise<Result<Merged, Conflict>> {
  const one = incidentChange(held.state.id, held, fact)
  const other = incidentChange(target.state.id, target, there)
  const done = await record(given.journal, tx, [one, other, ...orders], originOf(command, held.correlation))
  if (!done.ok) return done
  return ok({ incident: one.state, into: other.state, orders: orders.map(({ state }) => state) })
}

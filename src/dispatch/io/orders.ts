/** What is done with orders: an agency answers one, by whichever way, and a person sends a dead letter again. */
import type { OrderId, PersonId, UnitId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import {
  type Answer,
  type Answerer,
  awaitsSignature,
  decide,
  type Order,
  type OrderRefusal,
  type RejectionCause,
} from '../order.ts'
import { freed } from './freeing.ts'
import type { Given } from './given.ts'
import { offerAnswered } from './handing-over.ts'
import { type Change, type Held, lockIncident, lockOrder, lockOrdersOf, orderChange, record } from './store.ts'

export type Answering = {
  readonly answer: Answer
  readonly by: Answerer
  /** By the answerer's own clock, UTC ms. */
  readonly at: number
  readonly cause: RejectionCause | null
  readonly agencyNumber: string | null
  readonly unit: UnitId | null
}

export type AnswerRefusal = OrderRefusal | 'unit-not-of-agency'

/**
 * What was said already is refused here; the doors of machines turn that into the standing state. An answer that ends an
 * offer, or takes an order that had been passed on, frees the others in the same transaction.
 */
export async function answer(
  given: Given,
  command: Command,
  id: OrderId,
  said: Answering,
): Promise<Result<{ readonly order: Order }, AnswerRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly order: Order }, AnswerRefusal>(given, command, async (tx) => {
    const { incident, held, others } = await lockAround(tx, id)
    // Passed on between the look and the lock: once more, now with the orders beside it.
    if (held && !incident && isBeside(held.state)) return refuse('conflict')
    const { unit } = said
    if (held && unit !== null) {
      const { agency } = held.state.issued
      if (!given.centre.units.some((known) => known.id === unit && known.agency === agency))
        return refuse('unit-not-of-agency')
    }
    const decided = decide(held?.state ?? null, { type: 'answer', ...said })
    if (!decided.ok) return decided
    const change = orderChange(id, held, decided.value)
    const took = held !== null && awaitsSignature(held.state) && !awaitsSignature(change.state)
    const more: Change[] = []
    if (took && change.state.state !== 'rejected')
      more.push(...freed(passedAround(change.state, others), { at: command.at, ...because(change.state) }))
    if (incident && (took || change.state.state === 'rejected'))
      more.push(...(await offerAnswered(tx, incident, change.state, command.at)))
    const origin = originOf(command, held?.correlation ?? command.correlation)
    const recorded = await record(given.journal, tx, [change, ...more], origin)
    return recorded.ok ? ok({ order: change.state }) : recorded
  })
}

/** The order with its incident and the orders beside it: most answers touch nothing else, and then only the order is locked. */
async function lockAround(tx: Transaction, id: OrderId) {
  const order = await peek(tx, id)
  const incident = order !== null && isBeside(order) ? await lockIncident(tx, order.issued.incident) : null
  const orders = incident ? await lockOrdersOf(tx, incident.state.id) : []
  const held = orders.find(({ state }) => state.id === id) ?? (await lockOrder(tx, id))
  return { incident, held, others: orders.filter(({ state }) => state.id !== id) }
}

/** An order that others hang on: an offer, one passed on, or the one it was passed on to. */
const isBeside = ({ issued, passedOnAt }: Order): boolean =>
  issued.brief.handOver === true || passedOnAt !== null || issued.insteadOf !== null

async function peek(tx: Transaction, id: OrderId): Promise<Order | null> {
  const rows = await sqlOf(tx)<{ state: Order }[]>`select state from order_view where id = ${id}`
  return rows[0]?.state ?? null
}

/** Orders of the same agency that were passed on to this one, or from it, and that nobody has taken. */
function passedAround(taken: Order, others: readonly Held<Order>[]): readonly Held<Order>[] {
  return others.filter(
    ({ state }) =>
      state.issued.agency === taken.issued.agency &&
      awaitsSignature(state) &&
      (state.id === taken.issued.insteadOf || state.issued.insteadOf === taken.id),
  )
}
const because = (taken: Order) => ({ by: taken.issued.by, because: 'passed-on' as const })

/** Takes an order back over whoever has it: the crew is stood down, or needed more urgently elsewhere. */
export async function recall(
  given: Given,
  command: Command,
  id: OrderId,
  reason: 'stood-down' | 'pre-empted',
  by: PersonId,
): Promise<Result<{ readonly order: Order }, OrderRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly order: Order }, OrderRefusal>(given, command, async (tx) => {
    const { incident, held } = await lockAround(tx, id)
    const decided = decide(held?.state ?? null, { type: 'withdraw', at: command.at, by, because: reason })
    if (!decided.ok || !held) return decided.ok ? refuse('not-issued') : decided
    const change = orderChange(id, held, decided.value)
    const more = incident ? await offerAnswered(tx, incident, change.state, command.at) : []
    const recorded = await record(given.journal, tx, [change, ...more], originOf(command, held.correlation))
    return recorded.ok ? ok({ order: change.state }) : recorded
  })
}

/** Puts a dead letter back into the outbox, with all its attempts before it again. */
export async function resend(
  given: Given,
  command: Command,
  id: OrderId,
  by: PersonId,
): Promise<Result<{ readonly order: Order }, OrderRefusal | Conflict | 'key-reused'>> {
  const result = await once<{ readonly order: Order }, OrderRefusal>(given, command, async (tx) => {
    const held = await lockOrder(tx, id)
    const decided = decide(held?.state ?? null, { type: 'resend', at: command.at, by })
    if (!decided.ok || !held) return decided.ok ? refuse('not-issued') : decided
    const change = orderChange(id, held, decided.value)
    const recorded = await record(given.journal, tx, [change], originOf(command, held.correlation))
    if (!recorded.ok) return recorded
    await sqlOf(tx)`
      insert into outbox (order_id, agency, due_at) values (${id}, ${change.state.issued.agency}, ${command.at})
      on conflict (order_id, says) do update set attempt = 0, due_at = excluded.due_at, leased_until = 0, dead = false`
    return ok({ order: change.state })
  })
  if (result.ok) given.wake([result.value.order.issued.agency])
  return result
}

/** What is done with orders: an agency answers one, by whichever way, and a person sends a dead letter again. */
import type { OrderId, PersonId, UnitId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict } from '../../journal/journal.ts'
import { type Answer, type Answerer, decide, type Order, type OrderRefusal, type RejectionCause } from '../order.ts'
import type { Given } from './given.ts'
import { lockOrder, orderChange, record } from './store.ts'

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

/** What was said already is refused here; the doors of machines turn that into the standing state. */
export async function answer(
  given: Given,
  command: Command,
  id: OrderId,
  said: Answering,
): Promise<Result<{ readonly order: Order }, AnswerRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly order: Order }, AnswerRefusal>(given, command, async (tx) => {
    const held = await lockOrder(tx, id)
    const { unit } = said
    if (held && unit !== null) {
      const { agency } = held.state.issued
      if (!given.centre.units.some((known) => known.id === unit && known.agency === agency))
        return refuse('unit-not-of-agency')
    }
    const decided = decide(held?.state ?? null, { type: 'answer', ...said })
    if (!decided.ok) return decided
    const change = orderChange(id, held, decided.value)
    const origin = originOf(command, held?.correlation ?? command.correlation)
    const recorded = await record(given.journal, tx, [change], origin)
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
      on conflict (order_id) do update set attempt = 0, due_at = excluded.due_at, leased_until = 0, dead = false`
    return ok({ order: change.state })
  })
  if (result.ok) given.wake([result.value.order.issued.agency])
  return result
}

/** An answer that came back from an agency by its own interface: for an order of its own, heard once however often it is said. */
import { createHash } from 'node:crypto'
import type { Principal } from '../../../access/roles.ts'
import { type AgencyId, id, type OrderId, type UnitId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Conflict } from '../../../journal/journal.ts'
import type { Channel } from '../../forces.ts'
import type { Answer, Order, OrderState, RejectionCause } from '../../order.ts'
import { isTimely, orderId } from '../../schemas.ts'
import type { Given } from '../given.ts'
import { type AnswerRefusal, answer } from '../orders.ts'
import { readOrder } from '../store.ts'

export type AgencySaid = {
  readonly agency: AgencyId
  readonly via: Channel
  /** Said again under the same key it is the same answer. */
  readonly key: string
  /** As the agency writes it: nobody has looked yet whether it is one of ours. */
  readonly order: string
  readonly answer: Answer
  readonly at: number
  readonly cause: RejectionCause | null
  readonly agencyNumber: string | null
  readonly unit: UnitId | null
}

export type HeardRefusal = AnswerRefusal | Conflict | 'key-reused' | 'not-timely' | 'not-an-identifier'

/** An agency's own system as policy sees it. */
export const systemOf = (agency: AgencyId): Principal => ({
  id: id<'person'>(agency),
  role: 'machine',
  name: { zh: agency, en: agency },
  agency,
})

/** The order, if this agency may answer it; another's is not there. */
export async function ownOrder(given: Given, agency: AgencyId, said: string): Promise<Order | null> {
  const known = orderId.safeParse(said)
  const order = known.success ? await readOrder(given.database.sql, known.data) : null
  if (!order) return null
  const { issued, unit } = order
  const resource = { kind: 'order', id: order.id, agency: issued.agency, ...(unit === null ? {} : { unit }) } as const
  return given.access.authorise(systemOf(agency), 'order.answer', resource).allowed ? order : null
}

/** What was said already is answered with how the order stands now. */
export async function hearAnswer(
  given: Given,
  said: AgencySaid,
  { at, correlation }: { readonly at: number; readonly correlation: string },
): Promise<Result<{ readonly order: OrderId; readonly state: OrderState }, HeardRefusal>> {
  const { agency, via, key, ...what } = said
  const order = await ownOrder(given, agency, said.order)
  if (!order) return refuse('not-issued')
  if (!isTimely(said.at, at)) return refuse('not-timely')
  if (said.agencyNumber !== null && /\p{Cc}/u.test(said.agencyNumber)) return refuse('not-an-identifier')
  const wish = createHash('sha256').update(JSON.stringify(what)).digest('hex')
  const by = { kind: 'machine', id: agency } as const
  const command = { by, at, correlation, key, asks: `answer ${order.id} ${wish}` }
  const result = await answer(given, command, order.id, {
    answer: said.answer,
    by: { via, id: agency },
    at: said.at,
    cause: said.cause,
    agencyNumber: said.agencyNumber,
    unit: said.unit,
  })
  if (result.ok) return ok({ order: order.id, state: result.value.order.state })
  if (result.refusal !== 'already-said') return result
  const standing = await readOrder(given.database.sql, order.id)
  return ok({ order: order.id, state: standing?.state ?? order.state })
}

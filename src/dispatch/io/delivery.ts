/** One delivery of one order: sent signed to the agency's own system, and what became of it put on record. */
import { sign } from '../../access/io/signature.ts'
import { SIGNATURE_HEADER } from '../../access/wire.ts'
import type { AgencyId, OrderId } from '../../core/ids.ts'
import { ok } from '../../core/result.ts'
import { again } from '../../journal/command.ts'
import type { Actor } from '../../journal/fact.ts'
import { sqlOf } from '../../journal/io/database.ts'
import { decide, type Order } from '../order.ts'
import { waitMs, worthRetrying } from '../retry.ts'
import type { OrderMessage } from '../wire.ts'
import type { Given, Webhook } from './given.ts'
import type { Posted, Poster } from './post.ts'
import { lockOrder, orderChange, record } from './store.ts'

const SENDER: Actor = { kind: 'system', id: 'outbox' }

/** The order as its agency's system gets it, signed; the order's id is the key under which it is known there. */
export async function send(given: Given, poster: Poster, webhook: Webhook, order: Order): Promise<Posted> {
  const { issued } = order
  const message: OrderMessage = {
    version: 1,
    order: order.id,
    number: issued.number,
    agency: issued.agency,
    unit: issued.unit,
    issuedAt: order.clocks.issuedAt,
    brief: { ...issued.brief, together: [...issued.brief.together] },
    answerTo: `${given.centre.publicUrl}/api/agencies/${encodeURIComponent(issued.agency)}/answers`,
    ...(given.isManned(issued.agency) ? { manned: true } : {}),
  }
  const body = JSON.stringify(message)
  return poster.post(
    webhook.url,
    {
      'content-type': 'application/json',
      'idempotency-key': order.id,
      [SIGNATURE_HEADER]: sign(webhook.secret, Buffer.from(body), given.clock()),
    },
    body,
  )
}

/** The receipt becomes a fact, and the order leaves the outbox with it. */
export async function delivered(given: Given, key: OrderId, agency: AgencyId, attempt: number): Promise<void> {
  const at = given.clock()
  await again(() =>
    given.journal.transact<null, 'conflict'>(async (tx) => {
      const held = await lockOrder(tx, key)
      const decided = decide(held?.state ?? null, { type: 'deliver', at, attempt, to: { via: 'webhook', id: agency } })
      // Signed for or withdrawn meanwhile: the receipt proves nothing new.
      if (!decided.ok || !held) {
        await sqlOf(tx)`delete from outbox where order_id = ${key}`
        return ok(null)
      }
      const change = orderChange(key, held, decided.value)
      return record(given.journal, tx, [change], { by: SENDER, correlation: held.correlation, recordedAt: at })
    }),
  )
}

/** The failure becomes a fact that names the next try, or that there is none. */
export async function failed(
  given: Given,
  key: OrderId,
  attempt: number,
  { status, cause }: { readonly status: number; readonly cause: string },
): Promise<void> {
  const at = given.clock()
  const [drawn] = given.chance(1)
  const wait = worthRetrying(status) ? waitMs(attempt, (drawn ?? 0) / 256) : null
  const nextAt = wait === null ? null : at + wait
  await again(() =>
    given.journal.transact<null, 'conflict'>(async (tx) => {
      const held = await lockOrder(tx, key)
      const decided = decide(held?.state ?? null, { type: 'fail-delivery', at, attempt, cause, nextAt })
      if (!decided.ok || !held) {
        await sqlOf(tx)`delete from outbox where order_id = ${key}`
        return ok(null)
      }
      const change = orderChange(key, held, decided.value)
      const origin = { by: SENDER, correlation: held.correlation, recordedAt: at }
      const recorded = await record(given.journal, tx, [change], origin)
      if (!recorded.ok) return recorded
      await sqlOf(tx)`
        update outbox set attempt = ${attempt}, due_at = ${nextAt ?? at}, dead = ${nextAt === null}, leased_until = 0
        where order_id = ${key}`
      return ok(null)
    }),
  )
}

/** Pictures from the field: bared before they are kept, and kept in the transaction of the fact that names them. */
import { createHash } from 'node:crypto'
import type { OrderId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import { type Answerer, decide, type Order, type OrderRefusal } from '../order.ts'
import { type JpegRefusal, stripped } from '../picture/jpeg.ts'
import type { Given } from './given.ts'
import { lockOrder, orderChange, record } from './store.ts'

export type Sent = {
  readonly bytes: Uint8Array
  /** When it was taken, by the sender's clock, UTC ms. */
  readonly at: number
  readonly by: Answerer
}

/** `still` is the hash of what is kept, which is not that of what was sent. */
export async function keepPicture(
  given: Given,
  command: Command,
  id: OrderId,
  { bytes, at, by }: Sent,
): Promise<Result<{ readonly still: string }, OrderRefusal | JpegRefusal | Conflict | 'key-reused'>> {
  const bare = stripped(bytes)
  if (!bare.ok) return bare
  const kept = Buffer.from(bare.value.bytes)
  const still = createHash('sha256').update(kept).digest('hex')
  return once<{ readonly still: string }, OrderRefusal>(given, command, async (tx) => {
    const held = await lockOrder(tx, id)
    const decided = decide(held?.state ?? null, { type: 'picture', at, still, by })
    if (!decided.ok || !held) return decided.ok ? refuse('not-issued') : decided
    const change = orderChange(id, held, decided.value)
    const recorded = await record(given.journal, tx, [change], originOf(command, held.correlation))
    if (!recorded.ok) return recorded
    await sqlOf(tx)`insert into order_pictures (order_id, sha256, at, bytes) values (${id}, ${still}, ${at}, ${kept})`
    return ok({ still })
  })
}

/** The same picture may belong to several orders; `bytes` null: erased by the clock. */
export type KeptPicture = { readonly bytes: Uint8Array | null; readonly order: Order }

export async function picturesUnder(tx: Transaction, sha256: string): Promise<readonly KeptPicture[]> {
  return sqlOf(tx)<KeptPicture[]>`
    select p.bytes, o.state as "order" from order_pictures p join order_view o on o.id = p.order_id
    where p.sha256 = ${sha256} order by p.order_id`
}

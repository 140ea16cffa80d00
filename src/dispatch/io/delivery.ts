/** What became of a letter to an agency's own system, put on record: it arrived, or when it is tried again, or that it is given up. */
import { ok } from '../../core/result.ts'
import { again } from '../../journal/command.ts'
import type { Actor } from '../../journal/fact.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import { type Answerer, decide, isOver, type Order } from '../order.ts'
import { LONGEST_RETRY_MS, waitMs, worthRetrying } from '../retry.ts'
import type { Letter } from './agencies/interface.ts'
import type { Given } from './given.ts'
import type { Posted } from './post.ts'
import { lockOrder, orderChange, record } from './store.ts'

const SENDER: Actor = { kind: 'system', id: 'outbox' }

/** Whether it still has to be said: an order until its agency has it, again after a withdrawal until it is over. */
export function isStillSaid(order: Order, { says, key }: Pick<Letter, 'says' | 'key'>): boolean {
  if (says === 'withdrawn') return order.state === 'withdrawn'
  return key === order.id ? order.state === 'issued' : !isOver(order)
}

/** Through: taken; and of a withdrawal also when the other side does not know the order, or has it behind it. */
export function isThrough({ status }: Posted, { says }: Pick<Letter, 'says'>): boolean {
  if (status >= 200 && status < 300) return true
  return says === 'withdrawn' && (status === 404 || status === 409 || status === 410)
}

/** The receipt becomes a fact, and the letter leaves the outbox with it. */
export async function delivered(given: Given, letter: Letter, to: Answerer, attempt: number): Promise<void> {
  const at = given.clock()
  const { id: key } = letter.order
  await again(() =>
    given.journal.transact<null, 'conflict'>(async (tx) => {
      const held = await lockOrder(tx, key)
      const type = letter.says === 'order' ? 'deliver' : 'tell-withdrawal'
      const decided = decide(held?.state ?? null, { type, at, attempt, to })
      // Signed for or withdrawn meanwhile: the receipt proves nothing new.
      if (decided.ok && held) {
        const origin = { by: SENDER, correlation: held.correlation, recordedAt: at }
        const recorded = await record(given.journal, tx, [orderChange(key, held, decided.value)], origin)
        if (!recorded.ok) return recorded
      }
      await takeOut(tx, letter)
      return ok(null)
    }),
  )
}

/** The version that the letter is about leaves; one that came after it stays. */
const takeOut = (tx: Transaction, { order, says, version }: Letter) =>
  sqlOf(tx)`delete from outbox where order_id = ${order.id} and says = ${says} and version = ${version}`

/** A failure to deliver an order becomes a fact that names the next try, or that there is none; a withdrawal is tried until it is through. */
export async function failed(given: Given, letter: Letter, attempt: number, posted: Posted): Promise<void> {
  const at = given.clock()
  const { id: key } = letter.order
  const [drawn] = given.chance(1)
  const chance = (drawn ?? 0) / 256
  const wait = worthRetrying(posted.status) ? waitMs(attempt, chance) : null
  const nextAt = wait === null ? null : at + wait
  await again(() =>
    given.journal.transact<null, 'conflict'>(async (tx) => {
      const held = await lockOrder(tx, key)
      const { cause } = posted
      const decided =
        letter.says === 'order'
          ? decide(held?.state ?? null, { type: 'fail-delivery', at, attempt, cause, nextAt })
          : null
      if (decided?.ok && held) {
        const origin = { by: SENDER, correlation: held.correlation, recordedAt: at }
        const recorded = await record(given.journal, tx, [orderChange(key, held, decided.value)], origin)
        if (!recorded.ok) return recorded
      } else if (!held || !isStillSaid(held.state, letter)) {
        await takeOut(tx, letter)
        return ok(null)
      }
      const dead = decided?.ok === true && nextAt === null
      await sqlOf(tx)`
        update outbox set attempt = ${attempt}, due_at = ${nextAt ?? at + LONGEST_RETRY_MS}, dead = ${dead}, leased_until = 0
        where order_id = ${key} and says = ${letter.says} and version = ${letter.version}`
      return ok(null)
    }),
  )
}

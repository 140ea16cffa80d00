/** The subscriptions as they are kept, and the number of the newest fact that was pushed. */
import type postgres from 'postgres'
import type { AccessFact } from '../../../access/facts.ts'
import { note } from '../../../access/io/notes.ts'
import type { PersonId, SessionId } from '../../../core/ids.ts'
import { ok, type Result } from '../../../core/result.ts'
import { type Command, once, originOf } from '../../../journal/command.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Journal, Transaction } from '../../../journal/journal.ts'
import { decideSubscription, type PushRefusal, type Subscription } from '../subscription.ts'

type Reader = postgres.Sql | postgres.TransactionSql
type Given = { readonly journal: Journal }
/** Whether this browser rings now. */
type Rings = { readonly rings: boolean }

/** Any fixed number. */
const LOCK = 7_031_164_531

const COLUMNS = ['endpoint', 'person', 'session', 'language', 'p256dh', 'auth'] as const

/** Those that stood at an instant: only `subscribe` writes these rows. */
export const subscriptionsAt = async (sql: Reader, at: number): Promise<readonly Subscription[]> =>
  sql<Subscription[]>`select ${sql(COLUMNS)} from push_subscriptions where added_at <= ${at}`

export async function subscriptionAt(sql: Reader, endpoint: string): Promise<Subscription | null> {
  const rows = await sql<Subscription[]>`select ${sql(COLUMNS)} from push_subscriptions where endpoint = ${endpoint}`
  return rows[0] ?? null
}

const said = (given: Given, tx: Transaction, command: Command, person: PersonId, fact: AccessFact): Promise<void> =>
  note(given.journal, tx, `access/${person}`, [fact], originOf(command, command.correlation))

/** One row an endpoint. `service`: its host, for the record. */
export function subscribe(
  given: Given,
  command: Command,
  wish: Subscription,
  service: string,
): Promise<Result<Rings, PushRefusal | 'conflict' | 'key-reused'>> {
  return once<Rings, PushRefusal>(given, command, async (tx) => {
    const sql = sqlOf(tx)
    // One after the other, so that the count holds and an endpoint is decided on as it stands.
    await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`
    const there = await subscriptionAt(sql, wish.endpoint)
    const [{ others = 0 } = {}] = await sql<{ others: number }[]>`
      select count(*)::int as others from push_subscriptions
      where person = ${wish.person} and endpoint <> ${wish.endpoint}`
    const decided = decideSubscription(there, wish, others)
    if (!decided.ok) return decided
    if (decided.value === 'same') return ok({ rings: true })
    await sql`insert into push_subscriptions ${sql({ ...wish, added_at: command.at })}
      on conflict (endpoint) do update set person = excluded.person, session = excluded.session,
        language = excluded.language, p256dh = excluded.p256dh, auth = excluded.auth, added_at = excluded.added_at`
    const { session } = wish
    await said(given, tx, command, wish.person, { type: 'push-subscribed', v: 1, at: command.at, session, service })
    return ok({ rings: true })
  })
}

/** Of this person only; what is not there is gone already. */
export function unsubscribe(
  given: Given,
  command: Command,
  person: PersonId,
  session: SessionId,
  endpoint: string,
): Promise<Result<Rings, 'conflict' | 'key-reused'>> {
  return once<Rings, never>(given, command, async (tx) => {
    const gone = await sqlOf(tx)`delete from push_subscriptions where endpoint = ${endpoint} and person = ${person}`
    if (gone.count > 0)
      await said(given, tx, command, person, { type: 'push-unsubscribed', v: 1, at: command.at, session })
    return ok({ rings: false })
  })
}

export async function forget(sql: Reader, endpoints: readonly string[]): Promise<void> {
  if (endpoints.length > 0) await sql`delete from push_subscriptions where endpoint = any(${[...endpoints]}::text[])`
}

export async function cursor(sql: Reader): Promise<number> {
  const [row] = await sql<{ seq: number }[]>`select seq from push_cursor`
  return row?.seq ?? 0
}

/** True for the one process that takes this fact in hand; facts come in order, so a number that is passed was taken. */
export async function takeInHand(sql: Reader, seq: number): Promise<boolean> {
  const taken = await sql`
    insert into push_cursor (seq) values (${seq}::bigint)
    on conflict (one) do update set seq = excluded.seq where push_cursor.seq < excluded.seq`
  return taken.count > 0
}

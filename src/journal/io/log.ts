/** The journal over PostgreSQL: appends with an expected version, commands answered once, reads and follows; nothing is ever changed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Clock } from '../../core/time.ts'
import type { Recorded } from '../fact.ts'
import type { Entry, Journal, Origin, Transaction } from '../journal.ts'
import { type Database, sqlOf, transactionOf } from './database.ts'
import postgres from './driver.ts'
import { followLog } from './follow.ts'
import { gate } from './gate.ts'
import { openHint } from './hint.ts'
import { cursorAt, type FactRow, headOf, recordedOf, tailFrom } from './tail.ts'

/** Carries a refusal out of the driver's transaction, which rolls back on a throw. */
class GivenUp extends Error {}

/** serialization_failure and deadlock_detected: PostgreSQL undid the transaction and asks to try again. */
const TRY_AGAIN = new Set(['40001', '40P01'])
const ATTEMPTS = 6

/** `trouble` hears what a follower met (the database away, a sink that threw) before it tries again. */
export function openJournal(
  database: Database,
  clock: Clock,
  trouble: (error: unknown) => void = (error) => process.emitWarning(error instanceof Error ? error : String(error)),
): Journal {
  const { sql } = database
  const hint = openHint(sql)
  // Two connections stay free, so that a transaction that waits for a read never waits for itself.
  const oneOf = gate(Math.max(1, (sql.options.max ?? 10) - 2))
  const appended = new WeakMap<Transaction, { facts: number }>()

  /** `keep` decides whether a result commits; the rest is undone. */
  async function within<T>(work: (tx: Transaction) => Promise<T>, keep: (result: T) => boolean): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const outcome: { result?: T; count: { facts: number } } = { count: { facts: 0 } }
      try {
        await sql.begin(async (handle) => {
          const tx = transactionOf(handle)
          appended.set(tx, outcome.count)
          outcome.result = await work(tx)
          if (!keep(outcome.result)) throw new GivenUp()
        })
        if (outcome.count.facts > 0) hint.ring()
      } catch (error) {
        if (error instanceof postgres.PostgresError && TRY_AGAIN.has(error.code) && attempt < ATTEMPTS) {
          await sleep(attempt * attempt * 3 * Math.random())
          continue
        }
        if (!(error instanceof GivenUp)) throw error
      }
      // Set whenever neither branch above threw: work has returned.
      return outcome.result as T
    }
  }

  const transact: Journal['transact'] = (work) => oneOf(() => within(work, (result) => result.ok))

  const append: Journal['append'] = async (tx, entries, origin) => {
    const placed = place(entries)
    if (!placed.ok) return placed
    const wanted = placed.value
    if (wanted.length === 0) return ok([])
    const handle = sqlOf(tx)
    const unordered = [...new Set(wanted.filter((w) => w.expected === null).map((w) => w.stream))].sort()
    const waits =
      unordered.length === 0
        ? null
        : handle`select pg_advisory_xact_lock(hashtextextended(s, 0)) from unnest(${unordered}::text[]) s`.execute()
    // Sent right behind the lock without waiting for it; its snapshot is taken when the lock is held.
    const rows = await handle<{ stream: string; version: number }[]>`
      insert into facts (stream, version, recorded_at, actor, correlation, body)
      select w.stream, now.version + w.nth, ${origin.recordedAt}::bigint, ${JSON.stringify(origin.by)}::text::json,
             ${origin.correlation}::text, w.body::json
      from unnest(${wanted.map((w) => w.stream)}::text[], ${wanted.map((w) => w.expected)}::bigint[],
                  ${wanted.map((w) => w.nth)}::bigint[], ${wanted.map((w) => JSON.stringify(w.fact))}::text[])
           with ordinality as w(stream, expected, nth, body, place)
      cross join lateral (select coalesce(max(version), 0) as version from facts where stream = w.stream) now
      where w.expected is null or w.expected = now.version
      order by w.place
      on conflict do nothing
      returning stream, version`
    await waits
    if (rows.length < wanted.length) return refuse('conflict')
    const count = appended.get(tx)
    if (count) count.facts += rows.length
    return ok(wanted.map((w, index): Recorded => recorded(w, rows[index]?.version ?? 0, origin)))
  }

  const once: Journal['once'] = <T, R extends string>(
    { key, actor, requestHash }: { key: string; actor: string; requestHash: string },
    work: (tx: Transaction) => Promise<Result<T, R>>,
  ) =>
    oneOf(() =>
      within<Result<T, R | 'key-reused'>>(
        async (tx) => {
          const handle = sqlOf(tx)
          const name = `${actor}\n${key}`
          // A second call of the same command waits here until the first has committed, and then finds its answer.
          const wait = handle`select pg_advisory_xact_lock(hashtextextended(${name}, 1))`.execute()
          const [found] = await handle<{ request_hash: string; answer: Result<T, R> }[]>`
            select request_hash, answer from answers where actor = ${actor} and key = ${key}`
          await wait
          if (found) return found.request_hash === requestHash ? found.answer : refuse('key-reused')
          let result: Result<T, R> | undefined
          try {
            await handle.savepoint(async (inner) => {
              const innerTx = transactionOf(inner)
              appended.set(innerTx, appended.get(tx) ?? { facts: 0 })
              result = await work(innerTx)
              if (!result.ok) throw new GivenUp()
            })
          } catch (error) {
            if (!(error instanceof GivenUp)) throw error
          }
          // Set: GivenUp is thrown behind the assignment, everything else has left above.
          const answer = result as unknown as Result<T, R>
          if (isPassing(answer)) return answer
          await handle`insert into answers (actor, key, request_hash, answer, at)
            values (${actor}, ${key}, ${requestHash}, ${JSON.stringify(answer)}::text::json, ${clock()}::bigint)`
          return answer
        },
        (result) => !isPassing(result) && (result.ok || result.refusal !== 'key-reused'),
      ),
    )

  return {
    transact,
    append,
    once,
    async read(stream, tx) {
      const rows = await (tx ? sqlOf(tx) : sql)<FactRow[]>`
        select stream, version, recorded_at, actor, correlation, body from facts where stream = ${stream} order by version`
      return rows.map(recordedOf)
    },
    async readFrom(after, limit) {
      const cursor = await cursorAt(sql, after)
      return cursor.seq < after ? [] : (await tailFrom(sql, cursor, limit)).facts
    },
    head: () => headOf(sql),
    follow: (after, sink) => followLog(sql, hint, after, sink, trouble),
  }
}

/** A conflict says that somebody else was faster, nothing about the command: the same key may ask again. */
const isPassing = (result: Result<unknown>): boolean => !result.ok && result.refusal === 'conflict'

/** A fact and where it goes: behind `expected` facts (null: behind whatever is there), as the nth of this append. */
type Wanted = {
  readonly stream: Entry['stream']
  readonly expected: number | null
  readonly nth: number
  readonly fact: Entry['facts'][number]
}

function place(entries: readonly Entry[]): Result<readonly Wanted[], 'conflict'> {
  const begun = new Map<string, { readonly expected: number | null; count: number }>()
  const wanted: Wanted[] = []
  for (const { stream, expected, facts } of entries) {
    const base = begun.get(stream) ?? { expected: expected === 'any' ? null : expected, count: 0 }
    // A stream named twice: the second entry has to expect what the first leaves.
    if (base.count > 0 && expected !== 'any' && base.expected !== null && expected !== base.expected + base.count)
      return refuse('conflict')
    begun.set(stream, base)
    for (const fact of facts) wanted.push({ stream, expected: base.expected, nth: ++base.count, fact })
  }
  return ok(wanted)
}

function recorded({ stream, fact }: Wanted, version: number, { by, correlation, recordedAt }: Origin): Recorded {
  return { stream, version, recordedAt, by, correlation, fact }
}

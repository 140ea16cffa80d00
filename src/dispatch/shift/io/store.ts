/** The view of the room's things: one locked and written with its facts; those of one kind that stand; those that the clock asks for. */
import type postgres from 'postgres'
import { ok, type Result } from '../../../core/result.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Journal, Origin, Transaction } from '../../../journal/journal.ts'
import type { Held } from '../../io/store.ts'
import type { RoomId } from '../entry.ts'
import { dueAt, evolve, isRunning, type RoomFact, type RoomThing } from '../room.ts'

type Reader = postgres.Sql | postgres.TransactionSql
type What = RoomThing['what']
type Of<W extends What> = Extract<RoomThing, { what: W }>

/** null: there is no such thing, or it is one of another kind. */
export async function lockThing<W extends What>(tx: Transaction, what: W, key: RoomId): Promise<Held<Of<W>> | null> {
  // Only `recordThing` writes these rows, each under its own `what`.
  const rows = await sqlOf(tx)<Held<Of<W>>[]>`
    select state, version, correlation from room_view where id = ${key} and what = ${what} for update`
  return rows[0] ?? null
}

/** The one shift that runs, locked. */
export async function lockShift(tx: Transaction): Promise<Held<Of<'shift'>> | null> {
  const rows = await sqlOf(tx)<Held<Of<'shift'>>[]>`
    select state, version, correlation from room_view where running and what = 'shift' for update`
  return rows[0] ?? null
}

/** The fact and the view it leads to, in the caller's transaction. */
export async function recordThing(
  journal: Journal,
  tx: Transaction,
  key: RoomId,
  held: Held<RoomThing> | null,
  fact: RoomFact,
  origin: Origin,
): Promise<Result<RoomThing, Conflict>> {
  const expected = held?.version ?? 0
  const appended = await journal.append(tx, [{ stream: `room/${key}`, expected, facts: [fact] }], origin)
  if (!appended.ok) return appended
  const state = evolve(held?.state ?? null, key, fact)
  await sqlOf(tx)`
    insert into room_view (id, what, running, due_at, version, correlation, updated_at, state)
    values (${key}, ${state.what}, ${isRunning(state)}, ${dueAt(state)}, ${expected + 1}, ${origin.correlation},
      ${origin.recordedAt}, ${JSON.stringify(state)}::text::json)
    on conflict (id) do update set running = excluded.running, due_at = excluded.due_at, version = excluded.version,
      updated_at = excluded.updated_at, state = excluded.state`
  return ok(state)
}

/** Those of one kind that stand at `now`, judged by the clock. */
export async function standing<W extends What>(sql: Reader, what: W, now: number): Promise<readonly Of<W>[]> {
  const rows = await sql<{ state: Of<W> }[]>`
    select state from room_view
    where running and what = ${what} and coalesce(due_at > ${now}, true) order by id`
  return rows.map(({ state }) => state)
}

/** What the clock asks something of. */
export async function overdue(
  sql: Reader,
  now: number,
  most: number,
): Promise<readonly { readonly id: RoomId; readonly what: What }[]> {
  return sql<{ id: RoomId; what: What }[]>`
    select id, what from room_view where due_at <= ${now} order by due_at limit ${most}`
}

/** The log before an instant, newest first. */
export async function logBefore(sql: Reader, before: number, most: number): Promise<readonly Of<'entry'>[]> {
  const rows = await sql<{ state: Of<'entry'> }[]>`
    select state from room_view where what = 'entry' and (state->>'at')::bigint < ${before}
    order by (state->>'at')::bigint desc limit ${most}`
  return rows.map(({ state }) => state)
}

/** null: there is none. */
export async function readBroadcast(sql: Reader, key: RoomId): Promise<Of<'broadcast'> | null> {
  const rows = await sql<{ state: Of<'broadcast'> }[]>`
    select state from room_view where id = ${key} and what = 'broadcast'`
  return rows[0]?.state ?? null
}

/** The view of notes: one note locked and written with its facts; those that may lie at a place; those that are over but not yet recorded as such. */
import type postgres from 'postgres'
import type { Place } from '../../../core/place.ts'
import { ok, type Result } from '../../../core/result.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Journal, Origin, Transaction } from '../../../journal/journal.ts'
import type { Held } from '../../io/store.ts'
import { meets } from '../meeting.ts'
import type { NoteId } from '../note.ts'
import { type Audience, evolve, holds, type Note, type NoteFact } from '../note.ts'

type Reader = postgres.Sql | postgres.TransactionSql

export async function lockNote(tx: Transaction, key: NoteId): Promise<Held<Note> | null> {
  // Only `recordNote` writes these rows, from the types it was given.
  const rows = await sqlOf(tx)<Held<Note>[]>`
    select state, version, correlation from note_view where id = ${key} for update`
  return rows[0] ?? null
}

/** The fact and the view it leads to, in the caller's transaction. */
export async function recordNote(
  journal: Journal,
  tx: Transaction,
  key: NoteId,
  held: Held<Note> | null,
  fact: NoteFact,
  origin: Origin,
): Promise<Result<Note, Conflict>> {
  const expected = held?.version ?? 0
  const appended = await journal.append(tx, [{ stream: `note/${key}`, expected, facts: [fact] }], origin)
  if (!appended.ok) return appended
  const state = evolve(held?.state ?? null, key, fact)
  await sqlOf(tx)`
    insert into note_view (id, running, expires_at, version, correlation, updated_at, state)
    values (${key}, ${state.state === 'holds'}, ${state.content.expiresAt}, ${expected + 1}, ${origin.correlation},
      ${origin.recordedAt}, ${JSON.stringify(state)}::text::json)
    on conflict (id) do update set running = excluded.running, expires_at = excluded.expires_at,
      version = excluded.version, updated_at = excluded.updated_at, state = excluded.state`
  return ok(state)
}

/** What holds at a place now; judged by the clock, so that a late job shows nobody a note that has ended. */
export async function notesAt(sql: Reader, place: Place, now: number, forWhom: Audience): Promise<readonly Note[]> {
  const rows = await sql<{ state: Note }[]>`
    select state from note_view where running and expires_at > ${now} order by id`
  return rows
    .map(({ state }) => state)
    .filter(({ content }) => (forWhom === 'room' || content.audience === 'crews') && meets(content.place, place))
    .filter((note) => holds(note, now))
}

/** Every note that holds, and on wish those that ended since. */
export async function allNotes(sql: Reader, now: number, endedSince: number | null): Promise<readonly Note[]> {
  const rows = await sql<{ state: Note }[]>`
    select state from note_view
    where (running and expires_at > ${now})
      or (${endedSince !== null} and updated_at > ${endedSince ?? 0} and not (running and expires_at > ${now}))
    order by id desc`
  return rows.map(({ state }) => state)
}

/** Notes past their end that nobody has recorded as ended yet. */
export async function overdueNotes(sql: Reader, now: number, most: number): Promise<readonly NoteId[]> {
  const rows = await sql<{ id: NoteId }[]>`
    select id from note_view where running and expires_at <= ${now} order by expires_at limit ${most}`
  return rows.map(({ id }) => id)
}

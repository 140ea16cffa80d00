/** The view of evidence: read and locked one by one, and written together with the facts it is folded from. */
import type postgres from 'postgres'
import { type Id, id, uuidv7 } from '../../../core/ids.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { Chance, Clock } from '../../../core/time.ts'
import { again, type Command, once, originOf } from '../../../journal/command.ts'
import type { Actor } from '../../../journal/fact.ts'
import { type Database, sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Journal, Origin, Transaction } from '../../../journal/journal.ts'
import {
  decide,
  type Evidence,
  type EvidenceFact,
  type EvidenceId,
  type EvidenceRefusal,
  type EvidenceWish,
  evolve,
  nextDueAt,
} from '../../evidence/evidence.ts'

export type StoreGiven = {
  readonly journal: Journal
  readonly database: Database
  readonly clock: Clock
  readonly chance: Chance
}

/** The platform's own jobs act under this name. */
export const KEEPER: Actor = { kind: 'system', id: 'evidence' }

type Held = { readonly state: Evidence; readonly version: number; readonly correlation: string }

async function lock(tx: Transaction, key: EvidenceId): Promise<Held | null> {
  // Only `record` below writes these rows, from the types it was given.
  const rows = await sqlOf(tx)<Held[]>`
    select state, version, correlation from evidence_view where id = ${key} for update`
  return rows[0] ?? null
}

async function record(
  journal: Journal,
  tx: Transaction,
  held: Held | null,
  key: EvidenceId,
  fact: EvidenceFact,
  origin: Origin,
): Promise<Result<Evidence, Conflict>> {
  const expected = held?.version ?? 0
  const appended = await journal.append(tx, [{ stream: `evidence/${key}`, expected, facts: [fact] }], origin)
  if (!appended.ok) return appended
  const state = evolve(held?.state ?? null, key, fact)
  const row = {
    id: key,
    camera: state.subject.camera,
    observed_at: state.subject.observedAt,
    phase: state.state,
    due_at: nextDueAt(state),
    copying: state.exports.some((one) => one.state === 'making'),
    version: expected + 1,
    correlation: origin.correlation,
    updated_at: origin.recordedAt,
    state,
  }
  await sqlOf(tx)`
    insert into evidence_view
      (id, camera, observed_at, phase, due_at, copying, version, correlation, updated_at, state)
    select * from json_to_recordset(${JSON.stringify([row])}::text::json)
      as r(id uuid, camera text, observed_at bigint, phase text, due_at bigint, copying boolean, version bigint,
        correlation text, updated_at bigint, state json)
    on conflict (id) do update set phase = excluded.phase, due_at = excluded.due_at, copying = excluded.copying,
      version = excluded.version, updated_at = excluded.updated_at, state = excluded.state`
  return ok(state)
}

type Done = Result<Evidence, EvidenceRefusal | Conflict>

/** One wish inside a transaction; `correlation` is for the first fact, later ones run on under the evidence's own. */
export async function wishIn(
  { journal }: Pick<StoreGiven, 'journal'>,
  tx: Transaction,
  key: EvidenceId,
  wish: EvidenceWish,
  by: Actor,
  correlation: string,
): Promise<Done> {
  const held = await lock(tx, key)
  const decided = decide(held?.state ?? null, wish)
  if (!decided.ok) return decided
  return record(journal, tx, held, key, decided.value, {
    by,
    correlation: held?.correlation ?? correlation,
    recordedAt: wish.at,
  })
}

/** A wish of the platform itself. `beside` writes what has to commit with it. */
export function wishDone(
  given: StoreGiven,
  key: EvidenceId,
  wish: EvidenceWish,
  beside: (tx: Transaction) => Promise<void> = async () => {},
): Promise<Done> {
  const correlation = uuidv7(wish.at, given.chance(10))
  return again(() =>
    given.journal.transact<Evidence, EvidenceRefusal | Conflict>(async (tx) => {
      const done = await wishIn(given, tx, key, wish, KEEPER, correlation)
      if (done.ok) await beside(tx)
      return done
    }),
  )
}

/** A person's wish, done once under its key. */
export function commanded(
  given: StoreGiven,
  command: Command,
  key: EvidenceId,
  wish: EvidenceWish,
): Promise<Result<Evidence, EvidenceRefusal | Conflict | 'key-reused'>> {
  const { by, correlation } = originOf(command, command.correlation)
  return once<Evidence, EvidenceRefusal>(given, command, (tx) => wishIn(given, tx, key, wish, by, correlation))
}

type Sql = postgres.Sql | postgres.TransactionSql

export async function readEvidence(sql: Sql, key: string): Promise<Evidence | null> {
  const rows = await sql<{ state: Evidence }[]>`select state from evidence_view where id = ${key}`
  return rows[0]?.state ?? null
}

export type EvidenceFilter = {
  readonly camera: string | null
  /** Only these; null: all. */
  readonly ids: readonly string[] | null
  /** UTC ms: older observations than this. */
  readonly before: number | null
  readonly limit: number
}

/** Newest observation first. */
export async function listEvidence(sql: Sql, { camera, ids, before, limit }: EvidenceFilter): Promise<Evidence[]> {
  const rows = await sql<{ state: Evidence }[]>`
    select state from evidence_view where true
    ${camera === null ? sql`` : sql`and camera = ${camera}`}
    ${ids === null ? sql`` : sql`and id = any(${ids}::uuid[])`}
    ${before === null ? sql`` : sql`and observed_at < ${before}`}
    order by observed_at desc limit ${limit}`
  return rows.map((row) => row.state)
}

/** What was asked and not kept yet. */
export async function askedEvidence(sql: Sql): Promise<Evidence[]> {
  const rows = await sql<{ state: Evidence }[]>`
    select state from evidence_view where phase = 'asked' order by observed_at`
  return rows.map((row) => row.state)
}

export async function copyingEvidence(sql: Sql): Promise<Evidence[]> {
  const rows = await sql<{ state: Evidence }[]>`
    select state from evidence_view where copying order by updated_at`
  return rows.map((row) => row.state)
}

export async function dueEvidence(sql: Sql, at: number, limit: number): Promise<Evidence[]> {
  const rows = await sql<{ state: Evidence }[]>`
    select state from evidence_view where due_at <= ${at} order by due_at limit ${limit}`
  return rows.map((row) => row.state)
}

export function newId<B extends string>({ clock, chance }: Pick<StoreGiven, 'clock' | 'chance'>): Id<B> {
  return id<B>(uuidv7(clock(), chance(10)))
}

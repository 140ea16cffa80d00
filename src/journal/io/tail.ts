/** Reads the log in its one order, never past the snapshot horizon: what it has numbered once keeps that number for ever. */
import type postgres from 'postgres'
import type { Actor, Fact, Numbered, Recorded, StreamName } from '../fact.ts'

/** A place in the log: behind fact `seq`, whose sort key is (tick, row). */
export type Cursor = { readonly seq: number; readonly tick: number; readonly row: number }

export const BEGINNING: Cursor = { seq: 0, tick: 0, row: 0 }

export type FactRow = {
  readonly stream: StreamName
  readonly version: number
  readonly recorded_at: number
  readonly actor: Actor
  readonly correlation: string
  readonly body: Fact
}

export const recordedOf = (row: FactRow): Recorded => ({
  stream: row.stream,
  version: row.version,
  recordedAt: row.recorded_at,
  by: row.actor,
  correlation: row.correlation,
  fact: row.body,
})

type TailRow = FactRow & { readonly tick: number; readonly row: number; readonly settled: boolean }

export type Tail = {
  readonly facts: readonly Numbered[]
  readonly cursor: Cursor
  /** Committed facts lie behind the horizon, held back by a transaction that still runs: look again soon. */
  readonly pending: boolean
}

/** At most `limit` facts behind the cursor, and none from the first on for which `stops` holds. */
export async function tailFrom(
  sql: postgres.Sql,
  from: Cursor,
  limit: number,
  stops: (fact: Numbered) => boolean = () => false,
): Promise<Tail> {
  const rows = await sql<TailRow[]>`
    select stream, version, recorded_at, actor, correlation, body, tick, row,
           tick < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled
    from facts where (tick, row) > (${from.tick}::bigint, ${from.row}::bigint) order by tick, row limit ${limit}`
  const facts: Numbered[] = []
  let cursor = from
  for (const row of rows) {
    if (!row.settled) return { facts, cursor, pending: true }
    const fact = { ...recordedOf(row), seq: cursor.seq + 1 }
    if (stops(fact)) break
    cursor = { seq: fact.seq, tick: row.tick, row: row.row }
    facts.push(fact)
  }
  return { facts, cursor, pending: false }
}

/** The last sealed fact at or before `after`: from there the rank is counted on. */
async function anchorAt(sql: postgres.Sql, after: number): Promise<Cursor> {
  const [found] = await sql<Cursor[]>`
    select l.seq, f.tick, f.row from leaves l join facts f using (stream, version)
    where l.seq <= ${after}::bigint order by l.seq desc limit 1`
  return found ?? BEGINNING
}

/** The cursor behind fact number `after`. Where the log is shorter, it is the log's end: nothing has that number yet. */
export async function cursorAt(sql: postgres.Sql, after: number): Promise<Cursor> {
  const anchor = await anchorAt(sql, after)
  const skip = after - anchor.seq
  if (skip <= 0) return anchor
  const [last] = await sql<{ rank: number; tick: number; row: number }[]>`
    select rank, tick, row from (
      select row_number() over (order by tick, row) as rank, tick, row from facts
      where (tick, row) > (${anchor.tick}::bigint, ${anchor.row}::bigint)
        and tick < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      order by tick, row limit ${skip}) ranked
    order by rank desc limit 1`
  return last ? { seq: anchor.seq + last.rank, tick: last.tick, row: last.row } : anchor
}

/** How many facts are below the horizon now. */
export async function headOf(sql: postgres.Sql): Promise<number> {
  const anchor = await anchorAt(sql, Number.MAX_SAFE_INTEGER)
  const [rest] = await sql<{ n: number }[]>`
    select count(*) as n from facts where (tick, row) > (${anchor.tick}::bigint, ${anchor.row}::bigint)
      and tick < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`
  return anchor.seq + (rest?.n ?? 0)
}

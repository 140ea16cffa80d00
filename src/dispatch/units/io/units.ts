/** The duty of units on record, and everything the room knows of each at this moment. */

import type postgres from 'postgres'
import { id, type PersonId, type UnitId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { HOUR } from '../../../core/time.ts'
import { type Command, once, originOf } from '../../../journal/command.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict } from '../../../journal/journal.ts'
import type { Given } from '../../io/given.ts'
import { busyUnits } from '../../io/store.ts'
import type { UnitNow } from '../../recommend/readiness.ts'
import { lentUnits } from '../../shift/io/loans.ts'
import { decide, evolve, UNSAID, type UnitDuty, type UnitEditRefusal, type UnitWish } from '../duty.ts'

type Sql = postgres.Sql | postgres.TransactionSql

/** Turns are looked back for so long: a shift. */
const TURNS_MS = 12 * HOUR

export async function readDuties(sql: Sql): Promise<readonly UnitDuty[]> {
  const rows = await sql<{ state: UnitDuty }[]>`select state from unit_view order by id`
  return rows.map(({ state }) => state)
}

/** When each unit of the kinds that take turns was last ordered. */
async function turnsSince(sql: Sql, since: number, units: readonly UnitId[]) {
  if (units.length === 0) return new Map<string, number>()
  const rows = await sql<{ unit: string; at: string }[]>`
    select unit, max((state->'clocks'->>'issuedAt')::bigint) as at from order_view
    where updated_at > ${since} and unit = any(${[...units]}) group by unit`
  return new Map(rows.map(({ unit, at }) => [unit, Number(at)]))
}

/** Three small queries a proposal; positions are in memory. */
export async function unitsKnown(
  given: Given,
  now: number,
  sql: Sql = given.database.sql,
): Promise<readonly UnitNow[]> {
  const { rotation } = given.centre
  const taking = given.centre.units.filter(({ kind }) => rotation.kinds.includes(kind)).map((unit) => unit.id)
  const [busy, duties, turns, lent] = await Promise.all([
    busyUnits(sql),
    readDuties(sql),
    turnsSince(sql, now - TURNS_MS, taking),
    lentUnits(sql, now),
  ])
  const dutyOf = new Map(duties.map((each) => [each.id, each.duty]))
  return [...given.unitsNow(), ...lent].map((each) => ({
    ...each,
    busy: busy.has(each.unit.id),
    duty: dutyOf.get(each.unit.id) ?? UNSAID,
    turnAt: turns.get(each.unit.id) ?? null,
  }))
}

export async function sayUnit(
  given: Given,
  command: Command,
  key: string,
  wish: UnitWish,
  by: PersonId,
): Promise<Result<{ readonly unit: UnitDuty }, UnitEditRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly unit: UnitDuty }, UnitEditRefusal>(given, command, async (tx) => {
    if (!given.centre.units.some((unit) => unit.id === key)) return refuse('unknown-unit')
    if (wish.type === 'move-up' && !given.centre.standby.some(({ id: post }) => post === wish.post))
      return refuse('unknown-post')
    const sql = sqlOf(tx)
    const [row] = await sql<{ state: UnitDuty }[]>`select state from unit_view where id = ${key} for update`
    const before = row?.state ?? null
    const decided = decide(before?.duty ?? UNSAID, wish, { at: command.at, by })
    if (!decided.ok) return decided
    const unit = evolve(before, id<'unit'>(key), decided.value)
    const origin = originOf(command, command.correlation)
    const entry = { stream: `unit/${key}` as const, expected: before?.version ?? 0, facts: [decided.value] }
    const appended = await given.journal.append(tx, [entry], origin)
    if (!appended.ok) return appended
    await sql`
      insert into unit_view (id, version, updated_at, state)
      values (${key}, ${unit.version}, ${origin.recordedAt}, ${JSON.stringify(unit)}::text::json)
      on conflict (id) do update set version = excluded.version, updated_at = excluded.updated_at, state = excluded.state`
    return ok({ unit })
  })
}

/** The view of alerts: one alert locked and written with its fact, found by the messages that named it, and listed for desk, public and job. */
import type postgres from 'postgres'
import { type IncidentId, id } from '../../../core/ids.ts'
import { ok, type Result } from '../../../core/result.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Journal, Origin, Transaction } from '../../../journal/journal.ts'
import type { Held } from '../../io/store.ts'
import { type Alert, type AlertFact, type AlertId, evolve, type Message } from '../alert.ts'
import type { RoadMessage } from '../public-alert.ts'

type Reader = postgres.Sql | postgres.TransactionSql

export async function lockAlert(tx: Transaction, key: AlertId): Promise<Held<Alert> | null> {
  // Only `recordAlert` writes these rows, from the types it was given.
  const rows = await sqlOf(tx)<Held<Alert>[]>`
    select state, version, correlation from alert_view where id = ${key} for update`
  return rows[0] ?? null
}

/** The road message of an incident that has not ended. */
export async function lockMessageOf(tx: Transaction, incident: IncidentId): Promise<Held<Alert> | null> {
  const rows = await sqlOf(tx)<Held<Alert>[]>`
    select state, version, correlation from alert_view where incident = ${incident} and running for update`
  return rows[0] ?? null
}

/** CAP's `references` name a message by these three (§3.2.1). */
export const keyOf = ({ sender, identifier, sent }: Message): string => `${sender},${identifier},${sent}`

/** One source at a time, in every process: the second sees what the first made of its message. */
export async function lockSource(tx: Transaction, source: string): Promise<void> {
  await sqlOf(tx)`select pg_advisory_xact_lock(hashtextextended(${`alerts of ${source}`}, 0))`
}

/** The alerts that messages of a source belong to, in the order asked, each once. */
export async function alertsNamed(
  tx: Transaction,
  source: string,
  keys: readonly string[],
): Promise<readonly AlertId[]> {
  const rows = await sqlOf(tx)<{ key: string; alert: string }[]>`
    select key, alert from alert_message where source = ${source} and key = any(${[...keys]}::text[])`
  const found = keys.flatMap((key) => rows.filter((row) => row.key === key).map((row) => id<'alert'>(row.alert)))
  return [...new Set(found)]
}

/** Says that these messages of a source are known to be about this alert. */
export async function nameAlert(
  tx: Transaction,
  source: string,
  keys: readonly string[],
  alert: AlertId,
): Promise<void> {
  await sqlOf(tx)`
    insert into alert_message (source, key, alert)
    select ${source}, key, ${alert}::uuid from unnest(${[...new Set(keys)]}::text[]) as key
    on conflict do nothing`
}

/** The fact and the view it leads to, in the caller's transaction. */
export async function recordAlert(
  journal: Journal,
  tx: Transaction,
  key: AlertId,
  held: Held<Alert> | null,
  fact: AlertFact,
  origin: Origin,
): Promise<Result<Alert, Conflict>> {
  const expected = held?.version ?? 0
  const appended = await journal.append(tx, [{ stream: `alert/${key}`, expected, facts: [fact] }], origin)
  if (!appended.ok) return appended
  const state = evolve(held?.state ?? null, key, fact)
  await sqlOf(tx)`
    insert into alert_view (id, running, incident, until, version, correlation, updated_at, state)
    values (${key}, ${state.state === 'standing'}, ${state.way === 'out' ? state.incident : null},
      ${Math.round(state.notice.until)}, ${expected + 1}, ${origin.correlation}, ${origin.recordedAt},
      ${JSON.stringify(state)}::text::json)
    on conflict (id) do update set running = excluded.running, until = excluded.until, version = excluded.version,
      updated_at = excluded.updated_at, state = excluded.state`
  return ok(state)
}

export type Versioned = { readonly version: number; readonly alert: Alert }

/** What stands now, and what ended since. */
export async function readAlerts(sql: Reader, now: number, endedSince: number): Promise<readonly Versioned[]> {
  return sql<Versioned[]>`
    select version, state as alert from alert_view
    where (running and until > ${now}) or updated_at > ${endedSince} order by id`
}

/** Road messages only. */
export async function readPublic(sql: Reader, now: number, endedSince: number): Promise<readonly RoadMessage[]> {
  const rows = await sql<{ state: RoadMessage }[]>`
    select state from alert_view
    where incident is not null and ((running and until > ${now}) or updated_at > ${endedSince}) order by id`
  return rows.map(({ state }) => state)
}

export async function readPublicOne(sql: Reader, key: AlertId): Promise<RoadMessage | null> {
  const rows = await sql<{ state: RoadMessage }[]>`
    select state from alert_view where id = ${key} and incident is not null`
  return rows[0]?.state ?? null
}

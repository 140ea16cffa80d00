/** The views of dispatch: read and locked one by one, and written together with the facts they are folded from. */
import type postgres from 'postgres'
import { type IncidentId, id, type OrderId, type UnitId, type WarningId } from '../../core/ids.ts'
import { ok, type Result } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Entry, Journal, Origin, Transaction } from '../../journal/journal.ts'
import { nextDueAt } from '../due.ts'
import { evolve as evolveIncident, type Incident, type IncidentFact, isOver as isOverIncident } from '../incident.ts'
import { incidentNumber } from '../number.ts'
import { evolve as evolveOrder, isOver, type Order, type OrderFact } from '../order.ts'
import { evolve as evolveWarning, type Warning, type WarningFact } from '../warning.ts'
import { type OrderMoved, writeLetters } from './letters.ts'

/** A state with the version of its stream, and the id that runs from the observation to the last receipt. */
export type Held<S> = { readonly state: S; readonly version: number; readonly correlation: string }

type View = 'warning_view' | 'incident_view' | 'order_view'

async function lockOne<S>(tx: Transaction, view: View, key: string): Promise<Held<S> | null> {
  const sql = sqlOf(tx)
  // Only `record` below writes these rows, from the types it was given.
  const rows = await sql<Held<S>[]>`
    select state, version, correlation from ${sql(view)} where id = ${key} for update`
  return rows[0] ?? null
}

/** Locks are taken in the order warning, incident, orders by id; whoever waits then sees what the winner did. */
export const lockWarning = (tx: Transaction, key: WarningId) => lockOne<Warning>(tx, 'warning_view', key)
export const lockIncident = (tx: Transaction, key: IncidentId) => lockOne<Incident>(tx, 'incident_view', key)
export const lockOrder = (tx: Transaction, key: OrderId) => lockOne<Order>(tx, 'order_view', key)

/** Every order of an incident, locked, in the order of their ids. */
export async function lockOrdersOf(tx: Transaction, incident: IncidentId): Promise<readonly Held<Order>[]> {
  return sqlOf(tx)<Held<Order>[]>`
    select state, version, correlation from order_view where incident = ${incident} order by id for update`
}

/** The incident with all that was merged into it, however deep: every one locked, by id, so that two mergers never wait for each other. */
export async function lockTree(tx: Transaction, root: IncidentId): Promise<readonly Held<Incident>[]> {
  return sqlOf(tx)<Held<Incident>[]>`
    with recursive tree (id) as (
      select ${root}::uuid
      union
      select v.id from incident_view v join tree t on v.state->>'state' = 'merged' and v.state->>'into' = t.id::text)
    select state, version, correlation from incident_view where id in (select id from tree) order by id for update`
}

/** Every order of these incidents, locked, in the order of their ids. */
export async function lockOrdersOfAll(
  tx: Transaction,
  incidents: readonly IncidentId[],
): Promise<readonly Held<Order>[]> {
  return sqlOf(tx)<Held<Order>[]>`
    select state, version, correlation from order_view where incident = any(${[...incidents]}::uuid[]) order by id for update`
}

/** Every order of an incident, unlocked: for a look. */
export async function ordersOf(sql: postgres.Sql, incident: IncidentId): Promise<readonly Order[]> {
  const rows = await sql<{ state: Order }[]>`select state from order_view where incident = ${incident} order by id`
  return rows.map(({ state }) => state)
}

async function readOne<S>(sql: postgres.Sql | postgres.TransactionSql, view: View, key: string): Promise<S | null> {
  const rows = await sql<{ state: S }[]>`select state from ${sql(view)} where id = ${key}`
  return rows[0]?.state ?? null
}
export const readWarning = (sql: postgres.Sql, key: WarningId) => readOne<Warning>(sql, 'warning_view', key)
export const readIncident = (sql: postgres.Sql, key: IncidentId) => readOne<Incident>(sql, 'incident_view', key)
export const readOrdersOf = async (sql: postgres.Sql, incident: IncidentId): Promise<readonly Order[]> =>
  (await sql<{ state: Order }[]>`select state from order_view where incident = ${incident} order by id`).map(
    ({ state }) => state,
  )
export const readOrder = (sql: postgres.Sql, key: OrderId) => readOne<Order>(sql, 'order_view', key)

/** Units that stand on a real order which is not over: whoever practises is free for what is real. */
export async function busyUnits(sql: postgres.Sql | postgres.TransactionSql): Promise<ReadonlySet<UnitId>> {
  const rows = await sql<{ unit: string }[]>`select unit from order_view
    where running and unit is not null and state->'issued'->'brief'->'exercise' is null`
  return new Set(rows.map(({ unit }) => id<'unit'>(unit)))
}

/** The next number of that local day. The counter stays locked until the end of the transaction: ask for it late. */
export async function nextIncidentNumber(tx: Transaction, day: string): Promise<string> {
  const [row] = await sqlOf(tx)<{ last: number }[]>`
    insert into incident_day (day, last) values (${day}, 1)
    on conflict (day) do update set last = incident_day.last + 1
    returning last`
  if (!row) throw new Error(`the counter of ${day} gave no number`)
  return incidentNumber(day, row.last)
}

/** New facts of one stream with the state they lead to. */
export type WarningChange = { readonly kind: 'warning'; readonly entry: Entry; readonly state: Warning }
export type IncidentChange = { readonly kind: 'incident'; readonly entry: Entry; readonly state: Incident }
export type OrderChange = { readonly kind: 'order'; readonly entry: Entry; readonly state: Order }
/** `orderChange` below makes every one of them, and of order facts alone. */
const factsOf = ({ entry }: OrderChange): readonly OrderFact[] => entry.facts as readonly OrderFact[]
export type Change = WarningChange | IncidentChange | OrderChange

export function warningChange(key: WarningId, held: Held<Warning> | null, fact: WarningFact): WarningChange {
  const entry: Entry = { stream: `warning/${key}`, expected: held?.version ?? 0, facts: [fact] }
  return { kind: 'warning', entry, state: evolveWarning(held?.state ?? null, key, fact) }
}
export function incidentChange(key: IncidentId, held: Held<Incident> | null, fact: IncidentFact): IncidentChange {
  const entry: Entry = { stream: `incident/${key}`, expected: held?.version ?? 0, facts: [fact] }
  return { kind: 'incident', entry, state: evolveIncident(held?.state ?? null, key, fact) }
}
export function orderChange(key: OrderId, held: Held<Order> | null, fact: OrderFact): OrderChange {
  const entry: Entry = { stream: `order/${key}`, expected: held?.version ?? 0, facts: [fact] }
  return { kind: 'order', entry, state: evolveOrder(held?.state ?? null, key, fact) }
}

/**
 * Appends the facts, then writes the views and the outbox: one statement for each table however many orders there are.
 * On a conflict nothing is written and the transaction is to be given up.
 */
export async function record(
  journal: Journal,
  tx: Transaction,
  changes: readonly Change[],
  origin: Origin,
): Promise<Result<null, Conflict>> {
  const appended = await journal.append(
    tx,
    changes.map((change) => change.entry),
    origin,
  )
  if (!appended.ok) return appended
  const sql = sqlOf(tx)
  const common = ({ entry }: Change) => ({
    // Views are only written from streams whose version was read: 'any' does not occur here.
    version: (entry.expected === 'any' ? 0 : entry.expected) + entry.facts.length,
    correlation: origin.correlation,
    updated_at: origin.recordedAt,
  })
  // A stream may change twice in one act: its row is written once, as the last change leaves it.
  const last = [...new Map(changes.map((change) => [change.entry.stream, change])).values()]
  const warnings = last.flatMap((change) =>
    change.kind === 'warning'
      ? [{ ...common(change), id: change.state.id, state: change.state, running: change.state.state === 'awaiting' }]
      : [],
  )
  const incidents = last.flatMap((change) =>
    change.kind === 'incident'
      ? [
          {
            ...common(change),
            id: change.state.id,
            state: change.state,
            running: !isOverIncident(change.state),
            number: change.state.opened.number,
          },
        ]
      : [],
  )
  const orders = last.flatMap((change) =>
    change.kind === 'order'
      ? [
          {
            ...common(change),
            id: change.state.id,
            state: change.state,
            incident: change.state.issued.incident,
            agency: change.state.issued.agency,
            unit: change.state.unit,
            still: change.state.issued.brief.still ?? null,
            running: !isOver(change.state),
            due_at: nextDueAt(change.state),
          },
        ]
      : [],
  )
  const moved = orders.map(
    (row): OrderMoved => ({
      state: row.state,
      version: row.version,
      at: row.updated_at,
      facts: changes.flatMap((change) =>
        change.kind === 'order' && change.state.id === row.id ? factsOf(change) : [],
      ),
    }),
  )
  await Promise.all([
    warnings.length === 0
      ? null
      : sql`
        insert into warning_view (id, running, version, correlation, updated_at, state)
        select * from json_to_recordset(${JSON.stringify(warnings)}::text::json)
          as r(id uuid, running boolean, version bigint, correlation text, updated_at bigint, state json)
        on conflict (id) do update set running = excluded.running, version = excluded.version,
          updated_at = excluded.updated_at, state = excluded.state`,
    incidents.length === 0
      ? null
      : sql`
        insert into incident_view (id, number, running, version, correlation, updated_at, state)
        select * from json_to_recordset(${JSON.stringify(incidents)}::text::json)
          as r(id uuid, number text, running boolean, version bigint, correlation text, updated_at bigint, state json)
        on conflict (id) do update set running = excluded.running, version = excluded.version,
          updated_at = excluded.updated_at, state = excluded.state`,
    orders.length === 0
      ? null
      : sql`
        insert into order_view
          (id, incident, agency, unit, still, running, due_at, version, correlation, updated_at, state)
        select * from json_to_recordset(${JSON.stringify(orders)}::text::json)
          as r(id uuid, incident uuid, agency text, unit text, still text, running boolean, due_at bigint,
            version bigint, correlation text, updated_at bigint, state json)
        on conflict (id) do update set unit = excluded.unit, running = excluded.running, due_at = excluded.due_at,
          version = excluded.version, updated_at = excluded.updated_at, state = excluded.state`,
    moved.length === 0 ? null : writeLetters(sql, moved),
  ])
  return ok(null)
}

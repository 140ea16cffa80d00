/** An incident's timeline: every fact of its warnings, the incident, what was merged into it, and the orders, with their numbers, in the order of the journal. */
import type { IncidentId } from '../../core/ids.ts'
import type { Actor, Fact, Numbered, StreamName } from '../../journal/fact.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import { type Incident, reportsOf } from '../incident.ts'

type Row = {
  readonly seq: number
  readonly stream: StreamName
  readonly version: number
  readonly recorded_at: number
  readonly actor: Actor
  readonly correlation: string
  readonly body: Fact
}

/** Its own stream, its orders', and those of the warnings that it stands on. */
const streamsOf = (incident: Incident): readonly StreamName[] => [
  `incident/${incident.id}`,
  ...incident.orders.map((order): StreamName => `order/${order}`),
  ...reportsOf(incident).flatMap((report): readonly StreamName[] =>
    report.from === 'warning' ? [`warning/${report.warning}`] : [],
  ),
]

/** null: there is no such incident. Facts that have no number yet are left for the live lane. */
export async function timeline(tx: Transaction, id: IncidentId): Promise<readonly Numbered[] | null> {
  const sql = sqlOf(tx)
  const [row] = await sql<{ state: Incident }[]>`select state from incident_view where id = ${id}`
  if (!row) return null
  const absorbed = await sql<{ state: Incident }[]>`
    select state from incident_view where id = any(${[...row.state.absorbed]}::uuid[])`
  const streams = [row, ...absorbed].flatMap(({ state }) => streamsOf(state))
  // A sealed fact has its number in its leaf; the few newer ones are counted on from the last leaf.
  const rows = await sql<Row[]>`
    with sealed as (
      select l.seq, f.tick, f.row from leaves l join facts f using (stream, version) order by l.seq desc limit 1),
    start as (
      select coalesce((select seq from sealed), 0) as seq, coalesce((select tick from sealed), 0) as tick,
        coalesce((select row from sealed), 0) as row)
    select coalesce(l.seq, start.seq + (
        select count(*) from facts t where (t.tick, t.row) > (start.tick, start.row) and (t.tick, t.row) <= (f.tick, f.row)
      )) as seq, f.stream, f.version, f.recorded_at, f.actor, f.correlation, f.body
    from start, facts f left join leaves l using (stream, version)
    where f.stream = any(${streams}) and f.tick < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by f.tick, f.row`
  return rows.map(({ seq, stream, version, recorded_at, actor, correlation, body }) => ({
    seq,
    stream,
    version,
    recordedAt: recorded_at,
    by: actor,
    correlation,
    fact: body,
  }))
}

/** Reads what a report is counted from: states that were folded in the transactions of their facts, and the entries that corrected something. */
import type postgres from 'postgres'
import { id } from '../../../core/ids.ts'
import { idOf, type StreamName } from '../../../journal/fact.ts'
import type { Incident } from '../../incident.ts'
import type { Order } from '../../order.ts'
import type { Warning } from '../../warning.ts'
import type { Correction, Material } from '../figures.ts'

/** Facts that put something right or take something back. */
const CORRECTING = [
  'amended',
  'parted',
  'merged',
  'unmerged',
  'released',
  'reopened',
  'reinstated',
  'verdict-withdrawn',
]

/** Everything opened or raised from `from` until before `to`, by its own time. */
export async function readMaterial(
  sql: postgres.Sql | postgres.TransactionSql,
  from: number,
  to: number,
): Promise<Material> {
  // What was opened after `from` was written after it, or, from paper, later still.
  const [incidentRows, warningRows] = await Promise.all([
    sql<{ state: Incident }[]>`
      select state from incident_view
      where updated_at >= ${from} and (state->>'openedAt')::bigint >= ${from} and (state->>'openedAt')::bigint < ${to}
      order by number`,
    sql<{ state: Warning }[]>`
      select state from warning_view
      where updated_at >= ${from} and (state->>'raisedAt')::bigint >= ${from} and (state->>'raisedAt')::bigint < ${to}
      order by id`,
  ])
  const incidents = incidentRows.map(({ state }) => state)
  const ids = incidents.map((incident) => incident.id)
  const [orderRows, corrections] = await Promise.all([
    sql<{ state: Order }[]>`select state from order_view where incident = any(${ids}::uuid[]) order by incident, id`,
    readCorrections(sql, incidents),
  ])
  return {
    from,
    to,
    incidents,
    orders: orderRows.map(({ state }) => state),
    warnings: warningRows.map(({ state }) => state),
    corrections,
  }
}

async function readCorrections(
  sql: postgres.Sql | postgres.TransactionSql,
  incidents: readonly Incident[],
): Promise<readonly Correction[]> {
  const streams = new Map<string, Incident>()
  for (const incident of incidents) {
    streams.set(`incident/${incident.id}`, incident)
    for (const order of incident.orders) streams.set(`order/${order}`, incident)
    if (incident.opened.origin.from === 'warning') streams.set(`warning/${incident.opened.origin.warning}`, incident)
  }
  const rows = await sql<{ stream: StreamName; type: string; at: number; recorded_at: number }[]>`
    select stream, body->>'type' as type, (body->>'at')::bigint as at, recorded_at from facts
    where stream = any(${[...streams.keys()]}) and version > 1 and body->>'type' = any(${CORRECTING})
    order by recorded_at, stream, version`
  return rows.map(({ stream, type, at, recorded_at }) => {
    const incident = streams.get(stream)
    return {
      incident: incident?.id ?? id<'incident'>(idOf(stream)),
      number: incident?.opened.number ?? '',
      type,
      at,
      recordedAt: recorded_at,
    }
  })
}

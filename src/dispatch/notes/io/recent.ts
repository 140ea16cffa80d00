/** Earlier incidents around a place, read by its position; which of them count is decided in recent.ts. */
import type postgres from 'postgres'
import type { Incident } from '../../incident.ts'
import { type Event, eventsAt, LONGEST_LOOK_BACK_MS, NEAR_KM } from '../recent.ts'

/** A little more than the farthest that counts, in degrees of latitude (WGS-84, 111 km a degree). */
const AROUND_DEGREES = (NEAR_KM * 1.2) / 111
/** The newest of so many are looked through: a busy crossing has that many in months. */
const AT_MOST = 500

export async function recentEvents(
  sql: postgres.Sql | postgres.TransactionSql,
  incident: Incident,
  now: number,
): Promise<readonly Event[]> {
  const [lon, lat] = incident.opened.place.position
  const wide = AROUND_DEGREES / Math.max(0.1, Math.cos((lat * Math.PI) / 180))
  const rows = await sql<{ state: Incident }[]>`
    select state from incident_view
    where (state->'opened'->'place'->'position'->>1)::double precision
        between ${lat - AROUND_DEGREES} and ${lat + AROUND_DEGREES}
      and (state->'opened'->'place'->'position'->>0)::double precision between ${lon - wide} and ${lon + wide}
      and (state->>'openedAt')::bigint > ${now - LONGEST_LOOK_BACK_MS}
    order by (state->>'openedAt')::bigint desc limit ${AT_MOST}`
  return eventsAt(
    incident,
    rows.map(({ state }) => state),
    now,
  )
}

/** Incidents of the past for the trial of a plan, the newest first, page by page: as they were opened, with the orders of the first act. */
import type postgres from 'postgres'
import type { AgencyId } from '../../../core/ids.ts'
import type { Incident } from '../../incident.ts'
import type { Order } from '../../order.ts'
import type { Past } from '../trial.ts'

/** `before`: the id that the last page ended with. Orders of one act carry one time. */
export async function readPast(
  sql: postgres.Sql | postgres.TransactionSql,
  before: string | null,
  take: number,
): Promise<{ readonly past: readonly Past[]; readonly next: string | null; readonly total: number }> {
  // Ids are UUIDv7: their order is that of time.
  const rows = await sql<{ id: string; state: Incident; orders: Order[] | null }[]>`
    select i.id, i.state, (select json_agg(o.state order by o.id) from order_view o where o.incident = i.id) as orders
    from incident_view i where ${before === null ? sql`true` : sql`i.id < ${before}`}
    order by i.id desc limit ${take}`
  const [count] = await sql<{ total: number }[]>`select count(*)::int as total from incident_view`
  const past = rows
    .filter(({ state }) => state.opened.exercise !== true)
    .map(({ state: { opened, openedAt }, orders }): Past => {
      const ordered = new Map<AgencyId, number>()
      const first = orders?.[0]?.clocks.issuedAt ?? 0
      for (const { issued, clocks } of orders ?? [])
        if (issued.insteadOf === null && clocks.issuedAt === first)
          ordered.set(issued.agency, (ordered.get(issued.agency) ?? 0) + 1)
      const { number, kind, priority, place } = opened
      return { number, kind, priority, place, at: openedAt, ordered }
    })
  return { past, next: rows.length < take ? null : (rows.at(-1)?.id ?? null), total: count?.total ?? 0 }
}

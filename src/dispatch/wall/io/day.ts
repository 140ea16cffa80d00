/** Reads what was opened, ordered and judged since the local midnight. */
import type postgres from 'postgres'
import type { Incident } from '../../incident.ts'
import type { Order } from '../../order.ts'
import type { Warning } from '../../warning.ts'
import { type DayFigures, figuresOfDay } from '../day.ts'

/** `day`: `20261123`, by the centre's time zone; `since`: its midnight, UTC ms. */
export async function readDay(sql: postgres.Sql, day: string, since: number, now: number): Promise<DayFigures> {
  const [incidents, orders, warnings] = await Promise.all([
    sql<{ state: Incident }[]>`select state from incident_view where number like ${`${day}-%`}`,
    sql<{ state: Order }[]>`
      select o.state from order_view o join incident_view i on i.id = o.incident where i.number like ${`${day}-%`}`,
    sql<{ state: Warning }[]>`
      select state from warning_view where updated_at >= ${since} and (state->>'raisedAt')::bigint >= ${since}`,
  ])
  const states = <T>(rows: readonly { readonly state: T }[]): readonly T[] => rows.map(({ state }) => state)
  return figuresOfDay(states(incidents), states(orders), states(warnings), now)
}

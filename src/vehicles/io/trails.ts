/** Where units were: their positions in a span, thinned to one in each step of time, with the last one before it. */
import type postgres from 'postgres'
import { id, type UnitId } from '../../core/ids.ts'
import { MINUTE } from '../../core/time.ts'
import type { ReadTrails, Trail, UnitFix } from '../facts.ts'

/** An answer holds at most this many fixes: a longer span gets longer steps. */
const MOST_FIXES = 60_000
/** How old the fix may be with which a trail begins: older ones are not on a live map either. */
const BEFORE_MS = 30 * MINUTE

type Row = {
  readonly unit: string
  readonly at: number
  readonly lon: number
  readonly lat: number
  readonly speed_kmh: number | null
  readonly heading: number | null
}

export function openTrails(sql: postgres.Sql): ReadTrails {
  return async (units, from, to, everyMs) => {
    const stepMs = Math.max(1, Math.round(everyMs), Math.ceil(((to - from) * units.length) / MOST_FIXES))
    const rows = await sql<Row[]>`
      select u.unit, p.* from unnest(${[...units]}::text[]) as u(unit)
      cross join lateral (
        (select at, lon, lat, speed_kmh, heading from positions
          where unit = u.unit and at > ${from - BEFORE_MS} and at <= ${from} order by at desc limit 1)
        union all
        (select distinct on (step) at, lon, lat, speed_kmh, heading
          from (select *, at / ${stepMs}::bigint as step from positions) s
          where unit = u.unit and at > ${from} and at <= ${to} order by step, at)) p
      order by u.unit, p.at`
    return Array.from(
      Map.groupBy(rows, (row) => row.unit),
      ([unit, fixes]): Trail => ({ unit: id<'unit'>(unit) satisfies UnitId, fixes: fixes.map(fixOf) }),
    )
  }
}

const fixOf = ({ at, lon, lat, speed_kmh, heading }: Row): UnitFix => ({
  at,
  position: [lon, lat],
  speedKmh: speed_kmh,
  headingDegrees: heading,
})

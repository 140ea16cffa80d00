/** The daily partitions of positions: made ahead, dropped after retention. */
import type postgres from 'postgres'
import { DAY } from '../../core/time.ts'

const dayOf = (at: number): number => Math.floor(at / DAY)
const nameOf = (day: number): string =>
  `positions_${new Date(day * DAY).toISOString().slice(0, 10).replaceAll('-', '')}`

/** Makes what is missing from `now − keepMs` to the day after tomorrow and drops what ended before; answers what it did. */
export async function keepPartitions(
  sql: postgres.Sql,
  now: number,
  keepMs: number,
): Promise<{ readonly made: readonly string[]; readonly dropped: readonly string[] }> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'positions'::regclass`
  const there = new Set(rows.map((row) => row.name))
  const wanted = new Map<string, number>()
  for (let day = dayOf(now - keepMs); day <= dayOf(now) + 2; day++) wanted.set(nameOf(day), day)
  const made = [...wanted].filter(([name]) => !there.has(name))
  // Only names of our own form: somebody may have hung a table of another kind here.
  const oldest = nameOf(dayOf(now - keepMs))
  const dropped = [...there].filter((name) => /^positions_\d{8}$/.test(name) && name < oldest)
  if (made.length + dropped.length > 0)
    await sql.begin(async (tx) => {
      for (const [name, day] of made)
        await tx.unsafe(
          `create table if not exists ${name} partition of positions for values from (${day * DAY}) to (${(day + 1) * DAY})`,
        )
      for (const name of dropped) await tx.unsafe(`drop table if exists ${name}`)
    })
  return { made: made.map(([name]) => name), dropped }
}

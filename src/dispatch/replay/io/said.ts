/** Keeps what consoles say they have on their screens: at most one view of a sight every few seconds, so that a full room costs no more than an empty one. */
import type postgres from 'postgres'
import { type Sight, sightKey } from '../../../access/sight.ts'
import { type Clock, DAY, HOUR, SECOND } from '../../../core/time.ts'
import type { SaidView } from '../view.ts'

const EVERY_MS = 5 * SECOND
const WRITE_EVERY_MS = SECOND
/** As long as positions are kept (vehicles/position.ts): a replay shows both. */
const KEPT_MS = 30 * DAY

export type SaidViews = {
  /** Takes it in without waiting; what is written a second later is lost by a crash, and nothing else is. */
  said(view: SaidView): void
  close(): Promise<void>
}

export type SaidDeps = {
  readonly sql: postgres.Sql
  readonly clock: Clock
  readonly trouble: (error: unknown) => void
  /** Between two views of one sight. */
  readonly everyMs?: number
}

export function openSaidViews({ sql, clock, trouble, everyMs = EVERY_MS }: SaidDeps): SaidViews {
  const lastAt = new Map<string, number>()
  let waiting: SaidView[] = []
  let writing: Promise<unknown> = Promise.resolve()

  const write = (): Promise<unknown> => {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return writing
    writing = writing
      .then(
        () => sql`
          insert into view_said (sight, seq, at, hash)
          select * from unnest(${batch.map((view) => sightKey(view.sight))}::text[], ${batch.map((view) => view.seq)}::bigint[],
            ${batch.map((view) => view.at)}::bigint[], ${batch.map((view) => view.hash)}::text[])
          on conflict do nothing`,
      )
      .catch(trouble)
    return writing
  }
  const writer = setInterval(write, WRITE_EVERY_MS)
  const sweep = (): void => void sql`delete from view_said where at < ${clock() - KEPT_MS}`.catch(trouble)
  const sweeper = setInterval(sweep, HOUR)

  return {
    said(view) {
      const key = sightKey(view.sight)
      if (view.sight.scope === 'none' || view.at - (lastAt.get(key) ?? 0) < everyMs) return
      lastAt.set(key, view.at)
      waiting.push(view)
    },
    async close() {
      clearInterval(writer)
      clearInterval(sweeper)
      await write()
    },
  }
}

/** What was said for one sight between two instants, oldest first. */
export async function readSaid(
  sql: postgres.Sql | postgres.TransactionSql,
  sight: Sight,
  from: number,
  to: number,
): Promise<readonly Omit<SaidView, 'sight'>[]> {
  return sql<Omit<SaidView, 'sight'>[]>`
    select seq, at, hash from view_said
    where sight = ${sightKey(sight)} and at >= ${from} and at <= ${to} order by at, seq limit 5000`
}

/** Whose consoles said anything then. */
export async function saidSights(sql: postgres.Sql, from: number, to: number): Promise<readonly string[]> {
  const rows = await sql<{ sight: string }[]>`
    select distinct sight from view_said where at >= ${from} and at <= ${to} order by sight`
  return rows.map(({ sight }) => sight)
}

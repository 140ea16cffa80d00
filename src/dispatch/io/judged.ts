/** The verdicts of a span of time by source, counted in the database from the views of warnings. */
import type postgres from 'postgres'
import type { Judged } from '../../sensing/facts.ts'
import { judgedBySource } from '../judged.ts'
import type { Verdict } from '../warning.ts'

/** Warnings raised at or after `since` (UTC ms). */
export async function readJudged(sql: postgres.Sql, since: number): Promise<ReadonlyMap<string, Judged>> {
  return judgedBySource(
    await sql<{ source: string; verdict: Verdict | null; count: number }[]>`
      select state->'raised'->'source'->>'id' as source, state->>'verdict' as verdict, count(*) as count
      from warning_view
      where updated_at >= ${since} and (state->>'raisedAt')::bigint >= ${since}
      group by 1, 2`,
  )
}

/** How far the sending of orders is behind its own plan: an agency's line being down is not counted, a sender that stands still is. */
import type postgres from 'postgres'

export type OutboxLag = { readonly waiting: number; readonly oldestMs: number }

export async function outboxLag(sql: postgres.Sql, now: number): Promise<OutboxLag> {
  const [row] = await sql<{ waiting: number; due: number | null }[]>`
    select count(*)::int as waiting, min(due_at) filter (where not dead and leased_until < ${now}) as due from outbox`
  return { waiting: row?.waiting ?? 0, oldestMs: row?.due ? Math.max(0, now - row.due) : 0 }
}

/** Whether the server can do its work now: the database takes a durable write, its tables are this version's, orders leave the house. */
import type postgres from 'postgres'
import { SECOND } from '../../core/time.ts'

export type Check = { readonly name: string; readonly ok: boolean; readonly detail: string }
export type Readiness = { readonly ok: boolean; readonly checks: readonly Check[] }

export type ReadyDeps = {
  readonly sql: postgres.Sql
  /** Names of the SQL steps of this version. */
  readonly steps: readonly string[]
  /** Age of the oldest order that waits although its line is up; past the limit the server is not ready. */
  readonly outboxLagMs?: () => Promise<number>
  readonly mostOutboxLagMs?: number
  readonly withinMs?: number
}

export function openReadiness(deps: ReadyDeps): () => Promise<Readiness> {
  const { sql } = deps
  const mostLag = deps.mostOutboxLagMs ?? 30 * SECOND
  const checks: readonly (readonly [string, () => Promise<string | null>])[] = [
    [
      'database',
      async () => {
        // A transaction number is only given to a server that may write, and committing it waits for the disk.
        await sql`select pg_current_xact_id()`
        return null
      },
    ],
    [
      'migrations',
      async () => {
        const done = new Set((await sql<{ name: string }[]>`select name from migrations`).map((row) => row.name))
        const missing = deps.steps.filter((name) => !done.has(name))
        return missing.length === 0 ? null : `missing: ${missing.join(', ')}`
      },
    ],
    [
      'outbox',
      async () => {
        const lag = (await deps.outboxLagMs?.()) ?? 0
        return lag <= mostLag ? null : `the oldest order has waited for ${Math.round(lag / 1000)} s`
      },
    ],
  ]
  return async () => {
    const done = await Promise.all(
      checks.map(async ([name, ask]): Promise<Check> => {
        const wrong = await within(deps.withinMs ?? 2 * SECOND, ask()).catch(() => 'no answer')
        return { name, ok: wrong === null, detail: wrong ?? 'ok' }
      }),
    )
    return { ok: done.every((check) => check.ok), checks: done }
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too late')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Brings a database to this version's tables: plain SQL steps, each applied once, checksummed, all of them or none. */
import { createHash } from 'node:crypto'
import type postgres from 'postgres'

export type Step = { readonly name: string; readonly text: string }

/** Any fixed number: it only has to be the same in every process that migrates. */
const LOCK = 7_031_164_502

const checksum = (text: string): string => createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')

/** Applies what is missing and returns the names. Throws one sentence when an applied step was edited or is unknown here. */
export async function migrate(sql: postgres.Sql, steps: readonly Step[]): Promise<readonly string[]> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`
    await tx`create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())`
    const applied = new Map(
      (await tx<{ name: string; checksum: string }[]>`select name, checksum from migrations`).map((row) => [
        row.name,
        row.checksum,
      ]),
    )
    const known = new Set(steps.map((step) => step.name))
    for (const name of applied.keys())
      if (!known.has(name))
        throw new Error(
          `The database has the step ${name}, which this version does not know: start the newer Firstminute again.`,
        )
    const done: string[] = []
    for (const { name, text } of steps) {
      const before = applied.get(name)
      if (before !== undefined && before !== checksum(text))
        throw new Error(
          `The step ${name} was edited after it had been applied: bring the file back and write a new step instead.`,
        )
      if (before !== undefined) continue
      await tx.unsafe(text).simple()
      await tx`insert into migrations (name, checksum) values (${name}, ${checksum(text)})`
      done.push(name)
    }
    return done
  })
}

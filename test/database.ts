/** A fresh, migrated database for one test file: on the run's server when there is one, else on a temporary one of its own. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, openDatabase } from '../src/journal/io/database.ts'
import postgres from '../src/journal/io/driver.ts'
import { startEmbedded } from '../src/journal/io/embedded.ts'
import { migrate } from '../src/journal/io/migrate.ts'
import { allMigrations } from '../src/journal/io/migrations.ts'

export type FreshDatabase = { readonly url: string; readonly database: Database; drop(): Promise<void> }

let own: Promise<{ url: string; stop(): Promise<void> }> | undefined
const open = new Set<FreshDatabase>()

/** A server for this file alone. */
async function startOwn(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'firstminute-test-'))
  // Root lends the database to another user, who must be able to walk through.
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ folder, say: () => {} })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function serverUrl(): Promise<string> {
  const shared = process.env.FIRSTMINUTE_TEST_DATABASE
  if (shared) return shared
  own ??= startOwn()
  return (await own).url
}

// At the top level, so that it runs once, behind the file's last test.
after(async () => {
  for (const left of open) await left.drop().catch(() => {})
  await (await own)?.stop()
})

const HORIZON = { rounds: 600, pauseMs: 20 } as const

/**
 * Waits until a reader may see every fact that was written. The horizon is that of the whole server: on the run's shared one
 * a transaction of another test file holds it back for a moment.
 */
export async function everythingSeen({ sql }: Database): Promise<void> {
  for (let round = 0; round < HORIZON.rounds; round++) {
    const [row] = await sql<{ hidden: number }[]>`
      select count(*) as hidden from facts where tick >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint`
    if (Number(row?.hidden ?? 0) === 0) return
    await sleep(HORIZON.pauseMs)
  }
  throw new Error('a transaction elsewhere holds facts back for longer than a test waits')
}

/** Call it inside a test, a hook or at the top of a test file; `drop` closes the pool and removes the database. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = await serverUrl()
  const name = `test_${randomBytes(8).toString('hex')}`
  const one = async (statement: string): Promise<void> => {
    const sql = postgres(server, { max: 1, onnotice: () => {} })
    await sql.unsafe(statement)
    await sql.end()
  }
  await one(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = openDatabase(url.href, { max: 12, idleS: 2 })
  await migrate(database.sql, await allMigrations())
  const fresh: FreshDatabase = {
    url: url.href,
    database,
    async drop() {
      if (!open.delete(fresh)) return
      await database.close()
      await one(`drop database if exists ${name} with (force)`)
    },
  }
  open.add(fresh)
  return fresh
}

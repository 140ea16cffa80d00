/** The store of one configuration: the operator's own PostgreSQL, or the embedded one, opened and migrated. */
import { mkdirSync } from 'node:fs'
import { type Database, openDatabase } from '../journal/io/database.ts'
import { runningEmbedded, startEmbedded } from '../journal/io/embedded.ts'
import { migrate } from '../journal/io/migrate.ts'
import { allMigrations } from '../journal/io/migrations.ts'
import type { LoadedConfig } from './config.ts'
import { type Say, withProgress } from './say.ts'

export type Store = { readonly database: Database; readonly kind: 'embedded' | 'own'; close(): Promise<void> }

async function opened(url: string, kind: Store['kind'], stop: () => Promise<void>): Promise<Store> {
  const database = openDatabase(url)
  try {
    await withProgress('Bringing the database up to date', migrate(database.sql, await allMigrations()))
  } catch (error) {
    await database.close()
    await stop()
    throw error
  }
  return {
    database,
    kind,
    async close() {
      await database.close()
      await stop()
    },
  }
}

const nothing = async (): Promise<void> => {}

/** Opens the store and keeps an embedded one to itself; throws one sentence when it cannot. */
export async function openStore(config: LoadedConfig, say: Say): Promise<Store> {
  // Passable, because as root the database runs as another user; what is secret in it is 0600 by itself.
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o711 })
  const url = process.env.DATABASE_URL ?? config.database
  if (url) return await opened(url, 'own', nothing)
  const embedded = await withProgress('Starting the database', startEmbedded({ folder: config.dataFolder, say }))
  return await opened(embedded.url, 'embedded', () => embedded.stop())
}

/** For a command beside a centre that may be running: uses its database when it runs, otherwise starts it for the while. */
export async function besideStore(config: LoadedConfig, say: Say): Promise<Store> {
  const url = process.env.DATABASE_URL ?? config.database ?? (await runningEmbedded(config.dataFolder))
  return url ? await opened(url, 'own', nothing) : await openStore(config, say)
}

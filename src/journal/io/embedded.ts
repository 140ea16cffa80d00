/** The embedded database: real PostgreSQL from npm, fsync on, made once, adopted after a crash of ours, restarted after a crash of its own, stopped cleanly. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import postgres from './driver.ts'
import { choosePlace, type Place, SECRET_FILE } from './embedded-place.ts'
import { holdFolder, processStart } from './folder-lock.ts'
import { runningOn, spawnPostmaster, stopPostmaster, untilReady } from './postmaster.ts'

export type Embedded = {
  readonly url: string
  /** The postmaster's process now; another one after a restart. */
  readonly pid: number
  readonly stop: () => Promise<void>
}

type Secret = { readonly port: number; readonly password: string }

const NAME = 'firstminute'

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => settle(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer()
    server.once('error', () => settle(false))
    server.listen(port, '127.0.0.1', () => server.close(() => settle(true)))
  })
}

function readSecret(file: string): Secret | null {
  // Written by ourselves below.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Secret) : null
}

function writeSecret(file: string, secret: Secret): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(secret)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const urlOf = ({ port, password }: Secret, database: string): string =>
  `postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`

/** Made beside and renamed, so that an interrupted start leaves no half cluster. */
async function initialise(place: Place, password: string): Promise<void> {
  const unfinished = `${place.cluster}.new`
  const passwordFile = join(place.home, 'password.once')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (place.as.uid !== undefined && place.as.gid !== undefined)
    for (const path of [unfinished, passwordFile]) chownSync(path, place.as.uid, place.as.gid)
  try {
    const made = ['-D', unfinished, '-U', NAME, '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8']
    // The builtin provider sorts the same on every machine, whatever locales it has.
    const sorts = ['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8']
    await promisify(execFile)(place.initdb, [...made, ...sorts], {
      ...place.as,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    })
    renameSync(unfinished, place.cluster)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    const told =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : String(error)
    throw new Error(`The database could not be made in ${place.cluster}: ${told} – check free space and rights there.`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** True when a server answers there with our password and serves this very cluster. */
async function answers(secret: Secret, cluster: string): Promise<boolean> {
  const sql = postgres(urlOf(secret, 'postgres'), { max: 1, connect_timeout: 3, onnotice: () => {} })
  try {
    const [row] = await sql<{ data_directory: string }[]>`show data_directory`
    return row !== undefined && resolve(row.data_directory) === resolve(cluster)
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function ensureDatabase(secret: Secret): Promise<void> {
  const sql = postgres(urlOf(secret, 'postgres'), { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const found = await sql`select 1 from pg_database where datname = ${NAME}`
    if (found.length === 0) await sql.unsafe(`create database ${NAME}`)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** An orphan of a crashed Firstminute is kept when it answers within ten seconds, else stopped. Returns its process number, or null. */
async function adopt(place: Place, secret: Secret, say: (line: string) => void): Promise<number | null> {
  const found = runningOn(place.cluster)
  if (!found) return null
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await answers({ ...secret, port: found.port }, place.cluster)) {
      say(`The database was still running (process ${found.pid}) and is used on.`)
      return found.pid
    }
    if (!runningOn(place.cluster)) return null
    await sleep(500)
  }
  say(`A database process (${found.pid}) was still there but did not answer; it is stopped and started again.`)
  await stopPostmaster(found.pid)
  return null
}

/**
 * Starts the database of `folder` (made on first use) and keeps it running until `stop`.
 * `port`: fixed by configuration; without it a free one is chosen and remembered. Every error is one sentence that names the mend.
 */
export async function startEmbedded(options: {
  readonly folder: string
  readonly say: (line: string) => void
  readonly port?: number
}): Promise<Embedded> {
  const { say } = options
  const folder = resolve(options.folder)
  const release = holdFolder(folder)
  try {
    const place = choosePlace(folder, say)
    const log = join(place.home, 'postgresql.log')
    const secretFile = join(folder, SECRET_FILE)
    let secret = readSecret(secretFile)
    const made = existsSync(place.cluster)
    if (made && !secret)
      throw new Error(`${secretFile} is missing, so the database in ${place.cluster} stays shut: bring that file back.`)
    if (secret && !made)
      throw new Error(
        `${place.cluster} is missing: bring it back from a backup, or delete ${secretFile} to begin with an empty database.`,
      )
    if (!secret) {
      secret = { port: options.port ?? (await freePort()), password: randomBytes(24).toString('hex') }
      say('Preparing the database; this takes a few seconds the first time.')
      await initialise(place, secret.password)
      writeSecret(secretFile, secret)
    }
    let pid = await adopt(place, secret, say)
    if (pid !== null) secret = { ...secret, port: runningOn(place.cluster)?.port ?? secret.port }
    else {
      const port = options.port ?? secret.port
      if (await isFree(port)) secret = { ...secret, port }
      else if (options.port !== undefined)
        throw new Error(`Port ${port} for the database is taken: stop what uses it, or configure another port.`)
      else {
        secret = { ...secret, port: await freePort() }
        say(`Port ${port} is taken by another program; the database uses ${secret.port} from now on.`)
      }
    }
    writeSecret(secretFile, secret)
    const { port } = secret
    const start = async (): Promise<number> => {
      const child = spawnPostmaster(place.postgres, place.cluster, port, log, place.as)
      return untilReady(child, place.cluster, log)
    }
    pid ??= await start()
    await ensureDatabase(secret)

    let stopping = false
    let restarting: Promise<void> | null = null
    // An adopted server is not our child, so its end is seen by looking, and one way serves both.
    const watch = setInterval(async () => {
      if (stopping || restarting || (pid !== null && processStart(pid) !== null)) return
      restarting = restart()
      await restarting
      restarting = null
    }, 200)
    watch.unref()
    const restart = async (): Promise<void> => {
      say('The database process ended unexpectedly; starting it again.')
      for (let waitMs = 200; !stopping; waitMs = Math.min(waitMs * 2, 10_000)) {
        try {
          pid = await start()
          return
        } catch (error) {
          // Its orphaned sessions may still hold the shared memory for a moment.
          if (waitMs >= 800) say(error instanceof Error ? error.message : String(error))
          await sleep(waitMs)
        }
      }
    }
    return {
      url: urlOf(secret, NAME),
      get pid() {
        return pid ?? 0
      },
      async stop() {
        stopping = true
        clearInterval(watch)
        await restarting
        if (pid !== null) await stopPostmaster(pid)
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** The address of the database that a running Firstminute keeps on this folder, for commands beside it; null when none answers. */
export async function runningEmbedded(folder: string): Promise<string | null> {
  const secret = readSecret(join(resolve(folder), 'database.json'))
  if (!secret) return null
  const place = choosePlace(resolve(folder), () => {})
  const found = existsSync(place.cluster) ? runningOn(place.cluster) : null
  if (!found) return null
  const standing = { ...secret, port: found.port }
  return (await answers(standing, place.cluster)) ? urlOf(standing, NAME) : null
}

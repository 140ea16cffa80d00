/** The postmaster process: started in a group of its own, recognised by its pid file, stopped cleanly; no shell in between. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processStart } from './folder-lock.ts'

/** Whom the processes run as; empty: as ourselves. */
export type RunAs = { readonly uid?: number; readonly gid?: number }

export type Running = { readonly pid: number; readonly port: number; readonly ready: boolean }

/** What postmaster.pid says (its line format is stable since PostgreSQL 10), if that process lives and is a server of this very cluster. */
export function runningOn(cluster: string): Running | null {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || processStart(pid) === null) return null
  if (!commandOf(pid).includes('postgres')) return null
  return { pid, port: Number(lines[3]), ready: (lines[7] ?? '').trim() === 'ready' }
}

function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

const LOG_LIMIT_BYTES = 10_000_000

export function spawnPostmaster(postgres: string, cluster: string, port: number, log: string, as: RunAs): ChildProcess {
  try {
    if (statSync(log).size > LOG_LIMIT_BYTES) truncateSync(log)
  } catch {
    // No log yet.
  }
  // A file and not a pipe: the server must outlive a kill of ours without writing into nothing.
  const out = openSync(log, 'a', 0o600)
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC' }
  const child = spawn(
    postgres,
    [
      '-D',
      cluster,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Detached: Ctrl-C in the terminal reaches us alone, and we stop the server when our own work has ended.
    { ...as, cwd: '/', detached: true, stdio: ['ignore', out, out], env: { PATH: process.env.PATH, LC_ALL: 'C' } },
  )
  closeSync(out)
  child.unref()
  return child
}

/** Waits until the server takes connections; throws with the server's own last words when it ends first or takes too long. */
export async function untilReady(
  child: ChildProcess,
  cluster: string,
  log: string,
  patienceMs = 60_000,
): Promise<number> {
  let failure: string | null = null
  child.once('error', (error) => {
    failure = error.message
  })
  for (const from = performance.now(); performance.now() - from < patienceMs; await sleep(15)) {
    if (failure === null && child.exitCode === null && child.signalCode === null) {
      const found = runningOn(cluster)
      if (found?.ready && found.pid === child.pid) return found.pid
    } else {
      throw new Error(`PostgreSQL did not start: ${failure ?? lastWords(log)} (whole log: ${log}).`)
    }
  }
  throw new Error(`PostgreSQL was not ready after ${patienceMs / 1000} s: look into ${log}.`)
}

function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  const fatal =
    lines.findLast((line) => /FATAL|PANIC|error while loading/.test(line)) ?? lines.at(-1) ?? 'no reason given'
  return fatal.replace(/^.*?(FATAL|PANIC):\s*/, '')
}

/** Fast shutdown (sessions are cut, everything is written); after a minute, immediate shutdown (recovery at the next start). */
export async function stopPostmaster(pid: number): Promise<void> {
  const began = processStart(pid)
  const gone = (): boolean => began === null || processStart(pid) !== began
  const until = async (patienceMs: number): Promise<boolean> => {
    for (const from = performance.now(); performance.now() - from < patienceMs; await sleep(15)) if (gone()) return true
    return gone()
  }
  for (const [signal, patienceMs] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (gone()) return
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await until(patienceMs)) return
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop: end it by hand with \`kill ${pid}\`, never with -9.`)
}

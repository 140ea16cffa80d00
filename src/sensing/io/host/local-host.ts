/** The detector host that the server starts itself, and starts again whenever it ends. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { backoffMs } from '../backoff.ts'
import { withoutCredentials } from '../redact.ts'
import type { Carrier, Seated } from './hosts.ts'
import { pulseOf } from './pulse.ts'

export type LocalHostOptions = {
  readonly recordings: string
  readonly models: string
  readonly capacity: number
  readonly seat: (carrier: Carrier) => Seated
}

export type LocalHost = { pid(): number | null; close(): Promise<void> }

const MAIN = fileURLToPath(new URL('./host-main.ts', import.meta.url))
const STEADY_MS = 30_000
const AT_ONCE_MS = 100
const HURRY_MS = 3_000

/**
 * Pictures and pieces of video come and go in all sizes: the C library's own habit of keeping what was given back, for every
 * thread, lets a host grow by a half over a day of restarted decoders. Other C libraries do not read these.
 */
const TIGHT_MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' }

export function startLocalHost({ recordings, models, capacity, seat }: LocalHostOptions): LocalHost {
  let child: ReturnType<typeof spawn> | null = null
  let isClosed = false
  let failures = 0
  let retry: NodeJS.Timeout | null = null

  function start(): void {
    if (isClosed) return
    const beganAt = performance.now()
    const fresh = spawn(process.execPath, [MAIN, recordings, models, String(capacity)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...TIGHT_MEMORY, ...process.env },
    })
    child = fresh
    const { stdin, stdout, stderr } = fresh
    let complaint = ''
    stdin?.on('error', () => {})
    const seated = seat({
      send: (line) => void stdin?.write(`${line}\n`),
      cut: () => void fresh.kill('SIGKILL'),
      pulse: () => (fresh.pid === undefined ? null : pulseOf(fresh.pid)),
    })
    if (stdout) createInterface({ input: stdout }).on('line', (line) => seated.hear(line))
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000)
    })
    let isOver = false
    const over = (how: string): void => {
      if (isOver) return
      isOver = true
      if (child === fresh) child = null
      seated.gone(withoutCredentials(lastLine(complaint) ?? how))
      if (isClosed) return
      failures = performance.now() - beganAt > STEADY_MS ? 1 : failures + 1
      retry = setTimeout(start, failures === 1 ? AT_ONCE_MS : backoffMs(failures - 1, Math.random()))
    }
    fresh.on('error', () => over('it could not be started'))
    fresh.on('close', (code, signal) => over(signal ? `it was ended by ${signal}` : `it ended (${code})`))
  }
  start()

  return {
    pid: () => child?.pid ?? null,
    async close() {
      isClosed = true
      if (retry) clearTimeout(retry)
      const last = child
      if (last === null || last.exitCode !== null || last.signalCode !== null) return
      const gone = new Promise((resolve) => last.once('close', resolve))
      last.stdin?.end()
      const hurry = setTimeout(() => last.kill('SIGKILL'), HURRY_MS)
      await gone
      clearTimeout(hurry)
    },
  }
}

/** The last line of a crash that says what it was, without its stack. */
function lastLine(complaint: string): string | null {
  const line = complaint
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('at ') && !each.startsWith('Node.js'))
    .at(-1)
  return line === undefined ? null : line.slice(0, 200)
}

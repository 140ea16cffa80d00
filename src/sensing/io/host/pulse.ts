/** How a process fares, as the system tells it: what a decoder has used of the processor, and how late our own event loop runs. */
import { readFileSync } from 'node:fs'

/** USER_HZ of Linux: fixed at 100 in its interface to programs. */
const MS_PER_TICK = 10

export type ProcessPulse = { readonly cpuMs: number; readonly isRunnable: boolean }

/** null: it has ended, or this system does not tell. */
export function pulseOf(pid: number): ProcessPulse | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK,
      isRunnable: fields[0] === 'R' || fields[0] === 'D',
    }
  } catch {
    return null
  }
}

export type Lateness = { /** The longest delay of the last five seconds, ms. */ lateMs(): number; end(): void }

const TICK_MS = 250
const KEPT = 20

export function openLateness(): Lateness {
  const late: number[] = []
  let due = performance.now() + TICK_MS
  const timer = setInterval(() => {
    const now = performance.now()
    late.push(Math.max(0, now - due))
    if (late.length > KEPT) late.shift()
    due = now + TICK_MS
  }, TICK_MS)
  timer.unref()
  return {
    // A loop that is late just now has not yet said so itself.
    lateMs: () => Math.max(0, performance.now() - due, ...late),
    end: () => clearInterval(timer),
  }
}

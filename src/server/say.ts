/** What the command line says to a person: plain lines on stderr, and a moving line for anything that takes over two seconds. */
import type { Writable } from 'node:stream'

export type Say = (line: string) => void

export const say: Say = (line) => {
  process.stderr.write(`${line}\n`)
}

const QUIET_MS = 2_000
const EVERY_MS = 500

/** Awaits `work`; once it has taken two seconds a line tells what is going on and for how long (rewritten in place on a terminal). */
export async function withProgress<T>(
  what: string,
  work: Promise<T>,
  out: Writable & { isTTY?: boolean } = process.stderr,
): Promise<T> {
  const begun = performance.now()
  let shown = false
  const timer = setInterval(() => {
    const elapsed = performance.now() - begun
    if (elapsed < QUIET_MS) return
    if (out.isTTY) out.write(`\r${what} … ${Math.round(elapsed / 1000)} s `)
    else if (!shown) out.write(`${what} …\n`)
    shown = true
  }, EVERY_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (shown && out.isTTY) out.write('\r\u001b[K')
  }
}

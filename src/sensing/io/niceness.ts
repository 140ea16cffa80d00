/** Lets other processes go first: this process, with every thread that it has. */
import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'

/** 1 to 19. On Linux a niceness is a thread's own, and node's pool, where native work runs, is there before our first line; later threads inherit it. */
export function yieldTo(niceness: number): void {
  for (const thread of threads())
    try {
      setPriority(thread, niceness)
    } catch {
      // Not allowed everywhere, ended in between, and not needed.
    }
}

function threads(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return [process.pid]
  }
}

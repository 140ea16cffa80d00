/** The wake-up hint: something was appended, here or in another process. It may be lost or come for nothing; readers poll behind it. */
import type postgres from 'postgres'

const CHANNEL = 'facts'

export type Hint = {
  /** After a commit: wakes the followers of this process at once and those of others by NOTIFY. */
  ring(): void
  /** Resolves at the next ring, at once if one came since the last wait of this `waiter`, or after `patienceMs`. */
  waiter(): { wait(patienceMs: number): Promise<void>; close(): Promise<void> }
}

/**
 * NOTIFY goes out behind the commit and not inside it: notifying transactions commit one after the other under one lock,
 * which would cost the group commit that carries the write load.
 */
export function openHint(sql: postgres.Sql): Hint {
  const waiters = new Set<() => void>()
  let listening: Promise<postgres.ListenMeta | null> | null = null
  let notifying = false
  let again = false

  const wakeAll = (): void => {
    for (const wake of waiters) wake()
  }
  const notify = async (): Promise<void> => {
    if (notifying) {
      again = true
      return
    }
    notifying = true
    do {
      again = false
      // A hint that fails is a hint that got lost; the poll is behind it.
      await sql.notify(CHANNEL, '').catch(() => {})
    } while (again)
    notifying = false
  }

  return {
    ring() {
      wakeAll()
      void notify()
    },
    waiter() {
      let rung = false
      let resume: (() => void) | null = null
      const wake = (): void => {
        rung = true
        resume?.()
      }
      waiters.add(wake)
      listening ??= sql.listen(CHANNEL, wakeAll, wakeAll).catch(() => {
        listening = null
        return null
      })
      return {
        async wait(patienceMs) {
          if (!rung)
            await new Promise<void>((settle) => {
              const timer = setTimeout(settle, patienceMs)
              resume = () => {
                clearTimeout(timer)
                settle()
              }
            })
          resume = null
          rung = false
        },
        async close() {
          waiters.delete(wake)
          wake()
          if (waiters.size > 0 || !listening) return
          const last = listening
          listening = null
          await (await last)?.unlisten().catch(() => {})
        },
      }
    },
  }
}

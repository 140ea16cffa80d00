/** Follows the log: every fact once, in order, without a gap, soon after its commit, through restarts of the database. */
import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import type { Numbered } from '../fact.ts'
import type { Hint } from './hint.ts'
import { type Cursor, cursorAt, tailFrom } from './tail.ts'

const BATCH = 500
/** The poll behind the hint. */
const POLL_MS = 200
/** While a running transaction holds back facts that are committed already. */
const HELD_BACK_MS = 3
const RETRY_MS = 250

export function followLog(
  sql: postgres.Sql,
  hint: Hint,
  after: number,
  sink: (facts: readonly Numbered[]) => void | Promise<void>,
  trouble: (error: unknown) => void,
): { stop(): Promise<void> } {
  const waiter = hint.waiter()
  const ended = new AbortController()
  const stopped = (): boolean => ended.signal.aborted

  const run = async (): Promise<void> => {
    let cursor: Cursor | null = null
    while (!stopped()) {
      try {
        cursor ??= await cursorAt(sql, after)
        const tail = await tailFrom(sql, cursor, BATCH)
        // A reader that claims to know more than the log has: facts up to its number are not its own to be told again.
        const facts = tail.facts[0] && tail.facts[0].seq <= after ? tail.facts.filter((f) => f.seq > after) : tail.facts
        if (stopped()) return
        if (facts.length > 0) await sink(facts)
        cursor = tail.cursor
        if (tail.facts.length === BATCH) continue
        await waiter.wait(tail.pending ? HELD_BACK_MS : POLL_MS)
      } catch (error) {
        if (stopped()) return
        trouble(error)
        await sleep(RETRY_MS, undefined, { signal: ended.signal }).catch(() => {})
      }
    }
  }
  const running = run()
  return {
    async stop() {
      ended.abort()
      await waiter.close()
      await running
    },
  }
}

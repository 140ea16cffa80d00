/** When to try a failed delivery again, and when to stop: exponential with jitter, so that recovering systems are not hit in step. */
import { MINUTE, SECOND } from '../core/time.ts'

export const FIRST_RETRY_MS = SECOND / 2
export const LONGEST_RETRY_MS = MINUTE
/** About five minutes of trying; then the order is a dead letter, which a person can resend. */
export const MAX_ATTEMPTS = 12

/** Whether trying the same thing again can help: the other side was away (0: no answer at all) or asked for patience, rather than saying no. */
export function worthRetrying(status: number): boolean {
  if (status === 0 || status >= 500) return true
  return status === 408 || status === 409 || status === 425 || status === 429
}

/** The wait after attempt `attempt` (from 1); `chance` in [0, 1) spreads it over its upper half. null: given up. */
export function waitMs(attempt: number, chance: number): number | null {
  if (attempt >= MAX_ATTEMPTS) return null
  const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1))
  return Math.round(full / 2 + (full / 2) * chance)
}

/** Throttling of sign-in attempts: a few free tries, then a wait that doubles; counted by name and address together, and by address. */
import { MINUTE, SECOND } from '../core/time.ts'

/**
 * Never by the name alone: whoever knows a duty officer's name could lock that officer out of a shift.
 * By the address alone a whole room behind one address has more tries.
 */
export const FREE_TRIES = { pair: 3, address: 30 } as const
export const LONGEST_WAIT_MS = 5 * MINUTE
/** Failures older than this are forgotten. */
export const FORGET_AFTER_MS = 15 * MINUTE

export type Attempts = { readonly failures: number; readonly lastAt: number }

/** Milliseconds until the next attempt may be made: 0, then 1 s, 2 s, 4 s … at most five minutes after the last failure. */
export function waitMs(attempts: Attempts | undefined, freeTries: number, now: number): number {
  if (!attempts || now - attempts.lastAt > FORGET_AFTER_MS || attempts.failures < freeTries) return 0
  const wait = Math.min(LONGEST_WAIT_MS, SECOND * 2 ** Math.min(20, attempts.failures - freeTries))
  return Math.max(0, attempts.lastAt + wait - now)
}

export function afterFailure(attempts: Attempts | undefined, now: number): Attempts {
  const remembered = attempts && now - attempts.lastAt <= FORGET_AFTER_MS ? attempts.failures : 0
  return { failures: remembered + 1, lastAt: now }
}

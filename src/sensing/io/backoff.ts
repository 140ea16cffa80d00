/** How long to wait before the nth try: 1, 2, 4 … 60 s, spread so that many cameras do not come back in one instant. */

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/** `failures` ≥ 1; `chance` in [0, 1) moves the wait by up to a quarter, downwards. */
export function backoffMs(failures: number, chance: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1)))
  return Math.round(whole * (1 - 0.25 * chance))
}

/** The instant now by the server's clock, for screens: this computer's clock is corrected by what the server says. */
import { useSyncExternalStore } from 'react'
import { cell } from './cell.ts'

/** How far this computer's clock is behind the server's, ms; the largest of the latest tellings, because a line only ever delays them. */
export const clockOffset = cell(0)
const TELLINGS = 12
let latest: readonly number[] = []

/** Takes in what the server said its clock shows. */
export function keepClock(serverAt: number): void {
  latest = [...latest, serverAt - Date.now()].slice(-TELLINGS)
  clockOffset.set(Math.max(...latest))
}

export const nowByServer = (): number => Date.now() + clockOffset.get()

/** One pulse for everybody who redraws at this pace: a hundred ages on the screen are drawn in one go. */
class Pulse {
  #now = nowByServer()
  readonly #hearers = new Set<() => void>()
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #everyMs: number

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  readonly now = (): number => {
    const now = nowByServer()
    // While nobody listens it stands still, and whoever comes first sets it.
    if (this.#timer === undefined && Math.abs(now - this.#now) >= this.#everyMs) this.#now = now
    return this.#now
  }

  readonly hear = (changed: () => void): (() => void) => {
    this.#hearers.add(changed)
    this.#timer ??= setInterval(() => {
      this.#now = nowByServer()
      for (const hearer of [...this.#hearers]) hearer()
    }, this.#everyMs)
    return () => {
      this.#hearers.delete(changed)
      if (this.#hearers.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }
}

const pulses = new Map<number, Pulse>()

/** Redraws every `everyMs`; keep the parts that use it small. */
export function useNow(everyMs = 1_000): number {
  const pulse = pulses.get(everyMs) ?? new Pulse(everyMs)
  pulses.set(everyMs, pulse)
  return useSyncExternalStore(pulse.hear, pulse.now)
}

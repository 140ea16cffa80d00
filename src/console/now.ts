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

/** A page that shows the past says here which instant it shows; null: the present. */
export const shownInstant = cell<number | null>(null)

export const nowByServer = (): number => shownInstant.get() ?? Date.now() + clockOffset.get()

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

  /** At every pulse, and at once when another instant is shown. */
  jump(): void {
    this.#now = nowByServer()
    for (const hearer of [...this.#hearers]) hearer()
  }

  readonly hear = (changed: () => void): (() => void) => {
    this.#hearers.add(changed)
    this.#timer ??= setInterval(() => this.jump(), this.#everyMs)
    return () => {
      this.#hearers.delete(changed)
      if (this.#hearers.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }
}

const pulses = new Map<number, Pulse>()
shownInstant.subscribe(() => {
  for (const pulse of pulses.values()) pulse.jump()
})

/** Redraws every `everyMs`; keep the parts that use it small. */
export function useNow(everyMs = 1_000): number {
  const pulse = pulses.get(everyMs) ?? new Pulse(everyMs)
  pulses.set(everyMs, pulse)
  return useSyncExternalStore(pulse.hear, pulse.now)
}

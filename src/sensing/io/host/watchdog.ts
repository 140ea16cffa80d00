/** Watches over one decoder: has it died, or does it only starve? */
import { isDead } from '../../life/patience.ts'
import type { Trouble } from '../../life/trouble.ts'
import { type Lateness, pulseOf } from './pulse.ts'

/** A decoder as it is found; instants of the monotonic clock in ms. */
export type Watched = {
  readonly pid: number | null
  readonly beganAt: number
  /** 0: it has given no picture yet. */
  readonly frameAt: number
  readonly keyFramesOnly: boolean
}

const CPU_OVER_MS = 5_000

export class Watchdog {
  readonly #cpu: { readonly at: number; readonly cpuMs: number }[] = []

  /** null: leave it alone. */
  look(decoder: Watched, lateness: Lateness, now: number): Trouble | null {
    const pulse = decoder.pid === null ? null : pulseOf(decoder.pid)
    const cpu = this.#cpu
    if (pulse) cpu.push({ at: now, cpuMs: pulse.cpuMs })
    while (cpu.length > 1 && now - (cpu[1]?.at ?? now) >= CPU_OVER_MS) cpu.shift()
    const first = cpu[0]
    const hasShown = decoder.frameAt > 0
    const dead = isDead({
      quietMs: now - (hasShown ? decoder.frameAt : decoder.beganAt),
      // Key frames may be as far apart as a first picture may be away.
      hasShown: hasShown && !decoder.keyFramesOnly,
      decoderCpuMs: pulse && first ? pulse.cpuMs - first.cpuMs : null,
      isRunnable: pulse?.isRunnable ?? false,
      lateMs: lateness.lateMs(),
    })
    if (!dead) return null
    return hasShown ? 'stalled' : 'no-picture'
  }
}

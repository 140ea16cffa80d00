/** Is a decoder that gives no picture dead, or only starved by a busy machine? A starved one that is restarted comes back later than one that is left alone. Pure. */

export type Quiet = {
  /** Since the last picture, or since its start where none has come. */
  readonly quietMs: number
  readonly hasShown: boolean
  /** Processor time that the decoder has used in the last five seconds; null where it cannot be known. */
  readonly decoderCpuMs: number | null
  /** It wants the processor just now and does not have it. */
  readonly isRunnable: boolean
  /** The longest that our own event loop was late in the last five seconds. */
  readonly lateMs: number
}

const QUIET_MS = 5_000
/** A first picture needs a connection and a key frame. */
const FIRST_MS = 12_000
/** However busy the machine: this long without a picture is no watching any more, and a new decoder may do better. */
const LONGEST_MS = 30_000
/** A decoder that only waits for its camera uses next to nothing. */
const IDLE_CPU_MS = 20
const LATE_MS = 500

export function isDead(quiet: Quiet): boolean {
  const limit = quiet.hasShown ? QUIET_MS : FIRST_MS
  if (quiet.quietMs < limit) return false
  if (quiet.quietMs >= LONGEST_MS) return true
  // We ourselves were kept from reading: what it has to say may still lie in the pipe.
  if (quiet.lateMs >= LATE_MS) return false
  if (quiet.isRunnable) return false
  return quiet.decoderCpuMs === null || quiet.decoderCpuMs < IDLE_CPU_MS
}

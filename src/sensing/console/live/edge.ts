/** Keeping a live video at its edge: when to leap, when to hurry, what to forget. Pure. */

/** Seconds behind the newest picture that are wanted, borne without hurry, and too many. */
const WANTED_S = 0.35
const BORNE_S = 0.9
const TOO_MANY_S = 2.5
/** What has been shown is kept this long and then forgotten, so that the buffer never grows. */
const KEPT_S = 8
/** Forgetting a little at a time would cost more than it saves. */
const FORGET_AT_LEAST_S = 4

export type Steering = {
  /** Seconds of the medium to leap to; null: stay. */
  readonly leapTo: number | null
  readonly rate: number
  /** Everything before this second is forgotten; null: nothing yet. */
  readonly forgetBefore: number | null
}

/** `start` and `end` of what is buffered, and where the playing stands. */
export function steer(start: number, end: number, at: number): Steering {
  const behind = end - at
  const leaps = behind > TOO_MANY_S || behind < 0 || at < start
  const leapTo = leaps ? Math.max(start, end - WANTED_S) : null
  const stands = leapTo ?? at
  const forget = stands - KEPT_S
  return {
    leapTo,
    rate: !leaps && behind > BORNE_S ? 1.08 : 1,
    forgetBefore: forget - start >= FORGET_AT_LEAST_S ? forget : null,
  }
}

/** A hand on the joystick: a drift is told again while the button is held, because it ends by itself, and stopped when it is let go. */
import { act, send } from '../../../console/api.ts'
import type { Result } from '../../../core/result.ts'
import type { HandMove } from '../../ptz/ptz.ts'

/** A drift ends by itself 1.2 s after it was last told. */
const AGAIN_MS = 700

export type Drift = { readonly pan: number; readonly tilt: number; readonly zoom: number }
export type Hand = {
  /** Begins, or changes, a drift. */
  drift(to: Drift): void
  /** Lets go. */
  rest(): void
  move(move: HandMove): void
  close(): void
}

/** `said` hears every answer; `purpose` is the reason of the look. */
export function openHand(camera: string, said: (answer: Result<unknown>) => void): Hand {
  let now: Drift | null = null
  let timer: ReturnType<typeof setInterval> | null = null
  const tell = (move: HandMove): void => {
    void send(act(`/api/cameras/${camera}/ptz/moves`, move)).then(said)
  }
  const rest = (): void => {
    if (timer) clearInterval(timer)
    timer = null
    if (now) tell({ kind: 'stop' })
    now = null
  }
  return {
    drift(to) {
      if (now && now.pan === to.pan && now.tilt === to.tilt && now.zoom === to.zoom) return
      now = to
      if (timer) clearInterval(timer)
      tell({ kind: 'continuous', ...to })
      timer = setInterval(() => tell({ kind: 'continuous', ...to }), AGAIN_MS)
    },
    rest,
    move: tell,
    close: rest,
  }
}

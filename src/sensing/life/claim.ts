/** What makes two warnings one claim: camera, type, cell of the picture and when it began; a claim said twice has one key. Pure. */

import type { Size } from '../detector/frame.ts'
import { isNear } from '../detector/places.ts'
import type { SensedWarning } from '../facts.ts'

const COLUMNS = 16
const ROWS = 12
/** Two tellings of one beginning differ by less; a second event at the same place begins later. */
const ONSET_STEP_MS = 10_000

export function claimOf(
  camera: string,
  view: Size,
  warning: Pick<SensedWarning, 'type' | 'box'> & { readonly onsetAt: number },
): string {
  const [x, y, width, height] = warning.box
  const column = Math.min(COLUMNS - 1, Math.max(0, Math.floor(((x + width / 2) / view.width) * COLUMNS)))
  const row = Math.min(ROWS - 1, Math.max(0, Math.floor(((y + height / 2) / view.height) * ROWS)))
  return `${camera}/${warning.type}/${column}.${row}/${Math.floor(warning.onsetAt / ONSET_STEP_MS)}`
}

type Claim = Pick<SensedWarning, 'type' | 'box'> & { readonly camera: string; readonly onsetAt: number }

/** Two hosts that watched one camera for a while (one was cut off) tell the beginning of one thing this close to each other. */
const ONE_ONSET_MS = 20_000
const REMEMBERED_MS = 30 * 60_000

/** Remembers what has been claimed: a claim said again, or by another host under another key, is known. */
export class Claims {
  readonly #keys = new Map<string, number>()
  readonly #claims: Claim[] = []

  /** True the first time. */
  admit(key: string, claim: Claim): boolean {
    const { onsetAt } = claim
    for (const [known, at] of this.#keys) if (onsetAt - at > REMEMBERED_MS) this.#keys.delete(known)
    for (let index = this.#claims.length - 1; index >= 0; index -= 1)
      if (onsetAt - (this.#claims[index]?.onsetAt ?? 0) > REMEMBERED_MS) this.#claims.splice(index, 1)
    if (this.#keys.has(key)) return false
    this.#keys.set(key, onsetAt)
    const isKnown = this.#claims.some(
      (known) =>
        known.camera === claim.camera &&
        known.type === claim.type &&
        Math.abs(known.onsetAt - onsetAt) <= ONE_ONSET_MS &&
        isNear(known.box, claim.box),
    )
    if (!isKnown) this.#claims.push(claim)
    return !isKnown
  }
}

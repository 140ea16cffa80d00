/** Can this camera be believed? Dark, blank, frozen, moved and blurred pictures are told apart from a quiet road. */

import type { Fitness, UnfitCause } from '../facts.ts'
import { LEVEL } from './background.ts'
import { type Size, sampleStride } from './frame.ts'
import { IGNORED } from './zones.ts'

const SAMPLES = 10_900
/** Real pictures carry noise: not one sample changing for this long is a stuck encoder, not a quiet night. */
const FROZEN_MS = 6_000
const BAD_MS = 2_000
const GOOD_MS = 1_000
/** A moved picture is learnt anew after it has been seen to be so for this long. */
const RELEARN_MS = 4_000
const FEWEST_POINTS = 80
const MOST_POINTS = 1_500
const LOST_SHARE = 0.42
/** Of a bare yard the few faint edges come and go with the weather; a camera that looks elsewhere keeps next to none. */
const BARE_LOST_SHARE = 0.2
const KEPT_SHARE = 0.55
const BLUR_SHARE = 0.45
const LEAST_TRUSTED_GAIN = 0.8
const DARK_MEAN = 26
const DARK_BRIGHTEST = 70
const BLANK_SPREAD = 3.5

/** What Steady finds. */
type Move = { readonly dx: number; readonly dy: number; readonly bare: boolean }

export class FitnessGate {
  state: Fitness = { state: 'learning', cause: null }
  /** When the present state began, ms of the medium. */
  since = 0
  readonly #size: Size
  readonly #mask: Uint8Array
  readonly #before: Uint8Array
  readonly #stride: number
  #changedAt = Number.NaN
  #badFrom = Number.NaN
  #goodFrom = Number.NaN
  #points = new Int32Array(0)
  #slopes = new Float32Array(0)
  #energy = 0

  constructor(size: Size, mask: Uint8Array) {
    this.#size = size
    this.#mask = mask
    this.#stride = sampleStride(size, SAMPLES)
    this.#before = new Uint8Array(Math.ceil((size.width * size.height) / this.#stride))
  }

  /**
   * Looks at the luma as it came. Returns why nothing may be read from it, null when it may.
   * `same`: it is the picture before once more, from a slower camera or a stuck one; it tells nothing new.
   */
  gate(luma: Uint8Array, at: number): UnfitCause | 'same' | null {
    let sum = 0
    let squares = 0
    let brightest = 0
    let changed = 0
    let count = 0
    const before = this.#before
    for (let from = 0, index = 0; from < luma.length; from += this.#stride, index += 1) {
      const value = luma[from] ?? 0
      sum += value
      squares += value * value
      if (value > brightest) brightest = value
      if (value !== before[index]) changed += 1
      before[index] = value
      count += 1
    }
    if (changed > 0 || Number.isNaN(this.#changedAt) || at < this.#changedAt) this.#changedAt = at
    const mean = sum / count
    const spread = Math.sqrt(Math.max(0, squares / count - mean * mean))
    if (mean < DARK_MEAN && brightest < DARK_BRIGHTEST) return this.#bad('dark', at, BAD_MS)
    if (spread < BLANK_SPREAD) return this.#bad('blank', at, BAD_MS)
    if (at - this.#changedAt >= FROZEN_MS) return this.#bad('frozen', at, 0)
    if (changed === 0 && at > this.#changedAt) return 'same'
    return null
  }

  /** Remembers the sharpest edges of the learnt road; a moved or blurred camera loses them. `road` in 1/LEVEL grey levels; `doubtful` where it may be the ghost of what passed. */
  remember(road: Int16Array, doubtful: Uint8Array): void {
    const { width, height } = this.#size
    const points: number[] = []
    const slopes: number[] = []
    let energy = 0
    let counted = 0
    // Cell by cell the steepest pixel: spread over the picture, so that one lorry cannot hide them all.
    const side = Math.max(4, Math.round(Math.sqrt((width * height) / MOST_POINTS)))
    for (let top = 1; top + side < height; top += side)
      for (let left = 1; left + side < width; left += side) {
        let best = 0
        let bestAt = -1
        for (let y = top; y < top + side; y += 1)
          for (let x = left; x < left + side; x += 1) {
            const at = y * width + x
            if (this.#mask[at] === IGNORED || doubtful[at] === 1) continue
            const across = (road[at + 1] ?? 0) - (road[at - 1] ?? 0)
            const down = (road[at + width] ?? 0) - (road[at - width] ?? 0)
            const steeper = Math.abs(across) >= Math.abs(down) ? across : down
            energy += Math.abs(steeper)
            counted += 1
            if (Math.abs(steeper) <= Math.abs(best) || isBeside(doubtful, at, width)) continue
            best = steeper
            // The sign bit of the index tells which way the slope runs.
            bestAt = Math.abs(across) >= Math.abs(down) ? at : -at
          }
        if (Math.abs(best) < 16 * LEVEL) continue
        points.push(bestAt)
        slopes.push(best / LEVEL)
      }
    this.#points = Int32Array.from(points)
    this.#slopes = Float32Array.from(slopes)
    this.#energy = energy / Math.max(1, counted) / LEVEL
  }

  /** Compares the edges at the move found, under this gain. `suspect`: read nothing from this frame; `relearn`: look anew. */
  compare(picture: Uint8Array, { dx, dy, bare }: Move, gain: number, at: number): 'fit' | 'suspect' | 'relearn' {
    const count = this.#points.length
    if (count < FEWEST_POINTS) return this.#good(at)
    const { width, height } = this.#size
    let kept = 0
    let steepness = 0
    let wanted = 0
    for (let index = 0; index < count; index += 1) {
      const point = this.#points[index] ?? 0
      const down = point < 0
      const place = (down ? -point : point) + dy * width + dx
      if (place < width || place >= (height - 1) * width) continue
      const slope = down
        ? (picture[place + width] ?? 0) - (picture[place - width] ?? 0)
        : (picture[place + 1] ?? 0) - (picture[place - 1] ?? 0)
      const expected = (this.#slopes[index] ?? 0) * gain
      steepness += Math.abs(slope)
      wanted += Math.abs(expected)
      if (slope * expected > 0 && Math.abs(slope) > 0.35 * Math.abs(expected)) kept += 1
    }
    const share = kept / count
    const lostBelow = bare ? BARE_LOST_SHARE : LOST_SHARE
    const isLost = share < (this.state.state === 'unfit' ? KEPT_SHARE : lostBelow)
    if (!isLost) return this.#good(at)
    // A picture that does not fit cannot tell its gain: a low one would hide the blur.
    const trusted = Math.max(gain, LEAST_TRUSTED_GAIN)
    const isBlurred =
      this.#overallSlope(picture) < BLUR_SHARE * this.#energy * trusted &&
      steepness < (BLUR_SHARE * wanted * trusted) / gain
    this.#bad(isBlurred ? 'blurred' : 'moved', at, BAD_MS)
    const lostFor = at - this.#badFrom
    if (this.state.state === 'unfit' && !isBlurred && lostFor >= RELEARN_MS) {
      this.#badFrom = Number.NaN
      return 'relearn'
    }
    return 'suspect'
  }

  #overallSlope(picture: Uint8Array): number {
    const { width, height } = this.#size
    let sum = 0
    let count = 0
    for (let at = width + 1; at < (height - 1) * width - 1; at += 5) {
      if (this.#mask[at] === IGNORED) continue
      const across = Math.abs((picture[at + 1] ?? 0) - (picture[at - 1] ?? 0))
      const down = Math.abs((picture[at + width] ?? 0) - (picture[at - width] ?? 0))
      sum += Math.max(across, down)
      count += 1
    }
    return sum / Math.max(1, count)
  }

  /** The road has been learnt (again): the camera watches. */
  learnt(at: number): void {
    this.#turn({ state: 'watching', cause: null }, at)
    this.#badFrom = Number.NaN
  }

  #bad(cause: UnfitCause, at: number, patienceMs: number): UnfitCause {
    this.#goodFrom = Number.NaN
    if (Number.isNaN(this.#badFrom) || at < this.#badFrom) this.#badFrom = at
    if (at - this.#badFrom >= patienceMs && this.state.state !== 'unfit')
      this.#turn({ state: 'unfit', cause }, cause === 'frozen' ? this.#changedAt : this.#badFrom)
    return cause
  }

  #good(at: number): 'fit' | 'suspect' {
    if (this.state.state !== 'unfit') {
      this.#badFrom = Number.NaN
      return 'fit'
    }
    if (Number.isNaN(this.#goodFrom) || at < this.#goodFrom) this.#goodFrom = at
    if (at - this.#goodFrom < GOOD_MS) return 'suspect'
    this.learnt(at)
    return 'fit'
  }

  #turn(state: Fitness, at: number): void {
    this.state = state
    this.since = at
  }
}

/** A ghost's outline lies beside its pixels. */
function isBeside(doubtful: Uint8Array, at: number, width: number): boolean {
  for (let step = 1; step <= 2; step += 1)
    if (doubtful[at - step] || doubtful[at + step] || doubtful[at - step * width] || doubtful[at + step * width])
      return true
  return false
}

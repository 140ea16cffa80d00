/** Hot path: a binomial 3×3 blur of the luma, four pixels in one step, which takes the noise and half-pixel shake out before anything is compared. */
import type { Size } from './frame.ts'

/** Every second byte of a word: two pixels with room for their sums. The order within a word is that of all machines Node runs on (little-endian). */
const LANES = 0x00ff00ff
const HALVES = 0x00080008

export class Smooth {
  /** The blurred picture; the outermost pixels are as they came. */
  readonly picture: Uint8Array
  readonly #raw: Uint8Array
  readonly #from: Int32Array
  readonly #to: Int32Array
  readonly #size: Size

  /** The width is a multiple of four, as `workSize` gives it. */
  constructor(size: Size) {
    const pixels = size.width * size.height
    this.#size = size
    this.#raw = new Uint8Array(pixels)
    this.picture = new Uint8Array(pixels)
    this.#from = new Int32Array(this.#raw.buffer)
    this.#to = new Int32Array(this.picture.buffer)
  }

  /** Fills `picture`. */
  take(luma: Uint8Array): void {
    const { width, height } = this.#size
    const words = width >> 2
    const from = this.#from
    const to = this.#to
    // A reader's bytes may lie anywhere; words need an array of their own.
    this.#raw.set(luma)
    to.set(from.subarray(0, words))
    to.set(from.subarray((height - 1) * words), (height - 1) * words)
    for (let y = 1; y < height - 1; y += 1) {
      const end = (y + 1) * words
      let up = from[end - 2 * words] ?? 0
      let here = from[end - words] ?? 0
      let down = from[end] ?? 0
      // Sums of three rows: pixels 0 and 2 of a word in one number, 1 and 3 in another.
      let even = (up & LANES) + 2 * (here & LANES) + (down & LANES)
      let oddBefore = 0
      for (let at = end - words; at < end; at += 1) {
        const odd = ((up >>> 8) & LANES) + 2 * ((here >>> 8) & LANES) + ((down >>> 8) & LANES)
        let evenNext = 0
        if (at + 1 < end) {
          up = from[at + 1 - words] ?? 0
          here = from[at + 1] ?? 0
          down = from[at + 1 + words] ?? 0
          evenNext = (up & LANES) + 2 * (here & LANES) + (down & LANES)
        }
        const blurredEven = (((odd << 16) | (oddBefore >>> 16)) + 2 * even + odd + HALVES) >>> 4
        const blurredOdd = (even + 2 * odd + ((even >>> 16) | (evenNext << 16)) + HALVES) >>> 4
        to[at] = (blurredEven & LANES) | ((blurredOdd & LANES) << 8)
        oddBefore = odd
        even = evenNext
      }
      const first = y * width
      this.picture[first] = this.#raw[first] ?? 0
      this.picture[first + width - 1] = this.#raw[first + width - 1] ?? 0
    }
  }
}

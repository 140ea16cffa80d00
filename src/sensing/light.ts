/** Hot path: the brightness of a frame against the learnt road, as gain and offset, found on pixels where nothing stands. */
import { LEVEL } from './background.ts'
import { type Size, sampleStride } from './frame.ts'
import { IGNORED } from './zones.ts'

const SAMPLES = 3_300

export class Light {
  /** frame = gain × road + offset, in grey levels. */
  gain = 1
  offset = 0
  readonly #differences = new Int32Array(512)
  readonly #size: Size
  readonly #mask: Uint8Array
  readonly #stride: number

  constructor(size: Size, mask: Uint8Array) {
    this.#size = size
    this.#mask = mask
    this.#stride = sampleStride(size, SAMPLES)
  }

  reset(): void {
    this.gain = 1
    this.offset = 0
  }

  /** Least squares over the samples near the median difference, twice: traffic and saturated pixels fall out. `road` in 1/LEVEL grey levels. */
  fit(picture: Uint8Array, road: Int16Array, dx: number, dy: number): void {
    const { width, height } = this.#size
    const mask = this.#mask
    const stride = this.#stride
    const move = dy * width + dx
    const margin = Math.abs(dy) * width + Math.abs(dx)
    const last = width * height - margin
    this.#differences.fill(0)
    let count = 0
    for (let at = margin; at < last; at += stride) {
      if (mask[at] === IGNORED) continue
      const seen = picture[at + move] ?? 0
      if (seen >= 232 || seen <= 19) continue
      const bin = Math.round(seen - ((this.gain * (road[at] ?? 0)) / LEVEL + this.offset)) + 256
      this.#differences[bin < 0 ? 0 : Math.min(bin, 511)] = (this.#differences[bin] ?? 0) + 1
      count += 1
    }
    if (count < 100) return
    let middle = 0
    for (let bin = 0, below = 0; bin < 512; bin += 1) {
      below += this.#differences[bin] ?? 0
      if (below * 2 < count) continue
      middle = bin - 256
      break
    }
    let gain = this.gain
    let offset = this.offset + middle
    let gate = 30
    for (let round = 0; round < 2; round += 1) {
      let n = 0
      let sx = 0
      let sy = 0
      let sxx = 0
      let sxy = 0
      for (let at = margin; at < last; at += stride) {
        if (mask[at] === IGNORED) continue
        const seen = picture[at + move] ?? 0
        const value = (road[at] ?? 0) / LEVEL
        if (seen >= 232 || seen <= 19) continue
        const miss = seen - (gain * value + offset)
        if (miss > gate || miss < -gate) continue
        n += 1
        sx += value
        sy += seen
        sxx += value * value
        sxy += value * seen
      }
      if (n < 100) return
      const meanX = sx / n
      const meanY = sy / n
      // A road without contrast cannot tell gain from offset: the prior keeps the gain where it is.
      const prior = 40
      const spread = sxx / n - meanX * meanX
      gain = (sxy / n - meanX * meanY + prior * this.gain) / (spread + prior)
      gain = gain < 0.35 ? 0.35 : Math.min(gain, 2.8)
      offset = meanY - gain * meanX
      gate = 16
    }
    this.gain = gain
    this.offset = offset
  }
}

/** Hot path: the brightness of a frame against the learnt road, as gain, offset and the bend of the camera's own tone curve, found on pixels where nothing stands. */
import { LEVEL } from './background.ts'
import { type Size, sampleStride } from './frame.ts'
import { IGNORED } from './zones.ts'

const SAMPLES = 3_300
/** A gain control lifts shadows and leaves the rest (black level, gamma): what a straight line leaves over is taken for each band of the road's brightness. */
const BAND = 16
const BANDS = 256 / BAND
const FARTHEST_BEND = 31
/** As many samples as make a band believed half. */
const BAND_HALF = 25
const BEND_RATE = 0.5

export class Light {
  /** frame = gain × road + offset, in grey levels. */
  gain = 1
  offset = 0
  /** Grey levels that the frame shows beyond that line, by the road's grey level. */
  readonly bend = new Float32Array(256)
  readonly #differences = new Int32Array(512)
  readonly #misses = new Int32Array(BANDS * (2 * FARTHEST_BEND + 1))
  readonly #bends = new Float32Array(BANDS)
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
    this.#bends.fill(0)
    this.bend.fill(0)
  }

  /** Least squares over the samples near the median difference, twice: traffic and saturated pixels fall out. `road` in 1/LEVEL grey levels; what is `doubtful` in it tells nothing of the light. */
  fit(picture: Uint8Array, road: Int16Array, doubtful: Uint8Array, dx: number, dy: number): void {
    const { width, height } = this.#size
    const mask = this.#mask
    const stride = this.#stride
    const move = dy * width + dx
    const margin = Math.abs(dy) * width + Math.abs(dx)
    const last = width * height - margin
    this.#differences.fill(0)
    let count = 0
    for (let at = margin; at < last; at += stride) {
      if (mask[at] === IGNORED || doubtful[at] === 1) continue
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
        if (mask[at] === IGNORED || doubtful[at] === 1) continue
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
    this.#fitBend(picture, road, doubtful, margin, last, move)
  }

  /** The middle of what is left over in each band, a straight piece between the bands' middles. */
  #fitBend(
    picture: Uint8Array,
    road: Int16Array,
    doubtful: Uint8Array,
    margin: number,
    last: number,
    move: number,
  ): void {
    const misses = this.#misses
    const bends = this.#bends
    const wide = 2 * FARTHEST_BEND + 1
    misses.fill(0)
    for (let at = margin; at < last; at += this.#stride) {
      const seen = picture[at + move] ?? 0
      if (this.#mask[at] === IGNORED || doubtful[at] === 1 || seen >= 232 || seen <= 19) continue
      const value = road[at] ?? 0
      const miss = Math.round(seen - ((this.gain * value) / LEVEL + this.offset))
      if (miss > FARTHEST_BEND || miss < -FARTHEST_BEND) continue
      const bin = Math.min(BANDS - 1, Math.max(0, Math.floor(value / (BAND * LEVEL)))) * wide + miss + FARTHEST_BEND
      misses[bin] = (misses[bin] ?? 0) + 1
    }
    for (let band = 0; band < BANDS; band += 1) {
      const from = band * wide
      let count = 0
      for (let bin = from; bin < from + wide; bin += 1) count += misses[bin] ?? 0
      let middle = 0
      for (let bin = from, below = 0; bin < from + wide; bin += 1) {
        below += misses[bin] ?? 0
        if (2 * below < count || count === 0) continue
        middle = bin - from - FARTHEST_BEND
        break
      }
      const believed = (middle * count) / (count + BAND_HALF)
      bends[band] = (bends[band] ?? 0) + BEND_RATE * (believed - (bends[band] ?? 0))
    }
    for (let level = 0; level < 256; level += 1) {
      const place = Math.min(BANDS - 1, Math.max(0, (level - BAND / 2) / BAND))
      const band = Math.floor(place)
      const here = bends[band] ?? 0
      this.bend[level] = here + (place - band) * ((bends[band + 1] ?? here) - here)
    }
  }
}

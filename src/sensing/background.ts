/** Hot path: the long background (the empty road) and the short one (what each pixel has held lately, and for how long); no allocation per frame. */
import type { Size } from './frame.ts'
import { IGNORED } from './zones.ts'

/** Median pictures over this span make the first long background, so that traffic passing at the start leaves no ghosts. */
const LEARN_MS = 3_000
const LEARN_PICTURES = 15
const LONG_TAU_MS = 60_000
/** A pixel of the empty road is believed to have changed after this; one that stands foreign is remembered through passers-by. */
const ROAD_HOLD_MS = 400
const FOREIGN_HOLD_MS = 12_000
const LEAST_CONTRAST = 15
const MOST_CONTRAST = 70

export class Background {
  /** Long background and held value in grey levels of the learnt brightness. */
  readonly long: Float32Array
  readonly held: Float32Array
  /** For how long the held value has stood, ms. */
  readonly age: Float32Array
  /** 1 where the frame differs from the long background. */
  readonly foreign: Uint8Array
  /** 1 where a foreign value has been held for at least `standsMs`. */
  readonly standing: Uint8Array
  /** Contrast needed per pixel: more beside sharp edges, where half a pixel of shake is a difference. */
  readonly needed: Uint8Array
  /** Grey levels of noise (standard deviation) after smoothing. */
  noise = 2
  learnt = false
  readonly #size: Size
  readonly #mask: Uint8Array
  readonly #pictures: Uint8Array[] = []
  #learnFrom = Number.NaN
  #nextPictureAt = 0

  constructor(size: Size, mask: Uint8Array) {
    const pixels = size.width * size.height
    this.#size = size
    this.#mask = mask
    this.long = new Float32Array(pixels)
    this.held = new Float32Array(pixels)
    this.age = new Float32Array(pixels)
    this.foreign = new Uint8Array(pixels)
    this.standing = new Uint8Array(pixels)
    this.needed = new Uint8Array(pixels).fill(LEAST_CONTRAST)
  }

  /** Forgets everything: the camera looks elsewhere. */
  relearn(): void {
    this.learnt = false
    this.#learnFrom = Number.NaN
    this.#pictures.length = 0
    this.foreign.fill(0)
    this.standing.fill(0)
    this.age.fill(0)
  }

  /** Nothing has been learnt towards yet: the next picture is the one the others are laid upon. */
  get blank(): boolean {
    return Number.isNaN(this.#learnFrom)
  }

  /** The first picture stands in for the road until there is a better one. */
  begin(picture: Uint8Array, at: number): void {
    this.#learnFrom = at
    this.#nextPictureAt = at
    this.long.set(picture)
  }

  /** Takes one smoothed picture, shaken by (dx, dy), towards the first long background; true once that is learnt. */
  learn(picture: Uint8Array, dx: number, dy: number, at: number): boolean {
    if (at >= this.#nextPictureAt && this.#pictures.length < LEARN_PICTURES) {
      this.#pictures.push(this.#laidBack(picture, dx, dy))
      this.#nextPictureAt += LEARN_MS / LEARN_PICTURES
      if (this.#nextPictureAt < at) this.#nextPictureAt = at
    }
    if (at - this.#learnFrom < LEARN_MS || this.#pictures.length < 5) return false
    const column = new Uint8Array(this.#pictures.length)
    const middle = this.#pictures.length >> 1
    for (let index = 0; index < this.long.length; index += 1) {
      for (let each = 0; each < column.length; each += 1) column[each] = this.#pictures[each]?.[index] ?? 0
      column.sort()
      const value = column[middle] ?? 0
      this.long[index] = value
      this.held[index] = value
    }
    this.age.fill(0)
    this.#pictures.length = 0
    this.learnt = true
    this.weigh()
    return true
  }

  #laidBack(picture: Uint8Array, dx: number, dy: number): Uint8Array {
    const { width, height } = this.#size
    const copy = new Uint8Array(picture)
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y += 1) {
      const from = (y + dy) * width
      const left = Math.max(0, -dx)
      const right = Math.min(width, width - dx)
      copy.set(picture.subarray(from + left + dx, from + right + dx), y * width + left)
    }
    return copy
  }

  /** Sets the contrast needed from the long background's own edges and the noise; once a second is enough. */
  weigh(): void {
    const { width, height } = this.#size
    const { long, needed } = this
    const base = Math.max(LEAST_CONTRAST, 5 * this.noise)
    for (let y = 1; y < height - 1; y += 1)
      for (let x = 1; x < width - 1; x += 1) {
        const at = y * width + x
        const across = Math.abs((long[at + 1] ?? 0) - (long[at - 1] ?? 0))
        const down = Math.abs((long[at + width] ?? 0) - (long[at - width] ?? 0))
        const value = base + 0.4 * Math.max(across, down)
        needed[at] = Math.min(value, MOST_CONTRAST)
      }
  }

  /**
   * One frame: `picture` smoothed; (dx, dy) where the picture has moved to; `gain`, `offset`: frame = gain × road + offset.
   * `calm` false: nothing is adapted (the light is changing faster than it can be followed).
   */
  see(picture: Uint8Array, dx: number, dy: number, gain: number, offset: number, dtMs: number, standsMs: number): void {
    const { width, height } = this.#size
    const { long, held, age, foreign, standing, needed } = this
    const mask = this.#mask
    const inverse = 1 / gain
    const longRate = Math.min(0.2, dtMs / LONG_TAU_MS)
    const heldRate = Math.min(0.5, dtMs / 800)
    const tolerance = Math.max(8, 4 * this.noise + 2)
    const step = Math.min(dtMs, 1_000)
    let noiseSum = 0
    let noiseCount = 0
    const top = Math.max(0, -dy)
    const bottom = Math.min(height, height - dy)
    const left = Math.max(0, -dx)
    const right = Math.min(width, width - dx)
    for (let y = top; y < bottom; y += 1) {
      let at = y * width + left
      let from = (y + dy) * width + left + dx
      for (let x = left; x < right; x += 1, at += 1, from += 1) {
        if (mask[at] === IGNORED) continue
        const seen = picture[from] ?? 0
        const road = long[at] ?? 0
        let value = (seen - offset) * inverse
        const expected = road * gain + offset
        // Burnt-out and drowned pixels say nothing: what would be there is there too.
        if ((seen >= 232 && expected >= 222) || (seen <= 19 && expected <= 26)) value = road
        const need = needed[at] ?? 0
        const off = value - road
        const away = off < 0 ? -off : off
        const isForeign = away > need
        let own = held[at] ?? 0
        let since = age[at] ?? 0
        const miss = value - own
        const missed = miss < 0 ? -miss : miss
        if (missed <= tolerance + 0.3 * (need - LEAST_CONTRAST)) {
          own += heldRate * miss
          held[at] = own
          const apart = own - road
          const holdMs = (apart < 0 ? -apart : apart) > need ? FOREIGN_HOLD_MS : ROAD_HOLD_MS
          since = Math.min(since + step, holdMs)
          if ((at & 7) === 0 && !isForeign) {
            noiseSum += missed
            noiseCount += 1
          }
        } else {
          since -= isForeign ? step : 4 * step
          if (since <= 0) {
            since = 0
            held[at] = value
            own = value
          }
        }
        age[at] = since
        if (isForeign) foreign[at] = 1
        else {
          foreign[at] = 0
          long[at] = road + longRate * off
        }
        const stood = own - road
        standing[at] = since >= standsMs && (stood < 0 ? -stood : stood) > need ? 1 : 0
      }
    }
    if (noiseCount > 100) {
      const now = (1.25 * noiseSum) / noiseCount
      this.noise += Math.min(0.2, dtMs / 3_000) * (Math.min(12, Math.max(0.5, now)) - this.noise)
    }
  }

  /** What stands here belongs to the road from now on. */
  absorb(x: number, y: number, width: number, height: number): void {
    const right = Math.min(this.#size.width, x + width)
    const bottom = Math.min(this.#size.height, y + height)
    for (let row = Math.max(0, y); row < bottom; row += 1)
      for (let column = Math.max(0, x); column < right; column += 1) {
        const at = row * this.#size.width + column
        if (standingOrForeign(this.standing[at], this.foreign[at])) this.long[at] = this.held[at] ?? 0
        this.standing[at] = 0
        this.foreign[at] = 0
      }
  }
}

function standingOrForeign(standing: number | undefined, foreign: number | undefined): boolean {
  return standing === 1 || foreign === 1
}

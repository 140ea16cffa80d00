/** Hot path: how far the picture has shaken from the learnt one, in whole pixels, as most of a few textured patches say. */
import { LEVEL } from './background.ts'
import type { Size } from './frame.ts'
import { IGNORED } from './zones.ts'

const PATCH = 16
const COLUMNS = 4
const ROWS = 3
/** Every second pixel of a patch is compared. */
const SAMPLES = (PATCH / 2) ** 2
/** Grey levels between neighbours, on the average, that a patch must have both ways. */
const LEAST_STRUCTURE = 6
/** On a bare road there are too few of these, and weaker ones are asked too. */
const ENOUGH = 4
const WEAK_STRUCTURE = 1
/** Steps in one grey level while comparing. */
const FINE = 16
/** One pixel of shake differs by a patch's own structure: a place that differs by less than half of it is the place. */
const SURE_SHARE = 0.5

export class Steady {
  dx = 0
  dy = 0
  /** Enough patches agree. Where nothing has structure it cannot be told, and rest is assumed. */
  sure = true
  /** The road has hardly any structure: moves are found on what little there is. */
  bare = false
  readonly #size: Size
  readonly #mask: Uint8Array
  readonly #reach: number
  /** All moves within reach, the shortest first: [dx, dy] each. */
  readonly #outwards: Int8Array
  readonly #patches = new Int32Array(COLUMNS * ROWS)
  readonly #structures = new Float64Array(COLUMNS * ROWS)
  /** What the learnt road shows at a patch's samples, in 1/LEVEL grey levels, and what is looked for in this frame. */
  readonly #learnt = new Int16Array(COLUMNS * ROWS * SAMPLES)
  readonly #wanted = new Int32Array(SAMPLES)
  /** How steep the learnt road is there across and down, without the patch's own mean, in 1/LEVEL grey levels a pixel. */
  readonly #steepX = new Float32Array(COLUMNS * ROWS * SAMPLES)
  readonly #steepY = new Float32Array(COLUMNS * ROWS * SAMPLES)
  readonly #moves = new Int32Array(COLUMNS * ROWS * 2)
  #count = 0
  /** How far all patches together are from what is wanted where the last picture was, and at rest. */
  #missAtLast = 0
  #missAtRest = 0

  constructor(size: Size, mask: Uint8Array) {
    this.#size = size
    this.#mask = mask
    this.#reach = Math.max(4, Math.round((6 * size.width) / 320))
    const side = 2 * this.#reach + 1
    const moves = Array.from({ length: side * side }, (_, index) => [
      (index % side) - this.#reach,
      Math.floor(index / side) - this.#reach,
    ])
    this.#outwards = Int8Array.from(
      moves.sort(([ax = 0, ay = 0], [bx = 0, by = 0]) => ax * ax + ay * ay - bx * bx - by * by).flat(),
    )
  }

  reset(): void {
    this.dx = 0
    this.dy = 0
  }

  /** Chooses in each cell of a grid the patch with most structure both ways; outside of it shake cannot be told. `road` in 1/LEVEL grey levels; where it is `doubtful` it may be the ghost of what passed. */
  choose(road: Int16Array, doubtful: Uint8Array): void {
    const { width, height } = this.#size
    const margin = this.#reach + 2
    const found: { at: number; structure: number }[] = []
    for (let row = 0; row < ROWS; row += 1)
      for (let column = 0; column < COLUMNS; column += 1) {
        let best = WEAK_STRUCTURE
        let bestAt = -1
        const top = margin + Math.floor((row * (height - 2 * margin)) / ROWS)
        const bottom = margin + Math.floor(((row + 1) * (height - 2 * margin)) / ROWS) - PATCH
        const left = margin + Math.floor((column * (width - 2 * margin)) / COLUMNS)
        const right = margin + Math.floor(((column + 1) * (width - 2 * margin)) / COLUMNS) - PATCH
        for (let y = top; y <= bottom; y += 8)
          for (let x = left; x <= right; x += 8) {
            const value = this.#structure(road, doubtful, x, y)
            if (value <= best) continue
            best = value
            bestAt = y * width + x
          }
        if (bestAt !== -1) found.push({ at: bestAt, structure: best })
      }
    const strong = found.filter(({ structure }) => structure >= LEAST_STRUCTURE)
    this.#count = 0
    this.bare = strong.length < ENOUGH
    for (const { at, structure } of this.bare ? found : strong) this.#keep(road, at, structure)
  }

  #keep(road: Int16Array, at: number, structure: number): void {
    const patch = this.#count
    this.#patches[patch] = at
    this.#structures[patch] = structure
    for (let sample = 0; sample < SAMPLES; sample += 1)
      this.#learnt[patch * SAMPLES + sample] = road[at + this.#offsetOf(sample)] ?? 0
    this.#steep(road, at, 1, this.#steepX)
    this.#steep(road, at, this.#size.width, this.#steepY)
    this.#count += 1
  }

  #steep(road: Int16Array, at: number, step: number, into: Float32Array): void {
    const from = this.#count * SAMPLES
    let mean = 0
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const there = at + this.#offsetOf(sample)
      const slope = ((road[there + step] ?? 0) - (road[there - step] ?? 0)) / 2
      into[from + sample] = slope
      mean += slope / SAMPLES
    }
    for (let sample = 0; sample < SAMPLES; sample += 1) into[from + sample] = (into[from + sample] ?? 0) - mean
  }

  /** Where a sample lies from its patch's corner. */
  #offsetOf(sample: number): number {
    return (sample >> 3) * 2 * this.#size.width + (sample & 7) * 2
  }

  #structure(road: Int16Array, doubtful: Uint8Array, x: number, y: number): number {
    const { width } = this.#size
    let across = 0
    let down = 0
    for (let row = 0; row < PATCH; row += 1)
      for (let column = 0; column < PATCH; column += 1) {
        const at = (y + row) * width + x + column
        if (this.#mask[at] === IGNORED || doubtful[at] === 1) return 0
        across += Math.abs((road[at + 1] ?? 0) - (road[at] ?? 0))
        down += Math.abs((road[at + width] ?? 0) - (road[at] ?? 0))
      }
    return Math.min(across, down) / (PATCH * PATCH * LEVEL)
  }

  /** Sets dx, dy: the point (x, y) of the road is at (x + dx, y + dy) in this picture. `gain`: frame = gain × road + anything. */
  find(picture: Uint8Array, gain: number): void {
    const count = this.#count
    if (count < 3) {
      this.dx = 0
      this.dy = 0
      this.sure = true
      return
    }
    this.#missAtLast = 0
    this.#missAtRest = 0
    for (let patch = 0; patch < count; patch += 1) this.#search(picture, patch, gain)
    this.#vote(count)
    // Where the patches disagree the last move stands, unless rest explains the picture as well.
    if (!this.sure && this.#missAtRest <= this.#missAtLast) this.reset()
  }

  /**
   * Where the picture found last lies beside whole pixels, [x, y] in pixels: least squares of what is left over on the learnt road's slopes
   * (Lucas and Kanade, 1981), over the patches that agreed with the move.
   */
  rest(picture: Uint8Array, gain: number): readonly [x: number, y: number] {
    const { width } = this.#size
    let xx = 0
    let xy = 0
    let yy = 0
    let ex = 0
    let ey = 0
    for (let patch = 0; patch < this.#count; patch += 1) {
      if (this.#moves[patch * 2] !== this.dx || this.#moves[patch * 2 + 1] !== this.dy) continue
      const at = (this.#patches[patch] ?? 0) + this.dy * width + this.dx
      const from = patch * SAMPLES
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const slopeX = gain * (this.#steepX[from + sample] ?? 0)
        const slopeY = gain * (this.#steepY[from + sample] ?? 0)
        const miss = LEVEL * (picture[at + this.#offsetOf(sample)] ?? 0) - gain * (this.#learnt[from + sample] ?? 0)
        xx += slopeX * slopeX
        xy += slopeX * slopeY
        yy += slopeY * slopeY
        ex -= slopeX * miss
        ey -= slopeY * miss
      }
    }
    const whole = xx * yy - xy * xy
    // Slopes that all run one way tell nothing across it.
    if (whole <= 1e-3 * xx * yy) return [0, 0]
    const within = (value: number): number => Math.max(-1, Math.min(1, value / whole))
    return [within(yy * ex - xy * ey), within(xx * ey - xy * ex)]
  }

  /** Looks where the last picture was, then from rest outwards, until the place is sure; over a patch that traffic hides, everywhere. */
  #search(picture: Uint8Array, patch: number, gain: number): void {
    const { width } = this.#size
    const wanted = this.#wanted
    for (let sample = 0; sample < SAMPLES; sample += 1)
      wanted[sample] = ((this.#learnt[patch * SAMPLES + sample] ?? 0) * gain * FINE) / LEVEL
    const at = this.#patches[patch] ?? 0
    const sure = SURE_SHARE * SAMPLES * FINE * gain * (this.#structures[patch] ?? 0)
    let bestX = this.dx
    let bestY = this.dy
    let best = this.#difference(picture, at + bestY * width + bestX, Number.POSITIVE_INFINITY)
    this.#missAtLast += best
    this.#missAtRest += bestX === 0 && bestY === 0 ? best : this.#difference(picture, at, Number.POSITIVE_INFINITY)
    const outwards = this.#outwards
    for (let index = 0; index < outwards.length && best > sure; index += 2) {
      const dx = outwards[index] ?? 0
      const dy = outwards[index + 1] ?? 0
      // Rest is likelier than movement: a longer move has to be clearly better.
      const limit = 0.97 * best
      const value = this.#difference(picture, at + dy * width + dx, limit)
      if (value >= limit) continue
      best = value
      bestX = dx
      bestY = dy
    }
    // The first place that is sure may lie a pixel beside the best.
    const nearX = bestX
    const nearY = bestY
    for (let dy = -1; dy <= 1 && best <= sure; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) {
        if (Math.max(Math.abs(nearX + dx), Math.abs(nearY + dy)) > this.#reach) continue
        const value = this.#difference(picture, at + (nearY + dy) * width + nearX + dx, best)
        if (value >= best) continue
        best = value
        bestX = nearX + dx
        bestY = nearY + dy
      }
    this.#moves[patch * 2] = bestX
    this.#moves[patch * 2 + 1] = bestY
  }

  /** The move that most patches share within a pixel: those that traffic or leaves carry away are outvoted. */
  #vote(count: number): void {
    let most = 0
    for (let index = 0; index < count; index += 1) {
      const dx = this.#moves[index * 2] ?? 0
      const dy = this.#moves[index * 2 + 1] ?? 0
      let exact = 0
      let near = 0
      for (let other = 0; other < count; other += 1) {
        const offX = Math.abs((this.#moves[other * 2] ?? 0) - dx)
        const offY = Math.abs((this.#moves[other * 2 + 1] ?? 0) - dy)
        if (offX <= 1 && offY <= 1) near += 1
        if (offX === 0 && offY === 0) exact += 1
      }
      const votes = near + 0.5 * exact
      if (votes <= most) continue
      most = votes
      this.sure = near >= Math.max(3, count / 3)
      if (!this.sure) continue
      this.dx = dx
      this.dy = dy
    }
  }

  /** Sum of absolute differences in 1/FINE grey levels, abandoned at `limit`; a swing of the light is taken out first, for it is no movement. */
  #difference(picture: Uint8Array, place: number, limit: number): number {
    const wanted = this.#wanted
    const down = 2 * this.#size.width
    let offset = 0
    for (let row = 0; row < 8; row += 2) {
      const there = place + row * down
      for (let column = 0; column < 8; column += 2)
        offset += FINE * (picture[there + 2 * column] ?? 0) - (wanted[row * 8 + column] ?? 0)
    }
    offset >>= 4
    let sum = 0
    for (let row = 0; row < 8; row += 1) {
      const there = place + row * down
      for (let column = 0; column < 8; column += 1)
        sum += Math.abs(FINE * (picture[there + 2 * column] ?? 0) - (wanted[row * 8 + column] ?? 0) - offset)
      if (sum >= limit) return sum
    }
    return sum
  }
}

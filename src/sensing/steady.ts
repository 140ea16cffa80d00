/** Hot path: how far the picture has shaken from the learnt one, in whole pixels, as most of a few textured patches say. */
import type { Size } from './frame.ts'
import { IGNORED } from './zones.ts'

const PATCH = 16
const COLUMNS = 4
const ROWS = 3

export class Steady {
  dx = 0
  dy = 0
  /** Enough patches agree. Where nothing has structure it cannot be told, and rest is assumed. */
  sure = true
  readonly #size: Size
  readonly #mask: Uint8Array
  readonly #reach: number
  readonly #patches: number[] = []
  readonly #moves = new Int32Array(COLUMNS * ROWS * 2)

  constructor(size: Size, mask: Uint8Array) {
    this.#size = size
    this.#mask = mask
    this.#reach = Math.max(4, Math.round((6 * size.width) / 320))
  }

  reset(): void {
    this.dx = 0
    this.dy = 0
  }

  /** Chooses in each cell of a grid the patch with most structure both ways; outside of it shake cannot be told. */
  choose(road: Float32Array): void {
    const { width, height } = this.#size
    const margin = this.#reach + 2
    this.#patches.length = 0
    for (let row = 0; row < ROWS; row += 1)
      for (let column = 0; column < COLUMNS; column += 1) {
        let best = 0
        let bestAt = -1
        const top = margin + Math.floor((row * (height - 2 * margin)) / ROWS)
        const bottom = margin + Math.floor(((row + 1) * (height - 2 * margin)) / ROWS) - PATCH
        const left = margin + Math.floor((column * (width - 2 * margin)) / COLUMNS)
        const right = margin + Math.floor(((column + 1) * (width - 2 * margin)) / COLUMNS) - PATCH
        for (let y = top; y <= bottom; y += 8)
          for (let x = left; x <= right; x += 8) {
            const value = this.#structure(road, x, y)
            if (value <= best) continue
            best = value
            bestAt = y * width + x
          }
        if (best > 6) this.#patches.push(bestAt)
      }
  }

  #structure(road: Float32Array, x: number, y: number): number {
    const { width } = this.#size
    let across = 0
    let down = 0
    for (let row = 0; row < PATCH; row += 1)
      for (let column = 0; column < PATCH; column += 1) {
        const at = (y + row) * width + x + column
        if (this.#mask[at] === IGNORED) return 0
        across += Math.abs((road[at + 1] ?? 0) - (road[at] ?? 0))
        down += Math.abs((road[at + width] ?? 0) - (road[at] ?? 0))
      }
    return Math.min(across, down) / (PATCH * PATCH)
  }

  /** Sets dx, dy: the point (x, y) of the road is at (x + dx, y + dy) in this picture. */
  find(picture: Uint8Array, road: Float32Array, gain: number): void {
    const count = this.#patches.length
    if (count < 3) {
      this.dx = 0
      this.dy = 0
      this.sure = true
      return
    }
    for (let index = 0; index < count; index += 1) {
      const at = this.#patches[index] ?? 0
      let bestX = this.dx
      let bestY = this.dy
      let best = this.#difference(picture, road, at, this.dx, this.dy, gain, Number.POSITIVE_INFINITY)
      const reach = this.#reach
      for (let dy = -reach; dy <= reach; dy += 1)
        for (let dx = -reach; dx <= reach; dx += 1) {
          // Rest is likelier than movement: a move has to be clearly better.
          const limit = best * 0.97
          const value = this.#difference(picture, road, at, dx, dy, gain, limit)
          if (value >= limit) continue
          best = value
          bestX = dx
          bestY = dy
        }
      this.#moves[index * 2] = bestX
      this.#moves[index * 2 + 1] = bestY
    }
    this.#vote(count)
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

  /** Sum of absolute differences on every second pixel, abandoned at `limit`. */
  #difference(
    picture: Uint8Array,
    road: Float32Array,
    at: number,
    dx: number,
    dy: number,
    gain: number,
    limit: number,
  ): number {
    const { width } = this.#size
    // The patch's own mean difference is taken out: a swing of the light is no movement.
    let offset = 0
    for (let row = 1; row < PATCH; row += 4) {
      const here = at + row * width
      const there = here + dy * width + dx
      for (let column = 1; column < PATCH; column += 4)
        offset += (picture[there + column] ?? 0) - gain * (road[here + column] ?? 0)
    }
    offset /= 16
    let sum = 0
    for (let row = 0; row < PATCH; row += 2) {
      const here = at + row * width
      const there = here + dy * width + dx
      for (let column = 0; column < PATCH; column += 2) {
        const miss = (picture[there + column] ?? 0) - gain * (road[here + column] ?? 0) - offset
        sum += miss < 0 ? -miss : miss
      }
      if (sum >= limit) return sum
    }
    return sum
  }
}

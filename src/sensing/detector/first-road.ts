/** Learns the empty road from the first seconds of pictures: the middle value of every pixel, and where they disagreed so much that something passed. */
import type { Size } from './frame.ts'

/** Median pictures over this span, so that traffic passing at the start leaves few ghosts. */
const LEARN_MS = 3_000
const PICTURES = 15
const FEWEST_PICTURES = 5
/** A pixel is doubtful where its values, but for so many at either end, are further apart than this. */
const DOUBT_TAIL = 0.2
const DOUBT_SPREAD = 30
const MOST_DOUBTFUL = 0.5

export class FirstRoad {
  readonly #size: Size
  readonly #pictures: Uint8Array[] = []
  #beganAt = Number.NaN
  #nextAt = 0

  constructor(size: Size) {
    this.#size = size
  }

  /** Nothing has been taken yet: the next picture is the one that the others are laid upon. */
  get blank(): boolean {
    return Number.isNaN(this.#beganAt)
  }

  begin(at: number): void {
    this.#beganAt = at
    this.#nextAt = at
  }

  forget(): void {
    this.#beganAt = Number.NaN
    this.#pictures.length = 0
  }

  /** Takes one smoothed picture, shaken by (dx, dy); true once there are enough of them for `settle`. */
  take(picture: Uint8Array, dx: number, dy: number, at: number): boolean {
    if (at >= this.#nextAt && this.#pictures.length < PICTURES) {
      this.#pictures.push(this.#laidBack(picture, dx, dy))
      this.#nextAt += LEARN_MS / PICTURES
      if (this.#nextAt < at) this.#nextAt = at
    }
    return at - this.#beganAt >= LEARN_MS && this.#pictures.length >= FEWEST_PICTURES
  }

  /** Fills `road` with grey levels times `level` and `doubtful` with 1 where it may be the ghost of what passed, and lets the pictures go. */
  settle(road: Int16Array, level: number, doubtful: Uint8Array): void {
    const column = new Uint8Array(this.#pictures.length)
    const middle = column.length >> 1
    const lowest = Math.floor(DOUBT_TAIL * column.length)
    const highest = Math.ceil((1 - DOUBT_TAIL) * column.length) - 1
    let doubts = 0
    for (let index = 0; index < road.length; index += 1) {
      // Sorted as it is filled: a call of sort() for each pixel would hold the stream up.
      for (let each = 0; each < column.length; each += 1) {
        const value = this.#pictures[each]?.[index] ?? 0
        let place = each
        for (; place > 0 && (column[place - 1] ?? 0) > value; place -= 1) column[place] = column[place - 1] ?? 0
        column[place] = value
      }
      road[index] = (column[middle] ?? 0) * level
      const isDoubtful = (column[highest] ?? 0) - (column[lowest] ?? 0) > DOUBT_SPREAD ? 1 : 0
      doubtful[index] = isDoubtful
      doubts += isDoubtful
    }
    // Where nearly everything differed the light has changed, and nothing can be said of single places.
    if (doubts > MOST_DOUBTFUL * road.length) doubtful.fill(0)
    this.#pictures.length = 0
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
}

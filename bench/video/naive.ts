/** The naive baseline: difference from one background, and a blob that has not moved for 10 s is an alarm; no zones, no shape, no memory of places. */
import { Blobs, cellGridOf } from '../../src/sensing/detector/blobs.ts'
import type { Frame, Size } from '../../src/sensing/detector/frame.ts'

const BACKGROUND_TAU_S = 60
const CONTRAST = 20
const STILL_MS = 10_000
const MOVED_PX = 6

type Blob = { x: number; y: number; width: number; height: number; since: number; seenAt: number; alarmed: boolean }
export type NaiveAlarm = { readonly at: number; readonly box: readonly [number, number, number, number] }

export class Naive {
  readonly #size: Size
  readonly #road: Float32Array
  readonly #foreign: Uint16Array
  readonly #blobs: Blobs
  #list: Blob[] = []
  #lastAt = Number.NaN

  constructor(size: Size) {
    this.#size = size
    this.#road = new Float32Array(size.width * size.height)
    const { columns, rows } = cellGridOf(size)
    this.#foreign = new Uint16Array(columns * rows)
    this.#blobs = new Blobs(size)
  }

  see({ y, at }: Frame): readonly NaiveAlarm[] {
    const isFirst = Number.isNaN(this.#lastAt)
    const rate = isFirst ? 1 : Math.min(1, (at - this.#lastAt) / 1000 / BACKGROUND_TAU_S)
    this.#lastAt = at
    const { width } = this.#size
    const { cell, columns } = cellGridOf(this.#size)
    this.#foreign.fill(0)
    for (let index = 0; index < this.#road.length; index += 1) {
      const off = (y[index] ?? 0) - (this.#road[index] ?? 0)
      this.#road[index] = (this.#road[index] ?? 0) + rate * off
      if (isFirst || Math.abs(off) <= CONTRAST) continue
      const place = Math.floor(index / width / cell) * columns + Math.floor((index % width) / cell)
      this.#foreign[place] = (this.#foreign[place] ?? 0) + 1
    }
    this.#blobs.find(this.#foreign, 0.5, 1, 4)
    const alarms: NaiveAlarm[] = []
    for (let index = 0; index < this.#blobs.count; index += 1) {
      const [x = 0, top = 0, width = 0, height = 0] = this.#blobs.boxes.subarray(index * 4, index * 4 + 4)
      const middle = [x + width / 2, top + height / 2] as const
      const known = this.#list.find(
        (blob) => Math.hypot(blob.x - middle[0], blob.y - middle[1]) < MOVED_PX * (this.#size.width / 320),
      )
      if (known === undefined) {
        this.#list.push({ x: middle[0], y: middle[1], width, height, since: at, seenAt: at, alarmed: false })
        continue
      }
      known.seenAt = at
      if (known.alarmed || at - known.since < STILL_MS) continue
      known.alarmed = true
      alarms.push({ at, box: [x, top, width, height] })
    }
    this.#list = this.#list.filter((blob) => at - blob.seenAt < 1_000)
    return alarms
  }
}

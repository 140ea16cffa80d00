/** Things that move, followed from picture to picture by nearness and size; their paths are what the rules read. */
import type { Blobs } from './blobs.ts'
import { type PaintedZone, type Zones, zoneAt } from './zones.ts'

/** One place on a path: instant, foot (middle of the lower edge) and size, in pixels. */
export type Step = {
  readonly at: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly zone: PaintedZone | null
  /** Cut off by the edge of the picture: its size is not its own. */
  readonly isCut: boolean
}

export type Track = {
  readonly number: number
  /** Middle of the box. */
  x: number
  y: number
  width: number
  height: number
  /** px/s. */
  vx: number
  vy: number
  readonly bornAt: number
  seenAt: number
  /** Newest last, one every STEP_MS at most. */
  readonly path: Step[]
}

const STEP_MS = 200
const PATH_STEPS = 80
const LOST_MS = 700
const MOST = 64

export class Tracks {
  readonly list: Track[] = []
  readonly #zones: Zones
  readonly #taken = new Uint8Array(128)
  #numbers = 0

  constructor(zones: Zones) {
    this.#zones = zones
  }

  clear(): void {
    this.list.length = 0
  }

  /** Takes the patches of one picture. */
  follow(blobs: Blobs, at: number): void {
    const { boxes } = blobs
    this.#taken.fill(0)
    // Old tracks choose first: they know where they are going.
    for (const track of this.list) {
      const dt = (at - track.seenAt) / 1000
      const wantX = track.x + track.vx * dt
      const wantY = track.y + track.vy * dt
      const size = Math.sqrt(track.width * track.height)
      let best = 1
      let bestIndex = -1
      for (let index = 0; index < blobs.count; index += 1) {
        if (this.#taken[index] === 1) continue
        const width = boxes[index * 4 + 2] ?? 0
        const height = boxes[index * 4 + 3] ?? 0
        const growth = (width * height) / (track.width * track.height)
        if (growth > 3 || growth < 1 / 3) continue
        const far = Math.hypot(
          (boxes[index * 4] ?? 0) + width / 2 - wantX,
          (boxes[index * 4 + 1] ?? 0) + height / 2 - wantY,
        )
        const gate = Math.max(6, 0.8 * size) + 0.3 * Math.hypot(track.vx, track.vy) * dt
        const cost = far / gate + 0.15 * Math.abs(Math.log(growth))
        if (cost >= best) continue
        best = cost
        bestIndex = index
      }
      if (bestIndex === -1) continue
      this.#taken[bestIndex] = 1
      this.#move(track, blobs, bestIndex, at)
    }
    for (let index = 0; index < blobs.count; index += 1) {
      if (this.#taken[index] === 1 || this.list.length >= MOST) continue
      const width = boxes[index * 4 + 2] ?? 0
      const height = boxes[index * 4 + 3] ?? 0
      const track: Track = {
        number: ++this.#numbers,
        x: (boxes[index * 4] ?? 0) + width / 2,
        y: (boxes[index * 4 + 1] ?? 0) + height / 2,
        ...{ width, height, vx: 0, vy: 0, bornAt: at, seenAt: at, path: [] },
      }
      track.path.push(this.#step(track, at))
      this.list.push(track)
    }
    for (let index = this.list.length - 1; index >= 0; index -= 1)
      if (at - (this.list[index]?.seenAt ?? 0) > LOST_MS) this.list.splice(index, 1)
  }

  #move(track: Track, blobs: Blobs, index: number, at: number): void {
    const width = blobs.boxes[index * 4 + 2] ?? 0
    const height = blobs.boxes[index * 4 + 3] ?? 0
    const x = (blobs.boxes[index * 4] ?? 0) + width / 2
    const y = (blobs.boxes[index * 4 + 1] ?? 0) + height / 2
    const dt = Math.max(0.02, (at - track.seenAt) / 1000)
    const rate = Math.min(1, dt / 0.35)
    track.vx += rate * ((x - track.x) / dt - track.vx)
    track.vy += rate * ((y - track.y) / dt - track.vy)
    track.x = x
    track.y = y
    const settle = Math.min(1, dt / 0.25)
    track.width += settle * (width - track.width)
    track.height += settle * (height - track.height)
    track.seenAt = at
    const last = track.path.at(-1)
    if (last && at - last.at < STEP_MS) return
    if (track.path.length >= PATH_STEPS) track.path.shift()
    track.path.push(this.#step(track, at))
  }

  #step(track: Track, at: number): Step {
    const { width, height } = this.#zones
    const foot = Math.min(height - 1, track.y + track.height / 2 - 1)
    const isCut =
      track.y + track.height / 2 >= height - 2 ||
      track.y - track.height / 2 <= 1 ||
      track.x - track.width / 2 <= 1 ||
      track.x + track.width / 2 >= width - 2
    const zone = zoneAt(this.#zones, track.x, foot - Math.min(3, 0.1 * track.height))
    return { at, x: track.x, y: foot, width: track.width, height: track.height, zone, isCut }
  }
}

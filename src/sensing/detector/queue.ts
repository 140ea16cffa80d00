/** How much of a lane's length is taken by things that stand or creep in it: what tells a queue from one vehicle that has stopped. */
import type { Scene } from './scene.ts'
import type { PaintedZone } from './zones.ts'

export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** In a tracked thing's own sizes a second: about walking pace. */
const SLOW_SIZES_S = 0.6
/** A track is believed to be slow after so long; a patch has no speed when it is born. */
const SLOW_MS = 1_000
const BINS = 32
export const FULL_COVER = 0.5
const CLEAR_COVER = 0.3
export const FULL_MS = 15_000
const CLEAR_MS = 30_000
/** A queue that moves on for a moment is one queue. */
const SMOOTH_MS = 6_000
/** What has a side shorter than this share of the picture's width is no vehicle but a lit scrap of road. */
const SCRAP = 0.02
/** And what covers so much of the picture both ways is another light. */
const WHOLE = 0.6
/** Of what is not seen to be solid, only larger patches count: close traffic melts into them. */
const SLIGHT = 0.05
/** What is much narrower than a vehicle beside it is no vehicle. */
const LEAST_SHARE = 0.25
/** What lies around a thing and is so much larger is a queue that has melted into one patch, and the thing a piece of it. */
const ITSELF = 2.5

/** A lane as it is now. */
export type LaneNow = {
  /** Boxes of what stands or creeps in it; one vehicle may be in it both as a standing thing and as a track. */
  readonly slow: readonly Area[]
  /** Share of its length that these have covered lately, 0–1. */
  readonly cover: number
  /** Since when most of it has been covered, where that is long enough for a queue; null: there is none. */
  readonly queuedFrom: number | null
}

type Seen = Pick<Scene, 'at' | 'size' | 'standing' | 'tracks'>
type Memory = { slow: readonly Area[]; cover: number; fullFrom: number; clearFrom: number; queued: boolean }

/** Every lane's queue, with its memory: it has begun when the cover was FULL_COVER for FULL_MS, and is over only when it was clearly less for a while. */
export class Lanes {
  readonly #memories = new Map<number, Memory>()
  #seenAt = Number.NaN

  look(scene: Seen, zones: readonly PaintedZone[]): void {
    const { at } = scene
    const share = Number.isNaN(this.#seenAt) ? 0 : Math.min(1, Math.max(0, at - this.#seenAt) / SMOOTH_MS)
    this.#seenAt = at
    for (const zone of zones) {
      if (zone.kind !== 'lane') continue
      const memory = this.#memories.get(zone.number) ?? {
        ...{ slow: [], cover: 0, fullFrom: Number.NaN, clearFrom: Number.NaN, queued: false },
      }
      this.#memories.set(zone.number, memory)
      memory.slow = slowIn(scene, zone)
      memory.cover += share * (coverOf(memory.slow, zone) - memory.cover)
      const isFull = memory.cover > FULL_COVER
      const isClear = memory.cover < CLEAR_COVER
      // Between the two it is neither: a queue that was full stays the same queue.
      if (isFull && Number.isNaN(memory.fullFrom)) memory.fullFrom = at
      if (isClear) memory.fullFrom = Number.NaN
      memory.clearFrom = isClear ? (Number.isNaN(memory.clearFrom) ? at : memory.clearFrom) : Number.NaN
      if (!memory.queued && isFull && at - memory.fullFrom >= FULL_MS) memory.queued = true
      else if (memory.queued && at - memory.clearFrom >= CLEAR_MS) memory.queued = false
    }
  }

  of(zone: PaintedZone): LaneNow {
    const memory = this.#memories.get(zone.number)
    if (!memory) return EMPTY_LANE
    const { slow, cover, fullFrom, queued } = memory
    return { slow, cover, queuedFrom: queued ? (Number.isNaN(fullFrom) ? this.#seenAt : fullFrom) : null }
  }
}

export const EMPTY_LANE: LaneNow = { slow: [], cover: 0, queuedFrom: null }

export function slowIn({ at, size, standing, tracks }: Seen, zone: PaintedZone): readonly Area[] {
  const least = SCRAP * size.width
  const isScrap = ({ width, height }: Area): boolean =>
    Math.min(width, height) < least || (width > WHOLE * size.width && height > WHOLE * size.height)
  const isSlight = ({ width, height }: Area): boolean => Math.max(width, height) < SLIGHT * size.width
  const slow = tracks.filter(
    (track) =>
      at - track.bornAt > SLOW_MS &&
      !isScrap(track) &&
      track.path.at(-1)?.zone === zone &&
      Math.hypot(track.vx, track.vy) < SLOW_SIZES_S * Math.sqrt(track.width * track.height),
  )
  return [
    ...standing.filter(
      (thing) => thing.zone === zone && thing.lastSeenAt === at && !isScrap(thing) && (thing.solid || !isSlight(thing)),
    ),
    ...slow.map(({ x, y, width, height }) => ({ x: x - width / 2, y: y - height / 2, width, height })),
  ]
}

/** Share of the lane's length, along its traffic, that these boxes cover, 0–1. */
export function coverOf(areas: readonly Area[], { axis: [ax, ay], from, to }: PaintedZone): number {
  const covered = new Uint8Array(BINS)
  const binOf = (along: number): number => Math.floor((BINS * (along - from)) / Math.max(1, to - from))
  for (const { x, y, width, height } of areas) {
    const middle = ax * (x + width / 2) + ay * (y + height / 2)
    const half = (Math.abs(ax) * width + Math.abs(ay) * height) / 2
    // A slanting lane makes a box look longer along it than what is inside.
    const reach = half * Math.max(Math.abs(ax), Math.abs(ay))
    covered.fill(1, Math.max(0, binOf(middle - reach)), Math.max(0, Math.min(BINS, binOf(middle + reach) + 1)))
  }
  return covered.reduce((sum, each) => sum + each, 0) / BINS
}

/** Others than this one that are slow in its lane; what lies on it or at its edge is a part of it. */
export function othersThan(thing: Area, areas: readonly Area[]): readonly Area[] {
  const others: Area[] = []
  for (const area of areas) {
    if (area.width < LEAST_SHARE * thing.width || others.some((other) => isPart(area, other))) continue
    const isItself = area.width * area.height <= ITSELF * thing.width * thing.height && isPart(area, thing)
    if (!isItself) others.push(area)
  }
  return others
}

function isPart(part: Area, of: Area): boolean {
  const x = part.x + part.width / 2
  const y = part.y + part.height / 2
  const isAtEdge =
    x > of.x - 0.25 * of.width &&
    x < of.x + 1.25 * of.width &&
    y > of.y - 0.25 * of.height &&
    y < of.y + 1.25 * of.height
  return isAtEdge || overlaps(part, of)
}

function overlaps(a: Area, b: Area): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return across > 0 && down > 0 && across * down > 0.3 * Math.min(a.width * a.height, b.width * b.height)
}

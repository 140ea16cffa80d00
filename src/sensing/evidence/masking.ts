/**
 * Which parts of each picture of a masked copy are painted over, and the painting. Pure.
 *
 * A person (also on a bicycle or motorcycle, with it) is covered whole. Of a vehicle the part that bears the plates is covered:
 * the lower three fifths over the whole width, which holds the plate seen from the front, from behind, and at either end from the side.
 * What the object detector saw at every n-th picture is joined into paths; between two sights the box moves along, before the
 * first and behind the last it is held for a while, and it is grown by a share of its size, because a mask too large costs little.
 * What moves and was not named at all is covered whole (movers.ts).
 * The paint is one flat grey: nothing of what was there goes into it, so nothing can be got back out of it.
 */

import { chromaSize, type Frame, type Size } from '../detector/frame.ts'
import type { Box } from '../facts.ts'
import type { ObjectClass, SeenObject } from '../objects/objects.ts'

/** On record with every copy; changes with every number below. */
export const MASKING_METHOD = 'flat-grey@1 person=whole vehicle=lower-3/5 unnamed-mover=whole'

/** What the detector saw in one picture of the clip. */
export type Sight = { readonly frame: number; readonly objects: readonly SeenObject[] }

type Kind = 'person' | 'vehicle'
const KIND: Record<ObjectClass, Kind> = {
  person: 'person',
  bicycle: 'person',
  motorcycle: 'person',
  car: 'vehicle',
  bus: 'vehicle',
  truck: 'vehicle',
}

/** Scores from which on a sight counts. A person missed is worse than a bush covered. */
export const LEAST: Record<Kind, number> = { person: 0.1, vehicle: 0.2 }

/** One sight of this score is enough; of weaker ones there have to be some of the same thing. What moves is covered without any. */
const SURE = 0.25
const WEAK_SIGHTS = 3

/** What is large has to be sure, or one raving sight would cover the road: share of the picture up to which the least score is enough, and what is asked beyond. */
const LARGE: readonly { readonly share: number; readonly score: number }[] = [
  { share: 0.2, score: 0.5 },
  { share: 0.02, score: 0.3 },
]

/** Seconds: a thing that is lost and found again within this is one, and stays covered all along. */
const LOST_S = 1.6
/** Seconds within which a thing found again in the very same place has stood there all along. */
const STANDS_S = 30
const SAME_PLACE = 0.2
/** Seconds that a thing stays covered before its first sight and behind its last. */
const HELD_S = 0.4
/** Of the box's own size, on each side. */
const GROWN: Record<Kind, number> = { person: 0.2, vehicle: 0.1 }
/** Pixels on each side at the least. */
const GROWN_PX = 3
const PLATES_FROM = 0.4
export const PAINT = { luma: 96, chroma: 128 }

type Seen = { readonly frame: number; readonly box: Box }
type Path = { readonly kind: Kind; readonly seen: Seen[]; best: number }

/** What is to be done with one picture. */
export type Covers = {
  /** Painted over: whole, even pixels within the picture. */
  readonly covered: readonly Box[]
  /** What the detector knows, whole and not grown: vehicles of which only a part is covered. */
  readonly vehicles: readonly Box[]
}

/** `sights` in the order of their frames. */
export function coversOf(sights: readonly Sight[], size: Size, framesPerSecond: number): (frame: number) => Covers {
  const lost = LOST_S * framesPerSecond
  const held = HELD_S * framesPerSecond
  const paths: Path[] = []
  let open: Path[] = []
  for (const { frame, objects } of sights) {
    open = open.filter((path) => frame - lastOf(path).frame <= STANDS_S * framesPerSecond)
    const free = new Set(open)
    for (const { class: named, score, box } of objects.toSorted((a, b) => b.score - a.score)) {
      const kind = KIND[named]
      if (score < leastFor(kind, box, size)) continue
      const path = nearest(free, kind, frame, box, lost) ?? begun(paths, open, kind)
      free.delete(path)
      path.seen.push({ frame, box })
      path.best = Math.max(path.best, score)
    }
  }
  const told = paths.filter(({ best, seen }) => best >= SURE || seen.length >= WEAK_SIGHTS)
  return (frame) => {
    const covered: Box[] = []
    const vehicles: Box[] = []
    for (const path of told) {
      const box = at(path, frame, held)
      const part = box && within(partOf(path.kind, box), size)
      if (part) covered.push(part)
      if (box && path.kind === 'vehicle') vehicles.push(box)
    }
    return { covered, vehicles }
  }
}

function leastFor(kind: Kind, [, , width, height]: Box, size: Size): number {
  const share = (width * height) / (size.width * size.height)
  return Math.max(LEAST[kind], LARGE.find((large) => share > large.share)?.score ?? 0)
}

function begun(paths: Path[], open: Path[], kind: Kind): Path {
  const path: Path = { kind, seen: [], best: 0 }
  paths.push(path)
  open.push(path)
  return path
}

const lastOf = ({ seen }: Path): Seen => {
  const last = seen.at(-1)
  if (!last) throw new Error('a path without a sight')
  return last
}

/** The path whose own way on leads nearest to the box, if it leads there at all. */
function nearest(free: ReadonlySet<Path>, kind: Kind, frame: number, box: Box, lost: number): Path | null {
  let best: Path | null = null
  let bestBy = 1
  for (const path of free) {
    if (path.kind !== kind || path.seen.length === 0) continue
    const last = lastOf(path)
    const isRecent = frame - last.frame <= lost
    if (!isRecent && path.best < SURE) continue
    const by = Math.min(apart(last.box, box), isRecent ? apart(ahead(path.seen.at(-2), last, frame), box) : 1)
    if (by < (isRecent ? bestBy : Math.min(bestBy, SAME_PLACE))) {
      best = path
      bestBy = by
    }
  }
  return best
}

/** Distance of the middles in the size of the larger box; boxes of very different size are apart. */
function apart(a: Box, b: Box): number {
  const side = Math.max(a[2], a[3], b[2], b[3], 1)
  const unlike = Math.max(a[2] * a[3], b[2] * b[3]) > 4 * Math.max(1, Math.min(a[2] * a[3], b[2] * b[3]))
  const [dx, dy] = [a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2]
  return unlike ? 1 : Math.hypot(dx, dy) / side
}

/** The box carried on as it moved between two sights. */
function ahead(before: Seen | undefined, last: Seen, frame: number): Box {
  if (!before || before.frame === last.frame) return last.box
  const share = (frame - last.frame) / (last.frame - before.frame)
  const [x, y] = [last.box[0] - before.box[0], last.box[1] - before.box[1]]
  return [last.box[0] + x * share, last.box[1] + y * share, last.box[2], last.box[3]]
}

/** Where the thing is in that picture; null: not there any more, or not yet. */
function at({ seen }: Path, frame: number, held: number): Box | null {
  const first = seen[0]
  const last = seen.at(-1)
  if (!first || !last || frame < first.frame - held || frame > last.frame + held) return null
  // Held where it was: if it went on instead of standing, it moved, and what moves is covered by itself.
  if (frame <= first.frame) return first.box
  if (frame >= last.frame) return last.box
  const next = seen.findIndex((one) => one.frame >= frame)
  const [a, b] = [seen[next - 1] ?? first, seen[next] ?? last]
  const share = (frame - a.frame) / (b.frame - a.frame)
  const between = (from: number, to: number): number => from + (to - from) * share
  return [
    between(a.box[0], b.box[0]),
    between(a.box[1], b.box[1]),
    between(a.box[2], b.box[2]),
    between(a.box[3], b.box[3]),
  ]
}

/** What of a thing is covered: the whole person, the plate-bearing part of a vehicle; grown. */
function partOf(kind: Kind, [x, y, width, height]: Box): Box {
  const [sideways, upwards] = [Math.max(GROWN_PX, GROWN[kind] * width), Math.max(GROWN_PX, GROWN[kind] * height)]
  const top = kind === 'person' ? y - upwards : y + PLATES_FROM * height
  return [x - sideways, top, width + 2 * sideways, y + height + upwards - top]
}

/** Even pixels, so that chroma goes with them; null: nothing of it lies within the picture. */
function within([x, y, width, height]: Box, size: Size): Box | null {
  const even = (value: number, most: number): number => Math.min(most, Math.max(0, value))
  const left = even(Math.floor(x / 2) * 2, size.width)
  const top = even(Math.floor(y / 2) * 2, size.height)
  const right = even(Math.ceil((x + width) / 2) * 2, size.width)
  const bottom = even(Math.ceil((y + height) / 2) * 2, size.height)
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null
}

/** Paints the boxes over, which are in whole, even pixels within the picture. */
export function paintOver(frame: Frame, boxes: readonly Box[]): void {
  const half = chromaSize(frame)
  for (const [x, y, width, height] of boxes) {
    fill(frame.y, frame.width, x, y, x + width, y + height, PAINT.luma)
    const [left, top] = [x >> 1, y >> 1]
    const [right, bottom] = [(x + width + 1) >> 1, (y + height + 1) >> 1]
    fill(frame.u, half.width, left, top, right, bottom, PAINT.chroma)
    fill(frame.v, half.width, left, top, right, bottom, PAINT.chroma)
  }
}

function fill(
  plane: Uint8Array,
  across: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
  value: number,
): void {
  for (let row = top; row < bottom; row += 1) plane.fill(value, row * across + left, row * across + right)
}

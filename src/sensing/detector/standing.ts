/** Things that stand where the road was empty, followed by their place: since when, how large, and whether they are things at all. */

import type { Box } from '../facts.ts'
import type { Background } from './background.ts'
import type { Blobs } from './blobs.ts'
import { Lamps } from './lamps.ts'
import { outlineOf } from './outline.ts'
import { IGNORED, type PaintedZone, type Zones } from './zones.ts'

export type StandingThing = {
  readonly number: number
  x: number
  y: number
  width: number
  height: number
  zone: PaintedZone
  /** Back-traced: when its pixels took the value they hold. */
  since: number
  readonly firstSeenAt: number
  lastSeenAt: number
  looks: number
  seen: number
  /** It adds edges to the picture; a shadow or a vanished vehicle does not. Judged at every look, by most of them. */
  solid: boolean
  solidLooks: number
  ghostLooks: number
  /** Looks since its box last changed much, and that box: what a thing is can be told only once it has its shape. */
  shapeLooks: number
  shape: Box
  lamps: Lamps
}

/** A pixel counts as standing after this. */
export const STANDS_MS = 1_500
const GONE_MS = 3_000
const NOT_A_THING_MS = 40_000
const GHOST_LOOKS = 6
const SOLID_SHARE = 0.6
const MOST = 24
const NOBODY = 0
/** Patches make one thing as long as it stays this much of the largest. */
const ROOMY = 1.8
/** A recording of lamps goes on while it covers this share of the thing and is no wider than so many of it. */
const LAMPS_WITHIN = 0.75
const LAMPS_ROOMY = 2.2
const LAMPS_YOUNG_MS = 3_500
const FOOT_SHARE = 0.35
const FOOT_IN_ZONES = 0.3

export class StandingThings {
  readonly list: StandingThing[] = []
  readonly #zones: Zones
  readonly #blobs: Blobs
  /** Number of the thing each patch belongs to. */
  readonly #owner = new Int32Array(128)
  #numbers = 0

  constructor(zones: Zones, blobs: Blobs) {
    this.#zones = zones
    this.#blobs = blobs
  }

  clear(): void {
    this.list.length = 0
  }

  /** One look, a few times a second. */
  look(background: Background, at: number): void {
    const blobs = this.#blobs
    blobs.find(background.standingCells, 0.45, 2, 4)
    this.#unite()
    this.#share()
    for (const thing of this.list) this.#part(thing)
    for (const thing of this.list) {
      thing.looks += 1
      let left = Number.POSITIVE_INFINITY
      let top = Number.POSITIVE_INFINITY
      let right = 0
      let bottom = 0
      for (let index = 0; index < blobs.count; index += 1) {
        if (this.#owner[index] !== thing.number) continue
        const [x, y, width, height] = this.#box(index)
        left = Math.min(left, x)
        top = Math.min(top, y)
        right = Math.max(right, x + width)
        bottom = Math.max(bottom, y + height)
      }
      if (right <= left) continue
      const wasX = thing.x + thing.width / 2
      const wasY = thing.y + thing.height
      // Something that creeps has not come to stand yet.
      const isElsewhere =
        Math.abs((left + right) / 2 - wasX) > 0.4 * Math.max(thing.width, right - left) ||
        Math.abs(bottom - wasY) > 0.5 * Math.max(thing.height, bottom - top)
      thing.x = left
      thing.y = top
      thing.width = right - left
      thing.height = bottom - top
      if (isElsewhere) thing.since = at - this.#ageIn(background, thing)
      // A small foot may fall beside a narrow zone; patches that have drifted off all zones are not what stood on them.
      if (!this.#touchesZone(thing)) continue
      thing.zone = this.#zoneOf(thing) ?? thing.zone
      thing.seen += 1
      thing.lastSeenAt = at
      if (overlap(thing, boxed(thing.shape)) < 0.6) this.#reshape(background, thing, at)
      this.#keepLamps(thing, at)
      this.#weigh(background, thing)
      // Where a vehicle was learnt as road and has left, the bare road is put right soon; shadows later.
      const isGhost = thing.ghostLooks >= GHOST_LOOKS && thing.ghostLooks > 0.7 * thing.shapeLooks
      if (isGhost || (!thing.solid && at - thing.firstSeenAt > NOT_A_THING_MS))
        background.absorb(thing.x, thing.y, thing.width, thing.height)
    }
    for (let index = 0; index < blobs.count; index += 1) {
      if (this.#owner[index] !== NOBODY || this.list.length >= MOST) continue
      const { x, y, width, height } = this.#withParts(index)
      const zone = this.#zoneOf({ x, y, width, height })
      if (zone === null) continue
      const lamps = lampsAround({ x, y, width, height })
      const thing: StandingThing = {
        ...{ number: ++this.#numbers, x, y, width, height, zone, lamps },
        ...{ since: at, firstSeenAt: at, lastSeenAt: at, looks: 1, seen: 1, solid: false },
        ...{ solidLooks: 0, ghostLooks: 0, shapeLooks: 0, shape: [x, y, width, height] },
      }
      thing.since = at - this.#ageIn(background, thing)
      this.#weigh(background, thing)
      this.list.push(thing)
    }
    for (let index = this.list.length - 1; index >= 0; index -= 1)
      if (at - (this.list[index]?.lastSeenAt ?? 0) > GONE_MS) this.list.splice(index, 1)
  }

  #box(index: number): readonly [number, number, number, number] {
    const boxes = this.#blobs.boxes
    return [boxes[index * 4] ?? 0, boxes[index * 4 + 1] ?? 0, boxes[index * 4 + 2] ?? 0, boxes[index * 4 + 3] ?? 0]
  }

  /** Each patch goes to the thing it lies on most, or within a part's distance of. */
  #share(): void {
    for (let index = 0; index < this.#blobs.count; index += 1) {
      const patch = this.#area(index)
      let most = 0
      this.#owner[index] = NOBODY
      for (const thing of this.list) {
        const share = common(thing, patch, 2) / areaOf(patch) + (isPartOf(thing, patch) ? 0.01 : 0)
        if (share <= most) continue
        most = share
        this.#owner[index] = thing.number
      }
    }
  }

  /** What lies scattered is not one thing: its largest patch keeps the name, with what belongs to it; the others are things of their own. */
  #part(thing: StandingThing): void {
    let whole: Area | null = null
    for (let index = 0; index < this.#blobs.count; index += 1) {
      if (this.#owner[index] !== thing.number) continue
      const patch = this.#area(index)
      if (whole === null || areaOf(patch) > areaOf(whole)) whole = patch
    }
    if (whole === null) return
    for (let index = 0; index < this.#blobs.count; index += 1) {
      if (this.#owner[index] !== thing.number) continue
      const patch = this.#area(index)
      const together: Area = around(whole, patch)
      if (isPartOf(whole, patch) || areaOf(together) <= ROOMY * Math.max(areaOf(whole), areaOf(patch))) whole = together
      else this.#owner[index] = NOBODY
    }
  }

  #area(index: number): Area {
    const [x, y, width, height] = this.#box(index)
    return { x, y, width, height }
  }

  /** A new patch together with those that are parts of one thing with it: window and shadow of a car in the colour of the road. */
  #withParts(index: number): Area {
    let whole = this.#area(index)
    for (let other = index + 1; other < this.#blobs.count; other += 1) {
      if (this.#owner[other] !== NOBODY) continue
      const part = this.#area(other)
      if (!isPartOf(whole, part)) continue
      this.#owner[other] = this.#numbers + 1
      whole = around(whole, part)
    }
    return whole
  }

  /** The zone that most of the foot stands in; null where less than a third of it stands in zones: far away a shoulder is narrower than a car. */
  #zoneOf(box: { x: number; y: number; width: number; height: number }): PaintedZone | null {
    const { mask, list, width } = this.#zones
    const counts = new Array<number>(list.length + 1).fill(0)
    const top = Math.floor(box.y + box.height * (1 - FOOT_SHARE))
    let all = 0
    for (let y = top; y < box.y + box.height; y += 1)
      for (let x = box.x; x < box.x + box.width; x += 1) {
        const number = mask[y * width + x] ?? 0
        all += 1
        if (number !== 0 && number !== IGNORED) counts[number] = (counts[number] ?? 0) + 1
      }
    let best: PaintedZone | null = null
    let most = 0
    let inZones = 0
    for (const zone of list) {
      const count = counts[zone.number] ?? 0
      inZones += count
      if (count <= most) continue
      most = count
      best = zone
    }
    return inZones > FOOT_IN_ZONES * all ? best : null
  }

  #touchesZone(box: Area): boolean {
    const { mask, width } = this.#zones
    for (let y = box.y; y < box.y + box.height; y += 1)
      for (let x = box.x; x < box.x + box.width; x += 1) {
        const number = mask[y * width + x] ?? 0
        if (number !== 0 && number !== IGNORED) return true
      }
    return false
  }

  /** The age that most of its pixels reach. */
  #ageIn(background: Background, box: { x: number; y: number; width: number; height: number }): number {
    const ages: number[] = []
    for (let y = box.y; y < box.y + box.height; y += 1)
      for (let x = box.x; x < box.x + box.width; x += 1) {
        const at = y * this.#zones.width + x
        if (background.standing[at] === 1) ages.push(background.age[at] ?? 0)
      }
    ages.sort((a, b) => a - b)
    return ages[Math.floor(ages.length / 2)] ?? 0
  }

  /** Patches that have grown into one thing are one thing, as old as the oldest. */
  #unite(): void {
    for (let later = this.list.length - 1; later > 0; later -= 1) {
      const thing = this.list[later]
      const older = this.list.find(
        (each, index) => index < later && thing && (overlap(each, thing) > 0.6 || isPartOf(each, thing)),
      )
      if (!thing || !older) continue
      older.since = Math.min(older.since, thing.since)
      Object.assign(older, around(older, thing))
      this.list.splice(later, 1)
    }
  }

  /** It has taken another shape: what was counted and recorded of the old one is void. */
  #reshape(background: Background, thing: StandingThing, at: number): void {
    thing.shape = [thing.x, thing.y, thing.width, thing.height]
    thing.shapeLooks = 0
    thing.solidLooks = 0
    thing.ghostLooks = 0
    thing.looks = 1
    thing.seen = 1
    thing.since = at - this.#ageIn(background, thing)
  }

  /** A recording goes on while it covers the thing. What has stood for a while is known: somebody who walks by makes its box larger, not the thing. */
  #keepLamps(thing: StandingThing, at: number): void {
    const covered = common(thing.lamps, thing, 0) / areaOf(thing)
    const isYoung = at - thing.since < LAMPS_YOUNG_MS
    if (covered === 0 || (isYoung && (covered < LAMPS_WITHIN || thing.lamps.width > LAMPS_ROOMY * thing.width)))
      thing.lamps = lampsAround(thing)
  }

  #weigh(background: Background, thing: StandingThing): void {
    const outline = outlineOf(background, this.#zones, thing)
    thing.shapeLooks += 1
    if (outline === 'thing') thing.solidLooks += 1
    else if (outline === 'bare') thing.ghostLooks += 1
    thing.solid = thing.solidLooks >= SOLID_SHARE * thing.shapeLooks
  }
}

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A flashing lamp does not stand still: the box may end short of it. */
function lampsAround({ x, y, width, height }: Area): Lamps {
  return new Lamps(x - 0.25 * width, y - 0.25 * height, 1.5 * width, 1.5 * height)
}

function boxed([x, y, width, height]: Box): Area {
  return { x, y, width, height }
}

/** One above the other, close, of the same width, and together no taller than a vehicle is wide. */
function isPartOf(a: Area, b: Area): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  if (across < 0.6 * Math.min(a.width, b.width)) return false
  const wide = Math.max(a.width, b.width)
  const isFlat = a.height < 0.5 * wide || b.height < 0.5 * wide
  const whole = around(a, b)
  return isFlat && whole.width <= 1.25 * wide && whole.height <= 1.1 * wide
}

function areaOf({ width, height }: Area): number {
  return width * height
}

function around(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  const width = Math.max(a.x + a.width, b.x + b.width) - x
  return { x, y, width, height: Math.max(a.y + a.height, b.y + b.height) - y }
}

/** Pixels that both cover, when one has grown by `slack` on all sides. */
function common(a: Area, b: Area, slack: number): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) + slack
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) + slack
  return across <= 0 || down <= 0 ? 0 : across * down
}

/** Intersection over union. */
function overlap(a: Area, b: Area): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  if (across <= 0 || down <= 0) return 0
  return (across * down) / (a.width * a.height + b.width * b.height - across * down)
}

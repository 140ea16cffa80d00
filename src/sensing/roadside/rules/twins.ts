/**
 * Mirror images: a guard rail shows a radar the same vehicle again on the other side of the road, abreast and equally fast.
 * Somebody may be abreast by chance for a moment; a mirror image is so for its life.
 */
import type { RoadScene } from '../scene.ts'
import { lastOf, type Thing } from '../things.ts'

const ALONG_M = 6
const SPEED_MS = 1.5
/** The other one may be missing for a while: it is looked for where it should be. */
const MISSING_MS = 3_000
const SHARE = 0.5
const FORGET_MS = 15_000
const SURE_FRAMES = 10
const PRONE_MS = 600_000

export class Twins {
  #imageAt = Number.NEGATIVE_INFINITY
  readonly #counts = new Map<number, { seen: number; abreast: number; at: number }>()

  /**
   * To be called once a frame for each thing in question. True: it is to be taken for an image; `further`: only if it is the
   * one further from the middle, where either of the two could be the real one.
   */
  isImage(scene: RoadScene, thing: Thing, which: 'either' | 'further'): boolean {
    const own = this.#counts.get(thing.number) ?? { seen: 0, abreast: 0, at: scene.at }
    own.seen += 1
    own.at = scene.at
    if (scene.things.some((other) => isTwin(scene, thing, other, which))) own.abreast += 1
    this.#counts.set(thing.number, own)
    if (this.#counts.size > 500)
      for (const [number, { at }] of this.#counts) if (scene.at - at > FORGET_MS) this.#counts.delete(number)
    const isImage = own.abreast > SHARE * own.seen
    if (isImage && own.seen > SURE_FRAMES) this.#imageAt = scene.at
    return isImage
  }

  /** Whether this sensor has shown images lately: then what looks like one for want of its twin is not believed at once. */
  isProne(at: number): boolean {
    return at - this.#imageAt < PRONE_MS
  }
}

/** The image's way goes over the rail: it is the further one. */
function isTwin(scene: RoadScene, thing: Thing, other: Thing, which: 'either' | 'further'): boolean {
  const unseenMs = scene.at - other.seenAt
  if (other === thing || unseenMs > MISSING_MS) return false
  const here = lastOf(thing)
  const there = lastOf(other)
  if (there.zone?.carriageway === here.zone?.carriageway) return false
  if (which === 'further' && Math.abs(there.acrossM) > Math.abs(here.acrossM)) return false
  const off = there.alongM + (other.alongMs * unseenMs) / 1000 - here.alongM
  return Math.abs(off) < ALONG_M && Math.abs(other.alongMs - thing.alongMs) < SPEED_MS
}

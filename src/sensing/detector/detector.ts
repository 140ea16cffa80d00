/** One camera's eye: frames in, warnings out. Pure: time comes with the frames, nothing is kept outside. */

import type { Camera } from '../camera.ts'
import type { Fitness, SensedWarning } from '../facts.ts'
import { type Ground, groundOf } from '../ground.ts'
import { Confirmation, type Sight } from '../objects/confirmation.ts'
import type { Answer, Ask } from '../objects/objects.ts'
import { Background } from './background.ts'
import { Blobs } from './blobs.ts'
import { candidatesOf } from './candidates.ts'
import { FitnessGate } from './fitness.ts'
import { chromaSize, type Frame, type Size, workSize } from './frame.ts'
import { Light } from './light.ts'
import { type HeldPlace, Places } from './places.ts'
import { Lanes } from './queue.ts'
import { RULES, RULES_VERSION } from './rules/registry.ts'
import type { Finding, Scene } from './scene.ts'
import { Smooth } from './smooth.ts'
import { STANDS_MS, type StandingThing, StandingThings } from './standing.ts'
import { Steady } from './steady.ts'
import { Tracks } from './tracks.ts'
import type { Suspicion } from './watch-mode.ts'
import { IGNORED, type PaintedZone, type Zones, zonesOf } from './zones.ts'

const LOOK_EVERY_MS = 250
const TRACK_EVERY_MS = 60
const CHOOSE_EVERY_MS = 10_000
/** A gap or a jump of the medium's clock counts as at most this: from one key frame to the next. */
const LONGEST_STEP_MS = 2_100
const LONGEST_GAP_MS = 1_500
const STALE_MS = 1_000
/** Foreign share of a zone that is worth a closer look: a shoulder is empty, a lane is never so full while traffic flows. */
const SOMETHING: Readonly<Record<PaintedZone['kind'], number>> = { shoulder: 0.03, lane: 0.35 }
/** In two key frames one dark car stands where another did; in three hardly ever. */
const SUSPECT_MS = 3_500
/** Sides that a thing must have to be suspected, against the picture's width. */
const SUSPECT_LONGER = 0.045
const SUSPECT_SHORTER = 0.02

export type Detector = {
  /** The frame must have `size`; instants rise. Returns what is to be announced now, nearly always nothing. */
  see(frame: Frame): readonly SensedWarning[]
  /** What an object detector should look at in the frame just seen; nearly always nothing, at most once a second. */
  asks(at: number): Ask | null
  /** What it saw, however late. */
  told(answer: Answer): void
  fitness(): Fitness
  /** Whether something may be standing, as the frame just seen shows it: tells even from key frames alone. */
  suspicion(): Suspicion
  /** What has been announced and is not to be announced again. */
  held(): readonly HeldPlace[]
  /** The size at which frames are expected. */
  readonly size: Size
}

/** `held`: what the detector before this one had announced, in this one's time (which may be negative). */
export function openDetector(camera: Camera, held: readonly HeldPlace[] = []): Detector {
  const eye = new Eye(camera, held)
  return {
    see: (frame) => eye.see(frame),
    asks: (at) => eye.asks(at),
    told: (answer) => eye.told(answer),
    fitness: () => eye.fitness,
    suspicion: () => eye.suspicion,
    held: () => eye.held,
    size: eye.size,
  }
}

const NOTHING: readonly SensedWarning[] = []

class Eye {
  readonly size: Size
  readonly #camera: Camera
  readonly #zones: Zones
  readonly #ground: Ground | null
  readonly #smooth: Smooth
  readonly #background: Background
  readonly #light: Light
  readonly #steady: Steady
  readonly #gate: FitnessGate
  readonly #blobs: Blobs
  readonly #standing: StandingThings
  readonly #tracks: Tracks
  readonly #confirmation: Confirmation
  readonly #places: Places
  readonly #lanes = new Lanes()
  readonly #rules = RULES.map((rule) => rule.open())
  #lastAt = Number.NaN
  #lookAt = Number.NEGATIVE_INFINITY
  #trackAt = Number.NEGATIVE_INFINITY
  #chooseAt = Number.NEGATIVE_INFINITY

  constructor(camera: Camera, held: readonly HeldPlace[]) {
    this.#camera = camera
    this.#places = new Places(held)
    this.size = workSize(camera.view)
    this.#zones = zonesOf(camera, this.size)
    this.#ground = groundAtWork(camera, this.size)
    this.#smooth = new Smooth(this.size)
    this.#light = new Light(this.size, this.#zones.mask)
    this.#background = new Background(this.size, this.#zones.mask, surroundings(this.#zones))
    this.#steady = new Steady(this.size, this.#zones.mask)
    this.#gate = new FitnessGate(this.size, this.#zones.mask)
    this.#blobs = new Blobs(this.size)
    this.#standing = new StandingThings(this.#zones, this.#blobs)
    this.#tracks = new Tracks(this.#zones)
    this.#confirmation = new Confirmation(this.size)
  }

  get suspicion(): Suspicion {
    if (this.#gate.state.state !== 'watching') return 'none'
    const isSuspect = (thing: StandingThing): boolean =>
      thing.solid &&
      this.#lastAt - thing.since >= SUSPECT_MS &&
      Math.max(thing.width, thing.height) >= SUSPECT_LONGER * this.size.width &&
      Math.min(thing.width, thing.height) >= SUSPECT_SHORTER * this.size.width
    if (this.#standing.list.some(isSuspect)) return 'standing'
    const isFull = (zone: PaintedZone): boolean => this.#occupancy(zone) > SOMETHING[zone.kind]
    return this.#zones.list.some(isFull) ? 'something' : 'none'
  }

  #occupancy(zone: PaintedZone): number {
    return (this.#background.foreignIn[zone.number] ?? 0) / Math.max(1, zone.pixels)
  }

  get fitness(): Fitness {
    return this.#gate.state
  }

  get held(): readonly HeldPlace[] {
    return this.#places.list
  }

  asks(at: number): Ask | null {
    if (this.#gate.state.state !== 'watching') return null
    return this.#confirmation.asks(at, (isSparse) => {
      const sight = (...of: Parameters<Confirmation['sight']>): Sight => this.#confirmation.sight(...of)
      return candidatesOf(this.#standing.list, isSparse ? 'sparse' : this.#tracks.list, sight, at)
    })
  }

  told(answer: Answer): void {
    this.#confirmation.told(answer)
  }

  see(frame: Frame): readonly SensedWarning[] {
    const { at } = frame
    // A clock that runs back starts a new medium: what was timed by the old one is void.
    if (at < this.#lastAt) this.#forget()
    const background = this.#background
    if (this.#gate.gate(frame.y, at) !== null) return this.#look(at)
    const gapMs = Number.isNaN(this.#lastAt) ? 0 : at - this.#lastAt
    const dtMs = Math.min(LONGEST_STEP_MS, gapMs)
    this.#lastAt = at
    // What was timed across a gap was not seen: it is timed anew from what the pixels remember.
    if (gapMs > LONGEST_GAP_MS) {
      this.#standing.clear()
      this.#tracks.clear()
    }
    this.#smooth.take(frame.y)
    const { picture } = this.#smooth
    const steady = this.#steady
    if (!background.learnt) {
      if (background.blank) {
        background.begin(picture, at)
        steady.choose(background.long, background.doubtful)
        steady.reset()
      }
      steady.find(picture, 1)
      if (background.learn(picture, steady.dx, steady.dy, at)) this.#begin(at)
      return this.#look(at)
    }
    const light = this.#light
    steady.find(picture, light.gain)
    if (steady.sure) light.fit(picture, background.long, background.doubtful, steady.dx, steady.dy)
    const fit = this.#gate.compare(picture, steady, light.gain, at)
    if (fit === 'relearn') this.#forget()
    if (fit !== 'fit') {
      this.#tracks.clear()
      if (this.#gate.state.state === 'unfit') this.#standing.clear()
      return this.#look(at)
    }
    background.see(picture, steady.dx, steady.dy, light, dtMs, STANDS_MS)
    this.#recordLamps(frame)
    if (at - this.#chooseAt >= CHOOSE_EVERY_MS) this.#choose(at)
    if (at - this.#trackAt >= TRACK_EVERY_MS) {
      this.#trackAt = at
      this.#blobs.find(background.foreignCells, 0.5, 1, 4)
      this.#tracks.follow(this.#blobs, at)
    }
    if (at - this.#lookAt < LOOK_EVERY_MS) return NOTHING
    this.#standing.look(background, at)
    return this.#look(at)
  }

  #begin(at: number): void {
    this.#light.reset()
    this.#steady.reset()
    this.#gate.learnt(at)
    this.#choose(at)
  }

  #choose(at: number): void {
    this.#chooseAt = at
    this.#steady.choose(this.#background.long, this.#background.doubtful)
    this.#gate.remember(this.#background.long, this.#background.doubtful)
  }

  #forget(): void {
    this.#background.relearn()
    this.#confirmation.clear()
    this.#standing.clear()
    this.#tracks.clear()
    this.#lookAt = Number.NEGATIVE_INFINITY
    this.#trackAt = Number.NEGATIVE_INFINITY
    this.#lastAt = Number.NaN
  }

  /** Asks the rules, at most every LOOK_EVERY_MS, and announces what is new. */
  #look(at: number): readonly SensedWarning[] {
    if (at - this.#lookAt < LOOK_EVERY_MS) return NOTHING
    this.#lookAt = at
    const watching = this.#gate.state.state === 'watching'
    const seenNow = watching && at - this.#lastAt < STALE_MS
    const seen = {
      ...{ at, size: this.size },
      ...{ standing: seenNow ? this.#standing.list : [], tracks: seenNow ? this.#tracks.list : [] },
    }
    this.#lanes.look(seen, this.#zones.list)
    const scene: Scene = {
      ...seen,
      zones: this.#zones,
      ground: this.#ground,
      fitness: this.#gate.state,
      fitnessSince: this.#gate.since,
      lane: (zone) => this.#lanes.of(zone),
      occupancy: (zone: PaintedZone) => this.#occupancy(zone),
      sight: (whereabouts, since) => this.#confirmation.sight(whereabouts, since),
      walkers: seenNow ? this.#confirmation.walkers(at) : [],
    }
    const fresh = this.#rules.flatMap((rule) => rule(scene)).filter((finding) => this.#places.admit(finding, at))
    return fresh.map((finding) => this.#warningOf(finding, at))
  }

  #warningOf(finding: Finding, at: number): SensedWarning {
    const sx = this.#camera.view.width / this.size.width
    const sy = this.#camera.view.height / this.size.height
    const [x, y, width, height] = finding.box
    const { model } = this.#confirmation
    const box = [x * sx, y * sy, width * sx, height * sy].map(Math.round)
    return {
      kind: 'warning',
      type: finding.type,
      mediaSeconds: Math.round(at) / 1000,
      onsetSeconds: Math.max(0, Math.round(Math.min(finding.onsetAt, at)) / 1000),
      zone: finding.zone?.kind ?? null,
      box: [box[0] ?? 0, box[1] ?? 0, box[2] ?? 0, box[3] ?? 0],
      grade: finding.grade,
      hazardLights: finding.hazardLights,
      reason: finding.reason,
      version: model === null ? RULES_VERSION : `${RULES_VERSION} ${model}`,
    }
  }

  #recordLamps(frame: Frame): void {
    if (this.#standing.list.length === 0) return
    const { width, height } = this.size
    const half = chromaSize(this.size).width
    const { dx, dy } = this.#steady
    // Amber is 0.6 R + 0.4 G; in BT.601 terms that is this mix of luma and chroma.
    const amber = (x: number, y: number): number => {
      const column = Math.min(width - 1, Math.max(0, x + dx))
      const row = Math.min(height - 1, Math.max(0, y + dy))
      const chroma = (row >> 1) * half + (column >> 1)
      const luma = 1.164 * (frame.y[row * width + column] ?? 0)
      return luma + 0.632 * ((frame.v[chroma] ?? 128) - 128) - 0.157 * ((frame.u[chroma] ?? 128) - 128)
    }
    const rest = this.#steady.rest(this.#smooth.picture, this.#light.gain)
    for (const thing of this.#standing.list) thing.lamps.record(frame.at, amber, rest)
  }
}

/** The zones and a little around them: what stands on a zone rises over its edge. */
function surroundings(zones: Zones): Uint8Array {
  const { width, height, mask } = zones
  const reach = Math.round(0.06 * width)
  const near = new Uint8Array(mask.length)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const number = mask[y * width + x] ?? 0
      if (number === 0 || number === IGNORED) continue
      const right = Math.min(width - 1, x + reach)
      const left = Math.max(0, x - reach)
      if (near[y * width + left] === 1 && near[y * width + right] === 1) continue
      near.fill(1, y * width + left, y * width + right + 1)
    }
  const tall = new Uint8Array(near)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (near[y * width + x] === 1) for (let up = Math.max(0, y - reach); up < y; up += 1) tall[up * width + x] = 1
  for (let at = 0; at < mask.length; at += 1) if (mask[at] === IGNORED) tall[at] = 0
  return tall
}

/** A ground that disagrees with itself is not used: sizes then go by pixels. */
function groundAtWork(camera: Camera, size: Size): Ground | null {
  if (camera.ground === undefined) return null
  const sx = size.width / camera.view.width
  const sy = size.height / camera.view.height
  const ground = groundOf(
    camera.ground.map((point) => ({ pixel: [point.pixel[0] * sx, point.pixel[1] * sy], metres: point.metres })),
  )
  return ground.ok ? ground.value : null
}

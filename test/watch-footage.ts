/** Real clips decoded into memory, with events pasted in at test time: the rehearsal stage of the watch tests and measurements. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Camera, cameraOf } from '../src/sensing/camera.ts'
import { openDetector } from '../src/sensing/detector.ts'
import type { SensedWarning } from '../src/sensing/facts.ts'
import { chromaSize, frameOver, type Size, scalePlane } from '../src/sensing/frame.ts'
import { readFrames } from '../src/sensing/io/source.ts'

const VIDEO = fileURLToPath(new URL('../../shared/data/video/', import.meta.url))
const CAMERAS = fileURLToPath(new URL('../docs/cameras/', import.meta.url))

export const CLIPS = {
  motorway: { file: `${VIDEO}motorway_aid_pedestrian_320x240.avi`, camera: `${CAMERAS}motorway-aid-pedestrian.json` },
  highway: { file: `${VIDEO}highway_trees_320x240.avi`, camera: `${CAMERAS}highway-trees.json` },
} as const
export type ClipName = keyof typeof CLIPS

/** null, and one plain line, where the clip is not there. */
export function missing(clip: ClipName): string | false {
  return existsSync(CLIPS[clip].file) ? false : `${CLIPS[clip].file} is not there`
}

export type Footage = {
  readonly size: Size
  readonly framesPerSecond: number
  readonly pictures: readonly Uint8Array[]
}

/** The clip's camera drawn for another size of picture. */
export function cameraFor(clip: ClipName, size?: Size): Camera {
  const read = cameraOf(JSON.parse(readFileSync(CLIPS[clip].camera, 'utf8')))
  if (!read.ok) throw new Error(read.detail)
  const camera = read.value
  if (size === undefined) return camera
  const sx = size.width / camera.view.width
  const sy = size.height / camera.view.height
  const zones = camera.zones.map((zone) => ({
    ...zone,
    polygon: zone.polygon.map(([x, y]): [number, number] => [x * sx, y * sy]),
  }))
  return { ...camera, view: { ...size }, zones }
}

/** Every `every`-th picture of the clip at a size; `rate` is the clip's own rate where its header lies. */
export async function footage(clip: ClipName, size: Size, every = 1, rate = 25): Promise<Footage> {
  const pictures: Uint8Array[] = []
  let index = 0
  const read = await readFrames(CLIPS[clip].file, {
    size,
    live: false,
    signal: new AbortController().signal,
    onFrame: (frame) => {
      if (index++ % every !== 0) return
      const bytes = new Uint8Array(frame.y.length + frame.u.length + frame.v.length)
      bytes.set(frame.y)
      bytes.set(frame.u, frame.y.length)
      bytes.set(frame.v, frame.y.length + frame.u.length)
      pictures.push(bytes)
    },
  })
  if (!read.ok) throw new Error(read.detail)
  return { size, framesPerSecond: rate / every, pictures }
}

/** mulberry32: the same chance for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A cut-out in YUV 4:4:4 with its cover, 0–255. */
export type CutOut = Size & {
  readonly y: Uint8Array
  readonly u: Uint8Array
  readonly v: Uint8Array
  readonly cover: Uint8Array
}

/** Cuts a vehicle out of a picture of the footage: a rectangle with rounded, softened corners. */
export function cutOut(from: Footage, picture: number, [x, y, width, height]: readonly number[]): CutOut {
  const w = width ?? 0
  const h = height ?? 0
  const bytes = from.pictures[picture] ?? new Uint8Array(0)
  const frame = frameOver(bytes, from.size, 0)
  const half = chromaSize(from.size).width
  const out = { width: w, height: h, ...planes(w * h) }
  for (let row = 0; row < h; row += 1)
    for (let column = 0; column < w; column += 1) {
      const px = (x ?? 0) + column
      const py = (y ?? 0) + row
      const at = row * w + column
      out.y[at] = frame.y[py * from.size.width + px] ?? 0
      out.u[at] = frame.u[(py >> 1) * half + (px >> 1)] ?? 128
      out.v[at] = frame.v[(py >> 1) * half + (px >> 1)] ?? 128
      const dx = Math.abs((2 * (column + 0.5)) / w - 1)
      const dy = Math.abs((2 * (row + 0.5)) / h - 1)
      const edge = dx ** 6 + dy ** 6
      out.cover[at] = 255 * Math.min(1, Math.max(0, (1 - edge) * 4))
    }
  return out
}

/** A drawn vehicle from behind: body, rear window, wheels and shadow, in a shade of its own. */
export function drawnCar(luma: number, u: number, v: number): CutOut {
  const width = 64
  const height = 56
  const out = { width, height, ...planes(width * height) }
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      const inset = y < 22 ? (22 - y) * 0.45 + 5 : 1
      const inBody = x >= inset && x < width - inset && y < 48
      const inWheel = y >= 44 && y < 55 && ((x > 5 && x < 16) || (x > 48 && x < 59))
      const inWindow = inBody && y > 4 && y < 20 && x > inset + 3 && x < width - inset - 3
      const inShadow = y >= 46 && y < 54
      out.cover[at] = inBody || inWheel ? 255 : inShadow ? 150 : 0
      out.y[at] = inWindow ? 60 : inBody ? luma - (y > 40 ? 35 : 0) + (y < 24 ? 12 : 0) : 28
      out.u[at] = inBody && !inWindow ? u : 128
      out.v[at] = inBody && !inWindow ? v : 128
    }
  return out
}

function planes(pixels: number): Omit<CutOut, keyof Size> {
  const plane = (fill: number): Uint8Array => new Uint8Array(pixels).fill(fill)
  return { y: plane(0), u: plane(128), v: plane(128), cover: plane(0) }
}

export function resized(from: CutOut, width: number): CutOut {
  const size = { width, height: Math.max(3, Math.round((from.height * width) / from.width)) }
  const out = { ...size, ...planes(size.width * size.height) }
  scalePlane(from.y, from, out.y, size)
  scalePlane(from.u, from, out.u, size)
  scalePlane(from.v, from, out.v, size)
  scalePlane(from.cover, from, out.cover, size)
  return out
}

/** Pastes with its foot's middle at (x, y). Lamps: both, one or none lit amber at the lower outer corners. */
export function paste(
  bytes: Uint8Array,
  size: Size,
  what: CutOut,
  x: number,
  y: number,
  lamps: 'both' | 'left' | 'none',
): void {
  const frame = frameOver(bytes, size, 0)
  const half = chromaSize(size)
  const left = Math.round(x - what.width / 2)
  const top = Math.round(y - what.height)
  const side = Math.max(2, Math.round(0.16 * what.width))
  for (let row = 0; row < what.height; row += 1)
    for (let column = 0; column < what.width; column += 1) {
      const px = left + column
      const py = top + row
      if (px < 0 || py < 0 || px >= size.width || py >= size.height) continue
      const at = row * what.width + column
      const cover = (what.cover[at] ?? 0) / 255
      const inRows = row >= 0.45 * what.height && row < 0.45 * what.height + side
      const isLit =
        inRows &&
        ((lamps !== 'none' && column >= 0.04 * what.width && column < 0.04 * what.width + side) ||
          (lamps === 'both' && column < 0.96 * what.width && column >= 0.96 * what.width - side))
      const luma = isLit ? Math.max(190, what.y[at] ?? 0) : (what.y[at] ?? 0)
      const to = py * size.width + px
      frame.y[to] = (frame.y[to] ?? 0) * (1 - cover) + luma * cover
      const chroma = (py >> 1) * half.width + (px >> 1)
      const u = isLit ? 50 : (what.u[at] ?? 128)
      const v = isLit ? 175 : (what.v[at] ?? 128)
      frame.u[chroma] = (frame.u[chroma] ?? 128) * (1 - cover) + u * cover
      frame.v[chroma] = (frame.v[chroma] ?? 128) * (1 - cover) + v * cover
    }
}

export type Weather = {
  /** Pixels of shake either way, new at every frame. */
  readonly shake?: number
  /** Share by which the brightness swings either way, over `swingSeconds`. */
  readonly swing?: number
  readonly swingSeconds?: number
  /** Standard deviation of noise in grey levels. */
  readonly noise?: number
  readonly contrast?: number
}

/** What happens on stage at an instant, before the weather. */
export type Act = (bytes: Uint8Array, size: Size, seconds: number) => void

/** Plays the footage in a loop for so many seconds through a detector. */
export function play(
  from: Footage,
  camera: Camera,
  seconds: number,
  act: Act = () => {},
  weather: Weather = {},
  seed = 1,
): SensedWarning[] {
  const detector = openDetector(camera)
  const chance = chanceOf(seed)
  const warnings: SensedWarning[] = []
  const frames = Math.floor(seconds * from.framesPerSecond)
  const stage = new Uint8Array(from.pictures[0]?.length ?? 0)
  const out = new Uint8Array(stage.length)
  for (let index = 0; index < frames; index += 1) {
    const at = index / from.framesPerSecond
    stage.set(from.pictures[index % from.pictures.length] ?? stage)
    act(stage, from.size, at)
    withWeather(stage, out, from.size, at, weather, chance)
    warnings.push(...detector.see(frameOver(out, from.size, at * 1000)))
  }
  return warnings
}

function withWeather(
  from: Uint8Array,
  to: Uint8Array,
  size: Size,
  seconds: number,
  weather: Weather,
  chance: () => number,
): void {
  to.set(from)
  const { width, height } = size
  const luma = width * height
  const shake = weather.shake ?? 0
  if (shake > 0) {
    const dx = Math.round((chance() * 2 - 1) * shake)
    const dy = Math.round((chance() * 2 - 1) * shake)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const fx = Math.min(width - 1, Math.max(0, x - dx))
        const fy = Math.min(height - 1, Math.max(0, y - dy))
        to[y * width + x] = from[fy * width + fx] ?? 0
      }
  }
  const gain =
    (weather.contrast ?? 1) *
    (1 + (weather.swing ?? 0) * Math.sin((2 * Math.PI * seconds) / (weather.swingSeconds ?? 38)))
  const noise = weather.noise ?? 0
  if (gain === 1 && noise === 0) return
  for (let at = 0; at < luma; at += 1) {
    // Sum of three even chances: near enough to a bell.
    const grain = noise === 0 ? 0 : (chance() + chance() + chance() - 1.5) * 2 * noise
    const value = 16 + ((to[at] ?? 16) - 16) * gain + grain
    to[at] = Math.max(16, Math.min(235, value))
  }
}

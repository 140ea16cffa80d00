/** A simulated camera's picture at any instant: backdrop, traffic, the car on the shoulder, light (day, dusk, night, rain), grain and the words "SIMULATED". */
import { paintBackdrop, type Setting } from './backdrop.ts'
import { type Darkness, type Daylight, darken, darknessOf, lightUp, rain } from './dark.ts'
import { letter } from './lettering.ts'
import { blankPicture, type Picture } from './picture.ts'
import { keepClearOf, type Stop, stoppingCar } from './stop.ts'
import { vehiclesAt } from './traffic.ts'
import { drawVehicle, type Placed } from './vehicle.ts'
import type { View } from './view.ts'

export type SceneSite = {
  readonly id: string
  readonly view: View
  readonly setting: Setting
  readonly rate: readonly [number, number]
  /** Daylight unless said otherwise. */
  readonly daylight?: Daylight
  readonly isRaining?: boolean
}

/** What else stands on the road than the traffic. */
export type Stage = { readonly stop: Stop | null; readonly standing: readonly Placed[] }
export const EMPTY_STAGE: Stage = { stop: null, standing: [] }

export type Scene = {
  readonly site: SceneSite
  /** Paints the instant `at` (ms on the camera's world clock); the picture belongs to the scene and holds until the next call. */
  paint(at: number, stage: Stage): Picture
}

const GRAIN = 1 << 16

/** Normal grain with a deviation of `size`, the same in every process. */
function grainOf(seed: number, size: number): Int8Array {
  const grain = new Int8Array(GRAIN)
  let state = (seed ^ 0x51ed270b) >>> 0
  for (let i = 0; i < GRAIN; i++) {
    let sum = 0
    for (let k = 0; k < 4; k++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      sum += state / 4_294_967_296 - 0.5
    }
    grain[i] = Math.round(sum * 1.73 * size)
  }
  return grain
}

/** Clouds: slow, and never more than a few hundredths. */
const lightAt = (at: number): number => 1 + 0.022 * Math.sin(at / 11_300) + 0.012 * Math.sin(at / 4_700 + 1.3)

/** Paints traffic, light and grain over a backdrop as one view shows it; the picture holds until the next call. */
export type Render = (backdrop: Picture, view: View, at: number, stage: Stage) => Picture

/** One number for each camera and seed: whoever drives past it, from whichever view. */
export const ownSeed = (id: string, seed: number): number =>
  [...id].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, seed)

/** Everything on the road at an instant, farthest first: what the picture shows, and what a radar beside the camera would. */
export function placedAt(
  site: Pick<SceneSite, 'id' | 'setting'>,
  seed: number,
  at: number,
  stage: Stage,
): readonly Placed[] {
  const car = stage.stop && stoppingCar(stage.stop, at)
  const traffic = vehiclesAt(ownSeed(site.id, seed), site.setting, at, stage.stop && keepClearOf(stage.stop))
  return [...traffic, ...stage.standing, ...(car ? [car] : [])].sort((a, b) => b.along - a.along)
}

/** `darkness` belongs to one view; null by day. */
export function openRender(site: SceneSite, seed: number, darkness: Darkness | null): Render {
  const { view: overview, isRaining = false } = site
  const own = ownSeed(site.id, seed)
  const picture = blankPicture(overview.width, overview.height)
  const grain = grainOf(own, darkness?.manner.grain ?? 1.9)
  const light = new Uint8Array(256)
  return (backdrop, view, at, stage) => {
    picture.y.set(backdrop.y)
    picture.u.set(backdrop.u)
    picture.v.set(backdrop.v)
    const all = placedAt(site, seed, at, stage)
    for (const each of all) drawVehicle(picture, view, each)
    if (darkness) {
      darken(picture, darkness)
      lightUp(picture, view, darkness, all)
    }
    if (isRaining) rain(picture, own, Math.round(at / 40))
    develop(picture, grain, light, at)
    return picture
  }
}

export function openScene(site: SceneSite, seed: number): Scene {
  const { view, setting, daylight = 'day' } = site
  const backdrop = paintBackdrop(view, setting, ownSeed(site.id, seed))
  const dot = view.width >= 480 ? 2 : 1
  const words = `SIMULATED  ${site.id.toUpperCase()}`
  letter(backdrop, words, 5 * dot, 4 * dot, dot)
  const darkness =
    daylight === 'day' ? null : darknessOf(view, setting, daylight, [(words.length * 6 + 8) * dot, 13 * dot])
  const render = openRender(site, seed, darkness)
  return { site, paint: (at, stage) => render(backdrop, view, at, stage) }
}

/** Light and grain over the whole luma plane: the hot loop, one look-up and one sum a pixel. */
function develop(picture: Picture, grain: Int8Array, light: Uint8Array, at: number): void {
  const gain = lightAt(at)
  for (let value = 0; value < 256; value++)
    light[value] = Math.max(22, Math.min(229, Math.round(16 + (value - 16) * gain)))
  const { y } = picture
  const frame = Math.round(at / 40)
  let from = Math.imul(frame, 0x9e3779b1) >>> 8
  for (let i = 0; i < y.length; i++) {
    // A new place in the grain every few rows hides that it repeats.
    if ((i & 2047) === 0) from = (Math.imul(from, 1_664_525) + 1_013_904_223) | 0
    y[i] = (light[y[i] ?? 0] ?? 0) + (grain[(from + i) & (GRAIN - 1)] ?? 0)
  }
}

/** The same picture as the detector's frame: planes and an instant. */
export type RenderedFrame = Picture & { readonly at: number }

/** Frames of a scene from `fromMs` on, at the site's own rate: for tests and measurements. The arrays are reused. */
export function* renderedFrames(
  site: SceneSite,
  seed: number,
  frames: number,
  stageAt: (at: number) => Stage = () => EMPTY_STAGE,
  fromMs = 0,
): Generator<RenderedFrame> {
  const scene = openScene(site, seed)
  const [over, under] = site.rate
  for (let i = 0; i < frames; i++) {
    const at = fromMs + (i * 1000 * under) / over
    yield { ...scene.paint(at, stageAt(at)), at }
  }
}

/** What lies between the road and the detector: shake, swings of the light, noise, dusk and rain, laid over a picture from a seed. */

import type { Dice } from '../../src/core/dice.ts'
import { chromaSize, type Size } from '../../src/sensing/detector/frame.ts'

export type Weather = {
  /** Pixels of tremor either way, new at every picture. */
  readonly shake?: number
  /** Pixels of slow sway either way, between pixels too. */
  readonly sway?: number
  /** Share by which the brightness swings either way, over `swingSeconds`. */
  readonly swing?: number
  readonly swingSeconds?: number
  /** Standard deviation of noise in grey levels. */
  readonly noise?: number
  /** 1 leaves it as it is. */
  readonly contrast?: number
  /** Share of the colour that is left. */
  readonly colour?: number
  /** Streaks of rain in a picture of 320×240; more in a larger one. */
  readonly streaks?: number
}

/** One condition at a time and the worst pairs, as a winter brings them. */
export const WEATHERS = {
  clear: {},
  noise: { noise: 7 },
  shake: { shake: 3 },
  sway: { sway: 2.5 },
  swing: { swing: 0.25, swingSeconds: 38 },
  dusk: { contrast: 0.45, colour: 0.6, noise: 4 },
  rain: { streaks: 70, contrast: 0.8, colour: 0.8, noise: 3 },
  'dusk and shake': { contrast: 0.5, colour: 0.6, noise: 3, shake: 2 },
  'rain and swing': { streaks: 50, contrast: 0.8, noise: 3, swing: 0.15, swingSeconds: 27 },
} as const satisfies Record<string, Weather>
export type WeatherName = keyof typeof WEATHERS
export const WEATHER_NAMES = [
  'clear',
  'noise',
  'shake',
  'sway',
  'swing',
  'dusk',
  'rain',
  'dusk and shake',
  'rain and swing',
] as const

const BLACK = 16
const WHITE = 235

/** Fills `to` from `from`, both planar 4:2:0. */
export function lay(weather: Weather, from: Uint8Array, to: Uint8Array, size: Size, seconds: number, dice: Dice): void {
  to.set(from)
  const pixels = size.width * size.height
  const dx = tremor(weather.shake, dice) + sway(weather.sway, seconds, 0.7)
  const dy = tremor(weather.shake, dice) + sway(weather.sway, seconds, 0.9)
  if (dx !== 0 || dy !== 0) {
    const half = chromaSize(size)
    const part = half.width * half.height
    shift(from.subarray(0, pixels), to.subarray(0, pixels), size, dx, dy)
    for (const start of [pixels, pixels + part])
      shift(from.subarray(start, start + part), to.subarray(start, start + part), half, dx / 2, dy / 2)
  }
  if (weather.streaks !== undefined) rain(weather.streaks, to, size, dice)
  const swing = (weather.swing ?? 0) * Math.sin((2 * Math.PI * seconds) / (weather.swingSeconds ?? 38))
  const gain = (weather.contrast ?? 1) * (1 + swing)
  const noise = weather.noise ?? 0
  if (gain !== 1 || noise !== 0)
    for (let at = 0; at < pixels; at += 1) {
      // The sum of three even chances is near enough to a bell.
      const grain = noise === 0 ? 0 : (dice.next() + dice.next() + dice.next() - 1.5) * 2 * noise
      const value = BLACK + ((to[at] ?? BLACK) - BLACK) * gain + grain
      to[at] = value < BLACK ? BLACK : value > WHITE ? WHITE : value
    }
  const colour = (weather.colour ?? 1) * Math.min(1, gain)
  if (colour !== 1) for (let at = pixels; at < to.length; at += 1) to[at] = 128 + ((to[at] ?? 128) - 128) * colour
}

function tremor(pixels: number | undefined, dice: Dice): number {
  return pixels === undefined ? 0 : Math.round(dice.between(-pixels, pixels))
}

/** Two rates that do not meet: a mast in gusts. */
function sway(pixels: number | undefined, seconds: number, hz: number): number {
  if (pixels === undefined) return 0
  return pixels * (0.6 * Math.sin(2 * Math.PI * hz * seconds) + 0.4 * Math.sin(2 * Math.PI * 0.37 * hz * seconds + 1))
}

/** By bilinear reading where it falls between pixels; the edge is repeated. */
function shift(from: Uint8Array, to: Uint8Array, { width, height }: Size, dx: number, dy: number): void {
  const wholeX = Math.floor(-dx)
  const wholeY = Math.floor(-dy)
  const partX = -dx - wholeX
  const partY = -dy - wholeY
  for (let y = 0; y < height; y += 1) {
    const top = Math.min(height - 1, Math.max(0, y + wholeY)) * width
    const below = Math.min(height - 1, Math.max(0, y + wholeY + 1)) * width
    for (let x = 0; x < width; x += 1) {
      const left = Math.min(width - 1, Math.max(0, x + wholeX))
      const right = Math.min(width - 1, Math.max(0, x + wholeX + 1))
      const upper = (from[top + left] ?? 0) * (1 - partX) + (from[top + right] ?? 0) * partX
      const lower = (from[below + left] ?? 0) * (1 - partX) + (from[below + right] ?? 0) * partX
      to[y * width + x] = upper * (1 - partY) + lower * partY + 0.5
    }
  }
}

/** Bright slanting streaks, elsewhere in every picture. */
function rain(streaks: number, to: Uint8Array, { width, height }: Size, dice: Dice): void {
  const count = Math.round((streaks * width * height) / (320 * 240))
  for (let streak = 0; streak < count; streak += 1) {
    const x0 = dice.between(0, width)
    const y0 = dice.between(-10, height)
    const length = dice.between(6, 18) * (height / 240)
    const light = dice.between(15, 45)
    for (let step = 0; step < length; step += 1) {
      const x = Math.floor(x0 - 0.2 * step)
      const y = Math.floor(y0 + step)
      if (x < 0 || y < 0 || x >= width || y >= height) continue
      const at = y * width + x
      to[at] = Math.min(WHITE, (to[at] ?? 0) + light)
    }
  }
}

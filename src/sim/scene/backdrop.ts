/** What a simulated camera sees when nobody drives: sky, land, road, markings, rails and trees, painted once at twice the size and reduced. */
import { type Dice, diceFrom } from '../../core/dice.ts'
import { fill } from './brush.ts'
import { blankPicture, hazed, type Ink, ink, lit, mixed, type Picture } from './picture.ts'
import { roadside } from './roadside.ts'
import {
  groundAt,
  LANE_M,
  OPPOSITE_M,
  onGround,
  project,
  ROAD_EDGE_M,
  resized,
  SHOULDER_EDGE_M,
  type View,
} from './view.ts'

export type Setting = 'expressway' | 'street'

const SKY_HIGH = ink(112, 124, 138)
const SKY_LOW = ink(158, 163, 166)
const FIELD = ink(64, 74, 58)
const VERGE = ink(72, 79, 62)
const ASPHALT = ink(84, 86, 88)
const SHOULDER = ink(92, 93, 93)
const PAINT = ink(186, 188, 184)
const YELLOW = ink(178, 160, 96)
const FAR_M = 900

/** A strip of the road surface between two lines across, nearest to farthest, hazed with distance. */
function strip(
  canvas: Picture,
  view: View,
  from: number,
  to: number,
  of: Ink,
  nearM: number,
  farM: number,
  alpha = 1,
): void {
  for (let near = nearM; near < farM - 0.01; ) {
    const far = Math.min(farM, near * 1.12 + 0.2)
    const corners = [
      project(view, onGround(view, from, near)),
      project(view, onGround(view, to, near)),
      project(view, onGround(view, to, far)),
      project(view, onGround(view, from, far)),
    ]
    fill(canvas, corners.flat(), hazed(of, far), alpha, hazed(of, near))
    near = far
  }
}

/** `site` is the camera whose roadside it is: another view from the same mast sees the same trees. */
export function paintBackdrop(wanted: View, setting: Setting, seed: number, site: View = wanted): Picture {
  const view = resized(wanted, wanted.width * 2)
  const canvas = blankPicture(view.width, view.height)
  const dice = diceFrom(seed, `backdrop ${site.turn} ${site.bend}`)
  const { width, height, horizon } = view
  fill(canvas, [0, 0, width, 0, width, horizon + 2, 0, horizon + 2], SKY_HIGH, 1, SKY_LOW)
  fill(canvas, [0, horizon, width, horizon, width, height, 0, height], hazed(FIELD, 900), 1, FIELD)
  skyline(canvas, view, dice)
  fill(
    canvas,
    [0, horizon, width, horizon, width, horizon + 60, 0, horizon + 60],
    hazed(FIELD, 1100),
    0.85,
    hazed(FIELD, 420),
  )
  const nearM = 4
  const outer = setting === 'expressway' ? SHOULDER_EDGE_M : ROAD_EDGE_M + 0.4
  const opposite = OPPOSITE_M - ROAD_EDGE_M - (outer - ROAD_EDGE_M)
  strip(canvas, view, opposite - 5, outer + 6, VERGE, nearM, FAR_M)
  strip(canvas, view, opposite, OPPOSITE_M + 0.6, ASPHALT, nearM, FAR_M)
  strip(canvas, view, -0.7, outer, ASPHALT, nearM, FAR_M)
  if (setting === 'expressway') {
    strip(canvas, view, ROAD_EDGE_M + 0.15, outer, SHOULDER, nearM, FAR_M)
    strip(canvas, view, opposite, OPPOSITE_M - ROAD_EDGE_M, SHOULDER, nearM, FAR_M)
  } else strip(canvas, view, outer, outer + 3.4, ink(104, 102, 98), nearM, FAR_M)
  wear(canvas, view, opposite, outer)
  for (const edge of [0, ROAD_EDGE_M]) {
    strip(canvas, view, edge - 0.1, edge + 0.1, edge === 0 ? YELLOW : PAINT, nearM, 420, 0.85)
    strip(canvas, view, OPPOSITE_M - edge - 0.1, OPPOSITE_M - edge + 0.1, edge === 0 ? YELLOW : PAINT, nearM, 420, 0.8)
  }
  // 6 m of line and 9 m of gap, as on Chinese expressways.
  for (let z = 5; z < 330; z += 15)
    for (const at of [LANE_M, OPPOSITE_M - LANE_M]) strip(canvas, view, at - 0.09, at + 0.09, PAINT, z, z + 6, 0.85)
  roadside(canvas, view, setting, dice, opposite, outer)
  return halved(canvas)
}

/** Tyre tracks, mends and the grain of the surface, by place on the road so that perspective is right. */
function wear(canvas: Picture, view: View, opposite: number, outer: number): void {
  const grain = (a: number, b: number): number => {
    const hash = Math.imul((a * 73_856_093) ^ (b * 19_349_663), 0x2c1b3c6d)
    return ((hash ^ (hash >>> 13)) & 255) / 255 - 0.5
  }
  for (let row = Math.ceil(view.horizon) + 3; row < view.height; row++) {
    const ahead = groundAt(view, [0, row + 0.5])[1]
    const fade = Math.exp(-ahead / 130)
    const shift = view.acrossM + view.turn * ahead - view.bend * ahead * ahead
    for (let x = 0; x < view.width; x++) {
      const across = ((x + 0.5 - view.width / 2) * ahead) / view.focal + shift
      const at = row * view.width + x
      const onRoad = across > opposite && across < outer && (across > -0.7 || across < OPPOSITE_M + 0.6)
      const fine = grain(Math.floor(across * 9), Math.floor(ahead * 2.2))
      const coarse = grain(Math.floor(across * 0.8), Math.floor(ahead * 0.14) + 77)
      let change = onRoad ? (fine * 7 + coarse * 5) * fade : (fine * 9 + coarse * 12) * fade
      if (onRoad) {
        const inLane = across > -0.7 ? across / LANE_M : (OPPOSITE_M - across) / LANE_M
        if (inLane > 0 && inLane < 2) {
          const off = Math.abs(Math.abs((inLane % 1) - 0.5) - 0.21) * LANE_M
          change -= 9 * Math.exp(-off * off * 9) * (0.4 + 0.6 * fade)
        }
      }
      canvas.y[at] = Math.max(16, Math.min(235, (canvas.y[at] ?? 0) + change))
    }
  }
}

/** Far hills, blocks of flats and a line of trees, all nearly one with the air. */
function skyline(canvas: Picture, view: View, dice: Dice): void {
  const { width, horizon } = view
  const unit = width / 1280
  for (let x = -40; x < width; x += dice.between(26, 90) * unit) {
    if (dice.chance(0.35)) continue
    const w = dice.between(16, 46) * unit
    const h = dice.between(6, 46) * unit
    const face = hazed(ink(88, 94, 102), dice.between(420, 900))
    fill(canvas, [x, horizon - h, x + w, horizon - h, x + w, horizon + 4, x, horizon + 4], face)
    fill(
      canvas,
      [x + w * 0.7, horizon - h, x + w, horizon - h, x + w, horizon + 4, x + w * 0.7, horizon + 4],
      lit(face, 0.93),
    )
  }
  for (let x = -30; x < width + 30; x += dice.between(7, 16) * unit) {
    const r = dice.between(5, 15) * unit
    const crown = mixed(hazed(ink(52, 62, 50), 520), hazed(ink(70, 78, 66), 700), dice.next())
    const shape = Array.from({ length: 9 }, (_, i) => {
      const angle = Math.PI + (i / 8) * Math.PI
      return [x + r * 1.3 * Math.cos(angle), horizon + 2 + r * Math.sin(angle)]
    }).flat()
    fill(canvas, shape, crown)
  }
}

/** To half the size by means of four, then a breath of softness, as a lens gives. */
function halved(canvas: Picture): Picture {
  const out = blankPicture(canvas.width / 2, canvas.height / 2)
  const reduce = (from: Uint8Array, to: Uint8Array, width: number, height: number): void => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = y * 2 * width * 2 + x * 2
        const sum =
          (from[at] ?? 0) + (from[at + 1] ?? 0) + (from[at + 2 * width] ?? 0) + (from[at + 2 * width + 1] ?? 0)
        to[y * width + x] = (sum + 2) >> 2
      }
  }
  reduce(canvas.y, out.y, out.width, out.height)
  reduce(canvas.u, out.u, (out.width + 1) >> 1, (out.height + 1) >> 1)
  reduce(canvas.v, out.v, (out.width + 1) >> 1, (out.height + 1) >> 1)
  const line = new Uint8Array(out.width)
  for (let y = 0; y < out.height; y++) {
    const base = y * out.width
    line.set(out.y.subarray(base, base + out.width))
    for (let x = 1; x < out.width - 1; x++)
      out.y[base + x] = ((line[x - 1] ?? 0) + 6 * (line[x] ?? 0) + (line[x + 1] ?? 0) + 4) >> 3
  }
  return out
}

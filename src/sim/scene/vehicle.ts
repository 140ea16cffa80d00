/** Draws one vehicle where it stands on the road: shadow, body with its visible faces, glass and lamps. */
import { fill, glow } from './brush.ts'
import type { Look } from './look.ts'
import { hazed, type Ink, ink, lit, type Picture } from './picture.ts'
import { onGround, type Pixel, project, type View } from './view.ts'

export type Lamps = {
  readonly brake: boolean
  /** Light of the amber lamps now, 0 to 1. */
  readonly left: number
  readonly right: number
  /** 0 to 1 over one turn of the beacon. */
  readonly beaconPhase?: number
}
export const NO_LAMPS: Lamps = { brake: false, left: 0, right: 0 }

export type Placed = {
  readonly look: Look
  /** Which one it is, as long as it is there; scenery has none. */
  readonly name?: string
  /** Middle of the vehicle across the road and its end nearest to the camera, road metres. */
  readonly across: number
  readonly along: number
  readonly facing: 'away' | 'towards'
  readonly lamps: Lamps
}

const GLASS = ink(44, 50, 58)
const SHINE = ink(112, 120, 128)
const RUBBER = ink(22, 22, 24)
const DARK = ink(34, 35, 38)
const TAIL = ink(120, 22, 20)
const BRAKE = ink(250, 50, 36)
const AMBER_OFF = ink(122, 74, 30)
const AMBER = ink(255, 170, 40)
const HEADLAMP = ink(250, 246, 228)
const PLATE = ink(120, 132, 168)
const BLUE = ink(60, 90, 255)
const RED = ink(255, 40, 50)

/** Beyond this only a few pixels are left. */
const SEEN_TO_M = 520

export function drawVehicle(picture: Picture, view: View, placed: Placed): void {
  const { look, along } = placed
  if (along < 1 || along > SEEN_TO_M) return
  const half = look.wideM / 2
  const far = along + look.longM
  const at = (side: number, ahead: number, up: number): Pixel =>
    project(view, onGround(view, placed.across + side, ahead, up))
  const quad = (corners: readonly Pixel[], top: Ink, alpha = 1, bottom = top): void =>
    fill(picture, corners.flat(), hazed(top, along), alpha, hazed(bottom, along))
  /** A patch of the end nearest to the camera, in shares of the width (−1 to 1) and metres of height. */
  const patch = (left: number, right: number, low: number, high: number, top: Ink, alpha = 1, bottom = top): void =>
    quad(
      [
        at(left * half, along, high),
        at(right * half, along, high),
        at(right * half, along, low),
        at(left * half, along, low),
      ],
      top,
      alpha,
      bottom,
    )

  for (const [grow, alpha] of [
    [0.55, 0.14],
    [0.3, 0.2],
    [0.08, 0.34],
  ] as const)
    quad(
      [
        at(-half - grow, along - grow * 1.4, 0),
        at(half + grow, along - grow * 1.4, 0),
        at(half + grow, far + grow, 0),
        at(-half - grow, far + grow, 0),
      ],
      ink(16, 17, 18),
      alpha,
    )
  // The side that the camera can see past the end.
  const middle = project(view, onGround(view, placed.across, along))[0]
  const seen = middle < view.width / 2 ? half : -half
  const boxy = look.deckM === look.tallM
  const body = look.kind === 'lorry' ? look.second : look.paint
  const low = boxy ? 0.55 : 0.3
  quad(
    [at(seen, along, look.deckM), at(seen, far, look.deckM), at(seen, far, low), at(seen, along, low)],
    lit(body, 0.72),
    1,
    lit(body, 0.46),
  )
  for (const wheel of [along + look.longM * 0.19, far - look.longM * 0.2]) {
    const r = look.wideM > 2.2 ? 0.5 : 0.33
    quad(
      [
        at(seen, wheel - r, r * 1.7),
        at(seen, wheel + r, r * 1.7),
        at(seen, wheel + r * 0.8, 0),
        at(seen, wheel - r * 0.8, 0),
      ],
      RUBBER,
    )
  }
  patch(-0.92, -0.58, 0, 0.5, RUBBER)
  patch(0.58, 0.92, 0, 0.5, RUBBER)
  quad(
    [at(-half, along, look.deckM), at(half, along, look.deckM), at(half, far, look.deckM), at(-half, far, look.deckM)],
    lit(body, 1.04),
    1,
    lit(body, 1.12),
  )
  patch(-1, 1, low, look.deckM, lit(body, 0.9), 1, lit(body, 0.6))
  patch(-0.97, 0.97, 0.26, low + 0.14, DARK)
  if (boxy) boxEnd(patch, look, placed.facing)
  else cabin(quad, at, look, along, seen)
  lamps(picture, view, placed, patch, at)
}

type Patch = (left: number, right: number, low: number, high: number, top: Ink, alpha?: number, bottom?: Ink) => void
type Quad = (corners: readonly Pixel[], top: Ink, alpha?: number, bottom?: Ink) => void
type At = (side: number, ahead: number, up: number) => Pixel

function boxEnd(patch: Patch, look: Look, facing: Placed['facing']): void {
  if (look.kind === 'lorry' && facing === 'away') {
    patch(-0.02, 0.02, 1, look.tallM - 0.1, lit(look.second, 0.5))
    patch(-0.96, 0.96, look.tallM - 0.16, look.tallM - 0.02, lit(look.second, 0.7))
    for (let i = 0; i < 8; i++)
      patch(-0.96 + i * 0.24, -0.84 + i * 0.24, 0.62, 0.78, i % 2 ? ink(176, 60, 50) : ink(196, 196, 190))
    return
  }
  const sill = look.tallM * (look.kind === 'van' ? 0.52 : 0.5)
  patch(-0.86, 0.86, sill, look.tallM * 0.9, SHINE, 1, GLASS)
  if (look.kind === 'lorry') patch(-1, 1, look.tallM * 0.72, look.tallM, lit(look.second, 0.95))
  if (look.kind === 'van') patch(-0.015, 0.015, 0.6, look.tallM * 0.92, lit(look.paint, 0.5))
  if (look.kind === 'bus') patch(-1, 1, 1.25, 1.5, lit(look.second, 0.8))
}

function cabin(quad: Quad, at: At, look: Look, along: number, seen: number): void {
  const half = look.wideM / 2
  const [deck, roof] = [look.deckM, look.tallM]
  const suv = look.kind === 'suv'
  const [footNear, roofNear, roofFar, footFar] = suv ? [0.05, 0.12, 0.56, 0.72] : [0.14, 0.3, 0.58, 0.76]
  const foot = (share: number): number => along + look.longM * share
  const waist = 0.94 * half
  const top = 0.76 * half
  const side = Math.sign(seen)
  quad(
    [
      at(waist * side, foot(footNear), deck),
      at(top * side, foot(roofNear), roof),
      at(top * side, foot(roofFar), roof),
      at(waist * side, foot(footFar), deck),
    ],
    lit(GLASS, 1.25),
    1,
    GLASS,
  )
  quad(
    [
      at(-waist, foot(footNear), deck),
      at(-top, foot(roofNear), roof),
      at(top, foot(roofNear), roof),
      at(waist, foot(footNear), deck),
    ],
    SHINE,
    1,
    GLASS,
  )
  quad(
    [
      at(-top, foot(roofNear), roof),
      at(-top, foot(roofFar), roof),
      at(top, foot(roofFar), roof),
      at(top, foot(roofNear), roof),
    ],
    lit(look.paint, 1.15),
    1,
    lit(look.paint, 1.02),
  )
}

function lamps(picture: Picture, view: View, placed: Placed, patch: Patch, at: At): void {
  const { look, along, lamps: on } = placed
  const half = look.wideM / 2
  const boxy = look.deckM === look.tallM
  const high = look.kind === 'lorry' ? 1.0 : boxy ? 1.15 : look.deckM - 0.06
  const low = look.kind === 'lorry' ? 0.82 : boxy ? 0.72 : look.deckM - 0.26
  const scale = view.focal / along
  const shine = (side: number, up: number, radiusM: number, of: Ink, strength: number): void => {
    const [x, y] = at(side * half, along, up)
    glow(picture, x, y, Math.max(1.2, radiusM * scale), of, strength * Math.exp(-along / 260))
  }
  if (placed.facing === 'towards') {
    for (const side of [-0.74, 0.74]) {
      patch(side - 0.15, side + 0.15, 0.58, 0.76, HEADLAMP)
      shine(side, 0.67, 0.75, HEADLAMP, 0.75)
    }
    return
  }
  patch(-0.24, 0.24, boxy ? 0.62 : 0.52, boxy ? 0.74 : 0.64, PLATE)
  for (const [side, amber] of [
    [-1, on.left],
    [1, on.right],
  ] as const) {
    const [inner, outer] = [0.52 * side, 0.97 * side]
    const [a, b] = inner < outer ? [inner, outer] : [outer, inner]
    const split = 0.74 * side
    patch(a, b, low, high, on.brake ? BRAKE : TAIL)
    const [c, d] = split < outer ? [split, outer] : [outer, split]
    patch(c, d, low, high, AMBER_OFF)
    if (on.brake) shine(0.66 * side, (low + high) / 2, 0.5, BRAKE, 0.55)
    else shine(0.66 * side, (low + high) / 2, 0.26, BRAKE, 0.12)
    if (amber > 0) {
      patch(c, d, low - 0.03, high + 0.03, AMBER, amber)
      shine(0.86 * side, (low + high) / 2, 0.62, AMBER, 0.95 * amber)
    }
  }
  if (on.brake && !boxy) patch(-0.2, 0.2, look.deckM + 0.02, look.deckM + 0.08, BRAKE)
  if (look.beacon && on.beaconPhase !== undefined) {
    const first = on.beaconPhase % 1 < 0.5
    const [left, right] = look.beacon === 'amber' ? [AMBER, AMBER] : [BLUE, RED]
    const [x, y] = at((first ? -0.45 : 0.45) * half, along + look.longM * 0.35, look.tallM + 0.12)
    glow(picture, x, y, Math.max(1.5, 0.55 * scale), first ? left : right, 1)
  }
}

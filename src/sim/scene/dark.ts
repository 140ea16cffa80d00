/** Dusk, night and rain over a simulated picture: what little light falls where, the lamps of the road and of those who drive, and streaks. */
import { fill, glow } from './brush.ts'
import { type Ink, ink, type Picture } from './picture.ts'
import type { Placed } from './vehicle.ts'
import { groundAt, onGround, project, ROAD_EDGE_M, SHOULDER_EDGE_M, type View } from './view.ts'

export const DAYLIGHTS = ['day', 'dusk', 'night'] as const
export type Daylight = (typeof DAYLIGHTS)[number]

type Manner = {
  /** Share of the day's light on the ground and in the sky. */
  readonly ground: number
  readonly sky: number
  /** What the lamp posts add in the middle of their pools. */
  readonly pools: number
  readonly colour: number
  /** How much of a lamp's glare is left against the light around it. */
  readonly glare: number
  /** Grain: a camera turns its gain up in the dark. */
  readonly grain: number
}

const MANNERS: Readonly<Record<Exclude<Daylight, 'day'>, Manner>> = {
  dusk: { ground: 0.4, sky: 0.62, pools: 0.14, colour: 0.7, glare: 0.6, grain: 2.6 },
  night: { ground: 0.15, sky: 0.1, pools: 0.4, colour: 0.45, glare: 1, grain: 4 },
}

export type Darkness = {
  readonly manner: Manner
  /** Light by pixel, 255 for the whole of it. */
  readonly luma: Uint8Array
  readonly lamps: readonly { readonly x: number; readonly y: number; readonly radius: number }[]
}

const POSTS_EVERY_M = 45
/** Light on the corner with the words. */
const LETTERED = 120
const POOL_M = 11
const LAMP_UP_M = 9.6
const SODIUM = ink(255, 214, 150)
const WARM = ink(250, 244, 222)
const RED = ink(250, 40, 30)
const AMBER = ink(255, 170, 40)

/** `letteredTo`: the corner with the words stays readable. */
export function darknessOf(
  view: View,
  setting: 'expressway' | 'street',
  daylight: Exclude<Daylight, 'day'>,
  letteredTo: readonly [right: number, bottom: number],
): Darkness {
  const manner = MANNERS[daylight]
  const { width, height } = view
  const outer = setting === 'expressway' ? SHOULDER_EDGE_M + 1 : ROAD_EDGE_M + 1
  const luma = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    const ahead = row > view.horizon + 1 ? groundAt(view, [0, row + 0.5])[1] : Number.POSITIVE_INFINITY
    for (let x = 0; x < width; x++) {
      let share = row <= view.horizon + 1 ? manner.sky : manner.ground
      if (ahead < 400) {
        const right = ((x + 0.5 - width / 2) * ahead) / view.focal
        const across = right + view.acrossM + view.turn * ahead - view.bend * ahead * ahead
        const along = ((ahead % POSTS_EVERY_M) + POSTS_EVERY_M) % POSTS_EVERY_M
        const off = Math.min(along, POSTS_EVERY_M - along) ** 2 + ((across - outer + 3) / 1.1) ** 2
        share += manner.pools * Math.exp(-off / (2 * POOL_M * POOL_M))
      }
      const lettered = x < letteredTo[0] && row < letteredTo[1]
      luma[row * width + x] = lettered ? LETTERED : Math.min(255, Math.round(255 * share))
    }
  }
  const lamps = Array.from({ length: 5 }, (_, post) => {
    const along = (post + 1) * POSTS_EVERY_M
    const [x, y] = project(view, onGround(view, outer - 2, along, LAMP_UP_M))
    return { x, y, radius: Math.max(1.4, (0.55 * view.focal) / along) }
  })
  return { manner, luma, lamps }
}

/** Takes the light away. The hot loop of a dark scene: one product a pixel. */
export function darken(picture: Picture, { luma, manner }: Darkness): void {
  const { y, u, v } = picture
  for (let at = 0; at < y.length; at++) y[at] = 16 + ((((y[at] ?? 16) - 16) * (luma[at] ?? 0)) >> 8)
  const colour = Math.round(256 * manner.colour)
  for (let at = 0; at < u.length; at++) {
    u[at] = 128 + ((((u[at] ?? 128) - 128) * colour) >> 8)
    v[at] = 128 + ((((v[at] ?? 128) - 128) * colour) >> 8)
  }
}

/** Lamps of the road and of all vehicles, farthest first. */
export function lightUp(picture: Picture, view: View, { manner, lamps }: Darkness, vehicles: readonly Placed[]): void {
  for (const { x, y, radius } of lamps) {
    glow(picture, x, y, radius, SODIUM, 1)
    glow(picture, x, y, radius * 4, SODIUM, 0.22 * manner.glare)
  }
  for (const vehicle of vehicles) lampsOf(picture, view, vehicle, manner)
}

function lampsOf(picture: Picture, view: View, placed: Placed, { glare }: Manner): void {
  const { look, along, lamps, facing, across } = placed
  if (along < 2 || along > 520) return
  const half = look.wideM / 2
  const scale = view.focal / along
  const far = Math.exp(-along / 420)
  const shine = (side: number, up: number, radiusM: number, of: Ink, strength: number): void => {
    const [x, y] = project(view, onGround(view, across + side * half, along, up))
    glow(picture, x, y, Math.max(1.3, radiusM * scale), of, strength * far)
  }
  if (facing === 'towards') {
    beam(picture, view, across, along - 3, along - 26, glare)
    for (const side of [-0.74, 0.74]) {
      shine(side, 0.67, 0.34, WARM, 1.4)
      shine(side, 0.67, 1.5, WARM, 0.42 * glare)
    }
    // Glare: the lens spreads both lamps into one.
    shine(0, 0.67, 3.4, WARM, 0.16 * glare)
    return
  }
  beam(picture, view, across, along + look.longM + 6, along + look.longM + 34, glare)
  for (const [side, amber] of [
    [-0.72, lamps.left],
    [0.72, lamps.right],
  ] as const) {
    shine(side, 0.8, 0.28, RED, 0.75)
    shine(side, 0.8, lamps.brake ? 1.1 : 0.7, RED, (lamps.brake ? 0.6 : 0.22) * glare)
    if (amber > 0) {
      shine(side * 1.15, 0.8, 0.34, AMBER, 1.2 * amber)
      shine(side * 1.15, 0.8, 1.3, AMBER, 0.5 * amber * glare)
    }
  }
}

/** The road in the beam of headlamps, between two distances from the camera. */
function beam(picture: Picture, view: View, across: number, fromM: number, toM: number, glare: number): void {
  const [near, farther] = [Math.max(3, Math.min(fromM, toM)), Math.max(3, Math.max(fromM, toM))]
  if (farther - near < 1) return
  // Egg-shaped rings on the ground, each a little smaller and nearer to the lamps: soft at the edge.
  for (let ring = 0; ring < RINGS; ring++) {
    const share = 1 - ring / RINGS
    const middle = near + (farther - near) * 0.5 * share
    const long = (farther - near) * 0.5 * share
    const corners = CIRCLE.map(([sine, cosine]) => {
      const ahead = Math.max(2, middle + long * cosine)
      return project(view, onGround(view, across + (0.9 + 1.9 * share) * sine, ahead))
    })
    fill(picture, corners.flat(), WARM, 0.055 * glare * Math.exp(-near / 220))
  }
}

const RINGS = 6
const CIRCLE = Array.from({ length: 14 }, (_, k) => {
  const angle = (k / 14) * 2 * Math.PI
  return [Math.sin(angle), Math.cos(angle)] as const
})

const DROPS = 110

/** Streaks of rain near the lens, others in every frame. */
export function rain(picture: Picture, seed: number, frame: number): void {
  const { width, height } = picture
  const light = ink(188, 192, 198)
  let state = (Math.imul(seed ^ 0x7f4a7c15, 0x2c1b3c6d) + Math.imul(frame + 1, 0x9e3779b1)) >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  for (let drop = 0; drop < DROPS; drop++) {
    const [x, y] = [next() * width * 1.1 - 0.05 * width, next() * height]
    const long = height * (0.03 + 0.07 * next())
    const lean = -0.16 * long
    const wide = Math.max(0.6, width / 640)
    fill(picture, [x, y, x + wide, y, x + wide + lean, y + long, x + lean, y + long], light, 0.1 + 0.16 * next())
  }
}

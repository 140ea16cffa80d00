/** What stands beside a simulated road: rails and their posts, the hedge of the median, trees, a sign gantry, street lamps. */
import type { Dice } from '../../core/dice.ts'
import { fill } from './brush.ts'
import { hazed, type Ink, ink, lit, type Picture } from './picture.ts'
import { OPPOSITE_M, onGround, project, type View } from './view.ts'

const RAIL = ink(142, 147, 150)
const POST = ink(88, 92, 94)
const LEAF = ink(48, 60, 44)
const GANTRY = ink(112, 118, 122)
const SIGN = ink(22, 92, 66)

/** An upright band along the road between two heights. */
function wall(
  canvas: Picture,
  view: View,
  across: number,
  low: number,
  high: number,
  top: Ink,
  bottom: Ink,
  nearM: number,
  farM: number,
): void {
  for (let near = nearM; near < farM; near = near * 1.1 + 0.3) {
    const far = Math.min(farM, near * 1.1 + 0.3)
    const corners = [
      project(view, onGround(view, across, near, low)),
      project(view, onGround(view, across, near, high)),
      project(view, onGround(view, across, far, high)),
      project(view, onGround(view, across, far, low)),
    ]
    fill(canvas, corners.flat(), hazed(top, near), 1, hazed(bottom, near))
  }
}

function upright(
  canvas: Picture,
  view: View,
  across: number,
  along: number,
  low: number,
  high: number,
  wide: number,
  of: Ink,
): void {
  const [x, y] = project(view, onGround(view, across, along, low))
  const [, top] = project(view, onGround(view, across, along, high))
  const half = Math.max(0.4, (wide * view.focal) / along / 2)
  fill(canvas, [x - half, top, x + half, top, x + half, y, x - half, y], hazed(of, along))
}

/** A crown of several overlapping rounds: darker below, lighter where the sky falls on it. */
function tree(canvas: Picture, view: View, dice: Dice, across: number, along: number, tall: number): void {
  upright(canvas, view, across, along, 0, tall * 0.5, 0.35, ink(58, 52, 46))
  const tone = dice.between(0.75, 1.15)
  for (let i = 0; i < 11; i++) {
    const rise = dice.between(0.32, 0.9)
    const spread = tall * 0.27 * Math.sin(Math.PI * Math.min(0.95, rise + 0.12))
    const [x, y] = project(view, onGround(view, across + dice.between(-spread, spread), along, tall * rise))
    const r = (tall * dice.between(0.13, 0.22) * view.focal) / along
    const leaf = hazed(lit(LEAF, tone * (0.6 + rise * 0.75)), along)
    const shape = Array.from({ length: 10 }, (_, k) => {
      const angle = (k / 10) * 2 * Math.PI
      return [x + r * Math.cos(angle) * 1.1, y + r * Math.sin(angle) * 0.85]
    }).flat()
    fill(canvas, shape, lit(leaf, 1.16), 0.8, lit(leaf, 0.78))
  }
}

/** `opposite` and `outer` are the outermost edges of asphalt, in road metres. */
export function roadside(
  canvas: Picture,
  view: View,
  setting: 'expressway' | 'street',
  dice: Dice,
  opposite: number,
  outer: number,
): void {
  const places: { across: number; along: number; tall: number }[] = []
  for (let along = 360; along > 16; along -= dice.between(7, 15) * (setting === 'street' ? 1.6 : 1)) {
    places.push({ across: opposite - dice.between(7, 10), along, tall: dice.between(5, 8.5) })
    if (dice.chance(0.75)) places.push({ across: opposite - dice.between(13, 30), along, tall: dice.between(6, 11) })
    if (dice.chance(0.8)) places.push({ across: outer + dice.between(6, 9), along, tall: dice.between(4.5, 8) })
    if (dice.chance(0.6)) places.push({ across: outer + dice.between(13, 34), along, tall: dice.between(6, 11) })
  }
  for (const { across, along, tall } of places.filter((each) => each.across < opposite))
    tree(canvas, view, dice, across, along, tall)
  rails(canvas, view, opposite - 0.5)
  hedge(canvas, view, dice)
  if (setting === 'expressway') {
    rails(canvas, view, OPPOSITE_M + 0.5)
    rails(canvas, view, -0.6)
    gantry(canvas, view, outer)
  }
  for (const { across, along, tall } of places.filter((each) => each.across > outer))
    tree(canvas, view, dice, across, along, tall)
  if (setting === 'expressway') rails(canvas, view, outer + 0.45)
  else
    for (let along = 300; along > 20; along -= 32) {
      upright(canvas, view, outer + 0.8, along, 0, 9.5, 0.22, POST)
      const [x, y] = project(view, onGround(view, outer + 0.8, along, 9.5))
      const [tip] = project(view, onGround(view, outer - 1.6, along, 9.7))
      fill(canvas, [tip, y - 2, x, y - 1.5, x, y + 1, tip, y], hazed(POST, along))
    }
}

function rails(canvas: Picture, view: View, across: number): void {
  for (let along = 240; along > 6; along -= 4) upright(canvas, view, across, along, 0, 0.72, 0.13, POST)
  wall(canvas, view, across, 0.44, 0.76, RAIL, lit(RAIL, 0.66), 4.5, 520)
}

function hedge(canvas: Picture, view: View, dice: Dice): void {
  for (let along = 330; along > 7; along -= Math.max(0.9, along * 0.014)) {
    const across = (OPPOSITE_M + -0.1) / 2 + dice.between(-0.25, 0.25)
    const [x, y] = project(view, onGround(view, across, along, 0.1))
    const [, top] = project(view, onGround(view, across, along, dice.between(0.85, 1.25)))
    const half = (0.75 * view.focal) / along
    const leaf = hazed(lit(LEAF, dice.between(0.8, 1.15)), along)
    fill(
      canvas,
      [x - half, y, x - half * 0.7, top, x + half * 0.7, top, x + half, y],
      lit(leaf, 1.2),
      0.92,
      lit(leaf, 0.6),
    )
  }
}

/** A green direction sign over the road; its strokes only look like writing. */
function gantry(canvas: Picture, view: View, outer: number): void {
  const along = 148
  const bar = (from: number, to: number, low: number, high: number, of: Ink): void => {
    const a = project(view, onGround(view, from, along, low))
    const b = project(view, onGround(view, to, along, high))
    fill(canvas, [a[0], b[1], b[0], b[1], b[0], a[1], a[0], a[1]], hazed(of, along * 0.6))
  }
  upright(canvas, view, outer + 1, along, 0, 8.6, 0.5, GANTRY)
  upright(canvas, view, -1.2, along, 0, 8.6, 0.5, GANTRY)
  bar(-1.2, outer + 1, 7.7, 8.1, GANTRY)
  bar(-1.2, outer + 1, 8.3, 8.6, GANTRY)
  for (const [from, to] of [
    [0.4, 4.6],
    [5.4, 10.2],
  ] as const) {
    bar(from, to, 6.4, 9.4, SIGN)
    const white = ink(176, 184, 180)
    bar(from + 0.5, to - 1.6, 8.3, 8.7, white)
    bar(from + 0.5, to - 0.9, 7.4, 7.7, white)
    bar(to - 1, to - 0.6, 8.1, 8.9, white)
  }
}

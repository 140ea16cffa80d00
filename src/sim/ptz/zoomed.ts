/** The picture of the simulated PTZ: the overview's very scene from its pose, marked "SIMULATED"; by day; soft while it turns, sharp when it stands. */
import { paintBackdrop } from '../scene/backdrop.ts'
import { letter } from '../scene/lettering.ts'
import { blankPicture, type Picture } from '../scene/picture.ts'
import { openRender, ownSeed, type SceneSite, type Stage } from '../scene/scene.ts'
import type { View } from '../scene/view.ts'
import type { Pose } from './head.ts'
import { timesOf, turnedView } from './view.ts'

export type Zoomed = { paint(at: number, stage: Stage, pose: Pose, isMoving: boolean): Picture }

export function openZoomed(site: SceneSite, seed: number): Zoomed {
  const { view: overview, setting } = site
  const own = ownSeed(site.id, seed)
  const home = paintBackdrop(overview, setting, own)
  const turning = blankPicture(overview.width, overview.height)
  const render = openRender(site, seed, null)
  let stood: { readonly pose: Pose; readonly backdrop: Picture } | null = null

  const mark = (backdrop: Picture, pose: Pose): Picture => {
    letter(backdrop, `SIMULATED  ${site.id.toUpperCase()} PTZ X${timesOf(pose).toFixed(1)}`, 10, 8, 2)
    return backdrop
  }
  const sharp = (pose: Pose): Picture => {
    if (stood && samePose(stood.pose, pose)) return stood.backdrop
    const backdrop = mark(paintBackdrop(turnedView(overview, pose), setting, own, overview), pose)
    stood = { pose, backdrop }
    return backdrop
  }
  return {
    paint: (at, stage, pose, isMoving) => {
      const view = turnedView(overview, pose)
      const backdrop = isMoving ? mark(magnified(home, turning, overview, view), pose) : sharp(pose)
      return render(backdrop, view, at, stage)
    },
  }
}

const samePose = (a: Pose, b: Pose): boolean => a.pan === b.pan && a.tilt === b.tilt && a.zoom === b.zoom

/** The view's part of the overview's backdrop: from one mast, another pose is a shift and a scale of the same picture. */
function magnified(home: Picture, into: Picture, overview: View, view: View): Picture {
  const times = view.focal / overview.focal
  const left = overview.width / 2 + (view.turn - overview.turn) * overview.focal - overview.width / 2 / times
  const top = overview.horizon - view.horizon / times
  const resample = (from: Uint8Array, to: Uint8Array, width: number, height: number, x0: number, y0: number): void => {
    for (let y = 0; y < height; y++) {
      const row = Math.min(height - 1, Math.max(0, Math.floor(y0 + y / times))) * width
      for (let x = 0; x < width; x++)
        to[y * width + x] = from[row + Math.min(width - 1, Math.max(0, Math.floor(x0 + x / times)))] ?? 0
    }
  }
  const { width, height } = home
  resample(home.y, into.y, width, height, left, top)
  resample(home.u, into.u, (width + 1) >> 1, (height + 1) >> 1, left / 2, top / 2)
  resample(home.v, into.v, (width + 1) >> 1, (height + 1) >> 1, left / 2, top / 2)
  return into
}

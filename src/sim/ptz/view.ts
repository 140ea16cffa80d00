/** What a simulated PTZ on the overview's mast sees from a pose, and which pose has a pixel of the overview in its middle. */
import type { View } from '../scene/view.ts'
import type { Pose } from './head.ts'

/** At pan or tilt 1. */
const FULL_TURN = 0.6
/** At zoom 1. */
const FULL_ZOOM = 12

export const timesOf = ({ zoom }: Pose): number => FULL_ZOOM ** zoom
const zoomOf = (times: number): number => Math.log(Math.min(FULL_ZOOM, Math.max(1, times))) / Math.log(FULL_ZOOM)

/** The pixel of the overview that stands in the middle. */
function middleOf(overview: View, { pan, tilt }: Pose): readonly [number, number] {
  return [
    overview.width / 2 + overview.focal * Math.tan(pan * FULL_TURN),
    overview.height / 2 - overview.focal * Math.tan(tilt * FULL_TURN),
  ]
}

/** The lens is shifted, as the overview's is, so that upright things stay upright. */
export function turnedView(overview: View, pose: Pose): View {
  const times = timesOf(pose)
  const [x, y] = middleOf(overview, pose)
  return {
    ...overview,
    focal: overview.focal * times,
    horizon: overview.height / 2 + (overview.horizon - y) * times,
    turn: overview.turn + (x - overview.width / 2) / overview.focal,
  }
}

export function poseFor(overview: View, [x, y]: readonly [number, number], times: number): Pose {
  const angle = (pixels: number): number => Math.atan(pixels / overview.focal) / FULL_TURN
  return { pan: angle(x - overview.width / 2), tilt: angle(overview.height / 2 - y), zoom: zoomOf(times) }
}

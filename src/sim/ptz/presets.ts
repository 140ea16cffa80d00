/** The surveyed presets of the simulated PTZ: home is the overview's own view; the others look at shoulder and lane, near and far. */
import { onGround, type Pixel, project, ROAD_EDGE_M, SHOULDER_EDGE_M, type View } from '../scene/view.ts'
import type { Pose } from './head.ts'
import { poseFor } from './view.ts'

export const HOME = 'home'
const AT_HOME: Pose = { pan: 0, tilt: 0, zoom: 0 }
const ALONG_M = [30, 48, 80] as const
const ACROSS = [
  ['shoulder', (ROAD_EDGE_M + SHOULDER_EDGE_M) / 2],
  ['lane', ROAD_EDGE_M / 2],
] as const
/** A car is this share of the picture's width. */
const CAR_SHARE = 0.3
const CAR_M = 1.82
/** What stands on the road has its middle about here. */
const MIDDLE_M = 0.7

export type Preset = {
  readonly token: string
  readonly pose: Pose
  readonly zone?: 'shoulder' | 'lane'
  readonly pixel?: Pixel
}

export function presetsOf(overview: View): readonly Preset[] {
  const away = ACROSS.flatMap(([zone, across]) =>
    ALONG_M.map((along): Preset => {
      const pixel = project(overview, onGround(overview, across, along, MIDDLE_M))
      const times = (CAR_SHARE * overview.width * along) / (CAR_M * overview.focal)
      return { token: `${zone}-${along}m`, pose: poseFor(overview, pixel, times), zone, pixel }
    }),
  )
  return [{ token: HOME, pose: AT_HOME }, ...away]
}

const round = (value: number): number => Math.round(value * 1e5) / 1e5

/** As camera.json carries them. */
export function presetRecords(overview: View): readonly Readonly<Record<string, unknown>>[] {
  return presetsOf(overview).map(({ token, pose, zone, pixel }) => ({
    token,
    ...(zone && { zone }),
    ...(pixel && { pixel: pixel.map(round) }),
    position: { pan: round(pose.pan), tilt: round(pose.tilt), zoom: round(pose.zoom) },
  }))
}

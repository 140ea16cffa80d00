/** How a simulated camera sees the road: the projection between metres on the ground and pixels, shared by renderer and camera record. */

/** Metres from the camera's foot: right of its axis, ahead, above the road. */
export type Point3 = readonly [right: number, ahead: number, up: number]
export type Pixel = readonly [x: number, y: number]

export type View = {
  readonly width: number
  readonly height: number
  /** Focal length in pixels. */
  readonly focal: number
  /** The row of the horizon; the lens is shifted, not tilted, so upright things stay upright. */
  readonly horizon: number
  readonly mastM: number
  /** The camera's place across the road, in road metres (0: inner edge line of its carriageway). */
  readonly acrossM: number
  /** How far to the left of the axis the road's direction lies at the mast, radians. */
  readonly turn: number
  /** Bend of the road: metres sideways at z metres ahead are `bend * z²`, to the right when positive. */
  readonly bend: number
}

/** From road metres (across from the inner edge line, along) to camera metres. */
export function onGround(view: View, across: number, along: number, up = 0): Point3 {
  return [across - view.acrossM - view.turn * along + view.bend * along * along, along, up]
}

/** Pixel of a point at least a metre ahead of the camera. */
export function project(view: View, [right, ahead, up]: Point3): Pixel {
  const scale = view.focal / Math.max(1, ahead)
  return [view.width / 2 + right * scale, view.horizon + (view.mastM - up) * scale]
}

/** The ground point, in camera metres, that a pixel below the horizon shows. */
export function groundAt(view: View, [x, y]: Pixel): readonly [right: number, ahead: number] {
  const ahead = (view.focal * view.mastM) / (y - view.horizon)
  return [((x - view.width / 2) * ahead) / view.focal, ahead]
}

/** Cross-section of a carriageway in road metres. */
export const LANE_M = 3.75
export const ROAD_EDGE_M = 2 * LANE_M
export const SHOULDER_EDGE_M = ROAD_EDGE_M + 3.2
/** The opposite carriageway: its inner edge line, lanes going further to the left from there. */
export const OPPOSITE_M = -3.2

/** The view at another picture size. */
export function resized(view: View, width: number): View {
  const by = width / view.width
  return {
    ...view,
    width,
    height: Math.round(view.height * by),
    focal: view.focal * by,
    horizon: view.horizon * by,
  }
}

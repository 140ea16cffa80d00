/** A simulated camera's zones and surveyed ground points, computed from the same projection that draws its picture. */
import { groundAt, LANE_M, onGround, type Pixel, project, ROAD_EDGE_M, SHOULDER_EDGE_M, type View } from './view.ts'

export type ZoneRecord =
  | { readonly kind: 'shoulder'; readonly polygon: readonly Pixel[] }
  | { readonly kind: 'lane'; readonly polygon: readonly Pixel[]; readonly towards: Pixel }

const round = (value: number): number => Math.round(value * 10) / 10
const pixel = ([x, y]: Pixel): Pixel => [round(x), round(y)]

/** A strip of road between two lines across it, from the bottom of the picture to `farM`. */
function strip(view: View, from: number, to: number, farM: number): readonly Pixel[] {
  const nearM = (view.focal * view.mastM) / (view.height - 1 - view.horizon)
  const steps = 10
  // Even steps in the picture, not on the road.
  const depths = Array.from({ length: steps + 1 }, (_, i) => 1 / (1 / nearM + ((1 / farM - 1 / nearM) * i) / steps))
  const side = (across: number): Pixel[] => depths.map((along) => pixel(project(view, onGround(view, across, along))))
  return [...side(from), ...side(to).reverse()].map(
    ([x, y]): Pixel => [
      Math.max(-0.2 * view.width, Math.min(1.2 * view.width, x)),
      Math.max(0, Math.min(view.height, y)),
    ],
  )
}

/** Lanes and, where there is one, the shoulder; the far ends lie where a car is still a dozen pixels wide. */
export function zonesOf(view: View, shoulder: boolean): readonly ZoneRecord[] {
  const farM = (view.focal * 1.8) / (view.width / 55)
  const lane = (from: number): ZoneRecord => {
    const near = project(view, onGround(view, from + LANE_M / 2, farM * 0.35))
    const far = project(view, onGround(view, from + LANE_M / 2, farM * 0.6))
    const length = Math.hypot(far[0] - near[0], far[1] - near[1])
    const unit = (value: number): number => Math.round((value / length) * 1000) / 1000
    return {
      kind: 'lane',
      polygon: strip(view, from, from + LANE_M, farM),
      towards: [unit(far[0] - near[0]), unit(far[1] - near[1])],
    }
  }
  const lanes = [lane(0), lane(LANE_M)]
  if (!shoulder) return lanes
  return [{ kind: 'shoulder', polygon: strip(view, ROAD_EDGE_M + 0.1, SHOULDER_EDGE_M, farM) }, ...lanes]
}

/** Six surveyed points on the flat road, in camera metres (right, ahead). */
export function groundOf(view: View): readonly { readonly pixel: Pixel; readonly metres: readonly [number, number] }[] {
  const nearM = ((view.focal * view.mastM) / (view.height - view.horizon)) * 1.15
  return [nearM, nearM * 2, nearM * 4].flatMap((along) =>
    [0.2, ROAD_EDGE_M].map((across) => {
      const at = pixel(project(view, onGround(view, across, along)))
      const [right, ahead] = groundAt(view, at)
      return { pixel: at, metres: [Math.round(right * 1000) / 1000, Math.round(ahead * 1000) / 1000] as const }
    }),
  )
}

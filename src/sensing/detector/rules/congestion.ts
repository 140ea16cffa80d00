/**
 * Congestion: what stands or creeps has covered most of a lane's length for FULL_MS; it is over only when that has been clearly less for a while (hysteresis).
 * Length and not area, because one lorry is large but short beside a queue; and a queue of two files leaves much of the road between and beside them bare.
 */
import { FULL_MS } from '../queue.ts'
import type { Finding, Rule, Scene } from '../scene.ts'
import type { PaintedZone } from '../zones.ts'

/** A lane smaller than this share of the picture cannot show a queue. */
const LEAST_LANE = 0.005

export const congestion: Rule = {
  name: 'congestion',
  version: 3,
  open: () => (scene) => scene.zones.list.flatMap((zone) => look(scene, zone)),
}

function look(scene: Scene, zone: PaintedZone): readonly Finding[] {
  if (zone.kind !== 'lane' || zone.pixels < LEAST_LANE * scene.size.width * scene.size.height) return []
  const { queuedFrom, cover } = scene.lane(zone)
  if (queuedFrom === null) return []
  const percent = Math.round(100 * cover)
  return [
    {
      type: 'congestion',
      zone,
      box: boxOf(scene, zone),
      onsetAt: queuedFrom,
      grade: 'B',
      hazardLights: null,
      reason: {
        en: `standing or creeping traffic has covered ${percent} % of the lane's length for more than ${FULL_MS / 1000} s`,
        zh: `停滞或缓行车流占车道长度 ${percent} %，超过 ${FULL_MS / 1000} 秒`,
      },
    },
  ]
}

function boxOf({ zones }: Scene, zone: PaintedZone): Finding['box'] {
  let left = zones.width
  let top = zones.height
  let right = 0
  let bottom = 0
  for (let y = 0; y < zones.height; y += 1)
    for (let x = 0; x < zones.width; x += 1) {
      if (zones.mask[y * zones.width + x] !== zone.number) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = y + 1
    }
  return [left, top, right - left, bottom - top]
}

/**
 * Congestion: what stands or creeps has covered most of a lane's length for FULL_MS; it is over only when that has been clearly less for a while (hysteresis).
 * Length and not area, because one lorry is large but short beside a queue; and a queue of two files leaves much of the road between and beside them bare.
 */
import { coverOf, slowIn } from '../queue.ts'
import type { Finding, Rule, Scene } from '../scene.ts'
import type { PaintedZone } from '../zones.ts'

const FULL_COVER = 0.5
const CLEAR_COVER = 0.3
const FULL_MS = 15_000
const CLEAR_MS = 30_000
/** A queue that moves on for a moment is one queue. */
const SMOOTH_MS = 6_000

type Memory = { smooth: number; fullFrom: number; clearFrom: number; congested: boolean; seenAt: number }

export const congestion: Rule = {
  name: 'congestion',
  version: 2,
  open: () => {
    const memories = new Map<number, Memory>()
    return (scene) => scene.zones.list.flatMap((zone) => look(scene, zone, memories))
  },
}

function look(scene: Scene, zone: PaintedZone, memories: Map<number, Memory>): readonly Finding[] {
  if (zone.kind !== 'lane' || zone.pixels < 0.005 * scene.size.width * scene.size.height) return []
  const { at } = scene
  const memory = memories.get(zone.number) ?? {
    ...{ smooth: 0, fullFrom: Number.NaN, clearFrom: Number.NaN, congested: false, seenAt: at },
  }
  memories.set(zone.number, memory)
  const share = Math.min(1, Math.max(0, at - memory.seenAt) / SMOOTH_MS)
  memory.smooth += share * (coverOf(slowIn(scene, zone), zone) - memory.smooth)
  memory.seenAt = at
  const isFull = memory.smooth > FULL_COVER
  const isClear = memory.smooth < CLEAR_COVER
  // Between the two it is neither: a queue that was full stays the same queue.
  if (isFull && Number.isNaN(memory.fullFrom)) memory.fullFrom = at
  if (isClear) memory.fullFrom = Number.NaN
  memory.clearFrom = isClear ? (Number.isNaN(memory.clearFrom) ? at : memory.clearFrom) : Number.NaN
  if (!memory.congested && isFull && at - memory.fullFrom >= FULL_MS) memory.congested = true
  else if (memory.congested && at - memory.clearFrom >= CLEAR_MS) memory.congested = false
  if (!memory.congested) return []
  const percent = Math.round(100 * memory.smooth)
  return [
    {
      type: 'congestion',
      zone,
      box: boxOf(scene, zone),
      onsetAt: Number.isNaN(memory.fullFrom) ? at : memory.fullFrom,
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

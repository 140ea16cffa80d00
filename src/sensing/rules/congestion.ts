/** Congestion: a lane has been full and slow for FULL_MS; it is over only when it has been clearly emptier for a while (hysteresis). */
import type { Finding, Rule, Scene } from '../scene.ts'
import type { PaintedZone } from '../zones.ts'

const FULL_OCCUPANCY = 0.42
const CLEAR_OCCUPANCY = 0.25
const FULL_MS = 20_000
const CLEAR_MS = 30_000
/** In a tracked thing's own sizes a second: walking pace and less. */
const SLOW_SIZES_S = 0.35

type Memory = { smooth: number; fullFrom: number; clearFrom: number; congested: boolean; seenAt: number }

export const congestion: Rule = {
  name: 'congestion',
  version: 1,
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
  const share = Math.min(1, (at - memory.seenAt) / 4_000)
  memory.smooth += share * (scene.occupancy(zone) - memory.smooth)
  memory.seenAt = at
  const here = scene.tracks.filter((track) => track.path.at(-1)?.zone === zone && at - track.bornAt > 1_000)
  const speeds = here
    .map((track) => Math.hypot(track.vx, track.vy) / Math.sqrt(track.width * track.height))
    .sort((a, b) => a - b)
  const isSlow = (speeds[speeds.length >> 1] ?? 0) < SLOW_SIZES_S
  const isFull = memory.smooth > FULL_OCCUPANCY && isSlow
  const isClear = memory.smooth < CLEAR_OCCUPANCY
  memory.fullFrom = isFull ? (Number.isNaN(memory.fullFrom) ? at : memory.fullFrom) : Number.NaN
  memory.clearFrom = isClear ? (Number.isNaN(memory.clearFrom) ? at : memory.clearFrom) : Number.NaN
  if (!memory.congested && at - memory.fullFrom >= FULL_MS) memory.congested = true
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
        en: `the lane has been ${percent} % full and slow for more than ${FULL_MS / 1000} s`,
        zh: `车道占用 ${percent} %，缓行超过 ${FULL_MS / 1000} 秒`,
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

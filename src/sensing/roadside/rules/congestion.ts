/** Congestion: for FULL_MS at least VEHICLES within REACH_M of one carriageway have crawled (their median below 20 km/h); over only when that has not been so for CLEAR_MS. */
import type { Carriageway } from '../../../core/place.ts'
import { CRAWLS_BELOW_MS } from '../../metres.ts'
import type { RoadFinding, RoadRule, RoadScene } from '../scene.ts'
import { lastOf, type Thing } from '../things.ts'

const VEHICLES = 5
const REACH_M = 200
const FULL_MS = 20_000
const CLEAR_MS = 30_000

type Memory = { fullFrom: number; lastFull: number; congested: boolean }

export const congestion: RoadRule = {
  name: 'congestion',
  version: 1,
  open: () => {
    const memories: Record<Carriageway, Memory> = {
      up: { fullFrom: Number.NaN, lastFull: Number.NEGATIVE_INFINITY, congested: false },
      down: { fullFrom: Number.NaN, lastFull: Number.NEGATIVE_INFINITY, congested: false },
    }
    return (scene) => [...look(scene, 'up', memories.up), ...look(scene, 'down', memories.down)]
  },
}

function look(scene: RoadScene, carriageway: Carriageway, memory: Memory): readonly RoadFinding[] {
  const { at } = scene
  const crowd = crowdOf(scene.vehicles(carriageway))
  const middle = crowd[crowd.length >> 1]
  if (middle) {
    if (Number.isNaN(memory.fullFrom)) memory.fullFrom = at
    memory.lastFull = at
  } else if (!memory.congested || at - memory.lastFull >= CLEAR_MS) {
    // A gap of a few seconds between two who crawl does not begin it anew.
    if (at - memory.lastFull >= 3_000) {
      memory.fullFrom = Number.NaN
      memory.congested = false
    }
  }
  if (at - memory.fullFrom >= FULL_MS) memory.congested = true
  if (!memory.congested || !middle) return []
  const zone = 'lane'
  const said = crowd.length
  const seconds = Math.round((at - memory.fullFrom) / 1000)
  return [
    {
      type: 'congestion',
      carriageway,
      zone,
      spot: lastOf(middle),
      onsetAt: memory.fullFrom,
      grade: 'B',
      reason: {
        en: `tracks: ${said} vehicles have crawled below 20 km/h within ${REACH_M} m for ${seconds} s`,
        zh: `轨迹：${REACH_M} 米内 ${said} 辆车低于 20 公里/小时缓行 ${seconds} 秒`,
      },
    },
  ]
}

/** The densest stretch of REACH_M whose vehicles crawl, in the order of the road; empty when there is none. */
function crowdOf(vehicles: readonly Thing[]): readonly Thing[] {
  let best: readonly Thing[] = []
  vehicles.forEach((first, index) => {
    const within = vehicles.slice(index).filter((other) => lastOf(other).alongM - lastOf(first).alongM <= REACH_M)
    if (within.length < VEHICLES || within.length <= best.length) return
    const speeds = within.map(({ speedMs }) => speedMs).sort((a, b) => a - b)
    if ((speeds[speeds.length >> 1] ?? Number.POSITIVE_INFINITY) < CRAWLS_BELOW_MS) best = within
  })
  return best
}

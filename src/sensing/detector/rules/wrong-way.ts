/**
 * Wrong way: a track runs against its lane's direction for LEAST_MS, straight and step by step, over LEAST_SIZES of its own size, and is seen
 * to run on by a second look AGREE_MS later. Nothing is said in a lane drawn without a direction.
 * Step by step, without a halt and twice, because a lost track that hops over the vehicles behind looks like a run, until it stops on one of them.
 */
import type { Finding, Rule, Scene } from '../scene.ts'
import type { Track } from '../tracks.ts'

const LEAST_MS = 1_400
const LEAST_SIZES = 1.6
const LEAST_OF_PICTURE = 0.08
const AGAINST = -0.7
const STEPS_AGAINST = 0.85
const AGREE_MS = 400
/** It still runs: so much of its own size in the last RUN_MS. */
const RUN_MS = 450
const RUN_SIZES = 0.12
/** Nor has it stood on the way: in no HALT_MS was it slower than this share of its pace, as a track is that hops from one vehicle to the next. */
const HALT_MS = 350
const HALT_PACE = 0.25

export const wrongWay: Rule = {
  name: 'wrong-way',
  version: 3,
  open: () => {
    /** By track: since when every look has found it so. */
    const found = new Map<number, number>()
    return (scene) => {
      const judged = scene.tracks.flatMap((track) => judge(scene, track).map((finding) => ({ track, finding })))
      for (const number of found.keys()) if (!judged.some(({ track }) => track.number === number)) found.delete(number)
      return judged.flatMap(({ track, finding }) => {
        const since = found.get(track.number) ?? scene.at
        found.set(track.number, since)
        return scene.at - since >= AGREE_MS ? [finding] : []
      })
    }
  },
}

function judge(scene: Scene, track: Track): readonly Finding[] {
  const zone = track.path.at(-1)?.zone ?? null
  const towards = zone?.towards ?? null
  if (zone === null || towards === null || scene.at - track.seenAt > 300) return []
  const path = track.path.filter((step) => step.zone === zone && scene.at - step.at <= 4_000)
  const first = path[0]
  const last = path.at(-1)
  if (!first || !last || last.at - first.at < LEAST_MS || path.length < 6) return []
  const size = Math.sqrt(last.width * last.height)
  if (size < 0.025 * scene.size.width) return []
  const dx = last.x - first.x
  const dy = last.y - first.y
  const net = Math.hypot(dx, dy)
  if (net < LEAST_SIZES * size || net < LEAST_OF_PICTURE * scene.size.width) return []
  if ((dx * towards[0] + dy * towards[1]) / net > AGAINST) return []
  let against = 0
  let longest = 0
  for (let index = 1; index < path.length; index += 1) {
    const a = path[index - 1]
    const b = path[index]
    if (!a || !b) continue
    const way = (b.x - a.x) * towards[0] + (b.y - a.y) * towards[1]
    if (way < 0) against += 1
    longest = Math.max(longest, Math.hypot(b.x - a.x, b.y - a.y))
  }
  const before = path.findLast((step) => last.at - step.at >= RUN_MS) ?? first
  if (Math.hypot(last.x - before.x, last.y - before.y) < RUN_SIZES * size) return []
  if (against < STEPS_AGAINST * (path.length - 1) || longest > 0.5 * net) return []
  if (hasHalted(path, (HALT_PACE * net) / (last.at - first.at))) return []
  const seconds = ((last.at - first.at) / 1000).toFixed(1)
  return [
    {
      type: 'wrong-way',
      zone,
      box: [track.x - track.width / 2, track.y - track.height / 2, track.width, track.height],
      onsetAt: first.at,
      grade: 'B',
      hazardLights: null,
      reason: {
        en: `a track has run against the lane's direction for ${seconds} s over ${Math.round(net)} pixels`,
        zh: `目标逆行车方向移动 ${seconds} 秒，共 ${Math.round(net)} 像素`,
      },
    },
  ]
}

/** `pace`: pixels a millisecond. */
function hasHalted(path: Track['path'], pace: number): boolean {
  return path.some((step, index) => {
    const next = path.slice(index + 1).find((later) => later.at - step.at >= HALT_MS)
    return next !== undefined && Math.hypot(next.x - step.x, next.y - step.y) < pace * (next.at - step.at)
  })
}

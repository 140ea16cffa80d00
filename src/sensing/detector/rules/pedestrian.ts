/**
 * Pedestrian or cyclist: something narrow and upright moves slowly along a hard shoulder for SUSTAINED_MS.
 * Slow is counted in its own heights a second, so that it needs no survey; with one, in metres a second.
 * What an object detector calls a person or a bicycle in two of five looks is warned of sooner; what it calls a vehicle is not warned of;
 * whom it has followed by itself over three of five looks is warned of though the pixels lost them.
 * In a lane the same only with a surveyed ground: there, far vehicles look slow and narrow.
 */

import { CYCLIST_FASTEST_MS, WALKER_SLOWEST_MS, WALKER_WIDTH_M } from '../../metres.ts'
import { isPerson, isVehicle, sightText } from '../../objects/confirmation.ts'
import { placeAt } from '../candidates.ts'
import type { Finding, Rule, Scene } from '../scene.ts'
import type { Step, Track } from '../tracks.ts'
import type { Walker } from '../walkers.ts'
import { widthAt, zoneAt } from '../zones.ts'

const SUSTAINED_MS = 2_600
/** Enough for what an object detector calls a person as well. */
const CONFIRMED_MS = 1_200
const WINDOW_MS = 6_000
const UPRIGHT = 1.25
const NARROW_OF_ZONE = 0.62
const SLOWEST_HEIGHTS_S = 0.08
const FASTEST_HEIGHTS_S = 1.3
const LEAST_HEIGHTS = 0.5
const STRAIGHT = 0.6

export const pedestrian: Rule = {
  name: 'pedestrian',
  version: 3,
  open: () => (scene) => [
    ...scene.tracks.flatMap((track) => judge(scene, track)),
    ...scene.walkers.flatMap((walker) => followed(scene, walker)),
  ],
}

/** Whom the pixels lost, an object detector may have followed. */
function followed({ at, zones, ground }: Scene, { box, since, hits, looks, pace }: Walker): readonly Finding[] {
  const zone = zoneAt(zones, box[0] + box[2] / 2, box[1] + box[3] - 1)
  if (zone === null || (zone.kind === 'lane' && ground === null)) return []
  const seconds = ((at - since) / 1000).toFixed(1)
  const on = ON[zone.kind]
  return [
    {
      type: 'pedestrian',
      zone,
      box,
      onsetAt: since,
      grade: 'A',
      hazardLights: null,
      reason: {
        en: `an object detector has followed a person or a bicycle along the ${on.en} for ${seconds} s, in ${hits} of ${looks} looks (${pace.toFixed(2)} × h/s)`,
        zh: `目标检测在${on.zh}连续跟踪行人或自行车 ${seconds} 秒，${looks} 次查看中识别 ${hits} 次（${pace.toFixed(2)} × h/s）`,
      },
    },
  ]
}

const ON = { shoulder: { zh: '应急车道', en: 'hard shoulder' }, lane: { zh: '行车道', en: 'carriageway' } } as const

function judge(scene: Scene, track: Track): readonly Finding[] {
  const whole = track.path.filter((step) => !step.isCut && scene.at - step.at <= WINDOW_MS)
  const first = whole[0]
  const last = whole.at(-1)
  if (!first || !last || last.zone === null || scene.at - track.seenAt > 400) return []
  const { zone } = last
  const lasted = last.at - first.at
  const sight = scene.sight((at) => placeAt(track, at), track.bornAt)
  if (isVehicle(sight)) return []
  const confirmed = isPerson(sight)
  if (lasted < (confirmed ? CONFIRMED_MS : SUSTAINED_MS) || whole.length < (confirmed ? 5 : 8)) return []
  if (whole.filter((step) => step.zone === zone).length < 0.8 * whole.length) return []
  const height = middle(whole.map((step) => step.height))
  const width = middle(whole.map((step) => step.width))
  if (height < 0.03 * scene.size.height || width < 3 || height > 0.5 * scene.size.height) return []
  if (height < UPRIGHT * width) return []
  const net = Math.hypot(last.x - first.x, last.y - first.y)
  if (net < LEAST_HEIGHTS * height || net < STRAIGHT * lengthOf(whole)) return []
  const seconds = lasted / 1000
  let speedText: string
  if (scene.ground !== null) {
    const [ax, ay] = scene.ground.metresAt(first.x, first.y)
    const [bx, by] = scene.ground.metresAt(last.x, last.y)
    const [cx, cy] = scene.ground.metresAt(last.x - width / 2, last.y)
    const [dx, dy] = scene.ground.metresAt(last.x + width / 2, last.y)
    const speed = Math.hypot(bx - ax, by - ay) / seconds
    const wide = Math.hypot(dx - cx, dy - cy)
    if (!(wide <= WALKER_WIDTH_M) || speed < WALKER_SLOWEST_MS || speed > CYCLIST_FASTEST_MS) return []
    speedText = `${speed.toFixed(1)} m/s`
  } else {
    if (zone.kind !== 'shoulder') return []
    const across = middle(whole.map((step) => widthAt(scene.zones, step.x, step.y - 1)).filter((each) => each > 0))
    if (across > 0 && width > NARROW_OF_ZONE * across) return []
    const rate = net / height / seconds
    if (rate < SLOWEST_HEIGHTS_S || rate > FASTEST_HEIGHTS_S) return []
    speedText = `${rate.toFixed(2)} × h/s`
  }
  const seen = sightText(sight)
  const on = ON[zone.kind]
  return [
    {
      type: 'pedestrian',
      zone,
      box: [track.x - track.width / 2, track.y - track.height / 2, track.width, track.height],
      onsetAt: track.bornAt,
      grade: confirmed ? 'A' : 'B',
      hazardLights: null,
      reason: {
        en: `something narrow and upright has moved along the ${on.en} for ${seconds.toFixed(1)} s at walking or cycling pace (${speedText})${seen ? `; ${seen.en}` : ''}`,
        zh: `直立窄小目标在${on.zh}以步行或骑行速度移动 ${seconds.toFixed(1)} 秒（${speedText}）${seen ? `；${seen.zh}` : ''}`,
      },
    },
  ]
}

function lengthOf(path: readonly Step[]): number {
  let sum = 0
  // Every third step: the box's own trembling is not a way.
  for (let index = 3; index < path.length; index += 3) {
    const a = path[index - 3]
    const b = path[index]
    if (a && b) sum += Math.hypot(b.x - a.x, b.y - a.y)
  }
  return sum
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

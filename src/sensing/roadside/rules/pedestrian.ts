/** Pedestrian or cyclist: what the sensor calls so, or what is as small, at walking or cycling pace and straight on for LASTS_MS in a lane or on a shoulder. */
import { CYCLIST_FASTEST_MS, WALKER_FASTEST_MS, WALKER_SLOWEST_MS, WALKER_WIDTH_M } from '../../metres.ts'
import { type RoadFinding, type RoadRule, type RoadScene, ZONE_TEXT } from '../scene.ts'
import { lastOf, type Thing, zoneOf } from '../things.ts'
import { Twins } from './twins.ts'

const LASTS_MS = 3_000
/** Noise about a reflector walks nowhere. */
const LEAST_M = 2
const STRAIGHT = 0.5
const WALKER_LENGTH_M = 2.2
/** A person who stands in a lane is no less in danger. */
const PERSON_STANDS_MS = 5_000

export const pedestrian: RoadRule = {
  name: 'pedestrian',
  version: 1,
  open: () => {
    const twins = new Twins()
    return (scene) => scene.things.flatMap((thing) => judge(scene, thing, twins))
  },
}

function judge(scene: RoadScene, thing: Thing, twins: Twins): readonly RoadFinding[] {
  const zone = zoneOf(thing)
  if (zone === null || thing.seenAt !== scene.at || scene.at - thing.bornAt < LASTS_MS) return []
  const isNamed = thing.class === 'pedestrian' || thing.class === 'bicycle'
  const isSmall =
    thing.class === 'unknown' &&
    thing.widthM !== null &&
    thing.lengthM !== null &&
    thing.widthM <= WALKER_WIDTH_M &&
    thing.lengthM <= WALKER_LENGTH_M
  // Small and this slow on a shoulder is a cyclist; in a lane it may be a motorcycle in a jam.
  const cycles = thing.class === 'bicycle' || (isSmall && zone.kind === 'shoulder')
  const fastest = cycles ? CYCLIST_FASTEST_MS : WALKER_FASTEST_MS
  if ((!isNamed && !isSmall) || thing.speedMs > fastest || thing.fastestMs > 2 * CYCLIST_FASTEST_MS) return []
  if (twins.isImage(scene, thing, 'further')) return []
  const stoodMs = thing.stands === null ? 0 : scene.at - thing.stands.since
  const isStanding = thing.class === 'pedestrian' && stoodMs >= PERSON_STANDS_MS
  if (!isStanding && !walks(thing, scene.at)) return []
  const on = ZONE_TEXT[zone.kind]
  const seconds = ((scene.at - thing.bornAt) / 1000).toFixed(1)
  const pace = thing.speedMs.toFixed(1)
  return [
    {
      type: 'pedestrian',
      carriageway: zone.carriageway,
      zone: zone.kind,
      spot: lastOf(thing),
      onsetAt: thing.bornAt,
      grade: isNamed ? 'A' : 'B',
      reason: isStanding
        ? {
            en: `tracks: a person has stood on the ${on.en} for ${(stoodMs / 1000).toFixed(1)} s`,
            zh: `轨迹：有人在${on.zh}停留 ${(stoodMs / 1000).toFixed(1)} 秒`,
          }
        : {
            en: `tracks: something small has moved along the ${on.en} for ${seconds} s at ${pace} m/s`,
            zh: `轨迹：小目标在${on.zh}移动 ${seconds} 秒，速度 ${pace} 米/秒`,
          },
    },
  ]
}

/** Over the last LASTS_MS it got somewhere, and not in circles. */
function walks(thing: Thing, at: number): boolean {
  const path = thing.path.filter((step) => at - step.at <= LASTS_MS + 500)
  const first = path[0]
  const last = path.at(-1)
  if (!first || !last || last.at - first.at < LASTS_MS || path.length < 6) return false
  const net = Math.hypot(last.east - first.east, last.north - first.north)
  // By the second, so that the noise between two frames is no way.
  let way = 0
  let from = first
  for (const step of path) {
    if (step.at - from.at < 1_000) continue
    way += Math.hypot(step.east - from.east, step.north - from.north)
    from = step
  }
  return net >= LEAST_M && net >= STRAIGHT * way && net / ((last.at - first.at) / 1000) >= WALKER_SLOWEST_MS
}

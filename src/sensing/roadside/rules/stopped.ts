/**
 * Stopped vehicle or object: slower than 1 m/s for 5 s in a lane or on a shoulder, seen for most of that time.
 * What the sensor never saw moving stands longer before it is believed: guard rails and signs do so too. In a lane with
 * others that crawl and nobody who passes it is a queue.
 */
import { CRAWLS_BELOW_MS, OBJECT_STANDS_MS, VEHICLE_STANDS_MS, VEHICLE_WIDTH_M, WALKER_WIDTH_M } from '../../metres.ts'
import { type RoadFinding, type RoadRule, type RoadScene, WAY_OF, ZONE_TEXT } from '../scene.ts'
import { lastOf, type Thing, zoneOf } from '../things.ts'

const SEEN_SHARE = 0.6
/** Never seen moving. */
const ALWAYS_THERE_MS = 15_000
const CAME_IN_MS = 5
/** One other that crawls may be the first of a queue, or the one who waits behind a breakdown: a look longer tells. */
const MAYBE_QUEUE_MS = 8_000
const QUEUE_OTHERS = 2
const QUEUE_FOR_SURE = 4
const QUEUE_REACH_M = 200
const PASSES_MS = 30 / 3.6
const PASSES_WITHIN_M = 60

export const stopped: RoadRule = {
  name: 'stopped',
  version: 1,
  open: () => (scene) => scene.things.flatMap((thing) => judge(scene, thing)),
}

function judge(scene: RoadScene, thing: Thing): readonly RoadFinding[] {
  const { stands } = thing
  const zone = zoneOf(thing)
  if (stands === null || zone === null || thing.seenAt !== scene.at) return []
  const stoodMs = scene.at - stands.since
  // Found again after a gap at the same place, a few seconds of sight are enough: it has not gone anywhere.
  if (stoodMs < VEHICLE_STANDS_MS || stands.seenMs < SEEN_SHARE * VEHICLE_STANDS_MS) return []
  const type = typeOf(thing)
  if (type === null || (type === 'stopped-object' && stoodMs < OBJECT_STANDS_MS)) return []
  const cameIn = thing.fastestMs >= CAME_IN_MS
  // It came against the traffic and stopped: the mirror image of one who stopped across the middle (a real one has had its own warning).
  if (cameIn && WAY_OF[zone.carriageway] * thing.cameMs < -CAME_IN_MS) return []
  // A ghost comes and goes; what is there is in most frames.
  if (!cameIn && (stoodMs < ALWAYS_THERE_MS || stands.seenMs < SEEN_SHARE * stoodMs)) return []
  if (zone.kind === 'lane' && isQueue(scene, thing, zone.carriageway, stoodMs)) return []
  const seconds = (stoodMs / 1000).toFixed(1)
  const on = ZONE_TEXT[zone.kind]
  const what = type === 'stopped-vehicle' ? { en: 'a vehicle', zh: '车辆' } : { en: 'a thing', zh: '物体' }
  const came = cameIn
    ? {
        en: `it came at ${Math.round(thing.fastestMs * 3.6)} km/h`,
        zh: `驶入时速 ${Math.round(thing.fastestMs * 3.6)} 公里`,
      }
    : { en: 'it was never seen moving', zh: '未见其移动过程' }
  return [
    {
      type,
      carriageway: zone.carriageway,
      zone: zone.kind,
      spot: { east: stands.east, north: stands.north, alongM: lastOf(thing).alongM },
      onsetAt: stands.since,
      grade: cameIn && isVehicle(thing) ? 'A' : 'B',
      reason: {
        en: `tracks: ${what.en} has stood ${seconds} s on the ${on.en}; ${came.en}`,
        zh: `轨迹：${what.zh}在${on.zh}静止 ${seconds} 秒；${came.zh}`,
      },
    },
  ]
}

const isVehicle = ({ class: said }: Thing): boolean =>
  said === 'car' || said === 'truck' || said === 'bus' || said === 'motorcycle'

/** null: a person who stands, which is another rule's. */
function typeOf(thing: Thing): 'stopped-vehicle' | 'stopped-object' | null {
  if (isVehicle(thing)) return 'stopped-vehicle'
  if (thing.class === 'pedestrian' || thing.class === 'bicycle') return null
  if (thing.widthM !== null && thing.lengthM !== null)
    return Math.max(thing.widthM, thing.lengthM) > WALKER_WIDTH_M + VEHICLE_WIDTH_M || thing.fastestMs > 9
      ? 'stopped-vehicle'
      : 'stopped-object'
  return thing.fastestMs >= CAME_IN_MS ? 'stopped-vehicle' : 'stopped-object'
}

function isQueue(scene: RoadScene, thing: Thing, carriageway: 'up' | 'down', stoodMs: number): boolean {
  const here = lastOf(thing)
  const others = scene
    .vehicles(carriageway)
    .filter((other) => other !== thing && Math.abs(lastOf(other).alongM - here.alongM) < QUEUE_REACH_M)
  // Parts of the same lorry are no queue.
  const apart = others.filter((other) => {
    const there = lastOf(other)
    return Math.abs(there.alongM - here.alongM) > 5 || Math.abs(there.acrossM - here.acrossM) > 2.5
  })
  const crawling = apart.filter((other) => other.speedMs < CRAWLS_BELOW_MS).length
  if (crawling >= QUEUE_FOR_SURE) return true
  const way = WAY_OF[carriageway]
  const somebodyPasses = apart.some((other) => {
    const aheadM = way * (lastOf(other).alongM - here.alongM)
    return way * other.alongMs > PASSES_MS && aheadM > -10 && aheadM < PASSES_WITHIN_M
  })
  if (crawling >= QUEUE_OTHERS) return !somebodyPasses
  return crawling === 1 && !somebodyPasses && stoodMs < MAYBE_QUEUE_MS
}

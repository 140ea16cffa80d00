/**
 * Wrong way: faster than 5 m/s against the carriageway's direction for 1.5 s and over 25 m, at every step of that on it.
 * A mirror image of the traffic across the middle is none.
 */
import { AGAINST_LASTS_MS, AGAINST_M, AGAINST_MS } from '../../metres.ts'
import { type RoadFinding, type RoadRule, type RoadScene, WAY_OF, ZONE_TEXT } from '../scene.ts'
import { lastOf, type Step, type Thing, zoneOf } from '../things.ts'
import { Twins } from './twins.ts'

/** Second by second always against, and never thrice as fast as at another time: what jumps about does not drive. */
const STEADY_MS = 700
const UNEVEN = 3
const LEAST_STEPS = 4
/** Where mirror images come and go, its twin gets this long to show itself. */
const PRONE_LASTS_MS = 4_000

export const wrongWay: RoadRule = {
  name: 'wrong-way',
  version: 1,
  open: () => {
    const twins = new Twins()
    return (scene) => scene.things.flatMap((thing) => judge(scene, thing, twins))
  },
}

function judge(scene: RoadScene, thing: Thing, twins: Twins): readonly RoadFinding[] {
  const zone = zoneOf(thing)
  if (zone === null || thing.seenAt !== scene.at) return []
  const way = WAY_OF[zone.carriageway]
  if (way * thing.alongMs > -AGAINST_MS) return []
  const lastsMs = twins.isProne(scene.at) ? PRONE_LASTS_MS : AGAINST_LASTS_MS
  const isImage = twins.isImage(scene, thing, 'either')
  // Back to where it last was elsewhere: who drifts over from the right carriageway was never here against the traffic.
  let from = thing.path.length - 1
  while (from > 0 && thing.path[from - 1]?.zone?.carriageway === zone.carriageway) from -= 1
  const path = thing.path.slice(from)
  const first = path[0]
  const last = lastOf(thing)
  if (!first || path.length < LEAST_STEPS || last.at - first.at < lastsMs) return []
  // Fresh from the other carriageway it is longer in doubt.
  if (from > 0 && thing.path[from - 1]?.zone != null && last.at - first.at < 2 * AGAINST_LASTS_MS) return []
  const against = way * (first.alongM - last.alongM)
  if (against < AGAINST_M) return []
  if (!isSteady(path, way)) return []
  if (isImage) return []
  const seconds = ((last.at - first.at) / 1000).toFixed(1)
  const kmh = Math.round(Math.abs(thing.alongMs) * 3.6)
  return [
    {
      type: 'wrong-way',
      carriageway: zone.carriageway,
      zone: zone.kind,
      spot: last,
      onsetAt: first.at,
      grade: 'B',
      reason: {
        en: `tracks: against the traffic on the ${ZONE_TEXT[zone.kind].en} for ${seconds} s over ${Math.round(against)} m at ${kmh} km/h`,
        zh: `轨迹：在${ZONE_TEXT[zone.kind].zh}逆行 ${seconds} 秒，${Math.round(against)} 米，时速 ${kmh} 公里`,
      },
    },
  ]
}

function isSteady(path: readonly Step[], way: 1 | -1): boolean {
  let from = path[0]
  let [slowest, fastest] = [Number.POSITIVE_INFINITY, 0]
  for (const step of path) {
    if (!from || step.at - from.at < STEADY_MS) continue
    const speed = (way * (from.alongM - step.alongM)) / (step.at - from.at)
    slowest = Math.min(slowest, speed)
    fastest = Math.max(fastest, speed)
    from = step
  }
  return slowest > 0 && fastest < UNEVEN * slowest
}

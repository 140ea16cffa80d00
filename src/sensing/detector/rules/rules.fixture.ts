/** A road drawn for the tests of the rules: a lane that runs upwards in the picture and a shoulder to its right. */
import { cameraOf } from '../../camera.ts'
import { UNSEEN } from '../../objects/confirmation.ts'
import { Lamps } from '../lamps.ts'
import { EMPTY_LANE, slowIn } from '../queue.ts'
import type { Scene } from '../scene.ts'
import type { StandingThing } from '../standing.ts'
import type { Track } from '../tracks.ts'
import { type PaintedZone, zoneAt, zonesOf } from '../zones.ts'

const SIZE = { width: 320, height: 240 }
const camera = cameraOf({
  id: 'c',
  name: { zh: '甲', en: 'A' },
  position: [0, 0],
  view: SIZE,
  zones: [
    {
      kind: 'lane',
      towards: [0, -1],
      polygon: [
        [60, 0],
        [200, 0],
        [200, 240],
        [60, 240],
      ],
    },
    {
      kind: 'shoulder',
      polygon: [
        [200, 0],
        [250, 0],
        [250, 240],
        [200, 240],
      ],
    },
  ],
})
if (!camera.ok) throw new Error(camera.detail)
export const zones = zonesOf(camera.value, SIZE)

export function zoneOf(kind: PaintedZone['kind']): PaintedZone {
  const zone = zones.list.find((each) => each.kind === kind)
  if (!zone) throw new Error(`no ${kind}`)
  return zone
}

export function scene(change: Partial<Scene>): Scene {
  const made: Scene = {
    ...{ at: 60_000, size: SIZE, zones, ground: null, fitness: { state: 'watching', cause: null }, fitnessSince: 0 },
    ...{ standing: [], tracks: [], occupancy: () => 0.05, sight: () => UNSEEN, walkers: [] },
    lane: () => EMPTY_LANE,
    ...change,
  }
  return { ...made, lane: (zone) => ({ ...EMPTY_LANE, slow: slowIn(made, zone) }), ...change }
}

export function thing(change: Partial<StandingThing>): StandingThing {
  return {
    ...{ number: 1, x: 205, y: 100, width: 36, height: 30, zone: zoneOf('shoulder'), since: 53_000 },
    ...{ firstSeenAt: 54_000, lastSeenAt: 60_000, looks: 24, seen: 24, solid: true, solidLooks: 24, ghostLooks: 0 },
    ...{ shapeLooks: 24, shape: [205, 100, 36, 30] as const, lamps: new Lamps(195, 92, 54, 45) },
    ...change,
  }
}

/** Walks from one foot to another in so many seconds, until now. */
export function track(
  from: readonly [number, number],
  to: readonly [number, number],
  seconds: number,
  width: number,
  height: number,
): Track {
  const steps = Math.round(seconds / 0.2)
  const path = Array.from({ length: steps + 1 }, (_, index) => {
    const x = from[0] + ((to[0] - from[0]) * index) / steps
    const y = from[1] + ((to[1] - from[1]) * index) / steps
    return { at: 60_000 - (steps - index) * 200, x, y, width, height, zone: zoneAt(zones, x, y - 2), isCut: false }
  })
  const speed = { vx: (to[0] - from[0]) / seconds, vy: (to[1] - from[1]) / seconds }
  const bornAt = 60_000 - seconds * 1_000
  return { number: 1, x: to[0], y: to[1] - height / 2, width, height, ...speed, bornAt, seenAt: 60_000, path }
}

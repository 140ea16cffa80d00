/**
 * Stopped vehicle or object: a solid thing has stood on a shoulder or lane, where the road was empty, for STANDS_MS.
 * A vehicle stands out by its width (in metres with a surveyed ground, else against the zone's own width); smaller things wait longer.
 * Where others stand or creep in its lane too, it is one of a queue, not a stopped vehicle.
 * Where an object detector is at work, what it sees in two of five looks is a second sign (grade A), names a thing that
 * its size leaves in doubt, and spares what is far away the longer wait.
 */
import type { Text } from '../../../core/text.ts'
import type { Box } from '../../facts.ts'
import { OBJECT_STANDS_MS, VEHICLE_WIDTH_M } from '../../metres.ts'
import { isPerson, isVehicle, type Sight, sightText } from '../../objects/confirmation.ts'
import { coverOf, othersThan } from '../queue.ts'
import type { Finding, Rule, Scene } from '../scene.ts'
import type { StandingThing } from '../standing.ts'
import { widthAt, zoneAt } from '../zones.ts'

const VEHICLE_MS = 6_000
/** Far away, traffic stands close in the picture and a few pixels look like anything. */
const SMALL_MS = 15_000
/** The lamps are waited for, but not for ever. */
const LAMPS_MS = 9_000
const SEEN_SHARE = 0.7
/** So many others slow in its lane, or so much of the lane's length covered with it, make it one of a queue: close traffic melts into one patch. */
const QUEUE_THINGS = 2
/** Where one other is slow in its lane, or so much of the lane has been covered lately, a queue may be forming: that shows within this. */
const FORMING_MS = 10_000
const FORMING_COVER = 0.27
const QUEUE_COVER = 0.36
/** A lane shorter than so many times its mean width holds hardly more than one vehicle where it is seen. */
const SHORT_LANE = 2.7
const LONGEST_M = 24
const OBJECT_WIDTH_M = 0.3
const WIDEST_OF_ZONE = 2.2

const WHAT: Readonly<Record<StandingType, Text>> = {
  'stopped-vehicle': { en: 'a vehicle', zh: '车辆' },
  'stopped-object': { en: 'a thing', zh: '物体' },
  pedestrian: { en: 'a person', zh: '行人' },
}

export const stopped: Rule = { name: 'stopped', version: 7, open: () => look }

function look(scene: Scene): readonly Finding[] {
  return scene.standing.flatMap((thing) => {
    const stoodMs = scene.at - thing.since
    if (!thing.solid || thing.lastSeenAt !== scene.at || thing.seen < SEEN_SHARE * thing.looks) return []
    if (stoodMs < VEHICLE_MS) return []
    const box: Box = [thing.x, thing.y, thing.width, thing.height]
    const sight = scene.sight(() => box, thing.since)
    const type = typeOf(scene, thing, sight)
    if (type === null || (type === 'stopped-object' && stoodMs < OBJECT_STANDS_MS)) return []
    const confirmed = type === 'pedestrian' || isVehicle(sight)
    if (stoodMs < SMALL_MS && isSmall(scene, thing) && !confirmed) return []
    if (isQueue(scene, thing, stoodMs)) return []
    const lamps = thing.lamps.decide(thing.x, thing.y, thing.width, thing.height)
    if (lamps.soon && stoodMs < LAMPS_MS) return []
    return [
      {
        type,
        zone: thing.zone,
        box,
        onsetAt: thing.since,
        grade: lamps.flashing === true || confirmed ? 'A' : 'B',
        hazardLights: lamps.flashing,
        reason: reasonOf(thing, type, stoodMs, lamps, sight),
      } satisfies Finding,
    ]
  })
}

/** Or not to be told from one yet. */
function isQueue(scene: Scene, thing: StandingThing, stoodMs: number): boolean {
  if (thing.zone.kind !== 'lane') return false
  const lane = scene.lane(thing.zone)
  if (lane.queuedFrom !== null) return true
  const others = othersThan(thing, lane.slow)
  if (others.length >= QUEUE_THINGS) return true
  // Of a short lane one vehicle may cover much by itself.
  const length = thing.zone.to - thing.zone.from
  const isShort = length * length < SHORT_LANE * thing.zone.pixels
  const isForming = others.length > 0 || (!isShort && lane.cover > FORMING_COVER)
  if (isForming && stoodMs < FORMING_MS) return true
  return (others.length > 0 || !isShort) && coverOf([thing, ...others], thing.zone) >= QUEUE_COVER
}

function isSmall({ size }: Scene, thing: StandingThing): boolean {
  const least = Math.min(16, Math.max(8, 0.05 * size.width))
  return thing.width < least || thing.height < 0.7 * least
}

type StandingType = 'stopped-vehicle' | 'stopped-object' | 'pedestrian'

/** By its size, and where that leaves doubt by what an object detector calls it. */
function typeOf(scene: Scene, thing: StandingThing, sight: Sight): StandingType | null {
  const type = typeBySize(scene, thing)
  if (type !== 'stopped-object') return type
  return isVehicle(sight) ? 'stopped-vehicle' : isPerson(sight) ? 'pedestrian' : type
}

function typeBySize(scene: Scene, thing: StandingThing): 'stopped-vehicle' | 'stopped-object' | null {
  const { x, y, width, height } = thing
  const { size, ground } = scene
  if (width > 0.5 * size.width || height > 0.6 * size.height) return null
  if (ground !== null) {
    const foot = y + height - 1
    const [ax, ay] = ground.metresAt(x, foot)
    const [bx, by] = ground.metresAt(x + width, foot)
    const wideM = Math.hypot(bx - ax, by - ay)
    if (!(wideM <= LONGEST_M) || wideM < OBJECT_WIDTH_M) return null
    return wideM >= VEHICLE_WIDTH_M ? 'stopped-vehicle' : 'stopped-object'
  }
  const area = (width * height) / (size.width * size.height)
  if (width < Math.max(5, 0.014 * size.width) || height < Math.max(5, 0.018 * size.height)) return null
  const foot = [x + width / 2, Math.min(size.height - 1, y + 0.85 * height)] as const
  const across = widthAt(scene.zones, ...foot)
  // Lit patches of road and rail run together; no vehicle covers two carriageways. Across the picture a lane shows vehicles' length.
  const [ax, ay] = thing.zone.axis
  const isOverLane =
    thing.zone.kind === 'lane' && Math.abs(ay) > Math.abs(ax) && zoneAt(scene.zones, ...foot) === thing.zone
  if (isOverLane && width > WIDEST_OF_ZONE * across) return null
  const isWide = width >= 0.028 * size.width && area >= 0.0012
  const fillsZone = thing.zone.kind === 'shoulder' && across > 0 && width >= 0.4 * across && width >= 8
  // A person stands tall and narrow; no vehicle on wheels does, seen from a mast.
  const isTall = height > 2 * width && width < 0.06 * size.width
  return (isWide || fillsZone) && !isTall ? 'stopped-vehicle' : 'stopped-object'
}

function reasonOf(
  thing: StandingThing,
  type: StandingType,
  stoodMs: number,
  lamps: { readonly flashing: boolean | null; readonly hz: number },
  sight: Sight,
): Finding['reason'] {
  const seconds = (stoodMs / 1000).toFixed(1)
  const onShoulder = thing.zone.kind === 'shoulder'
  const hz = lamps.hz.toFixed(1)
  const lampsEn =
    lamps.flashing === null
      ? 'lamps could not be told'
      : lamps.flashing
        ? `lamps flash at ${hz} Hz on both sides, in phase`
        : 'no lamps flash on both sides'
  const lampsZh =
    lamps.flashing === null ? '车灯无法判断' : lamps.flashing ? `两侧车灯以 ${hz} 赫兹同步闪烁` : '两侧车灯未见同步闪烁'
  const what = WHAT[type]
  const seen = sightText(sight)
  return {
    en: `${what.en} has stood ${seconds} s on the ${onShoulder ? 'hard shoulder' : 'carriageway'}; ${lampsEn}${seen ? `; ${seen.en}` : ''}`,
    zh: `${what.zh}在${onShoulder ? '应急车道' : '行车道'}静止 ${seconds} 秒；${lampsZh}${seen ? `；${seen.zh}` : ''}`,
  }
}

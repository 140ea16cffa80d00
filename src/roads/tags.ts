/** What the tags of a way say: whether it is a road, who may drive it in which direction, how fast. OSM wiki: Key:access, Key:oneway, Key:maxspeed. */
import type { Tags } from './osm.ts'
import { CLASS_KMH, OF_EMERGENCY, OF_LIMIT, OF_LINK, type RoadClass } from './profile.ts'

/** km/h along the way and against it; 0: not to be driven so. At most 255. */
export type Speeds = { readonly forward: number; readonly backward: number }

export type Road = {
  readonly roadClass: RoadClass
  readonly isLink: boolean
  readonly isTunnel: boolean
  readonly isBridge: boolean
  readonly isRoundabout: boolean
  readonly car: Speeds
  readonly emergency: Speeds
  readonly name: string
  readonly ref: string
}

const CLASS_OF: Readonly<Record<string, RoadClass>> = {
  motorway: 'motorway',
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  unclassified: 'unclassified',
  road: 'unclassified',
  residential: 'residential',
  living_street: 'living_street',
  service: 'service',
  track: 'track',
  pedestrian: 'pedestrian',
  busway: 'service',
  bus_guideway: 'service',
}
/** Drivable only by those whom nothing forbids. */
const NOT_FOR_CARS: ReadonlySet<string> = new Set(['pedestrian', 'busway', 'bus_guideway', 'track'])
const OPEN: ReadonlySet<string> = new Set([
  'yes',
  'permissive',
  'designated',
  'destination',
  'customers',
  'delivery',
  'public',
  'official',
])
const FOR_CARS = ['motorcar', 'motor_vehicle', 'vehicle', 'access'] as const
const KMH_OF_MPH = 1.609344
const SLOWEST = 3
const FASTEST = 250

/** null: not a road. */
export function roadOf(tags: Tags): Road | null {
  if (tags.get('area') === 'yes') return null
  const highway = tags.get('highway')
  const isFerry = tags.get('route') === 'ferry'
  if (highway === undefined && !isFerry) return null
  const kind = (highway ?? '').replace(/_link$/, '')
  const roadClass =
    isFerry && highway === undefined ? 'ferry' : Object.hasOwn(CLASS_OF, kind) ? CLASS_OF[kind] : undefined
  if (roadClass === undefined) return null
  const isLink = kind !== highway && !isFerry
  const isForCars = carsMayUse(tags, highway ?? 'ferry')
  const mayEmergency = tags.get('emergency') !== 'no' && !(isFerry && !isForCars)
  if (!isForCars && !mayEmergency) return null
  const { forward, backward } = directionsOf(tags, roadClass)
  const usual = CLASS_KMH[roadClass] * (isLink ? OF_LINK : 1)
  const along = forward ? (limitKmh(tags, 'forward') ?? usual) : 0
  const against = backward ? (limitKmh(tags, 'backward') ?? usual) : 0
  const atLeast = (kmh: number): number => (kmh === 0 ? 0 : Math.round(Math.min(FASTEST, Math.max(SLOWEST, kmh))))
  const faster = roadClass === 'ferry' ? 1 : OF_EMERGENCY
  const isTunnel = isSaid(tags.get('tunnel'))
  return {
    roadClass,
    isLink,
    isTunnel,
    isBridge: isSaid(tags.get('bridge')),
    isRoundabout: isRoundabout(tags),
    car: isForCars ? { forward: atLeast(along), backward: atLeast(against) } : { forward: 0, backward: 0 },
    emergency: mayEmergency
      ? { forward: atLeast(along * faster), backward: atLeast(against * faster) }
      : { forward: 0, backward: 0 },
    name: tags.get('name') ?? '',
    ref: tags.get('ref') ?? tags.get('int_ref') ?? '',
  }
}

function isSaid(value: string | undefined): boolean {
  return value !== undefined && value !== 'no'
}

function isRoundabout(tags: Tags): boolean {
  const junction = tags.get('junction')
  return junction === 'roundabout' || junction === 'circular'
}

/** The most particular tag decides; a lane for buses or an emergency link opens nothing to cars. */
function carsMayUse(tags: Tags, highway: string): boolean {
  for (const key of FOR_CARS) {
    const value = tags.get(key)
    if (value !== undefined) return OPEN.has(value)
  }
  if (tags.get('service') === 'emergency_access') return false
  return !NOT_FOR_CARS.has(highway)
}

function directionsOf(tags: Tags, roadClass: RoadClass): { readonly forward: boolean; readonly backward: boolean } {
  const said = tags.get('oneway:motorcar') ?? tags.get('oneway:motor_vehicle') ?? tags.get('oneway')
  if (said === '-1' || said === 'reverse') return { forward: false, backward: true }
  if (said === 'yes' || said === '1' || said === 'true') return { forward: true, backward: false }
  if (said === 'no' || said === '0' || said === 'false') return { forward: true, backward: true }
  const isOneWay = isRoundabout(tags) || roadClass === 'motorway'
  return { forward: true, backward: !isOneWay }
}

/** What is driven on average where a limit is signed; null where none is. */
function limitKmh(tags: Tags, direction: 'forward' | 'backward'): number | null {
  const said = tags.get(`maxspeed:${direction}`) ?? tags.get('maxspeed')
  if (said === undefined) return null
  if (said === 'none') return OF_LIMIT * 140
  if (said === 'walk') return CLASS_KMH.living_street
  // Where lanes or times differ, the first is meant for most of the day.
  const found = /^(\d{1,3}(?:\.\d+)?)\s*(mph|km\/h|kmh)?(?:$|[\s;|,])/.exec(said)
  const value = Number(found?.[1])
  if (!(value > 0)) return null
  return OF_LIMIT * (found?.[2] === 'mph' ? value * KMH_OF_MPH : value)
}

/** Barriers that stop a car, and those that an emergency vehicle can have opened. */
const SHUT_TO_CARS: ReadonlySet<string> = new Set([
  'bollard',
  'block',
  'jersey_barrier',
  'gate',
  'lift_gate',
  'swing_gate',
  'chain',
  'log',
  'debris',
  'cycle_barrier',
  'motorcycle_barrier',
  'kissing_gate',
  'stile',
  'turnstile',
  'sump_buster',
  'bus_trap',
  'wicket_gate',
  'fence',
  'wall',
])
const CAN_BE_OPENED: ReadonlySet<string> = new Set([
  'bollard',
  'gate',
  'lift_gate',
  'swing_gate',
  'chain',
  'bus_trap',
  'sump_buster',
])

/** null: nothing is in the way of anybody. */
export function barrierOf(tags: Tags): { readonly opens: boolean } | null {
  const barrier = tags.get('barrier')
  if (barrier === undefined || !SHUT_TO_CARS.has(barrier)) return null
  for (const key of FOR_CARS) {
    const value = tags.get(key)
    if (value !== undefined) return OPEN.has(value) ? null : { opens: opensTo(tags, barrier) }
  }
  // A gate of which nothing is said stands open as often as not; it is passed as other routers pass it.
  if (['gate', 'lift_gate', 'swing_gate'].includes(barrier)) return null
  return { opens: opensTo(tags, barrier) }
}

function opensTo(tags: Tags, barrier: string): boolean {
  return tags.get('emergency') !== 'no' && CAN_BE_OPENED.has(barrier)
}

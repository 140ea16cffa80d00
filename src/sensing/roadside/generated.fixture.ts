/**
 * Generated traffic with known events, as a roadside sensor would report it: drivers who follow each other (IDM, Treiber 2000), and a
 * sensor with noise, gaps, changing numbers, ghosts, doubles and a clock of its own. For tests and the bench; seeded.
 */
import { destination, type Position } from '../../core/geo.ts'
import type { SensedType } from '../facts.ts'
import { type RoadsideSensor, roadsideSchema } from './record.ts'
import type { Report, ReportedTrack, TrackClass } from './report.ts'

export const BEARING = 78
const HERE: Position = [120.75, 30.71]
export const KILOMETRE = 45

/** Along with the rising kilometres and to their right, in metres from the sensor's post. */
export const pointAt = (alongM: number, acrossM: number): Position =>
  destination(destination(HERE, BEARING, alongM), BEARING + 90, acrossM)

const strip = (fromM: number, toM: number) =>
  [pointAt(-450, fromM), pointAt(450, fromM), pointAt(450, toM), pointAt(-450, toM)].map(([lon, lat]) => [lon, lat])

/** Two lanes and a shoulder each way, 4 m apart; rising kilometres keep right. */
export const SENSOR: RoadsideSensor = roadsideSchema.parse({
  id: 'radar-k45',
  name: { zh: 'K45 雷达', en: 'K45 radar' },
  kind: 'radar',
  position: HERE,
  road: 'S12',
  posts: [-1, 0, 1].map((km) => ({ position: pointAt(km * 1000, 0), kilometre: KILOMETRE + km })),
  zonesIn: 'lon-lat',
  zones: [
    { kind: 'lane', carriageway: 'up', polygon: strip(2, 9.5) },
    { kind: 'shoulder', carriageway: 'up', polygon: strip(9.5, 13) },
    { kind: 'lane', carriageway: 'down', polygon: strip(-2, -9.5) },
    { kind: 'shoulder', carriageway: 'down', polygon: strip(-9.5, -13) },
  ],
})

export type EventKind =
  | 'stop-on-shoulder'
  | 'stop-in-lane'
  | 'queue'
  | 'wrong-way'
  | 'pedestrian'
  | 'cyclist'
  | 'nothing'

/** What the rules must say of it, and from when: ms since the beginning. null: nothing may be said. */
export type Known = { readonly type: SensedType; readonly fromMs: number; readonly alongM: number } | null

export type Faults = {
  /** Standard deviation of a place, metres. */
  readonly noiseM: number
  /** Share of frames in which a track is missing, and of tracks that break off for up to three seconds a minute. */
  readonly missing: number
  readonly breaksPerMinute: number
  /** Changes of a track's number a minute. */
  readonly renamedPerMinute: number
  /** Share of vehicles with a double 4 m behind, and of those with a mirror image across the middle. */
  readonly doubles: number
  readonly mirrors: number
  /** Reflectors that flicker beside and on the road. */
  readonly ghosts: number
  /** Whether it says speeds, sizes and classes. */
  readonly says: 'places' | 'speeds' | 'all'
}

export const GOOD: Faults = {
  ...{ noiseM: 0.4, missing: 0.03, breaksPerMinute: 0.5, renamedPerMinute: 0.5 },
  ...{ doubles: 0, mirrors: 0, ghosts: 0, says: 'all' },
}
export const BAD: Faults = {
  ...{ noiseM: 1, missing: 0.15, breaksPerMinute: 3, renamedPerMinute: 6 },
  ...{ doubles: 0.15, mirrors: 0.1, ghosts: 4, says: 'speeds' },
}

/** mulberry32: small, and the same everywhere. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Driver = {
  readonly id: number
  readonly lane: number
  readonly kind: TrackClass
  readonly lengthM: number
  readonly widthM: number
  readonly wantsMs: number
  along: number
  across: number
  speed: number
  /** Its own errand: stops there, or goes its own way with no eye for the others. */
  readonly errand: null | 'stops' | 'goes'
  stopsAt: number
}

const STEP_S = 0.1
const EDGE_M = 440
/** A jam grows against the traffic at some 18 km/h (Treiber & Kesting, Traffic Flow Dynamics, §18). */
const FRONT_MS = 5

export type Drive = {
  readonly known: Known
  /** One frame each 100 ms, true places. */
  frames(): Generator<{ readonly ms: number; readonly drivers: readonly Driver[] }>
}

/** `forMs` of traffic with one event in it. */
export function driveOf(kind: EventKind, seed: number, forMs = 70_000): Drive {
  const chance = chanceOf(seed)
  const between = (low: number, high: number): number => low + (high - low) * chance()
  const eventAt = between(12_000, 20_000)
  const place = between(-250, 250)
  const way: 1 | -1 = chance() < 0.5 ? 1 : -1
  const laneAcross = (lane: number): number => [3.9, 7.6][lane] ?? 7.6
  let ids = 0
  const density = kind === 'queue' ? 0.32 : between(0.05, 0.2)
  let stoodFrom = Number.NaN

  const known = (): Known => {
    switch (kind) {
      case 'stop-on-shoulder':
      case 'stop-in-lane':
        return { type: 'stopped-vehicle', fromMs: stoodFrom, alongM: place * way }
      case 'wrong-way':
        return { type: 'wrong-way', fromMs: eventAt, alongM: 0 }
      case 'pedestrian':
      case 'cyclist':
        return { type: 'pedestrian', fromMs: eventAt, alongM: place * way }
      case 'queue':
        return { type: 'congestion', fromMs: eventAt, alongM: 0 }
      case 'nothing':
        return null
    }
  }

  const driver = (lane: number, dir: 1 | -1, change: Partial<Driver>): Driver => {
    const heavy = chance() < (lane === 1 ? 0.3 : 0.08)
    return {
      ...{ id: ++ids, lane, kind: heavy ? 'truck' : 'car', lengthM: heavy ? 11 : 4.6, widthM: heavy ? 2.5 : 1.8 },
      ...{ wantsMs: lane === 1 ? between(21, 26) : between(26, 33), along: -EDGE_M },
      ...{ across: dir * (laneAcross(lane) + between(-0.4, 0.4)), errand: null, stopsAt: Number.POSITIVE_INFINITY },
      speed: lane === 1 ? 23 : 28,
      ...change,
    }
  }

  /** In each direction's own metres: every driver goes up from −EDGE_M. */
  function* frames(): ReturnType<Drive['frames']> {
    const roads: Record<'1' | '-1', Driver[]> = { '1': [], '-1': [] }
    let isOn = false
    for (let ms = 0; ms < forMs; ms += STEP_S * 1000) {
      if (!isOn && ms >= eventAt) {
        isOn = true
        const own = roads[`${way}`]
        const across = kind === 'stop-on-shoulder' ? way * 11.2 : way * laneAcross(1)
        if (kind === 'stop-on-shoulder' || kind === 'stop-in-lane')
          own.push(
            driver(1, way, { errand: 'stops', stopsAt: place, across, speed: 24, along: place - 190, wantsMs: 24 }),
          )
        if (kind === 'wrong-way')
          // Seen from its own direction it goes backwards.
          own.push(
            driver(1, way, { errand: 'goes', along: EDGE_M - 5, speed: -between(12, 30), across: way * laneAcross(0) }),
          )
        if (kind === 'pedestrian' || kind === 'cyclist') {
          const walks = kind === 'pedestrian'
          const speed = walks ? between(0.8, 1.6) : between(3, 6)
          const small = { kind: walks ? 'pedestrian' : 'bicycle', lengthM: walks ? 0.6 : 1.8, widthM: 0.6 } as const
          own.push(driver(1, way, { ...small, errand: 'goes', along: place, speed, across: way * 11.4 }))
        }
      }
      for (const dir of [1, -1] as const) {
        const road = roads[`${dir}`]
        for (const lane of [0, 1]) {
          const last = road.filter((each) => each.lane === lane && each.errand === null).at(-1)
          const free = !last || last.along > -EDGE_M + 45
          if (free && chance() < density * STEP_S) road.push(driver(lane, dir, {}))
        }
        for (const each of road) {
          const front = 200 - (FRONT_MS * (ms - eventAt)) / 1000
          const isIn = kind === 'queue' && isOn && dir === way && each.along > front
          move(
            each,
            road,
            isIn ? Math.max(0, 2.5 + 3 * Math.sin(ms / 3_500 + each.along / 60)) : Number.POSITIVE_INFINITY,
          )
        }
        for (let index = road.length - 1; index >= 0; index -= 1)
          if (Math.abs(road[index]?.along ?? 0) > EDGE_M) road.splice(index, 1)
        if (Number.isNaN(stoodFrom) && road.some(({ errand, speed }) => errand === 'stops' && speed < 0.3))
          stoodFrom = ms
      }
      yield {
        ms,
        drivers: [...roads['1'], ...roads['-1'].map((each) => ({ ...each, along: -each.along, speed: -each.speed }))],
      }
    }
  }
  return {
    get known() {
      return known()
    },
    frames,
  }
}

/** One step of the intelligent driver model; who meets something standing in the right lane passes on the left. */
function move(own: Driver, road: readonly Driver[], mostMs: number): void {
  if (own.errand === 'goes') {
    own.along += own.speed * STEP_S
    return
  }
  if (own.errand === 'stops') {
    const left = Math.max(0, own.stopsAt - own.along)
    own.speed = left < 0.3 ? 0 : Math.min(own.speed, Math.max(0.4, Math.sqrt(2 * 1.9 * left)))
    own.along += Math.min(left, own.speed * STEP_S)
    return
  }
  let gap = Number.POSITIVE_INFINITY
  let leadSpeed = own.wantsMs
  for (const other of road) {
    // A stopped one in the lane is driven round; it holds nobody up here.
    if (other === own || other.lane !== own.lane || other.errand !== null) continue
    const ahead = other.along - own.along - other.lengthM
    if (other.along > own.along && ahead < gap) {
      gap = ahead
      leadSpeed = other.speed
    }
  }
  const wished = 2.5 + Math.max(0, own.speed * 1.3 + (own.speed * (own.speed - leadSpeed)) / (2 * Math.sqrt(1.2 * 2)))
  const brake = gap === Number.POSITIVE_INFINITY ? 0 : (wished / Math.max(0.5, gap)) ** 2
  const wants = Math.min(own.wantsMs, mostMs)
  // Above what the jam allows, the foot is on the brake.
  const change =
    own.speed > wants ? Math.min(-4, -1.2 * brake) : 1.2 * (1 - (own.speed / Math.max(0.1, wants)) ** 4 - brake)
  own.speed = Math.max(0, own.speed + Math.max(-8, change) * STEP_S)
  own.along += own.speed * STEP_S
  const passes = road.some(
    (other) =>
      other.errand === 'stops' &&
      other.lane === own.lane &&
      Math.abs(other.across) < 9.5 &&
      other.along > own.along - 12 &&
      other.along < own.along + 70,
  )
  const side = own.across < 0 ? -1 : 1
  const aims = passes ? side * 3.9 : Math.abs(own.across) < 5 && own.lane === 1 ? side * 7.6 : own.across
  own.across += Math.max(-0.25, Math.min(0.25, aims - own.across))
}

/** The drive as the sensor reports it, one frame a report; `clockOffMs` is how far its clock is ahead of ours. */
export function* reportsOf(
  drive: Drive,
  faults: Faults,
  seed: number,
  beganAt: number,
  clockOffMs = 0,
): Generator<{ readonly report: Report; readonly arrivedAt: number; readonly ms: number }> {
  const chance = chanceOf(seed ^ 0x5bd1e995)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  const names = new Map<number, number>()
  const broken = new Map<number, number>()
  let name = 100
  const ghosts = Array.from({ length: faults.ghosts }, () => ({
    along: (chance() - 0.5) * 700,
    across: (chance() < 0.5 ? -1 : 1) * (3 + chance() * 12),
  }))
  const perFrame = (perMinute: number): boolean => chance() < perMinute / 600
  for (const { ms, drivers } of drive.frames()) {
    const tracks: ReportedTrack[] = []
    for (const each of drivers) {
      if (perFrame(faults.breaksPerMinute)) broken.set(each.id, ms + chance() * 3_000)
      if (!names.has(each.id) || perFrame(faults.renamedPerMinute)) names.set(each.id, ++name)
      if (chance() < faults.missing || ms < (broken.get(each.id) ?? 0)) continue
      const track = (id: number, along: number, across: number): ReportedTrack => {
        const [lon, lat] = pointAt(along + faults.noiseM * normal(), across + 0.6 * faults.noiseM * normal())
        return {
          id: String(id),
          position: [lon, lat],
          ...(faults.says === 'places' ? {} : { speedMs: Math.max(0, Math.abs(each.speed) + 0.25 * normal()) }),
          ...(faults.says === 'all' ? { class: each.kind, lengthM: each.lengthM, widthM: each.widthM } : {}),
          // A radar without classes still tells a lorry from a person by its echo.
          ...(faults.says === 'speeds' ? { lengthM: each.lengthM, widthM: each.widthM } : {}),
        }
      }
      const id = names.get(each.id) ?? 0
      tracks.push(track(id, each.along, each.across))
      const luck = ((each.id * 2_654_435_761) >>> 0) / 4_294_967_296
      if (luck < faults.doubles) tracks.push(track(50_000 + id, each.along - 4, each.across))
      else if (luck < faults.doubles + faults.mirrors) tracks.push(track(60_000 + id, each.along, -1.2 * each.across))
    }
    ghosts.forEach(({ along, across }, index) => {
      if (chance() > 0.3) return
      const [lon, lat] = pointAt(along + normal(), across + normal())
      tracks.push({ id: String(chance() < 0.05 ? ++name : 90_000 + index), position: [lon, lat], speedMs: 0 })
    })
    const at = Math.round(beganAt + ms)
    const wayMs = Math.round(20 + 60 * chance())
    yield { ms, arrivedAt: at + wayMs, report: { v: 1, frames: [{ at: at + clockOffMs, tracks }] } }
  }
}

/** Queues: dense traffic that creeps, closes up and stands, pasted onto the roads' own lanes; and one vehicle that stops in free traffic, which is none. */

import { type Dice, diceFrom } from '../../../src/core/dice.ts'
import { frameOver, type Size } from '../../../src/sensing/detector/frame.ts'
import { zoneAt, zonesOf } from '../../../src/sensing/detector/zones.ts'
import type { SensedWarning } from '../../../src/sensing/facts.ts'
import { percentile, type Row } from '../../result.ts'
import { cameraFor, carWidthAt, type Footage, footage } from '../clips.ts'
import { type CorpusSet, SEEDS, type SeedName } from '../corpus-set.ts'
import { type CutOut, drawnCar, resized, vehicleCut, vehicleCuts } from '../cut-outs.ts'
import { paste } from '../paste.ts'
import { percent, wilson } from '../score.ts'
import { type Act, warningsOf } from '../show.ts'
import { playStop } from '../stop.ts'
import { WEATHER_NAMES, WEATHERS, type WeatherName } from '../weather.ts'

const SECONDS = 75
const ROADS = ['motorway', 'highway'] as const
type Road = (typeof ROADS)[number]

/** Middles of the two files of a carriageway, from where traffic comes to where it goes, in pixels of 320×240. */
const FILES: Readonly<Record<Road, readonly (readonly [readonly [number, number], readonly [number, number]])[]>> = {
  motorway: [
    [
      [120, 236],
      [252, 62],
    ],
    [
      [196, 236],
      [272, 66],
    ],
  ],
  highway: [
    [
      [206, 34],
      [92, 232],
    ],
    [
      [240, 34],
      [190, 232],
    ],
  ],
}

/** `closes-up`: each vehicle stops behind the one before it. `stop-and-go`: a full column creeps, stands, and creeps on. */
const KINDS = ['closes-up', 'stop-and-go', 'single'] as const
type Kind = (typeof KINDS)[number]

type Queued = {
  readonly kind: Kind
  readonly clip: Road
  readonly weather: WeatherName
  /** From when the lane stood or crept; null: never said. */
  readonly queueWaitS: number | null
  /** Warnings of a stopped vehicle or object in the queue's lane, and anywhere else. */
  readonly stopped: number
  readonly elsewhere: number
}

export const queue: CorpusSet<Queued> = {
  name: 'queue',
  count: 108,
  async play(index, seed) {
    const kind = KINDS[index % KINDS.length] ?? 'single'
    const clip = ROADS[Math.floor(index / KINDS.length) % ROADS.length] ?? 'motorway'
    const weather = WEATHER_NAMES[Math.floor(index / 6) % WEATHER_NAMES.length] ?? 'clear'
    return kind === 'single' ? single(index, clip, weather, seed) : column(index, kind, clip, weather, seed)
  },
  rows(outcomes) {
    const isRight = ({ kind, queueWaitS, stopped }: Queued): boolean =>
      kind === 'single' ? queueWaitS === null && stopped > 0 : queueWaitS !== null && stopped === 0
    const right = outcomes.filter(isRight)
    const queues = outcomes.filter((each) => each.kind !== 'single')
    const alone = outcomes.filter((each) => each.kind === 'single')
    const [low] = wilson(right.length, outcomes.length)
    const waits = queues.flatMap((each) => (each.queueWaitS === null ? [] : [each.queueWaitS]))
    return [
      {
        what: `injected: queues told from single stopped vehicles (${outcomes.length} events)`,
        value: percent(right.length, outcomes.length),
        unit: '%',
        must: { at: 'least', bound: 95 },
      },
      { what: 'injected: the same, lower bound (Wilson, 95 %)', value: 100 * low, unit: '%' },
      ...KINDS.map((kind): Row => {
        const list = outcomes.filter((each) => each.kind === kind)
        return {
          what: `injected: ${kind} (${list.length})`,
          value: percent(list.filter(isRight).length, list.length),
          unit: '% right',
        }
      }),
      {
        what: 'injected: vehicles of a queue taken for stopped vehicles',
        value: queues.reduce((sum, each) => sum + each.stopped, 0),
        unit: 'warnings',
        must: { at: 'exactly', bound: 0 },
      },
      {
        what: 'injected: single stopped vehicles taken for a queue',
        value: alone.filter((each) => each.queueWaitS !== null).length,
        unit: 'warnings',
        must: { at: 'exactly', bound: 0 },
      },
      {
        what: 'injected: stopped vehicles said elsewhere in the same pictures',
        value: outcomes.reduce((sum, each) => sum + each.elsewhere, 0),
        unit: 'warnings',
      },
      { what: 'injected: the lane dense and slow → said, median', value: percentile(waits, 0.5), unit: 's' },
      { what: 'injected: the same, p95', value: percentile(waits, 0.95), unit: 's' },
    ]
  },
}

async function single(index: number, clip: Road, weather: WeatherName, seed: SeedName): Promise<Queued> {
  const plan = {
    clip,
    weather,
    framesPerSecond: 5,
    crf: null,
    lamps: { kind: 'off' },
    leastWidth: 28,
    zone: 'lane',
  } as const
  const { waitS, elsewhere } = await playStop(plan, `alone ${index}`, seed)
  const isQueue = elsewhere.some((each) => each.startsWith('congestion'))
  const stopped = waitS === null ? 0 : 1
  return { kind: 'single', clip, weather, queueWaitS: isQueue ? 0 : null, stopped, elsewhere: elsewhere.length }
}

async function column(
  index: number,
  kind: Exclude<Kind, 'single'>,
  clip: Road,
  weather: WeatherName,
  seed: SeedName,
): Promise<Queued> {
  const dice = diceFrom(SEEDS[seed], `queue ${index}`)
  const camera = cameraFor(clip)
  const whole = await footage(clip, 5)
  const zones = zonesOf(camera, whole.size)
  const [x, y] = placeOn(clip, 0, 0.5)
  const lane = zoneAt(zones, x, y)
  const from = emptied(whole, zones.mask, lane?.number ?? 1)
  const beginsS = dice.between(9, 13)
  const cars = await vehicles(clip, seed, dice)
  const act = kind === 'closes-up' ? closesUp(clip, cars, beginsS, dice) : stopsAndGoes(clip, cars, beginsS, dice)
  const script = {
    footage: from,
    seconds: SECONDS,
    from: dice.below(from.pictures.length),
    act,
    weather: WEATHERS[weather],
  }
  const said = await warningsOf({ ...script, seed: dice.below(1e9) }, camera)
  const queued = said.find((each) => each.type === 'congestion')
  const stopped = said.filter((each) => /^stopped/.test(each.type))
  // Both roads are analysed at the size of their view.
  const isIn = ({ box: [left, top, wide, high] }: SensedWarning): boolean =>
    zoneAt(zones, left + wide / 2, top + high - 2) === lane || zoneAt(zones, left + wide / 2, top + high / 2) === lane
  const own = stopped.filter(isIn).length
  const queueWaitS = queued ? queued.mediaSeconds - beginsS : null
  return { kind, clip, weather, queueWaitS, stopped: own, elsewhere: stopped.length - own }
}

async function vehicles(clip: Road, seed: SeedName, dice: Dice): Promise<readonly CutOut[]> {
  const real = await Promise.all(vehicleCuts(clip, seed === 'report').map((cut) => vehicleCut(clip, cut)))
  const drawn = Array.from({ length: 5 }, () =>
    drawnCar(dice.between(40, 210), dice.between(114, 142), dice.between(114, 142)),
  )
  const all = [...real, ...drawn]
  return Array.from({ length: 60 }, () => all[dice.below(all.length)] ?? drawn[0] ?? drawnCar(60, 128, 128))
}

/** The place at a share of the way along a file, and how wide a car is there. */
function placeOn(clip: Road, file: number, share: number): readonly [x: number, y: number, width: number] {
  const [from, to] = FILES[clip][file] ??
    FILES[clip][0] ?? [
      [0, 0],
      [0, 0],
    ]
  const x = from[0] + share * (to[0] - from[0])
  const y = from[1] + share * (to[1] - from[1])
  return [x, y, carWidthAt(clip, x, y)]
}

/** The share of the way one vehicle and its gap take there: `gap` in its own widths of picture. */
function spacing(clip: Road, file: number, share: number, gap: number): number {
  const [from, to] = FILES[clip][file] ??
    FILES[clip][0] ?? [
      [0, 0],
      [0, 1],
    ]
  return (gap * placeOn(clip, file, share)[2]) / Math.hypot(to[0] - from[0], to[1] - from[1])
}

/** Pastes whole files of vehicles, the farthest first. */
function pasteAll(
  clip: Road,
  cars: readonly CutOut[],
  places: readonly { readonly file: number; readonly share: number; readonly car: number }[],
  bytes: Uint8Array,
  size: Size,
  exposure: number,
): void {
  const shown = places
    .filter(({ share }) => share > -0.12 && share < 1)
    .map(({ file, share, car }) => ({ at: placeOn(clip, file, share), car }))
    .sort((a, b) => a.at[1] - b.at[1])
  for (const { at, car } of shown) {
    const what = cars[car % cars.length]
    if (what) paste(bytes, size, resized(what, at[2]), at[0], at[1], exposure)
  }
}

/** In each file the first stops, and the others come at two to three seconds and stop behind it. */
function closesUp(clip: Road, cars: readonly CutOut[], beginsS: number, dice: Dice): Act {
  const lines = FILES[clip].map((_, file) => {
    const stands: { share: number; stopAt: number; car: number }[] = []
    let share = dice.between(0.72, 0.9)
    let stopAt = beginsS + 1.2 * file
    for (let car = 0; share > -0.1; car += 1) {
      stands.push({ share, stopAt, car: car + 20 * file })
      share -= spacing(clip, file, share, dice.between(0.85, 1.25))
      stopAt += dice.between(1.8, 2.8)
    }
    return stands
  })
  return (bytes, size, seconds, exposure) => {
    const places = lines.flatMap((stands, file) =>
      stands.map(({ share, stopAt, car }) => {
        const left = Math.max(0, stopAt - seconds)
        // Even braking over four seconds; before that at the pace it had then.
        const back = left <= 4 ? 0.035 * left ** 2 : 0.56 + 0.28 * (left - 4)
        return { file, share: share - back, car }
      }),
    )
    pasteAll(clip, cars, places, bytes, size, exposure)
  }
}

/** A column without gaps comes in slowly; it stands and creeps by turns. */
function stopsAndGoes(clip: Road, cars: readonly CutOut[], beginsS: number, dice: Dice): Act {
  const pace = dice.between(0.045, 0.08)
  const standS = dice.between(7, 15)
  const goS = dice.between(2.5, 5)
  const fillS = 1.05 / pace
  const lines = FILES[clip].map((_, file) => {
    // Places when the column's head has reached the far end.
    const shares: number[] = []
    for (let share = dice.between(0.93, 0.99); share > -3; ) {
      shares.push(share)
      share -= spacing(clip, file, Math.max(0, share), dice.between(0.85, 1.3))
    }
    return shares
  })
  const gone = (seconds: number): number => {
    const since = seconds - (beginsS - fillS / 2)
    if (since <= fillS) return since * pace - 1.05
    const within = since - fillS
    const turns = Math.floor(within / (standS + goS))
    return pace * (turns * goS + Math.max(0, (within % (standS + goS)) - standS))
  }
  return (bytes, size, seconds, exposure) => {
    const moved = gone(seconds)
    const places = lines.flatMap((shares, file) =>
      shares.map((share, car) => ({ file, share: share + moved * (file === 0 ? 1 : 0.9), car: car + 20 * file })),
    )
    pasteAll(clip, cars, places, bytes, size, exposure)
  }
}

const kept = new WeakMap<Footage, Footage>()

/** The same pictures with bare road in the queue's lane: whoever drives there would drive through it. */
function emptied(from: Footage, mask: Uint8Array, lane: number): Footage {
  const known = kept.get(from)
  if (known) return known
  const every = Math.max(1, Math.floor(from.pictures.length / 41))
  const taken = from.pictures.filter((_, index) => index % every === 0)
  const road = new Uint8Array(from.pictures[0]?.length ?? 0)
  const column = new Uint8Array(taken.length)
  for (let at = 0; at < road.length; at += 1) {
    taken.forEach((picture, index) => {
      column[index] = picture[at] ?? 0
    })
    column.sort()
    road[at] = column[column.length >> 1] ?? 0
  }
  const { size } = from
  const half = (size.width + 1) >> 1
  const pictures = from.pictures.map((picture, index) => {
    const copy = new Uint8Array(picture)
    const now = frameOver(copy, size, 0)
    const bare = frameOver(road, size, 0)
    const exposure = from.exposures[index] ?? 1
    for (let y = 0; y < size.height; y += 1)
      for (let x = 0; x < size.width; x += 1) {
        if (mask[y * size.width + x] !== lane) continue
        now.y[y * size.width + x] = Math.min(235, 16 + ((bare.y[y * size.width + x] ?? 16) - 16) * exposure)
        const chroma = (y >> 1) * half + (x >> 1)
        now.u[chroma] = bare.u[chroma] ?? 128
        now.v[chroma] = bare.v[chroma] ?? 128
      }
    return copy
  })
  const empty = { ...from, pictures }
  kept.set(from, empty)
  return empty
}

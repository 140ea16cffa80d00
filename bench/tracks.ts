/** Rules on roadside tracks over generated traffic with known events, under a good and a bad sensor: how many are found, how soon, and what is said for nothing. */
import {
  BAD,
  driveOf,
  type EventKind,
  type Faults,
  GOOD,
  reportsOf,
  SENSOR,
} from '../src/sensing/roadside/generated.fixture.ts'
import { openRoadEye } from '../src/sensing/roadside/road-eye.ts'
import { type BenchResult, percentile, type Row } from './result.ts'

const DRIVES = 50
const SECONDS = 70
/** A jam takes its time to grow. */
const QUEUE_SECONDS = 100
const BEGAN = Date.UTC(2026, 10, 23, 8)
const KINDS: readonly Exclude<EventKind, 'nothing'>[] = [
  'stop-on-shoulder',
  'stop-in-lane',
  'wrong-way',
  'pedestrian',
  'cyclist',
  'queue',
]

type Tally = {
  found: number
  readonly delays: number[]
  falsely: number
  asStopped: number
  cpuMs: number
  frames: number
}

function drive(kind: EventKind, seed: number, faults: Faults, forS: number, tally: Tally): void {
  const course = driveOf(kind, seed, 1000 * forS)
  const eye = openRoadEye(SENSOR)
  // The clock of the sensor is five seconds off, as clocks are.
  const said = [...reportsOf(course, faults, seed, BEGAN, 5_000)].flatMap(({ report, arrivedAt, ms }) => {
    const begun = performance.now()
    const { warnings } = eye.take(report, arrivedAt)
    tally.cpuMs += performance.now() - begun
    tally.frames += 1
    return warnings.map(({ type }) => ({ ms, type }))
  })
  const { known } = course
  const hit = said.find(({ ms, type }) => known !== null && type === known.type && ms >= known.fromMs)
  if (hit && known) {
    tally.found += 1
    tally.delays.push((hit.ms - known.fromMs) / 1000)
  }
  tally.falsely += said.filter((each) => each !== hit).length
  if (kind === 'queue') tally.asStopped += said.filter(({ type }) => type === 'stopped-vehicle').length
}

/** Lower end of Wilson's interval, 95 %. */
function wilson(found: number, of: number): number {
  const z = 1.96
  const share = found / of
  const middle = share + (z * z) / (2 * of)
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return (100 * (middle - reach)) / (1 + (z * z) / of)
}

export async function run(): Promise<BenchResult> {
  const rows: Row[] = []
  for (const [name, faults] of [
    ['good', GOOD],
    ['bad', BAD],
  ] as const) {
    const must = name === 'good'
    let [falsely, seconds, cpuMs, frames] = [0, 0, 0, 0]
    /** `drives` of them, `times` as long as one with an event. */
    const one = (kind: EventKind, drives = DRIVES, times = 1): Tally => {
      const tally: Tally = { found: 0, delays: [], falsely: 0, asStopped: 0, cpuMs: 0, frames: 0 }
      const forS = times * (kind === 'queue' ? QUEUE_SECONDS : SECONDS)
      for (let seed = 1; seed <= drives; seed++) drive(kind, 104_729 * seed + kind.length, faults, forS, tally)
      falsely += tally.falsely
      seconds += drives * forS
      cpuMs += tally.cpuMs
      frames += tally.frames
      return tally
    }
    for (const kind of KINDS) {
      const tally = one(kind)
      const what = `${name} sensor, ${kind} (generated, ${DRIVES})`
      rows.push(
        {
          what: `${what}: found`,
          value: (100 * tally.found) / DRIVES,
          unit: '%',
          ...(must ? { must: { at: 'least', bound: 95 } as const } : {}),
        },
        { what: 'Wilson’s lower bound', value: wilson(tally.found, DRIVES), unit: '%' },
        { what: 'time to warning, p50', value: percentile(tally.delays, 0.5), unit: 's' },
        { what: 'time to warning, p95', value: percentile(tally.delays, 0.95), unit: 's' },
      )
      if (kind === 'queue')
        rows.push({
          what: 'queues called a stopped vehicle',
          value: tally.asStopped,
          unit: 'warnings',
          ...(must ? { must: { at: 'exactly', bound: 0 } as const } : {}),
        })
    }
    // Long ones: a sensor is not switched on anew every minute.
    const calm = one('nothing', DRIVES / 10, 20)
    rows.push(
      {
        what: `${name} sensor, free traffic (generated, ${Math.round(((DRIVES / 10) * 20 * SECONDS) / 60)} min): warnings`,
        value: calm.falsely,
        unit: 'warnings',
        ...(must ? { must: { at: 'exactly', bound: 0 } as const } : {}),
      },
      { what: `${name} sensor, all drives: false warnings an hour`, value: (3_600 * falsely) / seconds, unit: '/h' },
      { what: `${name} sensor: one frame`, value: cpuMs / frames, unit: 'ms' },
    )
  }
  return {
    name: 'tracks',
    about: `Rules on roadside tracks. Everything is generated: drivers who follow each other, one event a drive, reported ten times a second. The good sensor errs by 0.4 m, misses 3 % and says sizes and classes; the bad one errs by 1 m, misses 15 %, breaks off three times and changes numbers six times a minute, doubles 15 % of the vehicles and mirrors 10 % across the middle, and shows four ghosts.`,
    rows,
  }
}

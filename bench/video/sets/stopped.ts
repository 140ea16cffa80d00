/** Stopped vehicles: every clip, shoulder and lane, all sizes from 20 pixels, every weather, with and without lamps and a codec's loss. */
import { type Dice, diceFrom } from '../../../src/core/dice.ts'
import { percentile, type Row } from '../../result.ts'
import type { ClipName } from '../clips.ts'
import { type CorpusSet, SEEDS, type SeedName } from '../corpus-set.ts'
import type { Lamps } from '../paste.ts'
import { percent, wilson } from '../score.ts'
import { playStop, type StopOutcome, type StopPlan } from '../stop.ts'
import { WEATHER_NAMES } from '../weather.ts'

const CLIP_BY_TURN: readonly ClipName[] = [
  ...(['motorway', 'highway', 'motorway', 'street', 'motorway'] as const),
  ...(['highway', 'motorway', 'highway', 'parking', 'highway'] as const),
]

export const stopped: CorpusSet<StopOutcome> = {
  name: 'stopped',
  count: 360,
  play: (index, seed) => playStop(planOf(index, seed), `stopped ${index}`, seed),
  rows,
}

/** Far, middle and near: as many events of each, though far places are few pixels. */
type Band = Pick<StopPlan, 'leastWidth' | 'mostWidth'>
const BANDS: readonly [Band, Band, Band] = [
  { leastWidth: 20, mostWidth: 28 },
  { leastWidth: 28, mostWidth: 42 },
  { leastWidth: 42, mostWidth: 90 },
]

function planOf(index: number, seed: SeedName): StopPlan {
  const dice = diceFrom(SEEDS[seed], `plan ${index}`)
  const clip = CLIP_BY_TURN[index % CLIP_BY_TURN.length] ?? 'motorway'
  // On the street and in the car park everything is near; the highway's farthest car is 24 pixels wide.
  const band = clip === 'motorway' || clip === 'highway' ? dice.pick(BANDS) : {}
  return {
    clip,
    ...band,
    weather: WEATHER_NAMES[dice.below(WEATHER_NAMES.length)] ?? 'clear',
    framesPerSecond: dice.chance(0.15) ? 12.5 : 5,
    crf: dice.chance(0.25) ? 28 + dice.below(9) : null,
    lamps: lampsOf(dice),
    zone: dice.chance(0.6) ? 'shoulder' : 'lane',
  }
}

function lampsOf(dice: Dice): Lamps {
  const hz = dice.pick([1, 1.5, 2])
  const phase = dice.next()
  const turn = dice.next()
  if (turn < 0.4) return { kind: 'off' }
  if (turn < 0.5) return { kind: 'left', hz, phase }
  if (turn < 0.6) return { kind: 'right', hz, phase }
  return turn < 0.7 ? { kind: 'brake', phase } : { kind: 'both', hz, phase }
}

function rows(outcomes: readonly StopOutcome[]): readonly Row[] {
  const of = outcomes.length
  const hits = outcomes.filter((each) => each.waitS !== null)
  const waits = hits.map((each) => each.waitS ?? 0)
  const naive = outcomes.filter((each) => each.naiveWaitS !== null)
  const [low] = wilson(hits.length, of)
  const [naiveLow] = wilson(naive.length, of)
  const groups = (by: (each: StopOutcome) => string): readonly Row[] =>
    [...Map.groupBy(outcomes, by)]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, list]) => ({
        what: `injected: stopped vehicle, ${name} (${list.length} events)`,
        value: percent(list.filter((each) => each.waitS !== null).length, list.length),
        unit: '% detected',
      }))
  return [
    { what: 'injected: stopped vehicles, events', value: of, unit: 'events' },
    {
      what: 'injected: stopped vehicles detected',
      value: percent(hits.length, of),
      unit: '%',
      must: { at: 'least', bound: 97 },
    },
    { what: 'injected: the same, lower bound (Wilson, 95 %)', value: 100 * low, unit: '%' },
    {
      what: 'injected: standstill → warning, median',
      value: percentile(waits, 0.5),
      unit: 's',
      must: { at: 'most', bound: 8 },
    },
    { what: 'injected: the same, p95', value: percentile(waits, 0.95), unit: 's', must: { at: 'most', bound: 12 } },
    { what: 'injected: announced twice', value: sum(outcomes, (each) => each.doubled), unit: 'events' },
    {
      what: 'injected: warnings of what was not injected, in the same pictures',
      value: sum(outcomes, (each) => each.elsewhere.length),
      unit: 'warnings',
    },
    { what: 'injected: naive baseline detected', value: percent(naive.length, of), unit: '%' },
    { what: 'injected: the same, lower bound (Wilson, 95 %)', value: 100 * naiveLow, unit: '%' },
    {
      what: 'injected: naive baseline, standstill → alarm, median',
      value: percentile(
        naive.map((each) => each.naiveWaitS ?? 0),
        0.5,
      ),
      unit: 's',
    },
    {
      what: 'injected: naive baseline, other alarms in the same pictures',
      value: sum(outcomes, (each) => each.naiveElsewhere),
      unit: 'alarms',
    },
    ...groups((each) => `on the ${each.clip} clip`),
    ...groups((each) => each.weather),
    ...groups((each) => `${each.width < 30 ? '20–29' : each.width < 45 ? '30–44' : '45 or more'} pixels wide`),
    ...groups((each) => (each.crf === null ? 'uncompressed' : 'through H.264, CRF 28–36')),
  ]
}

function sum(outcomes: readonly StopOutcome[], of: (each: StopOutcome) => number): number {
  return outcomes.reduce((total, each) => total + of(each), 0)
}

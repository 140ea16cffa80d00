/** Hazard lights: off, one side, both and brake lights on vehicles of 40 pixels and more; right only where it is said, and said rightly. */
import type { Row } from '../../result.ts'
import type { CorpusSet } from '../corpus-set.ts'
import type { Lamps } from '../paste.ts'
import { percent, wilson } from '../score.ts'
import { playStop, type StopOutcome, type StopPlan } from '../stop.ts'

const CLIPS = ['motorway', 'highway', 'street', 'highway', 'parking'] as const
const WEATHERS = ['clear', 'noise', 'shake', 'sway', 'swing', 'dusk', 'rain'] as const
const RATES = [1, 1.5, 2] as const

/** Every kind in turn: off, brake, and one side and both at each rate. */
const KINDS: readonly ((phase: number) => Lamps)[] = [
  () => ({ kind: 'off' }),
  ...RATES.map(
    (hz) =>
      (phase: number): Lamps => ({ kind: 'both', hz, phase }),
  ),
  (phase) => ({ kind: 'brake', phase: 6 * phase }),
  ...RATES.map(
    (hz, index) =>
      (phase: number): Lamps => ({ kind: index === 1 ? 'right' : 'left', hz, phase }),
  ),
]

export const lamps: CorpusSet<StopOutcome> = {
  name: 'lamps',
  count: 240,
  play: (index, seed) => playStop(planOf(index), `lamps ${index}`, seed),
  rows,
}

function planOf(index: number): StopPlan {
  const kind = KINDS[index % KINDS.length]
  const round = Math.floor(index / KINDS.length)
  return {
    clip: CLIPS[round % CLIPS.length] ?? 'motorway',
    weather: WEATHERS[(round + index) % WEATHERS.length] ?? 'clear',
    framesPerSecond: round % 2 === 0 ? 5 : 12.5,
    crf: round % 4 === 3 ? 28 : null,
    lamps: kind?.((index * 0.618) % 1) ?? { kind: 'off' },
    leastWidth: 43,
    zone: round % 3 === 0 ? 'lane' : 'shoulder',
  }
}

function isRight(each: StopOutcome): boolean {
  return each.waitS !== null && each.hazardLights === (each.lamps.kind === 'both')
}

function rows(outcomes: readonly StopOutcome[]): readonly Row[] {
  const right = outcomes.filter(isRight).length
  const [low] = wilson(right, outcomes.length)
  const byKind = Map.groupBy(outcomes, ({ lamps: { kind } }) =>
    kind === 'left' || kind === 'right' ? 'one side' : kind,
  )
  return [
    {
      what: `injected: hazard lights told rightly (${outcomes.length} vehicles ≥ 40 pixels)`,
      value: percent(right, outcomes.length),
      unit: '%',
      must: { at: 'least', bound: 95 },
    },
    { what: 'injected: the same, lower bound (Wilson, 95 %)', value: 100 * low, unit: '%' },
    ...[...byKind].map(([kind, list]) => ({
      what: `injected: the same where ${kind === 'brake' ? 'brake lights are on' : kind === 'one side' ? 'one side flashes' : kind === 'off' ? 'all are off' : 'both flash'} (${list.length})`,
      value: percent(list.filter(isRight).length, list.length),
      unit: '%',
    })),
    {
      what: 'injected: could not be told, or the vehicle was not found',
      value: outcomes.filter((each) => each.hazardLights === null).length,
      unit: 'vehicles',
    },
  ]
}

/** What an object detector adds: the same stops without lamps, and the same quiet clips, each played without and with YOLOX-Nano looking on. */
import { existsSync } from 'node:fs'
import { diceFrom } from '../../../src/core/dice.ts'
import type { SensedWarning } from '../../../src/sensing/facts.ts'
import { percentile, type Row } from '../../result.ts'
import { type ClipName, cameraFor, footage } from '../clips.ts'
import { type CorpusSet, SEEDS, type SeedName } from '../corpus-set.ts'
import { lookCost, openOnlooker, WEIGHTS } from '../onlooker.ts'
import { percent } from '../score.ts'
import { show } from '../show.ts'
import { isCyclist, playStop, type StopOutcome } from '../stop.ts'
import { WEATHER_NAMES, WEATHERS } from '../weather.ts'

const STOPS = 60
const QUIETS = 12
const QUIET_S = 300
const CLIP_BY_TURN: readonly ClipName[] = ['motorway', 'highway', 'street', 'parking']

type Quiet = { readonly wrong: number; readonly wrongA: number; readonly cyclistA: number; readonly cyclist: number }
type Pair<T> = { readonly alone: T; readonly looked: T }
type Outcome = ({ readonly kind: 'stop' } & Pair<StopOutcome>) | ({ readonly kind: 'quiet' } & Pair<Quiet>)
type Costed = { readonly outcome: Outcome | null; readonly lookMs: number }

export const confirmed: CorpusSet<Costed> = {
  name: 'confirmed',
  count: STOPS + QUIETS,
  async play(index, seed) {
    if (!existsSync(WEIGHTS)) return { outcome: null, lookMs: Number.NaN }
    const outcome = index < STOPS ? await stop(index, seed) : await quiet(index - STOPS, seed)
    const { looks, cpuMs } = lookCost()
    return { outcome, lookMs: cpuMs / Math.max(1, looks) }
  },
  rows(costed) {
    const outcomes = costed.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]))
    if (outcomes.length === 0) return []
    const stops = outcomes.filter((each) => each.kind === 'stop')
    const quiets = outcomes.filter((each) => each.kind === 'quiet')
    const hours = (quiets.length * QUIET_S) / 3600
    const side = (name: string, which: 'alone' | 'looked'): readonly Row[] => {
      const hits = stops.map((each) => each[which]).filter((each) => each.waitS !== null)
      const hitsA = hits.filter((each) => each.grade === 'A')
      const waits = hits.map((each) => each.waitS ?? 0)
      const elsewhere = stops.flatMap((each) => each[which].elsewhere)
      const wrong = sum(quiets.map((each) => each[which].wrong))
      const wrongA = sum(quiets.map((each) => each[which].wrongA))
      return [
        {
          what: `injected: stopped vehicles without lamps detected, ${name} (${stops.length} events)`,
          value: percent(hits.length, stops.length),
          unit: '%',
        },
        {
          what: `injected: of these grade A when announced, ${name}`,
          value: percent(hitsA.length, hits.length),
          unit: '%',
        },
        { what: `injected: standstill → warning, median, ${name}`, value: percentile(waits, 0.5), unit: 's' },
        { what: `injected: the same, p95, ${name}`, value: percentile(waits, 0.95), unit: 's' },
        {
          what: `injected: warnings of what was not injected, ${name}`,
          value: elsewhere.length,
          unit: 'warnings',
        },
        {
          what: `injected: of these grade A, ${name}`,
          value: elsewhere.filter((each) => each.includes(' A at ')).length,
          unit: 'warnings',
        },
        { what: `real: false warnings in ${hours.toFixed(1)} camera-hours, ${name}`, value: wrong, unit: 'warnings' },
        { what: `real: of these grade A, ${name}`, value: wrongA, unit: 'warnings' },
        {
          what: `real: the cyclist of the looped motorway clip, announced as grade A, ${name}`,
          value: percent(
            sum(quiets.map((each) => each[which].cyclistA)),
            sum(quiets.map((each) => each[which].cyclist)),
          ),
          unit: '%',
        },
      ].filter(({ value }) => !Number.isNaN(value))
    }
    return [
      ...side('pixels alone', 'alone'),
      ...side('with YOLOX-Nano', 'looked'),
      {
        what: 'one look of YOLOX-Nano at 416 pixels, one thread, its process whole',
        value: percentile(
          costed.map(({ lookMs }) => lookMs),
          0.5,
        ),
        unit: 'ms of CPU',
      },
    ]
  },
}

async function stop(index: number, seed: SeedName): Promise<Outcome> {
  const dice = diceFrom(SEEDS[seed], `confirmed ${index}`)
  const plan = {
    clip: CLIP_BY_TURN[index % CLIP_BY_TURN.length] ?? 'motorway',
    weather: WEATHER_NAMES[dice.below(WEATHER_NAMES.length)] ?? 'clear',
    framesPerSecond: 5,
    crf: dice.chance(0.25) ? 28 + dice.below(9) : null,
    lamps: { kind: 'off' },
    zone: dice.chance(0.6) ? 'shoulder' : 'lane',
  } as const
  const label = `confirmed stop ${index}`
  return {
    kind: 'stop',
    alone: await playStop(plan, label, seed),
    looked: await playStop(plan, label, seed, WEIGHTS),
  }
}

async function quiet(index: number, seed: SeedName): Promise<Outcome> {
  const dice = diceFrom(SEEDS[seed], `confirmed quiet ${index}`)
  const clip = CLIP_BY_TURN[index % CLIP_BY_TURN.length] ?? 'motorway'
  const weather = WEATHERS[WEATHER_NAMES[dice.below(WEATHER_NAMES.length)] ?? 'clear']
  const from = await footage(clip, 5)
  const script = {
    footage: from,
    seconds: QUIET_S,
    from: dice.below(from.pictures.length),
    weather,
    seed: dice.below(1e9),
  }
  const play = async (weights?: string): Promise<Quiet> => {
    const onlooker = openOnlooker(cameraFor(clip), weights)
    const said: SensedWarning[] = []
    await show(script, async (frame) => {
      said.push(...(await onlooker.see(frame)))
    })
    const right = said.filter((each) => isCyclist(clip, each))
    const wrong = said.filter((each) => !isCyclist(clip, each))
    const gradeA = (list: readonly SensedWarning[]): number => list.filter(({ grade }) => grade === 'A').length
    return { wrong: wrong.length, wrongA: gradeA(wrong), cyclist: right.length, cyclistA: gradeA(right) }
  }
  return { kind: 'quiet', alone: await play(), looked: await play(WEIGHTS) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0)
}

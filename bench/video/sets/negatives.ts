/** Where nothing happens: the real clips looped and varied for hours; whatever is said there, but for the cyclist who really rides there, is false. */

import { diceFrom } from '../../../src/core/dice.ts'
import type { SensedWarning } from '../../../src/sensing/facts.ts'
import type { Row } from '../../result.ts'
import { type ClipName, cameraFor, footage } from '../clips.ts'
import { type CorpusSet, SEEDS } from '../corpus-set.ts'
import { Naive } from '../naive.ts'
import { openOnlooker } from '../onlooker.ts'
import { show } from '../show.ts'
import { isCyclist } from '../stop.ts'
import { WEATHER_NAMES, WEATHERS, type WeatherName } from '../weather.ts'

/** Short enough that the road is learnt many times, from every part of the clip. */
const SEGMENT_S = 240
const CLIP_BY_TURN: readonly ClipName[] = ['motorway', 'highway', 'street', 'parking']

type Quiet = {
  readonly clip: ClipName
  readonly weather: WeatherName
  readonly seconds: number
  readonly said: readonly string[]
  readonly cyclist: number
  readonly naive: number
}

export const negatives: CorpusSet<Quiet> = {
  name: 'negatives',
  count: 108,
  async play(index, seed) {
    const dice = diceFrom(SEEDS[seed], `quiet ${index}`)
    const clip = CLIP_BY_TURN[index % CLIP_BY_TURN.length] ?? 'motorway'
    const weather = WEATHER_NAMES[Math.floor(index / CLIP_BY_TURN.length) % WEATHER_NAMES.length] ?? 'clear'
    const camera = cameraFor(clip)
    const from = await footage(clip, 5)
    const onlooker = openOnlooker(camera)
    const naive = new Naive(from.size)
    const said: SensedWarning[] = []
    let alarms = 0
    const script = { footage: from, seconds: SEGMENT_S, from: dice.below(from.pictures.length), seed: dice.below(1e9) }
    await show({ ...script, weather: WEATHERS[weather] }, async (frame) => {
      said.push(...(await onlooker.see(frame)))
      alarms += naive.see(frame).length
    })
    const wrong = said.filter((warning) => !isCyclist(clip, warning))
    return {
      ...{ clip, weather, seconds: SEGMENT_S, naive: alarms, cyclist: said.length - wrong.length },
      said: wrong.map((each) => `${each.type} at ${each.mediaSeconds} s, ${each.box.join(' ')}: ${each.reason.en}`),
    }
  },
  rows,
}

function rows(outcomes: readonly Quiet[]): readonly Row[] {
  const hours = (list: readonly Quiet[]): number => list.reduce((sum, each) => sum + each.seconds, 0) / 3600
  const wrong = (list: readonly Quiet[]): number => list.reduce((sum, each) => sum + each.said.length, 0)
  const naive = (list: readonly Quiet[]): number => list.reduce((sum, each) => sum + each.naive, 0)
  const on = (...clips: readonly ClipName[]): readonly Quiet[] => outcomes.filter((each) => clips.includes(each.clip))
  return [
    { what: 'real: negatives, looped and varied', value: hours(outcomes), unit: 'camera-hours' },
    {
      what: 'real: false warnings on the motorway and highway clips',
      value: wrong(on('motorway', 'highway')),
      unit: 'warnings',
      must: { at: 'exactly', bound: 0 },
    },
    {
      what: `real: false warnings on the street clip (${hours(on('street')).toFixed(1)} h)`,
      value: wrong(on('street')) / hours(on('street')),
      unit: 'an hour',
      must: { at: 'most', bound: 1 },
    },
    {
      what: `real: false warnings on the car-park clip (${hours(on('parking')).toFixed(1)} h)`,
      value: wrong(on('parking')) / hours(on('parking')),
      unit: 'an hour',
      must: { at: 'most', bound: 1 },
    },
    { what: 'real: naive baseline, false alarms', value: naive(outcomes) / hours(outcomes), unit: 'an hour' },
    {
      what: 'real: naive baseline, the same on the motorway and highway clips',
      value: naive(on('motorway', 'highway')) / hours(on('motorway', 'highway')),
      unit: 'an hour',
    },
  ]
}

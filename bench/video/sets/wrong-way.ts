/** Wrong way: the real roads run backwards, so that every vehicle in a directed lane drives against it; the same stretches forwards as the contrast. */
import { diceFrom } from '../../../src/core/dice.ts'
import { percentile, type Row } from '../../result.ts'
import { type ClipName, cameraFor, footage } from '../clips.ts'
import { type CorpusSet, SEEDS } from '../corpus-set.ts'
import { percent, wilson } from '../score.ts'
import { warningsOf } from '../show.ts'
import { WEATHER_NAMES, WEATHERS, type WeatherName } from '../weather.ts'

const SECONDS = 28
const ROADS = ['motorway', 'highway'] as const satisfies readonly ClipName[]

type Drive = {
  readonly clip: ClipName
  readonly weather: WeatherName
  readonly framesPerSecond: number
  readonly reversed: boolean
  readonly startS: number
  /** When first said, s; null: never. */
  readonly atS: number | null
}

export const wrongWay: CorpusSet<Drive> = {
  name: 'wrong-way',
  count: 144,
  async play(index, seed) {
    const dice = diceFrom(SEEDS[seed], `wrong way ${index}`)
    const clip = ROADS[index % 2] ?? 'motorway'
    const reversed = Math.floor(index / 2) % 2 === 0
    const weather = WEATHER_NAMES[Math.floor(index / 4) % WEATHER_NAMES.length] ?? 'clear'
    const framesPerSecond = dice.chance(0.3) ? 12.5 : 5
    const from = await footage(clip, framesPerSecond)
    const start = dice.below(from.pictures.length)
    const script = { footage: from, seconds: SECONDS, from: start, reversed, weather: WEATHERS[weather] }
    const said = await warningsOf({ ...script, seed: dice.below(1e9) }, cameraFor(clip))
    const atS = said.find((each) => each.type === 'wrong-way')?.mediaSeconds ?? null
    return { clip, weather, framesPerSecond, reversed, startS: start / framesPerSecond, atS }
  },
  rows(outcomes) {
    const against = outcomes.filter((each) => each.reversed)
    const right = against.filter((each) => each.atS !== null)
    const forwards = outcomes.filter((each) => !each.reversed)
    const quiet = forwards.filter((each) => each.atS === null)
    const told = right.length + quiet.length
    const [low] = wilson(told, outcomes.length)
    return [
      {
        what: `real: wrong-way driving told from the right way (${outcomes.length} stretches of ${SECONDS} s)`,
        value: percent(told, outcomes.length),
        unit: '%',
        must: { at: 'least', bound: 95 },
      },
      { what: 'real: the same, lower bound (Wilson, 95 %)', value: 100 * low, unit: '%' },
      ...ROADS.map((clip): Row => {
        const list = against.filter((each) => each.clip === clip)
        const value = percent(list.filter((each) => each.atS !== null).length, list.length)
        return { what: `real: the ${clip} clip backwards (${list.length})`, value, unit: '% warned of' }
      }),
      {
        what: `real: forwards, warned of as wrong-way (${forwards.length})`,
        value: forwards.length - quiet.length,
        unit: 'stretches',
        must: { at: 'exactly', bound: 0 },
      },
      {
        what: 'real: backwards, start → warning (learning the road included), median',
        value: percentile(
          right.map((each) => each.atS ?? 0),
          0.5,
        ),
        unit: 's',
      },
    ]
  },
}

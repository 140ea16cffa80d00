/** The real cyclist on the motorway's hard shoulder: warned of once, soon, as pedestrian, and nothing else in the clip. */
import type { Row } from '../../result.ts'
import { cameraFor, footage } from '../clips.ts'
import type { CorpusSet } from '../corpus-set.ts'
import { warningsOf } from '../show.ts'
import { isCyclist } from '../stop.ts'

const RATES = [5, 8, 12.5, 25] as const

type Ride = {
  readonly framesPerSecond: number
  readonly atS: number
  readonly warnings: number
  readonly other: number
}

export const cyclist: CorpusSet<Ride> = {
  name: 'cyclist',
  count: RATES.length,
  async play(index) {
    const framesPerSecond = RATES[index] ?? 5
    const from = await footage('motorway', framesPerSecond)
    const said = await warningsOf({ footage: from, seconds: 30, seed: 1 }, cameraFor('motorway'))
    const right = said.filter((warning) => isCyclist('motorway', warning))
    return {
      ...{ framesPerSecond, atS: right[0]?.mediaSeconds ?? Number.NaN },
      ...{ warnings: right.length, other: said.length - right.length },
    }
  },
  rows: (outcomes) =>
    outcomes.flatMap(({ framesPerSecond, atS, warnings, other }): Row[] => [
      {
        what: `real: cyclist (in at 2.5 s) warned of, at ${framesPerSecond} pictures a second`,
        value: atS,
        unit: 's of the clip',
        must: { at: 'most', bound: 8.5 },
      },
      {
        what: 'real: the same, how often he and anything else was announced',
        value: warnings + other,
        unit: 'warnings',
        must: { at: 'exactly', bound: 1 },
      },
    ]),
}

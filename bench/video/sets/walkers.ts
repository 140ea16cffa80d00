/** People on foot and on a bicycle along the hard shoulder, drawn or cut from the real one, at the pace and size the camera's perspective gives them. */
import { diceFrom } from '../../../src/core/dice.ts'
import { percentile, type Row } from '../../result.ts'
import { cameraFor, footage } from '../clips.ts'
import { type CorpusSet, SEEDS } from '../corpus-set.ts'
import { cyclistCut, drawnPerson, resized } from '../cut-outs.ts'
import { paste } from '../paste.ts'
import { percent, wilson } from '../score.ts'
import { type Act, warningsOf } from '../show.ts'
import { WEATHER_NAMES, WEATHERS, type WeatherName } from '../weather.ts'

const SECONDS = 24
const CAR_WIDTH_M = 1.75
const PERSON_HEIGHT_M = 1.75
/** Read off the clip: cars are as wide as a quarter of their depth below this row; the lens is taken as 450 pixels long. */
const HORIZON_PX = 8
const LENS_PX = 450

type Walk = {
  readonly weather: WeatherName
  readonly onWheels: boolean
  readonly waitS: number | null
  readonly other: number
}

export const walkers: CorpusSet<Walk> = {
  name: 'walkers',
  count: 60,
  async play(index, seed) {
    const dice = diceFrom(SEEDS[seed], `walker ${index}`)
    const whole = await footage('motorway', 5)
    // The clip's own cyclist is left out: what goes before him, and the end where he is far and small.
    const from = { ...whole, pictures: whole.pictures.slice(0, 12), exposures: whole.exposures.slice(0, 12) }
    const weather = WEATHER_NAMES[index % WEATHER_NAMES.length] ?? 'clear'
    const onWheels = dice.chance(0.4)
    const startS = dice.between(6, 9)
    const paceM = onWheels ? dice.between(3, 5.5) : dice.between(1, 1.8)
    const away = dice.chance(0.6)
    const nearM = dice.between(14, 17)
    const farM = dice.between(26, 32)
    const bicycle = await cyclistCut()
    const shade = [dice.between(30, 70), dice.between(110, 146), dice.between(110, 146)] as const
    const inM = dice.between(-0.5, 0.5)
    const act: Act = (bytes, size, seconds, exposure) => {
      if (seconds < startS) return
      const gone = (seconds - startS) * paceM
      const depthM = away ? nearM + gone : farM - gone
      if (depthM < 12 || depthM > 60) return
      const carPx = (LENS_PX * CAR_WIDTH_M) / depthM
      const y = HORIZON_PX + 4 * carPx
      const perM = carPx / CAR_WIDTH_M
      // The middle of the shoulder runs from (250, 239) to (300, 90).
      const x = 250 + ((239 - y) / 149) * 50 + inM * perM
      const person = onWheels ? bicycle : drawnPerson(...shade, Math.sin(seconds * 6))
      const height = PERSON_HEIGHT_M * perM
      paste(bytes, size, resized(person, (height * person.width) / person.height), x, y, exposure)
    }
    const script = { footage: from, seconds: startS + SECONDS, act, weather: WEATHERS[weather], seed: dice.below(1e9) }
    const said = await warningsOf(script, cameraFor('motorway'))
    const hit = said.find((warning) => warning.type === 'pedestrian' && warning.mediaSeconds >= startS)
    return { weather, onWheels, waitS: hit ? hit.mediaSeconds - startS : null, other: said.length - (hit ? 1 : 0) }
  },
  rows(outcomes) {
    const hits = outcomes.filter((each) => each.waitS !== null)
    const [low] = wilson(hits.length, outcomes.length)
    const waits = hits.map((each) => each.waitS ?? 0)
    const share = (onWheels: boolean): Row => {
      const list = outcomes.filter((each) => each.onWheels === onWheels)
      const found = list.filter((each) => each.waitS !== null).length
      const what = `injected: ${onWheels ? 'on a bicycle' : 'on foot'} (${list.length})`
      return { what, value: percent(found, list.length), unit: '% detected' }
    }
    return [
      {
        what: `injected: people along the hard shoulder detected (${outcomes.length} events)`,
        value: percent(hits.length, outcomes.length),
        unit: '%',
      },
      { what: 'injected: the same, lower bound (Wilson, 95 %)', value: 100 * low, unit: '%' },
      share(false),
      share(true),
      { what: 'injected: in the picture → warning, median', value: percentile(waits, 0.5), unit: 's' },
      { what: 'injected: the same, p95', value: percentile(waits, 0.95), unit: 's' },
      {
        what: 'injected: said beside it',
        value: outcomes.reduce((sum, each) => sum + each.other, 0),
        unit: 'warnings',
      },
    ]
  },
}

/** A storm of reports with its labels: one crash told by forty callers and three sensors, and five events of their own near by. Generated, and said so. */
import { type Dice, diceFrom } from '../src/core/dice.ts'
import type { Position } from '../src/core/geo.ts'
import { MINUTE } from '../src/core/time.ts'
import type { Sighting } from '../src/dispatch/duplicates/sighting.ts'

/** `event` 0 is the crash; 1 to 5 are the others. */
export type Labelled = { readonly event: number; readonly sighting: Sighting }

export const CALLERS = 40
const NOON = 1_795_766_400_000
/** The road runs east; a kilometre post every kilometre of it. */
const ROAD = { road: 'S12', from: [120.7, 30.7] as Position, degreesPerKm: 1 / 95.6 }
const CRASH_KM = 45.3

type Event = {
  readonly kilometre: number
  readonly carriageway: 'up' | 'down'
  readonly kind: Sighting['kind']
  readonly from: number
  readonly callers: number
  readonly sensor: boolean
}

const normal = (dice: Dice): number => Math.sqrt(-2 * Math.log(1 - dice.next())) * Math.cos(2 * Math.PI * dice.next())

/** Reports in the order in which they come in. */
export function stormOf(seed: number): readonly Labelled[] {
  const dice = diceFrom(seed, 'storm')
  const crash: Event = {
    kilometre: CRASH_KM,
    carriageway: 'up',
    kind: 'collision',
    from: NOON,
    callers: CALLERS,
    sensor: true,
  }
  const after = (minutes: number): number => NOON + dice.between(-5, minutes) * MINUTE
  const others: readonly Event[] = [
    // Somebody stops on the other side to look; nearer than 600 m on the same side, a dispatcher would call it the same event.
    {
      kilometre: CRASH_KM + dice.between(-0.15, 0.15),
      carriageway: 'down',
      kind: 'stopped-vehicle',
      from: after(15),
      callers: 0,
      sensor: true,
    },
    {
      kilometre: CRASH_KM + dice.between(1.2, 2.5),
      carriageway: 'up',
      kind: 'stopped-vehicle',
      from: after(20),
      callers: 2,
      sensor: true,
    },
    {
      kilometre: CRASH_KM - dice.between(1.5, 3),
      carriageway: 'up',
      kind: 'obstacle',
      from: after(15),
      callers: 1,
      sensor: false,
    },
    {
      kilometre: CRASH_KM + dice.between(0.6, 2) * dice.pick([-1, 1]),
      carriageway: dice.pick(['up', 'down']),
      kind: 'pedestrian',
      from: after(20),
      callers: 2,
      sensor: true,
    },
    {
      kilometre: CRASH_KM + dice.between(1.5, 3),
      carriageway: 'down',
      kind: 'collision',
      from: after(25),
      callers: 3,
      sensor: false,
    },
  ]
  const reports = [crash, ...others].flatMap((event, label) => [
    ...Array.from({ length: event.callers }, () => ({ event: label, sighting: calling(dice, event) })),
    ...(label === 0 ? crashSensors(dice, event) : event.sensor ? [sensing(dice, event, event.kind)] : []).map(
      (sighting) => ({ event: label, sighting }),
    ),
  ])
  return reports.toSorted((a, b) => a.sighting.at - b.sighting.at)
}

function placed(kilometre: number, offM: number, dice: Dice) {
  const [lon, lat] = ROAD.from
  const position: Position = [
    lon + (kilometre - 40) * ROAD.degreesPerKm + (normal(dice) * offM) / 95_600,
    lat + (normal(dice) * offM) / 111_200,
  ]
  return { position }
}

/** Two of three see the standing cars; the third sees the queue that begins behind them. */
function crashSensors(dice: Dice, event: Event): readonly Sighting[] {
  const queue = { ...event, kilometre: event.kilometre - 0.25, from: event.from + 2 * MINUTE }
  return [
    sensing(dice, event, 'stopped-vehicle'),
    sensing(dice, event, 'stopped-object'),
    sensing(dice, queue, 'congestion'),
  ]
}

function sensing(dice: Dice, event: Event, kind: Sighting['kind']): Sighting {
  const kilometre = event.kilometre + normal(dice) * 0.03
  return {
    ...placed(kilometre, 20, dice),
    ...{ road: ROAD.road, kilometre, carriageway: event.carriageway, kind, by: 'sensor' },
    at: event.from + dice.between(5, 20) * 1000,
  }
}

/** Callers: most count the posts well, one in seven badly; some know no post and send where they are, some no side, and a few the wrong one. */
function calling(dice: Dice, event: Event): Sighting {
  const off = dice.chance(1 / 7) ? 0.6 : 0.15
  const kilometre = event.kilometre + normal(dice) * off
  const knowsPost = dice.chance(0.75)
  const wrong = event.carriageway === 'up' ? 'down' : 'up'
  const side = dice.chance(0.15) ? null : dice.chance(0.06) ? wrong : event.carriageway
  return {
    ...placed(kilometre, 60, dice),
    ...(knowsPost
      ? { road: ROAD.road, kilometre: Math.round(kilometre * 10) / 10, carriageway: side }
      : { road: null, kilometre: null, carriageway: null }),
    kind: saidOf(dice, event.kind),
    by: 'caller',
    // Most within the first minutes, the last after a quarter of an hour.
    at: event.from - Math.log(1 - dice.next()) * 5 * MINUTE,
  }
}

/** A crash is not always called one. */
function saidOf(dice: Dice, kind: Sighting['kind']): Sighting['kind'] {
  if (dice.chance(0.75)) return kind
  return kind === 'collision'
    ? dice.pick(['stopped-vehicle', 'medical-emergency', 'obstacle', 'other'])
    : dice.pick([kind, 'other'])
}

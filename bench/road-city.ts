/** A road network to measure on where no extract is large enough: streets, main roads with two lanes of their own, one-ways, gaps and forbidden turns. Told as an OSM file is. */
import { type Dice, diceFrom } from '../src/core/dice.ts'
import { GraphBuilder } from '../src/roads/build.ts'
import type { RoadGraph } from '../src/roads/graph.ts'
import type { OsmListener } from '../src/roads/osm.ts'

/** Every so many streets one is a main road. */
const MAIN_EVERY = 10
/** Steps between junctions in 1e-7 degrees: about 110 m. */
const STEP = 10_000
const GONE = 0.15
const ONE_WAY = 0.2
const FORBIDDEN = 0.01

/** `side` × `side` crossings. */
export function cityOf(side: number): RoadGraph {
  const builder = new GraphBuilder()
  tell(side, builder.ways())
  tell(side, builder.nodes())
  return builder.done(`synthetic city of ${side} × ${side} crossings`).graph
}

function tell(side: number, listener: OsmListener): void {
  const dice = diceFrom(9, 'city')
  const id = (x: number, y: number): number => 1 + y * side + x
  const jitter = (): number => Math.round(dice.between(-0.25, 0.25) * STEP)
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) listener.node?.(id(x, y), x * STEP + jitter(), y * STEP + jitter(), new Map())
  let ways = 0
  const wayAt = new Map<string, number>()
  const lay = (from: readonly [number, number], to: readonly [number, number], isMain: boolean, roll: Dice): void => {
    if (!isMain && roll.chance(GONE)) return
    ways += 1
    wayAt.set(`${from} ${to}`, ways)
    const oneway = !isMain && roll.chance(ONE_WAY) ? 'yes' : 'no'
    const tags = new Map(Object.entries({ highway: isMain ? 'primary' : 'residential', oneway }))
    listener.way?.(ways, Float64Array.of(id(...from), id(...to)), tags)
  }
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      if (x + 1 < side) lay([x, y], [x + 1, y], y % MAIN_EVERY === 0, dice)
      if (y + 1 < side) lay([x, y], [x, y + 1], x % MAIN_EVERY === 0, dice)
    }
  for (let y = 1; y + 1 < side; y += 1)
    for (let x = 1; x + 1 < side; x += 1) {
      const from = wayAt.get(`${[x - 1, y]} ${[x, y]}`)
      const to = wayAt.get(`${[x, y]} ${[x, y + 1]}`)
      if (from === undefined || to === undefined || !dice.chance(FORBIDDEN)) continue
      const members = [
        { kind: 'way', ref: from, role: 'from' },
        { kind: 'node', ref: id(x, y), role: 'via' },
        { kind: 'way', ref: to, role: 'to' },
      ] as const
      listener.relation?.(
        ways + id(x, y),
        members,
        new Map([
          ['type', 'restriction'],
          ['restriction', 'no_left_turn'],
        ]),
      )
    }
}

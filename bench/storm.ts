/** A storm of reports: how well one crash told by forty callers and three sensors is proposed as one, with five events near by left apart; and whether a merger can be undone exactly. */
import { distanceM } from '../src/core/geo.ts'
import { MINUTE } from '../src/core/time.ts'
import { likeEvents } from '../src/dispatch/duplicates/likeness.ts'
import type { Sighting } from '../src/dispatch/duplicates/sighting.ts'
import { type BenchResult, percentile, type Row } from './result.ts'
import { type Labelled, stormOf } from './storm-reports.ts'
import { undoneExactly } from './storm-undone.ts'

/** Not those on which the threshold was chosen (1 to 200). */
const SEEDS = Array.from({ length: 1_000 }, (_, n) => 10_001 + n)

type Joins = (one: Sighting, events: ReadonlyMap<number, readonly Sighting[]>) => number | null

const proposed: Joins = (one, events) => likeEvents(one, events)[0]?.key ?? null
/** What a dispatcher without help is told to do: the nearest within half a kilometre and a quarter of an hour. */
const naive: Joins = (one, events) => {
  const near = [...events].flatMap(([key, sightings]) => {
    const metres = Math.min(...sightings.map(({ position }) => distanceM(position, one.position)))
    const recent = sightings.some(({ at }) => Math.abs(at - one.at) <= 15 * MINUTE)
    return metres <= 500 && recent ? [{ key, metres }] : []
  })
  return near.sort((a, b) => a.metres - b.metres)[0]?.key ?? null
}

type Counts = { both: number; proposed: number; real: number }

/** Every proposal is taken; pairs of reports are counted, so that a split crash and a swallowed event both show. */
function played(storm: readonly Labelled[], joins: Joins): Counts & { readonly crashKept: number } {
  const events = new Map<number, readonly Sighting[]>()
  const placed = storm.map(({ event, sighting }) => {
    const into = joins(sighting, events) ?? events.size
    events.set(into, [...(events.get(into) ?? []), sighting])
    return { event, into }
  })
  const counts = { both: 0, proposed: 0, real: 0 }
  for (const [index, a] of placed.entries())
    for (const b of placed.slice(index + 1)) {
      if (a.event === b.event) counts.real += 1
      if (a.into === b.into) counts.proposed += 1
      if (a.event === b.event && a.into === b.into) counts.both += 1
    }
  const others = new Set(placed.filter(({ event }) => event !== 0).map(({ event }) => event))
  const swallowed = [...others].filter((event) => {
    const own = placed.filter((each) => each.event === event).map(({ into }) => into)
    return own.every((into) => placed.some((each) => each.event === 0 && each.into === into))
  })
  return { ...counts, crashKept: (others.size - swallowed.length) / others.size }
}

export async function run(): Promise<BenchResult> {
  const rows: Row[] = []
  for (const [name, joins, must] of [
    ['proposed', proposed, true],
    ['by 500 m and 15 min', naive, false],
  ] as const) {
    const games = SEEDS.map((seed) => played(stormOf(seed), joins))
    const sum = (of: keyof Counts): number => games.reduce((total, game) => total + game[of], 0)
    const bound = must ? { must: { at: 'least' as const, bound: 95 } } : {}
    rows.push(
      { what: `${name}: precision of pairs`, value: (100 * sum('both')) / sum('proposed'), unit: '%', ...bound },
      { what: `${name}: recall of pairs`, value: (100 * sum('both')) / sum('real'), unit: '%', ...bound },
      {
        what: `${name}: near-by events that kept an incident of their own`,
        value: (100 * games.reduce((total, { crashKept }) => total + crashKept, 0)) / games.length,
        unit: '%',
      },
    )
  }
  rows.push(speed(), ...(await undoneExactly()))
  const about = `Generated: ${SEEDS.length} storms. One crash with 40 callers and 3 sensors, five events of their own within 3 km and half an hour (one on the other carriageway within 150 m) with 0 to 3 callers and a sensor each. One caller in seven misses the post by 600 m, one in four knows none, one in six no side, one in seventeen says the wrong one; one in four calls it something else. Every proposal is taken. The last rows play one storm through the doors and the database.`
  return { name: 'storm', about, rows }
}

/** One report against 2,000 open events: what a keystroke at the desk waits for. */
function speed(): Row {
  const storm = stormOf(7)
  const events = new Map(
    Array.from({ length: 2_000 }, (_, n) => [n, storm.slice(n % 20, (n % 20) + 5).map(({ sighting }) => sighting)]),
  )
  const times = storm.map(({ sighting }) => {
    const begun = performance.now()
    likeEvents(sighting, events)
    return performance.now() - begun
  })
  return { what: 'one report against 2,000 open incidents, p95', value: percentile(times, 0.95), unit: 'ms' }
}

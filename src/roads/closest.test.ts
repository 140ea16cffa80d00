import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { diceFrom } from '../core/dice.ts'
import type { Position } from '../core/geo.ts'
import { byFirstArc, isDrivable } from './check.ts'
import { Closest, firstFew } from './closest.ts'
import { NEVER } from './graph.ts'
import { readGraph } from './io/import.ts'
import { LiveRoads } from './live.ts'
import { networkOver } from './network.fixture.ts'
import { graphOf, type Sketch } from './roads.fixture.ts'
import { EdgeIndex, type OnEdge } from './snap.ts'
import { forbiddenIn } from './turning-round.ts'

const at = (column: number, row: number): Position => [column / 1000, row / 1000]

/** A motorway of two carriageways between two interchanges, and a street beside it. */
const TWO_WAYS: Sketch = {
  nodes: {
    ...{ a: [0, 0], b: [30, 0], c: [60, 0] },
    ...{ d: [60, 0.3], e: [30, 0.3], f: [0, 0.3] },
  },
  ways: {
    up: { nodes: 'a b c', tags: { highway: 'motorway' } },
    down: { nodes: 'd e f', tags: { highway: 'motorway' } },
    east: { nodes: 'c d', tags: { highway: 'motorway_link', oneway: 'yes' } },
    west: { nodes: 'f a', tags: { highway: 'motorway_link', oneway: 'yes' } },
  },
}

function placesOn(sketch: Sketch, ...positions: readonly Position[]): readonly OnEdge[] {
  const index = new EdgeIndex(graphOf(sketch))
  return positions.map((position) => {
    const place = index.nearest(position, () => true)
    assert.ok(place)
    return place
  })
}

test('who is a kilometre behind on the right carriageway comes before who is beside on the other, or just past', () => {
  const graph = graphOf(TWO_WAYS)
  const [incident, beside, past, behind] = placesOn(TWO_WAYS, at(20, 0), at(20, 0.3), at(21, 0), at(11, 0))
  assert.ok(incident && beside && past && behind)
  const met = new Closest(graph).find(incident, [beside, past, behind, null], graph.emergencyMs)
  assert.deepEqual(
    met.map(({ unit }) => unit),
    [2, 0, 1],
  )
})

test('a direction that an officer has opened is used, a closure is driven around, and both end', () => {
  const graph = graphOf(TWO_WAYS)
  const closest = new Closest(graph)
  const live = new LiveRoads(graph)
  const [incident, past] = placesOn(TWO_WAYS, at(20, 0), at(21, 0))
  assert.ok(incident && past)
  const ms = () => closest.find(incident, [past], live.ms.emergency)[0]?.ms
  const usual = ms() ?? 0
  live.say(2 * incident.edge + 1, { state: 'opened', kmh: 36 })
  assert.ok(Math.abs((ms() ?? 0) - 11_100) < 200, `${ms()} ms for 111 m against the traffic`)
  live.say(2 * incident.edge + 1, null)
  assert.equal(ms(), usual)
  live.say(2 * incident.edge, { state: 'closed' })
  assert.equal(ms(), undefined)
  live.say(2 * incident.edge, { state: 'slow', times: 3 })
  assert.ok((ms() ?? 0) > usual)
  live.say(2 * incident.edge, null)
  assert.equal(ms(), usual)
})

const REAL = fileURLToPath(new URL('../../../shared/data/roads/baltimore.osm.pbf', import.meta.url))
test('on real roads it finds those whom the routes say are first, by drivable ways', {
  skip: existsSync(REAL) ? false : 'the extract of Baltimore is not here',
}, () => {
  const read = readGraph(REAL)
  assert.ok(read.ok)
  const { graph } = read.value
  const network = networkOver(graph)
  const closest = new Closest(graph)
  const forbidden = byFirstArc(forbiddenIn(graph))
  const dice = diceFrom(1, 'units')
  const anywhere = (): OnEdge => {
    for (;;) {
      const edge = dice.below(graph.from.length)
      if (Math.min(graph.emergencyMs[2 * edge] ?? NEVER, graph.emergencyMs[2 * edge + 1] ?? NEVER) >= NEVER) continue
      return { edge, share: dice.next(), at: [0, 0], offM: 0 }
    }
  }
  for (let round = 0; round < 12; round += 1) {
    const incident = anywhere()
    const units = Array.from({ length: 60 }, anywhere)
    const expected = units
      .map((unit, index) => ({ index, route: network.between('emergency', unit, incident) }))
      .flatMap(({ index, route }) => (route.ok ? [{ index, ms: Math.round(route.value.seconds * 1000) }] : []))
      .sort((a, b) => a.ms - b.ms || a.index - b.index)
    const met = closest.find(incident, units, graph.emergencyMs, firstFew(5))
    assert.deepEqual(
      met.map(({ ms }) => ms),
      expected.slice(0, 5).map(({ ms }) => ms),
    )
    for (const { arcs, unit } of met) {
      assert.ok(isDrivable(graph, arcs, forbidden))
      assert.equal((arcs[0] ?? 0) >> 1, units[unit]?.edge)
      assert.equal((arcs.at(-1) ?? 0) >> 1, incident.edge)
    }
  }
})

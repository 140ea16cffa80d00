import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Position } from '../../core/geo.ts'
import { Closest } from '../../roads/closest.ts'
import { LiveRoads } from '../../roads/live.ts'
import { graphOf } from '../../roads/roads.fixture.ts'
import { EdgeIndex } from '../../roads/snap.ts'
import { type Traveller, travelOver } from './travel.ts'

/** A motorway whose carriageways are eleven metres apart, turned about at both ends, and an island with a street on it. */
const graph = graphOf({
  nodes: {
    ...{ a: [0, 0], b: [60, 0], c: [60, 0.1], d: [0, 0.1] },
    ...{ i: [200, 0], j: [210, 0] },
  },
  ways: {
    up: { nodes: 'a b', tags: { highway: 'motorway' } },
    down: { nodes: 'c d', tags: { highway: 'motorway' } },
    east: { nodes: 'b c', tags: { highway: 'motorway_link', oneway: 'yes' } },
    west: { nodes: 'd a', tags: { highway: 'motorway_link', oneway: 'yes' } },
    island: { nodes: 'i j' },
  },
})
const live = new LiveRoads(graph)
const travel = travelOver({ graph, index: new EdgeIndex(graph), closest: new Closest(graph), live })

const at = (column: number, row: number): Position => [column / 1000, row / 1000]
const place = { position: at(40, 0), label: { zh: '', en: '' } }
const car = (position: Position, headingDegrees: number | null = null): Traveller => ({
  kind: 'patrol-car',
  position,
  headingDegrees,
})

test('a car whose fix lies nearer to the other carriageway is on the one that leads its way', () => {
  const [behind, beyond, stands] = travel(place, [car(at(20, 0.06), 90), car(at(20, 0.04), 270), car(at(20, 0.04))])
  assert.equal(Math.round((behind?.metres ?? 0) / 100), 22)
  assert.ok((beyond?.metres ?? 0) > 6_000)
  assert.equal(Math.round((stands?.metres ?? 0) / 100), 22)
})

test('a drone flies, a pair on foot walks, and who is on an island or far from every road has no way', () => {
  const [drone, pair, islander, hiker] = travel(place, [
    { kind: 'drone', position: at(40, 10), headingDegrees: null },
    { kind: 'foot-pair', position: at(41, 0), headingDegrees: null },
    car(at(205, 0)),
    car(at(40, 20)),
  ])
  assert.equal(Math.round((drone?.ms ?? 0) / 1000), 74)
  assert.equal(Math.round((pair?.metres ?? 0) / 10), 14)
  assert.equal(islander, null)
  assert.equal(hiker, null)
})

test('a place in a field is reached from the nearest road and the rest on foot; farther off there may be water in between', () => {
  const field = (metresOff: number) => ({ ...place, position: at(40, -metresOff / 111.195) })
  const [beside] = travel(field(20), [car(at(20, 0), 90)])
  const [inField] = travel(field(500), [car(at(20, 0), 90)])
  assert.equal(beside?.offRoadM, 0)
  assert.equal(Math.round((inField?.offRoadM ?? 0) / 10), 50)
  assert.equal(Math.round(((inField?.metres ?? 0) - (beside?.metres ?? 0)) / 10), 50)
  // 500 m at 1.1 m/s.
  assert.equal(Math.round(((inField?.ms ?? 0) - (beside?.ms ?? 0)) / 10_000), 45)
  assert.deepEqual(travel(field(1_200), [car(at(20, 0), 90)]), [null])
})

test('a carriageway that is closed before the place is not driven, and a way that was opened is', () => {
  const inFront = car(at(45, 0), 90)
  const usual = travel(place, [inFront])[0]?.metres ?? 0
  live.say(1, { state: 'opened', kmh: 30 })
  assert.ok((travel(place, [inFront])[0]?.metres ?? 0) < 700)
  live.say(1, null)
  assert.equal(travel(place, [inFront])[0]?.metres, usual)
})

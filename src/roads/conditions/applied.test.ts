/** What holds is laid over the live roads: the right carriageway and no other, and taken off when it is over. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../core/ids.ts'
import { gazetteerOf } from '../gazetteer/gazetteer.ts'
import { NEVER } from '../graph.ts'
import { layKilometres } from '../kilometres/lay.ts'
import { LiveRoads, type RoadState } from '../live.ts'
import { networkOf } from '../network.fixture.ts'
import { PlaceFinder } from '../place-finder.ts'
import type { Sketch } from '../roads.fixture.ts'
import { AppliedConditions, arcsOf } from './applied.ts'
import type { Condition, Stretch } from './condition.ts'
import { stretchOf } from './stretch.ts'

/** Two carriageways 22 m apart in pieces of 2.2 km, a street beside them, a crossing street. */
const SKETCH: Sketch = {
  nodes: {
    ...{ a: [0, 0], b: [20, 0], c: [40, 0], d: [60, 0] },
    ...{ e: [60, 0.2], f: [40, 0.2], g: [20, 0.2], h: [0, 0.2] },
    ...{ p: [0, 3], q: [20, 3], r: [40, 3], s: [20, 10] },
  },
  ways: {
    up: { nodes: 'a b c d', tags: { highway: 'motorway', ref: 'S12' } },
    down: { nodes: 'e f g h', tags: { highway: 'motorway', ref: 'S12' } },
    // Junctions of their own, so that each piece is an edge.
    ...{ x1: { nodes: 'b q' }, x2: { nodes: 'c r' }, y1: { nodes: 'g q' }, y2: { nodes: 'f r' } },
    street: { nodes: 'p q r' },
    cross: { nodes: 'q s' },
  },
}
const network = networkOf(SKETCH)
const { graph, index } = network
const post = (kilometre: number, column: number) =>
  ({ position: [column / 1000, 0.000_1], kilometre, road: 'S12', carriageway: null }) as const
const kilometres = layKilometres(graph, [post(40, 0), post(42.2, 20), post(44.5, 40), post(46.7, 60)])
const finder = new PlaceFinder(graph, { kilometres, gazetteer: gazetteerOf([]) }, index)
const stretch = (meant: Parameters<typeof stretchOf>[2]): Stretch => {
  const found = stretchOf(network, finder, meant)
  assert.ok(found.ok, found.ok ? '' : found.refusal)
  return found.value
}
const S12 = (carriageway: 'up' | 'down', fromKm: number, toKm: number) =>
  stretch({ by: 'kilometres', road: 's12', carriageway, fromKm, toKm })
const named = (arcs: readonly number[]) =>
  arcs.map((arc) => `${graph.words[graph.name[arc >> 1] ?? 0]}${arc & 1 ? ' back' : ''}`).sort()
const condition = (key: string, on: Stretch, holds: RoadState, until = 1_000): Condition => ({
  ...{
    id: id<'condition'>(key),
    stretch: on,
    holds,
    reason: 'test',
    until,
    saidAt: 0,
    by: id<'person'>('x'),
    lifted: null,
  },
})

test('kilometres of one carriageway are its arcs and none of the other, nor of the street beside', () => {
  assert.deepEqual(named(arcsOf(graph, index, S12('up', 42.5, 46))), ['up', 'up'])
  assert.deepEqual(named(arcsOf(graph, index, S12('down', 46, 42.5))), ['down', 'down'])
  assert.equal(S12('up', 46, 42.5).label.en, 'S12 K42+500–K46+000 up')
  // It ends where the next piece begins: that one is not touched.
  assert.equal(arcsOf(graph, index, S12('up', 40.5, 42.2)).length, 1)
})

test('a street is closed from junction to junction, one way or both, and the way between two places as a whole', () => {
  const at = [0.01, 0.003] as const
  assert.deepEqual(named(arcsOf(graph, index, stretch({ by: 'place', at, bothWays: false }))).length, 1)
  assert.deepEqual(named(arcsOf(graph, index, stretch({ by: 'place', at, bothWays: true }))), ['street', 'street back'])
  const way = stretch({ by: 'places', from: [0.015, 0.003], to: [0.02, 0.008], bothWays: false })
  assert.deepEqual(named(arcsOf(graph, index, way)), ['cross', 'street'])
})

test('what holds is driven around, traffic and helpers apart; the worst of several counts, and each end gives back what was', () => {
  const live = new LiveRoads(graph)
  const applied = new AppliedConditions(graph, index, live)
  const usual = { car: live.ms.car.slice(), emergency: live.ms.emergency.slice() }
  const up = S12('up', 42.5, 44)
  const [arc = -1] = arcsOf(graph, index, up)
  const closed = condition('r1', up, { state: 'closed', passable: true }, 500)
  const slow = condition('r2', up, { state: 'slow', times: 3 })
  const opened = condition('r3', up, { state: 'opened', kmh: 40 })
  applied.apply([slow, closed, opened], 0)
  assert.equal(live.ms.car[arc], NEVER)
  assert.equal(live.ms.emergency[arc], usual.emergency[arc], 'whoever comes to help still gets through')
  assert.ok((live.ms.emergency[arc ^ 1] ?? NEVER) < NEVER, 'opened against the traffic')
  applied.apply([slow, closed, opened], 500)
  assert.equal(live.ms.car[arc], 3 * (usual.car[arc] ?? 0))
  applied.apply([{ ...slow, lifted: { at: 600, by: slow.by } }], 700)
  assert.deepEqual(live.ms, usual)
  applied.apply([condition('r4', up, { state: 'closed' })], 0)
  assert.equal(live.ms.emergency[arc], NEVER, 'nobody gets through')
})

test('a stretch that is nowhere, too long or without length is refused', () => {
  const refusal = (meant: Parameters<typeof stretchOf>[2]) => {
    const found = stretchOf(network, finder, meant)
    return found.ok ? 'found' : found.refusal
  }
  const kilometre = (road: string, fromKm: number, toKm: number) =>
    refusal({ by: 'kilometres', road, carriageway: 'up', fromKm, toKm })
  assert.equal(kilometre('S99', 1, 2), 'no-such-road')
  assert.equal(kilometre('S12', 41, 93), 'stretch-too-long')
  assert.equal(kilometre('S12', 60, 61), 'off-the-road')
  assert.equal(kilometre('S12', 41, 41), 'stretch-empty')
  assert.equal(refusal({ by: 'place', at: [1, 1], bothWays: true }), 'no-road-there')
  assert.equal(refusal({ by: 'places', from: [0, 0.003], to: [1, 1], bothWays: true }), 'no-road-there')
})

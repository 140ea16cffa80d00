/** Isochrones against plain Dijkstra, and their cuts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diceFrom } from '../core/dice.ts'
import { distanceM, type Position } from '../core/geo.ts'
import { Isochrones } from './isochrone.ts'
import { LiveRoads } from './live.ts'
import { networkOf } from './network.fixture.ts'
import { graphOf, type Sketch } from './roads.fixture.ts'
import { EdgeIndex } from './snap.ts'

/** One road of 11.1 km at 36 km/h, one way back closed. */
const ROAD: Sketch = {
  nodes: { a: [0, 0], b: [100, 0], c: [100, 5] },
  ways: { long: { nodes: 'a b', tags: { maxspeed: '42.353' } }, on: { nodes: 'b c', tags: { maxspeed: '42.353' } } },
}

test('the road is cut where the time is over, in both directions, and each band goes on where the one before ended', () => {
  const graph = graphOf(ROAD)
  const place = new EdgeIndex(graph).nearest([0.05, 0], () => true)
  assert.ok(place)
  const bands = new Isochrones(graph).from(place, [5, 10, 15], graph.carMs)
  assert.deepEqual(
    bands.map(({ minutes }) => minutes),
    [5, 10, 15],
  )
  const [five, ten] = bands
  const kmIn5 = (0.001 * 111_195 * 5 * 60) / (((graph.carMs[0] ?? 0) / 1_000) * 0.01)
  assert.ok(five && Math.abs(five.km - (2 * kmIn5) / 1_000) < 0.05, `${five?.km} km, ${kmIn5} m one way`)
  assert.equal(five.lines.length, 2)
  const ends = (lines: readonly (readonly Position[])[]) => lines.flatMap((line) => line.slice(-1))
  const starts = (lines: readonly (readonly Position[])[]) => lines.flatMap((line) => line.slice(0, 1))
  for (const end of ends(five.lines))
    assert.ok(
      starts(ten?.lines ?? []).some((start) => distanceM(start, end) < 2),
      'no gap between the bands',
    )
})

test('a street between two ways is drawn once, half by each', () => {
  const graph = graphOf({
    nodes: { a: [0, 0], b: [0, 10], c: [10, 0], d: [10, 10], s: [-10, 5], t: [-5, 5] },
    ways: { one: { nodes: 's t' }, up: { nodes: 't b d' }, down: { nodes: 't a c' }, between: { nodes: 'd c' } },
  })
  const place = new EdgeIndex(graph).nearest([-0.01, 0.005], () => true)
  assert.ok(place)
  const [all] = new Isochrones(graph).from(place, [30], graph.carMs)
  const metres = graph.lengthMm.reduce((sum, each) => sum + each, 0) / 1_000
  assert.ok(all && Math.abs(1_000 * all.km - metres) < 20, `${all?.km} km of ${metres} m`)
})

test('what is closed now is not reached, and what is opened is', () => {
  const graph = graphOf(ROAD)
  const live = new LiveRoads(graph)
  const place = new EdgeIndex(graph).nearest([0.09, 0], () => true)
  assert.ok(place)
  const isochrones = new Isochrones(graph)
  const km = () => isochrones.from(place, [15], live.ms.car)[0]?.km ?? 0
  const before = km()
  live.say(2 * place.edge, { state: 'closed' })
  assert.ok(km() < before)
  live.say(2 * place.edge, null)
  assert.equal(km(), before)
})

test('on a net of streets every junction is in the band of its travel time, as the routes say', () => {
  const dice = diceFrom(3, 'net')
  const nodes: Record<string, readonly [number, number]> = {}
  const ways: Record<string, { readonly nodes: string; readonly tags?: Record<string, string> }> = {}
  for (let x = 0; x < 9; x += 1)
    for (let y = 0; y < 9; y += 1) {
      nodes[`n${x}_${y}`] = [x * 9, y * 9]
      if (x > 0 && dice.next() < 0.85)
        ways[`h${x}_${y}`] = {
          nodes: `n${x - 1}_${y} n${x}_${y}`,
          ...(dice.next() < 0.3 ? { tags: { oneway: 'yes' } } : {}),
        }
      if (y > 0 && dice.next() < 0.85) ways[`v${x}_${y}`] = { nodes: `n${x}_${y - 1} n${x}_${y}` }
    }
  const network = networkOf({ nodes, ways })
  const { graph } = network
  const isochrones = new Isochrones(graph)
  let [inside, outside] = [0, 0]
  for (let round = 0; round < 10; round += 1) {
    const place = { edge: dice.below(graph.from.length), share: dice.next(), at: [0, 0] as const, offM: 0 }
    const lines = isochrones.from(place, [5, 10], graph.carMs).flatMap((band) => band.lines)
    for (let edge = 0; edge < graph.from.length; edge += 5) {
      if (edge === place.edge) continue
      const route = network.between('car', place, { edge, share: 0.5, at: [0, 0], offM: 0 })
      const middle = route.ok ? route.value.geometry.at(-1) : undefined
      if (!route.ok || !middle) continue
      const minutes = route.value.seconds / 60
      const isDrawn = lines.some((line) => touches(line, middle))
      if (minutes < 9.95) {
        inside += 1
        assert.ok(isDrawn, `${minutes} min, not drawn`)
      } else if (minutes > 10.05) {
        outside += 1
        assert.ok(!isDrawn, `${minutes} min, drawn`)
      }
    }
  }
  assert.ok(inside > 20 && outside > 20, `${inside} inside, ${outside} outside`)
})

function touches(line: readonly Position[], at: Position): boolean {
  return line.some((point, step) => {
    const next = line[step + 1]
    return next !== undefined && distanceM(point, at) + distanceM(at, next) - distanceM(point, next) < 0.5
  })
}

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Dice, diceFrom } from '../core/dice.ts'
import { bearingDegrees, destination, distanceM, type Position } from '../core/geo.ts'
import type { RoadGraph } from './graph.ts'
import { readGraph } from './io/import.ts'
import { Matcher, type TrackFix } from './match.ts'
import { networkOver } from './network.fixture.ts'
import type { Route } from './network.ts'
import { graphOf } from './roads.fixture.ts'
import { EdgeIndex } from './snap.ts'

/** Fixes of a drive along a line at 10 m/s, one every five seconds, off by about eight metres. */
function driven({ geometry }: Pick<Route, 'geometry'>, dice: Dice, everyM = 50): readonly TrackFix[] {
  const fixes: TrackFix[] = []
  let next = 0
  let along = 0
  for (const [index, point] of geometry.entries()) {
    const to = geometry[index + 1]
    if (!to) break
    const step = distanceM(point, to)
    for (; next <= along + step; next += everyM) {
      const bearing = bearingDegrees(point, to)
      const on = destination(point, bearing, next - along)
      const offM = 8 * Math.sqrt(-2 * Math.log(1 - dice.next())) * 0.8
      fixes.push({
        position: destination(on, dice.between(0, 360), offM),
        at: (next / 10) * 1000,
        headingDegrees: (bearing + dice.between(-15, 15) + 360) % 360,
      })
    }
    along += step
  }
  return fixes
}

/** Metres of the arcs in `right` that are among `arcs`, over all of `right`. */
function shareRight(graph: RoadGraph, right: readonly number[], arcs: ReadonlySet<number>): readonly [number, number] {
  const inner = right.slice(1, -1)
  const lengthOf = (list: readonly number[]) => list.reduce((sum, arc) => sum + (graph.lengthMm[arc >> 1] ?? 0), 0)
  return [lengthOf(inner.filter((arc) => arcs.has(arc))), lengthOf(inner)]
}

for (const name of ['porto', 'liechtenstein', 'baltimore']) {
  const file = fileURLToPath(new URL(`../../../shared/data/roads/${name}.osm.pbf`, import.meta.url))
  const skip = existsSync(file) ? false : `the extract of ${name} is not here`
  test(`of what was driven in ${name} at least 95 % of the metres are found on the right road in the right direction`, {
    skip,
  }, () => {
    const read = readGraph(file)
    assert.ok(read.ok)
    const { graph } = read.value
    const network = networkOver(graph)
    const matcher = new Matcher(graph, new EdgeIndex(graph), graph.carMs)
    const dice = diceFrom(11, name)
    const anywhere = (): Position => {
      const junction = dice.below(graph.junctionLon.length)
      return [(graph.junctionLon[junction] ?? 0) / 1e7, (graph.junctionLat[junction] ?? 0) / 1e7]
    }
    let [right, all] = [0, 0]
    for (let drives = 0; drives < 40; ) {
      const route = network.route('car', anywhere(), anywhere())
      if (!route.ok || route.value.metres < 1_000) continue
      drives += 1
      const matched = matcher.match(driven(route.value, dice))
      const [found, whole] = shareRight(graph, route.value.arcs, new Set(matched.flatMap(({ arcs }) => arcs)))
      right += found
      all += whole
    }
    assert.ok(right / all >= 0.95, `${((100 * right) / all).toFixed(1)} %`)
  })
}

test('a drive is matched to the carriageway of its direction, though the other is a lane away', () => {
  const graph = graphOf({
    nodes: { a: [0, 0], b: [20, 0], c: [20, 0.1], d: [0, 0.1] },
    ways: {
      up: { nodes: 'a b', tags: { highway: 'motorway' } },
      down: { nodes: 'c d', tags: { highway: 'motorway' } },
    },
  })
  const matcher = new Matcher(graph, new EdgeIndex(graph), graph.carMs)
  const eastwards = Array.from(
    { length: 10 },
    (_, n): TrackFix => ({
      // Beside the other carriageway all the time.
      position: [0.001 * n + 0.003, 0.00006],
      at: n * 5_000,
      headingDegrees: n % 3 === 0 ? null : 92,
    }),
  )
  const names = matcher.match(eastwards).map(({ arc }) => graph.words[graph.name[arc >> 1] ?? 0])
  assert.deepEqual([...new Set(names)], ['up'])
})

test('what is beside no road is left out, and after a long silence it begins anew', () => {
  const graph = graphOf({ nodes: { a: [0, 0], b: [20, 0] }, ways: { street: { nodes: 'a b' } } })
  const matcher = new Matcher(graph, new EdgeIndex(graph), graph.carMs)
  const fix = (column: number, row: number, at: number): TrackFix => ({
    position: [column / 1000, row / 1000],
    at,
    headingDegrees: null,
  })
  const matched = matcher.match([fix(1, 0, 0), fix(2, 5, 5_000), fix(3, 0, 10_000), fix(9, 0, 900_000)])
  assert.deepEqual(
    matched.map(({ fix: number, arcs }) => [number, arcs.length > 0]),
    [
      [0, false],
      [2, true],
      [3, false],
    ],
  )
  assert.deepEqual(matcher.match([]), [])
})

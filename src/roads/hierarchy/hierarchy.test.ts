import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { diceFrom } from '../../core/dice.ts'
import { checkHierarchy } from '../check.ts'
import { Dijkstra } from '../dijkstra.ts'
import { arcHead, arcTail, NEVER, travelMs } from '../graph.ts'
import { readGraph } from '../io/import.ts'
import { PROFILES } from '../profile.ts'
import { graphOf, type Sketch } from '../roads.fixture.ts'
import { searchGraphOf } from '../search-graph.ts'
import { forbiddenIn } from '../turning-round.ts'
import { contract } from './contract.ts'
import { HierarchySearch } from './search.ts'

type Plain = { readonly vertices: number; readonly arcs: readonly (readonly [number, number, number])[] }

function searchable({ vertices, arcs }: Plain) {
  const sorted = arcs.toSorted((a, b) => a[0] - b[0])
  const firstOut = Int32Array.from({ length: vertices + 1 }, (_, vertex) =>
    sorted.findIndex(([tail]) => tail >= vertex),
  ).map((first) => (first < 0 ? sorted.length : first))
  firstOut[vertices] = sorted.length
  const column = (index: 0 | 1 | 2) => Int32Array.from(sorted, (arc) => arc[index])
  return { vertices, firstOut, tail: column(0), head: column(1), weight: column(2) }
}

const anyGraph = fc.integer({ min: 1, max: 14 }).chain((vertices) =>
  fc.record({
    vertices: fc.constant(vertices),
    arcs: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: vertices - 1 }),
        fc.integer({ min: 0, max: vertices - 1 }),
        fc.integer({ min: 0, max: 12 }),
      ),
      { maxLength: 50 },
    ),
  }),
)

test('on any graph, with loops, parallel arcs and arcs of no length, it agrees with Dijkstra, path by path and in tables', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const arcs = searchable(graph)
      const over = new HierarchySearch(contract(arcs))
      const plain = new Dijkstra(arcs)
      const all = Array.from({ length: graph.vertices }, (_, vertex) => [{ vertex, ms: vertex % 3 }])
      const table = over.table(all, all)
      for (const [row, from] of all.entries()) {
        plain.run(from)
        for (const [column, to] of all.entries()) {
          const expected = plain.ms[column] === NEVER ? NEVER : (plain.ms[column] ?? 0) + (column % 3)
          const found = over.path(from, to)
          assert.equal(found?.ms ?? NEVER, expected)
          assert.equal(table[row * graph.vertices + column], expected)
          if (!found) continue
          let at = row
          let sum = (row % 3) + (column % 3)
          for (const arc of found.path) {
            assert.equal(arcs.tail[arc], at)
            at = arcs.head[arc] ?? -1
            sum += arcs.weight[arc] ?? 0
          }
          assert.equal(at, column)
          assert.equal(sum, expected)
        }
      }
    }),
    { numRuns: 300 },
  )
})

/** Shortest ms from junction to junction by trying every state of the last arcs driven: no automaton, no copies. */
function byHand(graph: ReturnType<typeof graphOf>, weights: Int32Array, from: number, to: number): number {
  const forbidden = forbiddenIn(graph)
  const longest = Math.max(0, ...forbidden.map((each) => each.length - 1))
  const best = new Map<string, number>()
  const queue: { readonly at: number; readonly last: readonly number[]; readonly ms: number }[] = [
    { at: from, last: [], ms: 0 },
  ]
  while (queue.length > 0) {
    queue.sort((a, b) => b.ms - a.ms)
    const here = queue.pop()
    if (!here) break
    if (here.at === to) return here.ms
    const key = `${here.at} ${here.last.join(' ')}`
    if ((best.get(key) ?? NEVER) <= here.ms) continue
    best.set(key, here.ms)
    for (let arc = 0; arc < weights.length; arc += 1) {
      if (arcTail(graph, arc) !== here.at || (weights[arc] ?? NEVER) >= NEVER) continue
      const driven = [...here.last, arc]
      if (forbidden.some((each) => each.every((one, step) => driven[driven.length - each.length + step] === one)))
        continue
      const last = longest === 0 ? [] : driven.slice(-longest)
      queue.push({ at: arcHead(graph, arc), last, ms: here.ms + (weights[arc] ?? 0) })
    }
  }
  return NEVER
}

/** Streets of a grid of three by three, each one-way or not, and restrictions between any of them. */
const anyTown = fc
  .record({
    oneway: fc.array(fc.constantFrom('yes', 'no', '-1'), { minLength: 12, maxLength: 12 }),
    turns: fc.array(
      fc.record({
        kind: fc.constantFrom('no_left_turn', 'only_straight_on', 'no_u_turn'),
        from: fc.integer({ min: 0, max: 11 }),
        via: fc.integer({ min: 0, max: 8 }),
        over: fc.option(fc.integer({ min: 0, max: 11 })),
        to: fc.integer({ min: 0, max: 11 }),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ oneway, turns }): Sketch => {
    const nodes = Object.fromEntries(
      Array.from({ length: 9 }, (_, node) => [`n${node}`, [(node % 3) + 0.1 * node, Math.floor(node / 3)] as const]),
    )
    const pairs = Array.from({ length: 9 }, (_, node) => [
      ...(node % 3 < 2 ? [`n${node} n${node + 1}`] : []),
      ...(node < 6 ? [`n${node} n${node + 3}`] : []),
    ]).flat()
    return {
      nodes,
      ways: Object.fromEntries(
        pairs.map((pair, index) => [`w${index}`, { nodes: pair, tags: { oneway: oneway[index] ?? 'no' } }]),
      ),
      relations: turns.map(({ kind, from, via, over, to }) => ({
        tags: { restriction: kind },
        members: `from:w${from} via:${over === null ? `n${via}` : `w${over}`} to:w${to}`,
      })),
    }
  })

test('in any town with any turn restrictions the shortest way is the one that is found by trying everything', () => {
  fc.assert(
    fc.property(anyTown, (town) => {
      const graph = graphOf(town)
      const weights = travelMs(graph, 'car')
      const search = searchGraphOf(graph, weights)
      const over = new HierarchySearch(contract(search))
      const junctions = graph.junctionLon.length
      const [from, to] = [0, junctions - 1]
      const ends = Array.from({ length: search.vertices }, (_, vertex) => vertex)
        .filter((vertex) => search.junction[vertex] === to)
        .map((vertex) => ({ vertex, ms: 0 }))
      assert.equal(over.ms([{ vertex: from, ms: 0 }], ends), byHand(graph, weights, from, to))
    }),
    { numRuns: 300 },
  )
})

for (const name of ['monaco', 'liechtenstein', 'porto', 'baltimore']) {
  const file = fileURLToPath(new URL(`../../../../shared/data/roads/${name}.osm.pbf`, import.meta.url))
  const skip = existsSync(file) ? false : `the extract of ${name} is not here`
  test(`on the roads of ${name} it agrees with Dijkstra, and no forbidden turn is in a way`, { skip }, () => {
    const read = readGraph(file)
    assert.ok(read.ok)
    const { graph } = read.value
    for (const profile of PROFILES) {
      const hierarchy = contract(searchGraphOf(graph, travelMs(graph, profile)))
      const dice = diceFrom(5, name)
      const checked = checkHierarchy(graph, profile, hierarchy, 1_000, () => dice.next())
      assert.equal(checked.differences, 0)
      assert.ok(checked.withoutWay < checked.pairs / 2 + 100, `${checked.withoutWay} of ${checked.pairs}`)
    }
  })
}

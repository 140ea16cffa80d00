import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Position } from '../core/geo.ts'
import { refuse } from '../core/result.ts'
import { networkOf } from './network.fixture.ts'
import type { RoadNetwork } from './network.ts'
import type { Profile } from './profile.ts'
import type { Sketch } from './roads.fixture.ts'

const at = (column: number, row: number): Position => [column / 1000, row / 1000]

function streets(network: RoadNetwork, from: Position, to: Position, profile: Profile = 'car'): string {
  const found = network.route(profile, from, to)
  if (!found.ok) return found.refusal
  const { name, words } = network.graph
  const names = found.value.arcs.map((arc) => words[name[arc >> 1] ?? 0] ?? '')
  return names.filter((each, index) => each !== names[index - 1]).join(' ')
}

/** Two carriageways of a motorway, three steps apart in the picture only; slip roads lead over at both ends. */
const MOTORWAY: Sketch = {
  nodes: {
    ...{ a: [0, 0], b: [10, 0], c: [20, 0], d: [30, 0] },
    ...{ e: [30, 0.3], f: [20, 0.3], g: [10, 0.3], h: [0, 0.3] },
  },
  ways: {
    up: { nodes: 'a b c d', tags: { highway: 'motorway', ref: 'S12' } },
    down: { nodes: 'e f g h', tags: { highway: 'motorway', ref: 'S12' } },
    east: { nodes: 'd e', tags: { highway: 'motorway_link', oneway: 'yes' } },
    west: { nodes: 'h a', tags: { highway: 'motorway_link', oneway: 'yes' } },
    gate: { nodes: 'b g', tags: { highway: 'service', service: 'emergency_access' } },
  },
}

test('a unit a few metres away on the other carriageway drives as far as it really is', () => {
  const network = networkOf(MOTORWAY)
  assert.equal(streets(network, at(15, 0.3), at(16, 0)), 'down west up')
  assert.equal(streets(network, at(15, 0), at(16, 0)), 'up')
  const back = network.route('car', at(16, 0), at(15, 0))
  assert.ok(back.ok && back.value.metres > 6_000, 'once round')
})

test('an emergency vehicle goes through the gap in the median, nobody else does', () => {
  const network = networkOf(MOTORWAY)
  assert.equal(streets(network, at(15, 0.3), at(16, 0), 'emergency'), 'down gate up')
  assert.equal(streets(network, at(15, 0.3), at(16, 0), 'car'), 'down west up')
})

/** A cross: south–north and west–east, and a block on either side of its north. */
const CROSS: Sketch = {
  nodes: { s: [0, -5], x: [0, 0], n: [0, 5], w: [-5, 0], e: [5, 0], ne: [5, 5], nw: [-5, 5] },
  ways: {
    south: { nodes: 's x' },
    north: { nodes: 'x n' },
    west: { nodes: 'w x' },
    east: { nodes: 'x e' },
    top: { nodes: 'n ne' },
    side: { nodes: 'ne e' },
    'top-west': { nodes: 'n nw' },
    'side-west': { nodes: 'nw w' },
  },
}

test('a forbidden turn is driven around, and only by those who come from where it is forbidden', () => {
  const right = { tags: { restriction: 'no_right_turn' }, members: 'from:south via:x to:east' }
  const network = networkOf({ ...CROSS, relations: [right] })
  assert.equal(streets(network, at(0, -4), at(4, 0)), 'south north top side east')
  assert.equal(streets(network, at(-4, 0), at(4, 0)), 'west east')
  assert.equal(streets(networkOf(CROSS), at(0, -4), at(4, 0)), 'south east')
})

test('where only one way may be gone, no other is', () => {
  const only = { tags: { restriction: 'only_straight_on' }, members: 'from:south via:x to:north' }
  const network = networkOf({ ...CROSS, relations: [only] })
  assert.equal(streets(network, at(0, -4), at(4, 0)), 'south north top side east')
  assert.equal(streets(network, at(0, -4), at(-4, 0)), 'south north top-west side-west west')
})

test('a restriction for lorries, or one from which cars are excepted, binds no car', () => {
  for (const tags of [
    { 'restriction:hgv': 'no_right_turn' },
    { restriction: 'no_right_turn', except: 'bus;motorcar' },
  ] as const) {
    const network = networkOf({ ...CROSS, relations: [{ tags, members: 'from:south via:x to:east' }] })
    assert.equal(streets(network, at(0, -4), at(4, 0)), 'south east')
  }
})

test('a turn that is forbidden over a way in between is forbidden, and its parts are not', () => {
  const uTurn = { tags: { restriction: 'no_u_turn' }, members: 'from:up via:link to:down' }
  const nodes: Sketch['nodes'] = { a: [0, 0], b: [10, 0], c: [20, 0], d: [20, 1], e: [10, 1], f: [0, 1] }
  const ways = {
    up: { nodes: 'a b', tags: { oneway: 'yes' } },
    on: { nodes: 'b c', tags: { oneway: 'yes' } },
    back: { nodes: 'd e', tags: { oneway: 'yes' } },
    down: { nodes: 'e f', tags: { oneway: 'yes' } },
    link: { nodes: 'b e' },
    round: { nodes: 'c d' },
  } as const
  const free = networkOf({ nodes, ways })
  assert.equal(streets(free, at(1, 0), at(1, 1)), 'up link down')
  const bound = networkOf({ nodes, ways, relations: [uTurn] })
  assert.equal(streets(bound, at(1, 0), at(1, 1)), 'up on round back down')
  assert.equal(streets(bound, at(15, 1), at(1, 1)), 'back down')
})

test('an island is said and not guessed, and so is a place far from every road', () => {
  const network = networkOf({
    nodes: { a: [0, 0], b: [5, 0], c: [20, 0], d: [25, 0] },
    ways: { main: { nodes: 'a b' }, island: { nodes: 'c d' } },
  })
  assert.deepEqual(network.route('car', at(1, 0), at(22, 0)), refuse('no-route'))
  assert.deepEqual(network.route('car', at(1, 0), at(300, 0)), refuse('off-road-to'))
  assert.deepEqual(network.route('car', at(300, 0), at(1, 0)), refuse('off-road-from'))
})

test('on one and the same stretch it is driven straight, backwards only where that is allowed', () => {
  const two = networkOf({ nodes: { a: [0, 0], b: [10, 0] }, ways: { street: { nodes: 'a b' } } })
  const there = two.route('car', at(2, 0), at(7, 0))
  const back = two.route('car', at(7, 0), at(2, 0))
  assert.ok(there.ok && back.ok)
  assert.ok(Math.abs(there.value.metres - 556) < 1 && Math.abs(back.value.metres - 556) < 1)
  assert.deepEqual(there.value.geometry.at(0)?.[0], 0.002)
  assert.equal(there.value.seconds, back.value.seconds)
  const one = networkOf({
    nodes: { a: [0, 0], b: [10, 0], c: [5, 5] },
    ways: { street: { nodes: 'a b', tags: { oneway: 'yes' } }, round: { nodes: 'b c a', tags: { oneway: 'yes' } } },
  })
  const about = one.route('car', at(7, 0), at(2, 0))
  assert.ok(about.ok && about.value.metres > 1_500)
})

test('a table says the same as its routes, and nothing where there is no way', () => {
  const network = networkOf(MOTORWAY)
  const places = [at(5, 0), at(15, 0), at(25, 0.3), at(15, 0.3), at(300, 300)]
  const table = network.table('car', places, places)
  for (const [row, from] of places.entries())
    for (const [column, to] of places.entries()) {
      const route = network.route('car', from, to)
      const ms = table[row * places.length + column]
      assert.equal(ms, route.ok ? Math.round(route.value.seconds * 1000) : 0x3fff_ffff)
    }
})

test('a bollard stops a car, an emergency vehicle has it lowered, and a block of concrete stops both', () => {
  const withBarrier = (barrier: string) =>
    networkOf({
      nodes: { a: [0, 0], m: [5, 0, { barrier }], b: [10, 0] },
      ways: { street: { nodes: 'a m b' } },
    })
  assert.equal(streets(withBarrier('bollard'), at(1, 0), at(9, 0), 'car'), 'no-route')
  const lowered = withBarrier('bollard').route('emergency', at(1, 0), at(9, 0))
  const open = withBarrier('toll_booth').route('emergency', at(1, 0), at(9, 0))
  assert.ok(lowered.ok && open.ok)
  assert.equal(Math.round(lowered.value.seconds - open.value.seconds), 15)
  assert.equal(streets(withBarrier('block'), at(1, 0), at(9, 0), 'emergency'), 'no-route')
})

test('a road of which part is outside the extract is cut there and the rest is used', () => {
  const network = networkOf({ nodes: { a: [0, 0], b: [5, 0] }, ways: { street: { nodes: 'a b beyond' } } })
  assert.equal(streets(network, at(1, 0), at(4, 0)), 'street')
})

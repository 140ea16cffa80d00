/** A way as it is told to a driver. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from './network.fixture.ts'
import { stepsOf } from './turns.ts'

const network = networkOf({
  nodes: {
    ...{ a: [0, 0], b: [10, 0], c: [20, 0], d: [20, 10], e: [40, 10], f: [30, 3], g: [45, 3], h: [60, 3] },
  },
  ways: {
    中山路: { nodes: 'a b c' },
    禾兴路: { nodes: 'c d' },
    // Without a name, straight on from the street.
    '': { nodes: 'd e', tags: { name: '' } },
    ramp: { nodes: 'c f g', tags: { highway: 'motorway_link', name: '' } },
    S12: { nodes: 'g h', tags: { highway: 'motorway', ref: 'S12', name: '' } },
  },
})
const told = (from: readonly [number, number], to: readonly [number, number]) => {
  const [start, end] = [network.nearest('car', from), network.nearest('car', to)]
  assert.ok(start && end)
  const route = network.between('car', start, end)
  assert.ok(route.ok)
  const steps = stepsOf(network.graph, route.value.arcs, start, end)
  const metres = steps.reduce((sum, step) => sum + step.metres, 0)
  assert.ok(Math.abs(metres - route.value.metres) <= steps.length, 'no metre is lost')
  return steps.map(({ turn, road }) => `${turn} ${road}`.trim())
}

test('one step a road, and the turn into each', () => {
  assert.deepEqual(told([0.002, 0], [0.035, 0.01]), ['start 中山路', 'left 禾兴路', 'right'])
  assert.deepEqual(told([0.002, 0], [0.055, 0.003]), ['start 中山路', 'ramp', 'on S12'])
  assert.deepEqual(told([0.02, 0.008], [0.002, 0]), ['start 禾兴路', 'right 中山路'])
  assert.deepEqual(told([0.002, 0], [0.018, 0]), ['start 中山路'])
})

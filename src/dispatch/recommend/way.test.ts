/** The way of a unit: live weights, its turns, and what holds along it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../core/ids.ts'
import { Closest } from '../../roads/closest.ts'
import { AppliedConditions } from '../../roads/conditions/applied.ts'
import type { Condition } from '../../roads/conditions/condition.ts'
import { LiveRoads } from '../../roads/live.ts'
import { graphOf } from '../../roads/roads.fixture.ts'
import { EdgeIndex } from '../../roads/snap.ts'
import { wayOver } from './way.ts'

/** Two ways from a to d: the short one over b, the long one over c. */
const graph = graphOf({
  nodes: { a: [0, 0], b: [10, 0], d: [20, 0], c: [10, 8], e: [-5, 0], z: [90, 90], y: [91, 90] },
  ways: {
    短路: { nodes: 'a b d' },
    长路: { nodes: 'a c d' },
    来路: { nodes: 'e a' },
    island: { nodes: 'z y' },
  },
})
const index = new EdgeIndex(graph)
const live = new LiveRoads(graph)
const applied = new AppliedConditions(graph, index, live)
let holding: readonly Condition[] = []
const way = wayOver({ graph, index, live, applied, closest: new Closest(graph) }, () => holding)
const PLACE = { position: [0.019, 0], label: { zh: '处', en: 'there' } } as const
const roadsOf = () => way(PLACE, [-0.004, 0], null)?.steps.map(({ road }) => road)
const said = (holds: Condition['holds']): Condition => ({
  ...{
    id: id<'condition'>(holds.state),
    holds,
    reason: 'fog',
    until: 1_000,
    saidAt: 0,
    by: id<'person'>('x'),
    lifted: null,
  },
  stretch: {
    label: { zh: '短路', en: 'short' },
    line: [
      [0.011, 0],
      [0.017, 0],
    ],
    bothWays: true,
  },
})

test('a crew is led by the roads as they are now, and told what holds on its way', () => {
  assert.deepEqual(roadsOf(), ['来路', '短路'])
  holding = [said({ state: 'slow', times: 1.2 })]
  applied.apply(holding, 0)
  assert.deepEqual(roadsOf(), ['来路', '短路'])
  assert.deepEqual(
    way(PLACE, [-0.004, 0], null)?.conditions.map(({ reason }) => reason),
    ['fog'],
  )
  holding = [said({ state: 'slow', times: 9 })]
  applied.apply(holding, 0)
  assert.deepEqual(roadsOf(), ['来路', '长路', '短路'], 'it comes from the other side')
})

test('from an island, and from where no road is, there is no way', () => {
  assert.equal(way(PLACE, [0.0905, 0.09], null), null)
  assert.equal(way(PLACE, [5, 5], null), null)
})

/** Kilometres on the roads: laid from posts, read both ways. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gcj02FromWgs84 } from '../../core/datum.ts'
import { distanceM, type Position } from '../../core/geo.ts'
import type { Carriageway } from '../../core/place.ts'
import type { RoadGraph } from '../graph.ts'
import { graphOf, type Sketch } from '../roads.fixture.ts'
import { EdgeIndex } from '../snap.ts'
import { alongMm, kilometreCm, longestRun } from './knots.ts'
import { layKilometres } from './lay.ts'
import { type Post, postOf, readKilometre, readPosts } from './post.ts'
import { LinearReference } from './reference.ts'

/** An expressway of two carriageways eastwards and back, bent, with a ramp; 6.7 km; a road in both directions beside it. */
const SKETCH: Sketch = {
  nodes: {
    ...{ a: [0, 0], b: [20, 3], c: [40, 0], d: [60, 0] },
    ...{ e: [60, 0.2], f: [40, 0.2], g: [20, 3.2], h: [0, 0.2] },
    ...{ p: [0, 20], q: [30, 20], ramp: [30, 10] },
  },
  ways: {
    up: { nodes: 'a b c d', tags: { highway: 'motorway', ref: 'S12;G60' } },
    down: { nodes: 'e f g h', tags: { highway: 'motorway', ref: 'S 12' } },
    off: { nodes: 'b ramp', tags: { highway: 'motorway_link', ref: 'S12' } },
    country: { nodes: 'p q', tags: { highway: 'primary', ref: 'X7' } },
  },
}
const graph = graphOf(SKETCH)
const post = (road: string, kilometre: number, column: number, row: number): Post => ({
  position: [column / 1000, row / 1000],
  kilometre,
  road,
  carriageway: null,
})
const POSTS = [
  post('S12', 40, 0, 0.1),
  post('S12', 42.3, 20, 3.1),
  // Set wrong: it stands between 40 and 42.3.
  post('S12', 71, 10, 1.6),
  post('S12', 44.5, 40, 0.1),
  post('S12', 46.7, 60, 0.1),
  post('X7', 5, 0, 20),
  post('X7', 8.3, 30, 20),
]
const referenceOf = (posts: readonly Post[], of: RoadGraph = graph) => new LinearReference(of, layKilometres(of, posts))
const reference = referenceOf(POSTS)

test('any kilometre of either carriageway is a place, and that place is that kilometre of that carriageway', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 40, max: 46.7, noNaN: true }),
      fc.constantFrom<Carriageway>('up', 'down'),
      (kilometre, carriageway) => {
        const place = reference.placeOf({ road: 's12', kilometre, carriageway })
        assert.ok(place.ok, `K${kilometre}`)
        const back = reference.at(place.value).filter(({ road }) => road === 'S12')
        assert.equal(back.length, 1)
        assert.equal(back[0]?.carriageway, carriageway)
        assert.ok(Math.abs((back[0]?.kilometre ?? 0) - kilometre) < 0.000_2, `${back[0]?.kilometre} for ${kilometre}`)
        const row = carriageway === 'up' ? 0 : 0.2
        if (kilometre > 44.5) assert.ok(Math.abs(place.value.at[1] - row / 1000) < 1e-6, 'on its own carriageway')
      },
    ),
  )
})

test('knots are read both ways alike, whichever way they run', () => {
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 2_000, max: 900_000 }), fc.double({ min: 0.5, max: 2, noNaN: true })),
    {
      minLength: 2,
      maxLength: 20,
    },
  )
  fc.assert(
    fc.property(steps, fc.constantFrom(1, -1), fc.double({ min: 0, max: 1, noNaN: true }), (many, sign, share) => {
      let [mm, cm] = [0, 50_000_000]
      const knots = many.map(([step, rate]) => {
        mm += step
        cm += Math.round((sign * rate * step) / 10)
        return { mm, cm }
      })
      const asked = Math.round((knots[0]?.mm ?? 0) + share * (mm - (knots[0]?.mm ?? 0)))
      const there = kilometreCm(knots, asked)
      assert.ok(there !== null)
      assert.ok(Math.abs((alongMm(knots, there) ?? -1) - asked) <= 25)
      assert.deepEqual(longestRun(knots, sign === 1 ? 1 : -1), knots)
    }),
  )
})

test('a post that contradicts the others counts for nothing', () => {
  const withoutIt = referenceOf(POSTS.filter(({ kilometre }) => kilometre !== 71))
  const wish = { road: 'S12', kilometre: 41, carriageway: 'up' } as const
  assert.deepEqual(reference.placeOf(wish), withoutIt.placeOf(wish))
})

test('a road in both directions has both names at one place; a ramp and a road without posts have none', () => {
  const index = new EdgeIndex(graph)
  const at = (position: Position) => {
    const on = index.nearest(position, () => true)
    return on ? reference.at(on).map(({ road, carriageway }) => `${road} ${carriageway}`) : []
  }
  assert.deepEqual(at([0.01, 0.02]).sort(), ['X7 down', 'X7 up'])
  assert.deepEqual(at([0.026, 0.007]), [])
  assert.deepEqual(at([0.05, 0]), ['S12 up'])
})

test('beyond its posts a road is counted on for a while, then said to end', () => {
  const short = referenceOf(POSTS.filter(({ road, kilometre }) => road === 'S12' && kilometre < 44))
  assert.ok(short.placeOf({ road: 'S12', kilometre: 44, carriageway: 'up' }).ok)
  const far = short.placeOf({ road: 'S12', kilometre: 59, carriageway: 'up' })
  assert.ok(!far.ok && far.refusal === 'off-the-road')
  assert.deepEqual(far.range, { from: 40, to: 42.3 })
  const none = short.placeOf({ road: 'S99', kilometre: 1, carriageway: 'up' })
  assert.ok(!none.ok && none.refusal === 'no-such-road')
})

test('a carriageway that has no two posts of its own takes the kilometres of its twin, and runs the other way', () => {
  const posts = POSTS.filter(({ road }) => road === 'S12').map((each): Post => ({ ...each, carriageway: 'up' }))
  const place = referenceOf(posts).placeOf({ road: 'S12', kilometre: 45, carriageway: 'down' })
  const twin = reference.placeOf({ road: 'S12', kilometre: 45, carriageway: 'up' })
  assert.ok(place.ok && twin.ok)
  assert.ok(distanceM(place.value.at, twin.value.at) < 30)
  assert.notEqual(place.value.edge, twin.value.edge)
})

test('a stretch of a carriageway is its arcs in the direction of driving, whichever end is named first', () => {
  for (const [carriageway, ends] of [
    ['up', [41, 45]],
    ['down', [45, 41]],
  ] as const) {
    const [one, other] = ends
    const there = reference.between('S12', carriageway, one, other)
    assert.deepEqual(there, reference.between('S12', carriageway, other, one))
    assert.ok(there.ok)
    const metres = there.value.reduce(
      (sum, { arc, from, to }) => sum + (to - from) * ((graph.lengthMm[arc >> 1] ?? 0) / 1000),
      0,
    )
    assert.ok(Math.abs(metres - 4_000) < 150, `${metres} m`)
    assert.ok(there.value.every(({ from, to }) => from <= to))
  }
})

test('what a post says is read in all its forms, and a mile is no kilometre', () => {
  assert.equal(readKilometre('45'), 45)
  assert.equal(readKilometre('K45+300'), 45.3)
  assert.equal(readKilometre('45,3 km'), 45.3)
  assert.equal(readKilometre('45+3'), 45.003)
  for (const no of ['', 'mile 3', '45 mi', '45.3.1', '-4', '10001']) assert.equal(readKilometre(no), null, no)
  const tags = new Map([
    ['highway', 'milestone'],
    ['distance', '12.5'],
    ['ref', 'g 60'],
  ])
  assert.deepEqual(postOf(tags), { kilometre: 12.5, road: 'G60', carriageway: null })
  assert.equal(postOf(new Map([['highway', 'milestone']])), null)
})

test("a user's own posts are read from CSV and GeoJSON, in their datum, and a wrong line is named", () => {
  const [lon, lat] = gcj02FromWgs84([120.75, 30.71])
  const csv = readPosts(`road,kilometre,lon,lat,carriageway\nS12,45.3,${lon},${lat},上行\n`, 'gcj-02')
  assert.ok(csv.ok)
  const [first] = csv.value
  assert.ok(first && distanceM(first.position, [120.75, 30.71]) < 0.1)
  assert.deepEqual([first.road, first.kilometre, first.carriageway], ['S12', 45.3, 'up'])
  const feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [120.75, 30.71] },
    properties: { road: 'S12', kilometre: 'K45+300' },
  }
  const json = readPosts(JSON.stringify({ type: 'FeatureCollection', features: [feature] }), 'wgs-84')
  assert.ok(json.ok && json.value[0]?.kilometre === 45.3 && json.value[0].carriageway === null)
  for (const [wrong, says] of [
    ['road,km\nS12,4', /kilometre/],
    ['road,kilometre,lon,lat\nS12,x,120,30', /line 2/],
    ['road,kilometre,lon,lat\nS12,4,,', /line 2/],
    ['{"type":"FeatureCollection"', /JSON/],
    ['{"type":"FeatureCollection","features":[{}]}', /features/],
    ['road,kilometre,lon,lat\n', /no post/],
  ] as const) {
    const read = readPosts(wrong, 'wgs-84')
    assert.ok(!read.ok && says.test(read.detail ?? ''), wrong)
  }
})

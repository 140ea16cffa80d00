/** Hecheng holds together: the same from the same seed, every home can reach every post, and nobody drives against the traffic. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceM } from '../core/geo.ts'
import { camerasOf } from './city/cameras.ts'
import { FROM_KM, pointAt, TO_KM } from './city/expressway.ts'
import { AGENCIES, UNITS } from './city/forces.ts'
import { pointOf, spotNear } from './city/graph.ts'
import { mapOf } from './city/map.ts'
import { nearest, planeOf, positionOf } from './city/plane.ts'
import { PLANS } from './city/plans.ts'
import { holdsTogether, route, spotOn } from './city/route.ts'
import { layCity } from './city.ts'

const seeds = fc.integer({ min: 1, max: 100_000 })

test('the same seed lays the same city to the last byte, another seed another one', () => {
  const map = (seed: number): string => JSON.stringify(mapOf(layCity(seed)))
  assert.equal(map(7), map(7))
  assert.notEqual(map(7), map(8))
})

test('from every home a unit reaches every kilometre of both carriageways by roads that join', () => {
  fc.assert(
    fc.property(
      seeds,
      fc.integer({ min: FROM_KM * 10, max: TO_KM * 10 }),
      fc.constantFrom('up', 'down'),
      (seed, tenth, way) => {
        const city = layCity(seed)
        assert.equal(city.interchanges.length, 2)
        const goal = spotNear(city.graph, pointAt(city.expressway, tenth / 10, way), (edge) => edge.carriageway === way)
        for (const house of city.houses) {
          const from = spotNear(city.graph, house.at)
          assert.ok(from && goal)
          const found = route(city.graph, from, goal)
          assert.ok(found, `no way from ${house.id} to K${tenth / 10} ${way}`)
          assert.ok(holdsTogether(city.graph, found))
          const end = pointOf(city.graph, spotOn(city.graph, found, found.lengthM)).at
          assert.ok(Math.hypot(end[0] - pointAt(city.expressway, tenth / 10, way)[0]) < 5)
        }
      },
    ),
    { numRuns: 12 },
  )
})

test('on the expressway traffic keeps to its own carriageway: eastwards south of the middle, westwards north of it', () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
      const city = layCity(seed)
      city.graph.edges.forEach((edge, index) => {
        if (!edge.carriageway) return
        const { at, towards } = pointOf(city.graph, { edge: index, metres: edge.lengthM * share })
        const { offM } = nearest(city.expressway.centre, at)
        assert.ok(Math.abs(offM - 12) < 1, `off by ${offM}`)
        assert.equal(towards[0] > 0, edge.carriageway === 'up')
        // The middle of the road lies to the left of travel.
        const left = [at[0] - towards[1] * 12, at[1] + towards[0] * 12] as const
        assert.ok(nearest(city.expressway.centre, left).offM < 1.5)
      })
    }),
    // The very end of an edge once had no direction.
    {
      numRuns: 5,
      examples: [
        [7, 0.9999949873759416],
        [7, 1],
        [7, 0],
      ],
    },
  )
})

test('on a road with both directions on one line, traffic keeps right of it', () => {
  const city = layCity(7)
  city.graph.edges.forEach((edge, index) => {
    if (!edge.shared) return
    const { at, towards } = pointOf(city.graph, { edge: index, metres: edge.lengthM / 2 })
    const left = [at[0] - towards[1] * 3, at[1] + towards[0] * 3] as const
    assert.ok(nearest(edge.line, left).offM < 0.2)
  })
})

test('kilometre posts stand a kilometre apart and the plane is true to the earth', () => {
  const city = layCity(7)
  for (let km = FROM_KM; km < TO_KM; km++) {
    const [a, b] = [pointAt(city.expressway, km, null), pointAt(city.expressway, km + 1, null)]
    const metres = distanceM(positionOf(a), positionOf(b))
    assert.ok(metres > 985 && metres < 1003, `K${km}: ${metres} m`)
    const back = planeOf(positionOf(a))
    assert.ok(Math.hypot(back[0] - a[0], back[1] - a[1]) < 0.02)
  }
})

test('46 units with homes, agencies with fallbacks that exist, plans that send what the agencies have', () => {
  const homes = new Set(layCity(7).houses.map((house) => house.id))
  const agencies = new Set(AGENCIES.map((agency) => agency.id))
  assert.equal(UNITS.length, 46)
  assert.equal(new Set(UNITS.map((unit) => unit.id)).size, 46)
  for (const unit of UNITS) assert.ok(homes.has(unit.home) && agencies.has(unit.agency), unit.id)
  for (const agency of AGENCIES) assert.ok(agency.fallback === null || agencies.has(agency.fallback))
  for (const plan of PLANS)
    for (const send of plan.sends)
      assert.ok(
        UNITS.some((unit) => unit.agency === send.agency && unit.kind === send.unitKind),
        plan.id,
      )
})

test('every feature of the map says that it is simulated, and every kind that the console draws is there', () => {
  const { features } = mapOf(layCity(7))
  assert.ok(features.every((feature) => feature.properties.simulated))
  const kinds = new Set(features.map((feature) => feature.properties.kind))
  const wanted = ['expressway', 'ramp', 'arterial', 'district-road', 'water', 'green', 'built-up', 'kilometre-post']
  for (const kind of [...wanted, 'station', 'hospital', 'depot']) assert.ok(kinds.has(kind), kind)
  assert.ok(camerasOf(layCity(7)).length >= 6)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Position } from '../core/geo.ts'
import { Matcher } from './match.ts'
import { networkOf } from './network.fixture.ts'
import { match, matchQuery, nearest, osrmParams, route, routeQuery, table, tableQuery } from './osrm.ts'
import { polylineOf } from './polyline.ts'
import { EdgeIndex } from './snap.ts'

const network = networkOf({
  nodes: { a: [0, 0], b: [10, 0], c: [10, 10], i: [60, 0], j: [70, 0] },
  ways: { 'High Street': { nodes: 'a b' }, Lane: { nodes: 'b c' }, island: { nodes: 'i j' } },
})
const places = (coordinates: string) => osrmParams.parse({ profile: 'driving', coordinates })
const plain = routeQuery.parse({})

test("Google's own example is encoded as Google does", () => {
  const line: readonly Position[] = [
    [-120.2, 38.5],
    [-120.95, 40.7],
    [-126.453, 43.252],
  ]
  assert.equal(polylineOf(line, 5), '_p~iF~ps|U_ulLnnqC_mqNvxq`@')
})

/** The reverse, as every OSRM client has it. */
function decoded(text: string, precision: number): readonly Position[] {
  const line: Position[] = []
  let [at, lat, lon] = [0, 0, 0]
  const step = (): number => {
    let [value, scale] = [0, 1]
    for (;;) {
      const bits = text.charCodeAt(at++) - 63
      value += (bits % 32) * scale
      scale *= 32
      if (bits < 32) return value % 2 === 1 ? -(value + 1) / 2 : value / 2
    }
  }
  while (at < text.length) {
    lat += step()
    lon += step()
    line.push([lon / 10 ** precision, lat / 10 ** precision])
  }
  return line
}

test('any line is read back as it was encoded, to its last decimal', () => {
  const at = fc.tuple(fc.integer({ min: -180e6, max: 180e6 }), fc.integer({ min: -90e6, max: 90e6 }))
  fc.assert(
    fc.property(fc.array(at, { maxLength: 20 }), (points) => {
      const line = points.map(([lon, lat]): Position => [lon / 1e6, lat / 1e6])
      assert.deepEqual(
        decoded(polylineOf(line, 6), 6).map(([lon, lat]) => [Math.round(lon * 1e6), Math.round(lat * 1e6)]),
        points,
      )
    }),
  )
})

test('a route over three places has two legs that add up, and a line in the form that was asked for', () => {
  const answer = route(network, places('0.001,0;0.009,0;0.01,0.005'), { ...plain, geometries: 'geojson' })
  assert.equal(answer.code, 'Ok')
  const [only] =
    'routes' in answer
      ? (answer.routes as { distance: number; legs: { distance: number }[]; geometry: { coordinates: number[][] } }[])
      : []
  assert.equal(only?.legs.length, 2)
  const sum = only?.legs.reduce((total, leg) => total + leg.distance, 0) ?? 0
  assert.ok(Math.abs(sum - (only?.distance ?? 0)) < 0.3 && sum > 1_400)
  assert.deepEqual(only?.geometry.coordinates[0], [0.001, 0])
})

test('what cannot be answered has the word that clients of OSRM know', () => {
  assert.equal(route(network, places('0.001,0;0.065,0'), plain).code, 'NoRoute')
  assert.equal(route(network, places('0.001,0;5,5'), plain).code, 'NoSegment')
  assert.equal(route(network, places('0.001,0'), plain).code, 'InvalidValue')
  assert.equal(table(network, places('0.001,0;0.009,0'), tableQuery.parse({ sources: '7' })).code, 'InvalidValue')
  assert.equal(nearest(network, places('5,5'), { number: 1 }).code, 'NoSegment')
  for (const coordinates of ['', 'x', '0.001', '1,2;', '200,1,3', `${'1,1;'.repeat(100)}1,1`])
    assert.ok(!osrmParams.safeParse({ profile: 'car', coordinates }).success, coordinates)
})

test('a table has null where there is no way, and rows and columns as asked', () => {
  const answer = table(
    network,
    places('0.001,0;0.009,0;0.065,0'),
    tableQuery.parse({ sources: '0;1', destinations: '2;0' }),
  )
  assert.ok(answer.code === 'Ok' && 'durations' in answer)
  const durations = answer.durations as (number | null)[][] // the shape is OSRM's
  assert.deepEqual(
    durations.map((row) => row.map((each) => each !== null)),
    [
      [false, true],
      [false, true],
    ],
  )
})

test('a track is matched, and a place beside no road is null in it', () => {
  const matcher = new Matcher(network.graph, new EdgeIndex(network.graph), network.graph.carMs)
  const answer = match(network, matcher, places('0.001,0.00003;0.005,0.5;0.009,0;0.01,0.003'), matchQuery.parse({}))
  assert.ok(answer.code === 'Ok' && 'tracepoints' in answer)
  const points = answer.tracepoints as ({ name: string } | null)[] // the same
  assert.deepEqual(
    points.map((each) => each?.name ?? null),
    ['High Street', null, 'High Street', 'Lane'],
  )
  const [only] = answer.matchings as { duration: number; distance: number }[] // the same
  assert.ok(only && only.distance > 1_000, JSON.stringify(only))
  // A residential street is driven at 25 km/h.
  assert.ok(Math.abs(only.duration - only.distance / (25 / 3.6)) < 1, JSON.stringify(only))
})

/** Rules on tracks: generated traffic with known events, under good and bad sensors, doubled and shuffled reports, and clocks that jump. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gcj02FromWgs84 } from '../../core/datum.ts'
import { distanceM } from '../../core/geo.ts'
import type { RoadsideWarning } from '../facts.ts'
import {
  BAD,
  driveOf,
  type EventKind,
  type Faults,
  GOOD,
  KILOMETRE,
  pointAt,
  reportsOf,
  SENSOR,
} from './generated.fixture.ts'
import type { Report, ReportedTrack } from './report.ts'
import { openRoadEye, type RoadEye } from './road-eye.ts'

const BEGAN = Date.UTC(2026, 10, 23, 8)

type Said = { readonly ms: number; readonly warning: RoadsideWarning }

function said(kind: EventKind, seed: number, faults: Faults, eye: RoadEye = openRoadEye(SENSOR)) {
  const drive = driveOf(kind, seed, kind === 'queue' ? 100_000 : 60_000)
  const warnings: Said[] = []
  for (const { report, arrivedAt, ms } of reportsOf(drive, faults, seed, BEGAN))
    for (const warning of eye.take(report, arrivedAt).warnings) warnings.push({ ms, warning })
  return { known: drive.known, warnings }
}

for (const [kind, most] of [
  ['stop-on-shoulder', 7_000],
  ['stop-in-lane', 9_000],
  ['wrong-way', 6_000],
  ['pedestrian', 6_000],
  ['cyclist', 6_000],
] as const)
  test(`${kind}: one warning of the right kind in time, and nothing else`, () => {
    for (const seed of [11, 12, 13, 14]) {
      const { known, warnings } = said(kind, seed, GOOD)
      assert.ok(known)
      assert.deepEqual(
        warnings.map(({ warning }) => warning.type),
        [known.type],
        `seed ${seed}`,
      )
      const [first] = warnings
      assert.ok(
        first && first.ms - known.fromMs <= most && first.ms >= known.fromMs,
        `seed ${seed}: ${first?.ms} after ${known.fromMs}`,
      )
      assert.ok(Math.abs(first.warning.onsetAt - BEGAN - known.fromMs) < 2_500)
    }
  })

test('a stopped vehicle is placed by kilometre, carriageway and zone, within a car’s length', () => {
  const { known, warnings } = said('stop-on-shoulder', 21, GOOD)
  const place = warnings[0]?.warning
  assert.ok(known && place)
  assert.equal(place.zone, 'shoulder')
  assert.ok(Math.abs((place.kilometre - KILOMETRE) * 1000 - known.alongM) < 5)
  assert.equal(
    place.carriageway,
    known.alongM === 0 || Math.sign((place.kilometre - KILOMETRE) * 1000) === Math.sign(known.alongM)
      ? place.carriageway
      : '',
  )
  assert.ok(distanceM(place.position, pointAt(known.alongM, place.carriageway === 'up' ? 11.2 : -11.2)) < 5)
})

test('a queue is congestion and never a stopped vehicle', () => {
  for (const seed of [31, 32, 33]) {
    const { warnings } = said('queue', seed, GOOD)
    assert.deepEqual(new Set(warnings.map(({ warning }) => warning.type)), new Set(['congestion']), `seed ${seed}`)
  }
})

test('free traffic says nothing', () => {
  for (const seed of [41, 42, 43, 44]) assert.deepEqual(said('nothing', seed, GOOD).warnings, [])
})

test('a sensor with changing numbers, gaps, doubles and ghosts still gives one warning for one stopped vehicle', () => {
  const faults = { ...BAD, mirrors: 0 }
  for (const seed of [51, 52, 53, 54, 55, 56]) {
    const { known, warnings } = said('stop-on-shoulder', seed, faults)
    assert.ok(known)
    const here = warnings.filter(({ warning }) => warning.type === 'stopped-vehicle')
    assert.equal(here.length, 1, `seed ${seed}: ${here.map(({ warning }) => warning.reason.en).join('; ')}`)
    assert.ok((here[0]?.ms ?? 0) - known.fromMs < 16_000)
  }
})

test('a mirror image of the traffic in the guard rail is nobody who drives the wrong way', () => {
  for (const seed of [61, 62, 63]) {
    const { warnings } = said('nothing', seed, { ...GOOD, breaksPerMinute: 0, mirrors: 0.4 })
    assert.deepEqual(warnings, [], `seed ${seed}`)
  }
})

/** A car that comes along the shoulder and stands from 10 s on, in the form that `put` gives it. */
function* standing(put: (alongM: number, acrossM: number, ms: number) => ReportedTrack[], forMs = 30_000) {
  for (let ms = 0; ms < forMs; ms += 200) {
    const alongM = ms < 10_000 ? -100 + ms / 100 : 0
    yield { at: BEGAN + ms, tracks: put(alongM, 11.2, ms) }
  }
}
const carAt = (alongM: number, acrossM: number, id = '7'): ReportedTrack => {
  const [lon, lat] = pointAt(alongM, acrossM)
  return { id, position: [lon, lat], class: 'car' }
}
const report = (frames: Report['frames']): Report => ({ v: 1, frames })
const typesOf = (eye: RoadEye, frames: Iterable<Report['frames'][number]>, offMs = 0) =>
  [...frames].flatMap((frame) => eye.take(report([frame]), frame.at + offMs + 30).warnings.map(({ type }) => type))

test('whatever the numbers of its tracks, one that stands is announced once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 150, maxLength: 150 }), (names) => {
      const frames = standing((alongM, acrossM, ms) => [carAt(alongM, acrossM, `n${names[ms / 200] ?? 0}`)])
      assert.deepEqual(typesOf(openRoadEye(SENSOR), frames), ['stopped-vehicle'])
    }),
    { numRuns: 25 },
  )
})

test('doubled reports and reports out of order change nothing', () => {
  const frames = [...standing((alongM, acrossM) => [carAt(alongM, acrossM)])]
  const straight = openRoadEye(SENSOR)
  const expected = frames.flatMap((frame) => straight.take(report([frame]), frame.at + 30).warnings)
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 10, maxLength: 40 }), (where) => {
      const eye = openRoadEye(SENSOR)
      const warnings: RoadsideWarning[] = []
      frames.forEach((frame, index) => {
        warnings.push(...eye.take(report([frame]), frame.at + 30).warnings)
        // An older one comes (again), up to two seconds late.
        const old = where.some((each) => each % frames.length === index) ? frames[Math.max(0, index - 10)] : undefined
        if (old) assert.equal(eye.take(report([old]), frame.at + 40).taken.late, 1)
      })
      assert.deepEqual(warnings, expected)
    }),
    { numRuns: 25 },
  )
})

test('frames of one report are taken in the order in which they were made', () => {
  const frames = [...standing((alongM, acrossM) => [carAt(alongM, acrossM)])]
  const eye = openRoadEye(SENSOR)
  const types: string[] = []
  for (let index = 0; index < frames.length; index += 10) {
    const some = frames.slice(index, index + 10).reverse()
    types.push(...eye.take(report(some), (some[0]?.at ?? 0) + 30).warnings.map(({ type }) => type))
  }
  assert.deepEqual(types, ['stopped-vehicle'])
})

test('a sensor whose clock is an hour off gives the server’s time', () => {
  const hour = 3_600_000
  const eye = openRoadEye(SENSOR)
  const warnings = [...standing((alongM, acrossM) => [carAt(alongM, acrossM)])].flatMap(
    (frame) => eye.take(report([{ ...frame, at: frame.at - hour }]), frame.at + 30).warnings,
  )
  const [first] = warnings
  assert.ok(first && Math.abs(first.onsetAt - (BEGAN + 10_000)) < 2_500)
})

test('a clock that jumps costs some seconds and makes nothing up', () => {
  fc.assert(
    fc.property(fc.integer({ min: -7_200_000, max: 7_200_000 }), fc.integer({ min: 0, max: 60 }), (jump, index) => {
      const eye = openRoadEye(SENSOR)
      const types = [...standing((alongM, acrossM) => [carAt(alongM, acrossM)], 60_000)].flatMap((frame, each) => {
        const at = each >= index ? frame.at + jump : frame.at
        return eye.take(report([{ ...frame, at }]), frame.at + 30).warnings.map(({ type }) => type)
      })
      assert.deepEqual(types, ['stopped-vehicle'])
    }),
    { numRuns: 40 },
  )
})

test('what a sensor kept while the line was down is set aside when it comes: it is yesterday’s news', () => {
  const frames = [...standing((alongM, acrossM) => [carAt(alongM, acrossM)])]
  const eye = openRoadEye(SENSOR)
  const until = frames.findIndex(({ at }) => at >= BEGAN + 5_000)
  for (const frame of frames.slice(0, until)) eye.take(report([frame]), frame.at + 30)
  const backAt = BEGAN + 25_000
  const late = frames
    .slice(until, until + 60)
    .map((frame, index) => eye.take(report([frame]), backAt + 20 * index).taken)
  assert.ok(late.every(({ frames: used }) => used === 0))
  const now = { at: backAt + 2_000, tracks: [] }
  assert.equal(eye.take(report([now]), now.at + 30).taken.frames, 1)
})

test('metres and degrees, WGS-84 and GCJ-02 say the same place', () => {
  const inMetres = openRoadEye({ ...SENSOR, facingDegrees: 78 })
  const inGcj = openRoadEye({ ...SENSOR, datum: 'gcj-02' })
  const plain = openRoadEye(SENSOR)
  const placeOf = (eye: RoadEye, put: (alongM: number, acrossM: number) => ReportedTrack) =>
    [...standing((alongM, acrossM) => [put(alongM, acrossM)])].flatMap(
      (frame) => eye.take(report([frame]), frame.at).warnings,
    )[0]
  const expected = placeOf(plain, carAt)
  const metres = placeOf(inMetres, (alongM, acrossM) => ({ id: '7', metres: [acrossM, alongM], class: 'car' }))
  const gcj = placeOf(inGcj, (alongM, acrossM) => {
    const [lon, lat] = gcj02FromWgs84(pointAt(alongM, acrossM))
    return { id: '7', position: [lon, lat], class: 'car' }
  })
  assert.ok(expected && metres && gcj)
  assert.ok(distanceM(expected.position, metres.position) < 0.2)
  assert.ok(distanceM(expected.position, gcj.position) < 0.2)
})

test('positions far off are set aside one by one and spoil nothing', () => {
  const frames = standing((alongM, acrossM) => [
    carAt(alongM, acrossM),
    { id: 'far', position: [-70, -33] },
    { id: 'further', metres: [99_999, 0] },
  ])
  const eye = openRoadEye(SENSOR)
  let outside = 0
  const types = [...frames].flatMap((frame) => {
    const { taken, warnings } = eye.take(report([frame]), frame.at + 30)
    outside += taken.outside
    return warnings.map(({ type }) => type)
  })
  assert.deepEqual(types, ['stopped-vehicle'])
  assert.equal(outside, 300)
})

test('what stands in a part to be ignored is not there', () => {
  const ignore = {
    kind: 'ignore' as const,
    polygon: [pointAt(-20, 9), pointAt(20, 9), pointAt(20, 14), pointAt(-20, 14)].map(
      ([lon, lat]): [number, number] => [lon, lat],
    ),
  }
  const eye = openRoadEye({ ...SENSOR, zones: [...SENSOR.zones, ignore] })
  assert.deepEqual(
    typesOf(
      eye,
      standing((alongM, acrossM) => [carAt(alongM, acrossM)]),
    ),
    [],
  )
})

test('a sensor gone mad, a thousand tracks that jump about at random, gives nothing and fills no memory', () => {
  const eye = openRoadEye(SENSOR)
  let warnings = 0
  let seed = 1
  const chance = (): number => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  for (let ms = 0; ms < 5_000; ms += 100) {
    const tracks = Array.from({ length: 1_000 }, (_, id) =>
      carAt((chance() - 0.5) * 880, (chance() - 0.5) * 26, String(id)),
    )
    warnings += eye.take(report([{ at: BEGAN + ms, tracks }]), BEGAN + ms).warnings.length
  }
  assert.equal(warnings, 0)
  assert.ok(eye.things() <= 2_000)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Sight, UNSEEN } from '../../objects/confirmation.ts'
import { scene, thing, track, zoneOf } from './rules.fixture.ts'
import { stopped } from './stopped.ts'

const typesOf = (change: Parameters<typeof scene>[0]): string[] =>
  stopped
    .open()(scene(change))
    .map((each) => each.type)

test('a car-sized thing that has stood long enough on the shoulder is a stopped vehicle, with its onset and words', () => {
  const [finding] = stopped.open()(scene({ standing: [thing({ since: 50_000 })] }))
  assert.equal(finding?.type, 'stopped-vehicle')
  assert.equal(finding?.onsetAt, 50_000)
  assert.equal(finding?.hazardLights, null)
  assert.match(finding?.reason.en ?? '', /has stood 10\.0 s on the hard shoulder; lamps could not be told/)
  assert.match(finding?.reason.zh ?? '', /应急车道静止 10\.0 秒/)
})

test('what has stood too briefly, is a shadow, is not there now or was mostly not seen is not announced', () => {
  assert.deepEqual(typesOf({ standing: [thing({ since: 56_000 })] }), [])
  assert.deepEqual(typesOf({ standing: [thing({ since: 50_000, solid: false })] }), [])
  assert.deepEqual(typesOf({ standing: [thing({ since: 50_000, lastSeenAt: 59_000 })] }), [])
  assert.deepEqual(typesOf({ standing: [thing({ since: 50_000, seen: 10 })] }), [])
})

test('a small thing waits longer and is an object', () => {
  const small = { x: 220, width: 7, height: 7 }
  assert.deepEqual(typesOf({ standing: [thing({ ...small, since: 50_000 })] }), [])
  assert.deepEqual(typesOf({ standing: [thing({ ...small, since: 44_000 })] }), ['stopped-object'])
})

test('where others stand or creep in its lane it is one of a queue; on the shoulder beside them it is a stopped vehicle', () => {
  const alone = thing({ since: 50_000, x: 110, y: 100, zone: zoneOf('lane') })
  const behind = { ...track([128, 172], [128, 170], 4, 36, 30), number: 2 }
  const farther = { ...track([128, 222], [128, 219], 4, 36, 30), number: 3 }
  const passing = { ...track([170, 220], [170, 40], 4, 36, 30), number: 4 }
  const part = { ...track([128, 134], [128, 134], 4, 30, 8), number: 5 }
  assert.deepEqual(typesOf({ standing: [alone], tracks: [behind, farther] }), [])
  assert.deepEqual(typesOf({ standing: [alone], tracks: [passing, part] }), ['stopped-vehicle'])
  assert.deepEqual(typesOf({ standing: [thing({ since: 50_000 })], tracks: [behind, farther] }), ['stopped-vehicle'])
  // One alone behind it may be the first of more: it is waited for.
  const younger = thing({ ...alone, since: 52_000 })
  assert.deepEqual(typesOf({ standing: [younger], tracks: [behind] }), [])
  assert.deepEqual(typesOf({ standing: [alone], tracks: [behind] }), ['stopped-vehicle'])
  const queued = { slow: [], cover: 0.4, queuedFrom: 20_000 }
  assert.deepEqual(typesOf({ standing: [alone], lane: () => queued }), [])
})

test('with a surveyed ground, metres decide what is a vehicle', () => {
  const ground = { metresAt: (x: number, y: number): [number, number] => [x / 40, y / 10], errorM: 0.1 }
  assert.deepEqual(typesOf({ standing: [thing({ since: 40_000 })], ground }), ['stopped-object'])
  assert.deepEqual(typesOf({ standing: [thing({ since: 40_000, width: 60 })], ground }), ['stopped-vehicle'])
})

test('what an object detector calls a car in two looks of five is grade A; what it does not know stays B', () => {
  const [confirmed] = stopped.open()(
    scene({ standing: [thing({ since: 50_000 })], sight: () => ({ ...UNSEEN, looks: 5, vehicle: 2, name: 'car' }) }),
  )
  assert.equal(confirmed?.grade, 'A')
  assert.match(confirmed?.reason.en ?? '', /saw a car in 2 of 5 looks/)
  const [unknown] = stopped.open()(
    scene({ standing: [thing({ since: 50_000 })], sight: () => ({ ...UNSEEN, looks: 5 }) }),
  )
  assert.equal(unknown?.grade, 'B')
  assert.match(unknown?.reason.en ?? '', /saw no vehicle/)
})

test('a small thing that an object detector calls a person is a person, and one it calls a car is a vehicle', () => {
  const small = thing({ width: 8, height: 12, shape: [205, 100, 8, 12], since: 40_000 })
  const typed = (sight: Partial<Sight>) =>
    stopped
      .open()(scene({ standing: [small], sight: () => ({ ...UNSEEN, looks: 5, ...sight }) }))
      .map(({ type }) => type)
  assert.deepEqual(typed({}), ['stopped-object'])
  assert.deepEqual(typed({ person: 3, name: 'person' }), ['pedestrian'])
  assert.deepEqual(typed({ vehicle: 3, name: 'car' }), ['stopped-vehicle'])
})

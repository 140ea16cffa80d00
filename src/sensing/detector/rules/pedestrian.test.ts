import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UNSEEN } from '../../objects/confirmation.ts'
import { pedestrian } from './pedestrian.ts'
import { scene, track } from './rules.fixture.ts'

const count = (change: Parameters<typeof scene>[0]): number => pedestrian.open()(scene(change)).length

test('someone narrow and upright who moves slowly along the shoulder is a pedestrian', () => {
  assert.equal(count({ tracks: [track([225, 220], [225, 170], 3, 12, 34)] }), 1)
})

test('a vehicle rolling out on the shoulder, something quick, brief or in the lane is not', () => {
  assert.equal(count({ tracks: [track([225, 220], [225, 170], 3, 38, 34)] }), 0)
  assert.equal(count({ tracks: [track([225, 235], [225, 20], 3, 12, 34)] }), 0)
  assert.equal(count({ tracks: [track([225, 220], [225, 200], 1, 12, 34)] }), 0)
  assert.equal(count({ tracks: [track([120, 220], [120, 170], 3, 12, 34)] }), 0)
})

test('a twig that trembles on the spot is not', () => {
  const shaking = track([225, 220], [225, 218], 4, 12, 34)
  assert.equal(count({ tracks: [shaking] }), 0)
})

test('with a surveyed ground a walker in the lane is found by metres a second', () => {
  const ground = { metresAt: (x: number, y: number): [number, number] => [x / 15, y / 10], errorM: 0.1 }
  assert.equal(count({ tracks: [track([120, 220], [120, 170], 3, 12, 34)], ground }), 1)
})

test('what an object detector calls a car is not warned of as a walker; what it calls a person is grade A and sooner', () => {
  const walker = track([225, 200], [228, 170], 4, 10, 30)
  assert.deepEqual(
    pedestrian
      .open()(scene({ tracks: [walker] }))
      .map(({ grade }) => grade),
    ['B'],
  )
  assert.deepEqual(
    pedestrian.open()(scene({ tracks: [walker], sight: () => ({ ...UNSEEN, looks: 3, vehicle: 2, name: 'car' }) })),
    [],
  )
  const brief = track([225, 200], [228, 182], 1.6, 10, 30)
  assert.deepEqual(pedestrian.open()(scene({ tracks: [brief] })), [])
  const [soon] = pedestrian.open()(
    scene({ tracks: [brief], sight: () => ({ ...UNSEEN, looks: 2, person: 2, name: 'person' }) }),
  )
  assert.equal(soon?.grade, 'A')
})

test('whom an object detector has followed along the shoulder is warned of though the pixels lost them; in a lane only with a survey', () => {
  const walker = { box: [220, 150, 12, 36] as const, since: 55_000, hits: 3, looks: 5, pace: 0.4 }
  const [finding] = pedestrian.open()(scene({ walkers: [walker] }))
  assert.deepEqual([finding?.type, finding?.grade, finding?.onsetAt], ['pedestrian', 'A', 55_000])
  assert.match(
    finding?.reason.en ?? '',
    /followed a person or a bicycle along the hard shoulder for 5\.0 s, in 3 of 5 looks/,
  )
  const inLane = { ...walker, box: [120, 150, 12, 36] as const }
  assert.equal(count({ walkers: [inLane] }), 0)
  const ground = { metresAt: (x: number, y: number): [number, number] => [x / 15, y / 10], errorM: 0.1 }
  assert.equal(count({ walkers: [inLane], ground }), 1)
})

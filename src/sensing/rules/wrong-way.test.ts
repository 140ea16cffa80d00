import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scene, track } from './rules.fixture.ts'
import { wrongWay } from './wrong-way.ts'

const count = (from: [number, number], to: [number, number], seconds: number): number =>
  wrongWay.open()(scene({ tracks: [track(from, to, seconds, 30, 26)] })).length

test('a vehicle that runs down a lane drawn upwards is on the wrong way', () => {
  assert.equal(count([120, 60], [125, 180], 2), 1)
})

test('the right way, across, briefly or on the undirected shoulder is not', () => {
  assert.equal(count([120, 180], [120, 60], 2), 0)
  assert.equal(count([70, 100], [190, 110], 2), 0)
  assert.equal(count([120, 60], [120, 150], 0.8), 0)
  assert.equal(count([225, 60], [225, 180], 2), 0)
})

test('a track that jumps back to the vehicle behind is not', () => {
  const jumping = track([120, 140], [120, 60], 2, 30, 26)
  const path = jumping.path.map((step, index) => (index > 5 ? { ...step, y: step.y + 130 } : step))
  assert.deepEqual(wrongWay.open()(scene({ tracks: [{ ...jumping, path }] })), [])
})

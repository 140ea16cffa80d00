import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scene, track } from './rules.fixture.ts'
import { wrongWay } from './wrong-way.ts'

/** Two looks half a second apart at a track that goes on as it went. */
function saidOf(from: readonly [number, number], to: readonly [number, number], seconds: number): number {
  const look = wrongWay.open()
  const going = track(from, to, seconds, 30, 26)
  const first = look(scene({ tracks: [going] })).length
  const { vx, vy } = going
  const on = { at: 60_500, x: to[0] + vx / 2, y: to[1] + vy / 2, width: 30, height: 26, isCut: false }
  const path = [...going.path, { ...on, zone: going.path.at(-1)?.zone ?? null }]
  return first + look(scene({ at: 60_500, tracks: [{ ...going, path, seenAt: 60_500 }] })).length
}

test('a vehicle that runs down a lane drawn upwards is on the wrong way', () => {
  assert.equal(saidOf([120, 60], [125, 180], 2), 1)
})

test('the right way, across, briefly or on the undirected shoulder is not', () => {
  assert.equal(saidOf([120, 180], [120, 60], 2), 0)
  assert.equal(saidOf([70, 100], [190, 110], 2), 0)
  assert.equal(saidOf([120, 60], [120, 150], 0.8), 0)
  assert.equal(saidOf([225, 60], [225, 180], 2), 0)
})

test('one look is not enough, nor a track that stops where it hopped to', () => {
  const look = wrongWay.open()
  const going = track([120, 60], [125, 180], 2, 30, 26)
  assert.deepEqual(look(scene({ tracks: [going] })), [])
  const last = going.path.at(-1)
  assert.ok(last)
  const path = [...going.path, ...[200, 400, 600, 800].map((later) => ({ ...last, at: last.at + later }))]
  assert.deepEqual(look(scene({ at: 60_800, tracks: [{ ...going, path, seenAt: 60_800 }] })), [])
})

test('a track that jumps back to the vehicle behind is not', () => {
  const jumping = track([120, 140], [120, 60], 2, 30, 26)
  const path = jumping.path.map((step, index) => (index > 5 ? { ...step, y: step.y + 130 } : step))
  assert.deepEqual(wrongWay.open()(scene({ tracks: [{ ...jumping, path }] })), [])
})

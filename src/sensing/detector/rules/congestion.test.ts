import assert from 'node:assert/strict'
import { test } from 'node:test'
import { congestion } from './congestion.ts'
import { scene, thing, track, zoneOf } from './rules.fixture.ts'

/** Vehicles one behind the other along the lane, from this row of the picture down. */
const standingFrom = (top: number) =>
  [20, 70, 120, 170]
    .filter((y) => y >= top)
    .map((y) => thing({ x: 110, y, width: 36, height: 40, zone: zoneOf('lane') }))

test('a lane covered by standing traffic for 15 s is congested, and stays so until clearly emptier for a while', () => {
  const rule = congestion.open()
  const at = (seconds: number, top: number) =>
    rule(scene({ at: seconds * 1000, tracks: [], standing: standingFrom(top) })).length
  let congestedAt = 0
  for (let t = 0; t < 60; t += 0.25) if (at(t, 0) > 0 && congestedAt === 0) congestedAt = t
  assert.ok(congestedAt > 15 && congestedAt < 28, `at ${congestedAt}`)
  for (let t = 60; t < 80; t += 0.25) assert.equal(at(t, 100), 1)
  for (let t = 80; t < 130; t += 0.25) at(t, 230)
  assert.equal(at(130, 230), 0)
})

test('a lane full of moving traffic, or with one vehicle that stands, is not congested', () => {
  const rule = congestion.open()
  const quick = [40, 90, 140, 190].map((y) => ({ ...track([120, y + 130], [120, y], 2, 30, 26), bornAt: 0 }))
  for (let t = 0; t < 60; t += 0.25) {
    assert.deepEqual(rule(scene({ at: t * 1000, tracks: quick })), [])
    assert.deepEqual(rule(scene({ at: t * 1000, standing: standingFrom(150) })), [])
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { congestion } from './congestion.ts'
import { scene, track } from './rules.fixture.ts'

test('a lane full and slow for more than 20 s is congested, and stays so until clearly emptier for a while', () => {
  const rule = congestion.open()
  const slow = { ...track([120, 150], [120, 148], 4, 30, 26) }
  const at = (seconds: number, share: number) =>
    rule(scene({ at: seconds * 1000, tracks: [{ ...slow, bornAt: 0 }], occupancy: () => share })).length
  let congestedAt = 0
  for (let t = 0; t < 60; t += 0.25) if (at(t, 0.7) > 0 && congestedAt === 0) congestedAt = t
  assert.ok(congestedAt > 20 && congestedAt < 28, `at ${congestedAt}`)
  for (let t = 60; t < 80; t += 0.25) assert.equal(at(t, 0.35), 1)
  for (let t = 80; t < 130; t += 0.25) at(t, 0.05)
  assert.equal(at(130, 0.05), 0)
})

test('a lane full of moving traffic is not congested', () => {
  const rule = congestion.open()
  const quick = { ...track([120, 200], [120, 60], 2, 30, 26), bornAt: 0 }
  for (let t = 0; t < 60; t += 0.25)
    assert.deepEqual(rule(scene({ at: t * 1000, tracks: [quick], occupancy: () => 0.7 })), [])
})

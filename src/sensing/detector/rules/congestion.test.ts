import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lanes } from '../queue.ts'
import type { Scene } from '../scene.ts'
import { congestion } from './congestion.ts'
import { scene, thing, track, zoneOf, zones } from './rules.fixture.ts'

/** Vehicles one behind the other along the lane, from this row of the picture down. */
const standingFrom = (top: number) =>
  [20, 70, 120, 170]
    .filter((y) => y >= top)
    .map((y) => thing({ x: 110, y, width: 36, height: 40, zone: zoneOf('lane') }))

/** The rule on a lane's memory, look after look. */
function watching(): (change: Partial<Scene>) => number {
  const rule = congestion.open()
  const lanes = new Lanes()
  return (change) => {
    const { at = 0, standing = [] } = change
    const seen = standing.map((each) => ({ ...each, lastSeenAt: at }))
    const now = scene({ ...change, standing: seen, lane: (zone) => lanes.of(zone) })
    lanes.look(now, zones.list)
    return rule(now).length
  }
}

test('a lane covered by standing traffic for 15 s is congested, and stays so until clearly emptier for a while', () => {
  const watch = watching()
  const at = (seconds: number, top: number) => watch({ at: seconds * 1000, standing: standingFrom(top) })
  let congestedAt = 0
  for (let t = 0; t < 60; t += 0.25) if (at(t, 0) > 0 && congestedAt === 0) congestedAt = t
  assert.ok(congestedAt > 15 && congestedAt < 28, `at ${congestedAt}`)
  for (let t = 60; t < 80; t += 0.25) assert.equal(at(t, 100), 1)
  for (let t = 80; t < 130; t += 0.25) at(t, 230)
  assert.equal(at(130, 230), 0)
})

test('a lane full of moving traffic, or with one vehicle that stands, is not congested', () => {
  const watch = watching()
  const quick = [40, 90, 140, 190].map((y) => ({ ...track([120, y + 130], [120, y], 2, 30, 26), bornAt: 0 }))
  for (let t = 0; t < 60; t += 0.25) {
    assert.equal(watch({ at: t * 1000, tracks: quick }), 0)
    assert.equal(watch({ at: t * 1000, standing: standingFrom(150) }), 0)
  }
})

test('lit scraps of road along a lane are no queue', () => {
  const watch = watching()
  const scraps = [10, 40, 70, 100, 130, 160, 190, 220].map((y) =>
    thing({ x: 110, y, width: 10, height: 4, zone: zoneOf('lane') }),
  )
  for (let t = 0; t < 60; t += 0.25) assert.equal(watch({ at: t * 1000, standing: scraps }), 0)
})

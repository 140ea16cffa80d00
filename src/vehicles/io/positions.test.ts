/** Positions on their way to disk: answered when they are there, once, or refused at once. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { id } from '../../core/ids.ts'
import { DAY, MINUTE } from '../../core/time.ts'
import { keepPartitions } from './partitions.ts'
import { openPositions } from './positions.ts'
import { openWorld } from './world.ts'

const car = id<'unit'>('tp-07')
const units = [{ id: car, agency: id<'agency'>('traffic-police'), index: 0 }]
const now = Date.parse('2026-11-23T08:30:00Z')
const fix = (at: number) => ({
  at,
  position: [120.75, 30.71] as const,
  speedKmh: 40.5,
  headingDegrees: null,
  accuracyM: 3,
  altitudeM: null,
})

// Before the database is opened: hooks run in order, and its own server stops in one.
after(() => fresh.drop())
const fresh: FreshDatabase = await freshDatabase()

async function open(more: object = {}) {
  const world = openWorld(units)
  const positions = await openPositions({ sql: fresh.database.sql, clock: () => now, world, everyMs: 5, ...more })
  return { world, positions }
}
const stored = async (at: number) => fresh.database.sql`select * from positions where unit = ${car} and at = ${at}`

test('a report is on disk and on the map when it is answered', async () => {
  const { world, positions } = await open()
  assert.deepEqual(await positions.record(car, fix(now - 10), now), { ok: true, value: 'stored' })
  assert.equal((await stored(now - 10)).length, 1)
  assert.equal(world.latest(car)?.at, now - 10)
  await positions.close()
})

test('the same instant reported again, in the same batch or later, changes nothing', async () => {
  const { positions } = await open()
  const answers = await Promise.all([1, 2, 3].map(() => positions.record(car, fix(now - 20), now)))
  assert.deepEqual(answers.map((a) => a.ok && a.value).sort(), ['known', 'known', 'stored'])
  assert.deepEqual(await positions.record(car, fix(now - 20), now), { ok: true, value: 'known' })
  assert.equal((await stored(now - 20)).length, 1)
  await positions.close()
})

test('a full queue refuses at once and what it took is still written', async () => {
  const { positions } = await open({ mostWaiting: 3 })
  const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => positions.record(car, fix(now - 100 - n), now)))
  assert.deepEqual(
    answers.map((a) => (a.ok ? a.value : a.refusal)),
    ['stored', 'stored', 'stored', 'busy', 'busy'],
  )
  await positions.close()
})

test('what waits when the server stops is written before it is gone', async () => {
  const { positions } = await open({ everyMs: 10_000 })
  const answer = positions.record(car, fix(now - 30), now)
  await positions.close()
  assert.deepEqual(await answer, { ok: true, value: 'stored' })
  assert.deepEqual(await positions.record(car, fix(now - 31), now), { ok: false, refusal: 'busy' })
})

test('a failed write refuses the whole batch, and nothing of it is shown', async () => {
  const troubles: unknown[] = []
  const { world, positions } = await open({ onTrouble: (error: unknown) => troubles.push(error) })
  const seen = world.latest(car)?.at
  // There is no partition for a time so long ago.
  assert.deepEqual(await positions.record(car, fix(1000), now), { ok: false, refusal: 'busy' })
  assert.equal(world.latest(car)?.at, seen)
  assert.equal(troubles.length, 1)
  await positions.close()
})

test('a server that was started again knows where its units were', async () => {
  const { world, positions } = await open()
  assert.deepEqual(world.latest(car), { position: [120.75, 30.71], at: now - 10, speedKmh: 40.5, headingDegrees: null })
  await positions.close()
})

test('a unit whose clock is two minutes ahead is reported once', async () => {
  const said: unknown[] = []
  const { positions } = await open({ onSkew: (unit: string, skewMs: number) => said.push([unit, skewMs]) })
  await positions.record(car, fix(now + 2 * MINUTE), now)
  await positions.record(car, fix(now + 2 * MINUTE + 1), now + 1)
  assert.deepEqual(said, [[car, -2 * MINUTE]])
  assert.equal(positions.skewMs(car), -2 * MINUTE)
  await positions.close()
})

test('partitions are made ahead of time and dropped after retention, and tables of others are left alone', async () => {
  const { sql } = fresh.database
  const later = await keepPartitions(sql, now + 3 * DAY, 2 * DAY)
  assert.deepEqual(later.made, ['positions_20261126', 'positions_20261127', 'positions_20261128'])
  assert.ok(later.dropped.includes('positions_20261123'))
  assert.ok(!later.dropped.includes('positions_20261124'))
  assert.deepEqual(await keepPartitions(sql, now + 3 * DAY, 2 * DAY), { made: [], dropped: [] })
})

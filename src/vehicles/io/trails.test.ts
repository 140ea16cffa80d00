/** Where units were: thinned, ordered, from the last fix before, and of the asked units only. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { freshDatabase } from '../../../test/database.ts'
import { id } from '../../core/ids.ts'
import { HOUR, MINUTE, SECOND } from '../../core/time.ts'
import { openPositions } from './positions.ts'
import { openTrails } from './trails.ts'
import { openWorld } from './world.ts'

after(() => fresh.drop())
const fresh = await freshDatabase()
const now = Date.parse('2026-11-23T08:30:00Z')
const [car, tow] = [id<'unit'>('tp-07'), id<'unit'>('rr-01')]

test('a trail begins with the last fix before and holds one in each step', async () => {
  const positions = await openPositions({
    ...{ sql: fresh.database.sql, clock: () => now, world: openWorld([]), everyMs: 1 },
  })
  const fixAt = (at: number, lon: number) => ({
    ...{ at, position: [lon, 30.7] as const, speedKmh: 50, headingDegrees: 90, accuracyM: null, altitudeM: null },
  })
  const reports = [
    ...Array.from({ length: 60 }, (_, second) =>
      positions.record(car, fixAt(now + second * SECOND, 120 + second), now),
    ),
    positions.record(car, fixAt(now - MINUTE, 1), now),
    positions.record(car, fixAt(now - 2 * MINUTE, 2), now),
    positions.record(tow, fixAt(now - HOUR, 3), now),
  ]
  await Promise.all(reports)
  await positions.close()
  const trails = openTrails(fresh.database.sql)
  const [trail, ...others] = await trails([car, tow], now - 1, now + 30 * SECOND, 10 * SECOND)
  // The tow truck was last seen an hour before: it is on no map of that time.
  assert.deepEqual(others, [])
  assert.equal(trail?.unit, car)
  assert.deepEqual(
    trail?.fixes.map(({ at }) => at - now),
    [-MINUTE, 0, 10 * SECOND, 20 * SECOND, 30 * SECOND],
  )
  assert.deepEqual(trail?.fixes[0], { at: now - MINUTE, position: [1, 30.7], speedKmh: 50, headingDegrees: 90 })
  assert.deepEqual(await trails([tow], now - 1, now + MINUTE, 1), [])
  assert.deepEqual(await trails([], now - 1, now + MINUTE, 1), [])
})

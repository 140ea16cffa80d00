/** No picture is kept without a clock: also one that no evidence speaks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { DAY } from '../core/time.ts'
import { eraseLonelyStills } from './evidence.ts'

const NOW = Date.UTC(2026, 0, 31)
const KEPT = '0193f000-0000-7000-8000-000000000001'
const LONELY = '0193f000-0000-7000-8000-000000000002'

test('a picture without evidence goes after its days, and one that evidence speaks for stays until that is erased', async () => {
  const { database } = await freshDatabase()
  const { sql } = database
  const still = (warning: string, days: number, mark: string) => sql`
    insert into stills (sha256, warning, at, bytes)
    values (${mark.repeat(64)}, ${warning}, ${NOW - days * DAY}, ${Buffer.from('picture')})`
  await still(KEPT, 40, 'a')
  await still(LONELY, 40, 'b')
  await still(LONELY, 10, 'c')
  await sql`
    insert into evidence_view (id, camera, observed_at, phase, copying, version, correlation, updated_at, state)
    values (${KEPT}, 'cam-1', ${NOW - 40 * DAY}, 'kept', false, 1, 'c', ${NOW}, '{}')`
  const left = async () =>
    (await sql<{ sha256: string }[]>`select sha256 from stills order by 1`).map((row) => row.sha256[0])
  assert.equal(await eraseLonelyStills(database, NOW - 30 * DAY), 1)
  assert.deepEqual(await left(), ['a', 'c'])
  await sql`update evidence_view set phase = 'erased'`
  assert.equal(await eraseLonelyStills(database, NOW - 30 * DAY), 1)
  assert.deepEqual(await left(), ['c'])
})

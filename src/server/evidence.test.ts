/** No picture is kept without a clock: also one that no evidence speaks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { DAY } from '../core/time.ts'
import { eraseLonelyStills, erasePictures } from './evidence.ts'

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

test('a crew’s picture goes after its days and leaves its row, and stays while evidence of its incident is kept', async () => {
  const { database } = await freshDatabase()
  const { sql } = database
  const key = (n: number): string => `0193f000-0000-7000-8000-00000000010${n}`
  const state = (origin: object, reports: readonly object[]) => JSON.stringify({ opened: { origin }, reports })
  const call = { from: 'call', caller: null }
  const incidents = [
    state(call, []),
    state({ from: 'warning', warning: KEPT }, []),
    state(call, [{ id: 'r', from: 'warning', warning: KEPT }]),
    state({ from: 'warning', warning: LONELY }, []),
  ]
  for (const [n, said] of incidents.entries()) {
    await sql`
      insert into incident_view (id, number, running, version, correlation, updated_at, state)
      values (${key(n)}, ${`n-${n}`}, false, 1, 'c', ${NOW}, ${said}::text::json)`
    await sql`
      insert into order_view (id, incident, agency, running, version, correlation, updated_at, state)
      values (${key(n)}, ${key(n)}, 'traffic-police', false, 1, 'c', ${NOW}, '{}')`
  }
  const picture = (order: number, days: number, mark: string) => sql`
    insert into order_pictures (order_id, sha256, at, bytes)
    values (${key(order)}, ${mark.repeat(64)}, ${NOW - days * DAY}, ${Buffer.from('picture')})`
  await picture(0, 40, 'a')
  await picture(0, 10, 'b')
  await picture(1, 40, 'c')
  await picture(2, 40, 'd')
  await picture(3, 40, 'e')
  await sql`
    insert into evidence_view (id, camera, observed_at, phase, copying, version, correlation, updated_at, state)
    values (${KEPT}, 'cam-1', ${NOW - 40 * DAY}, 'kept', false, 1, 'c', ${NOW}, '{}')`
  const left = async () =>
    (await sql<{ sha256: string }[]>`select sha256 from order_pictures where bytes is not null order by 1`)
      .map((row) => row.sha256[0])
      .join('')
  assert.equal(await erasePictures(database, NOW - 30 * DAY), 2)
  assert.equal(await left(), 'bcd')
  assert.equal(await erasePictures(database, NOW - 30 * DAY), 0)
  await sql`update evidence_view set phase = 'erased'`
  assert.equal(await erasePictures(database, NOW - 30 * DAY), 2)
  assert.equal(await left(), 'b')
  assert.equal((await sql`select from order_pictures`).count, 5)
})

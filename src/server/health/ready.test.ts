/** Readiness and figures against a real database: not ready says which part, and the figures name no person. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import type { Call } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { allMigrations } from '../../journal/io/migrations.ts'
import { openMetrics } from './metrics.ts'
import { outboxLag } from './outbox.ts'
import { openReadiness, type Readiness } from './ready.ts'
import { healthDoors } from './routes.ts'

// Before the database is opened: hooks run in order, and its own server stops in one.
after(() => fresh.drop())
const fresh: FreshDatabase = await freshDatabase()
const { sql } = fresh.database
const steps = (await allMigrations()).map((step) => step.name)
const wrong = (ready: Readiness): readonly string[] =>
  ready.checks.filter((check) => !check.ok).map((check) => check.name)

test('a server with a writable, migrated database whose orders leave the house is ready', async () => {
  const ready = openReadiness({ sql, steps, outboxLagMs: async () => (await outboxLag(sql, Date.now())).oldestMs })
  assert.deepEqual(await ready(), {
    ok: true,
    checks: ['database', 'migrations', 'outbox'].map((name) => ({ name, ok: true, detail: 'ok' })),
  })
})

test('each part that cannot do its work is named', async () => {
  assert.deepEqual(wrong(await openReadiness({ sql, steps: [...steps, 'server/9999-later'] })()), ['migrations'])
  assert.deepEqual(wrong(await openReadiness({ sql, steps, outboxLagMs: async () => 31_000 })()), ['outbox'])
  const stuck = openReadiness({ sql, steps, outboxLagMs: () => new Promise(() => {}), withinMs: 50 })
  assert.deepEqual(wrong(await stuck()), ['outbox'])
})

test('a sender that stands still shows as lag, an agency whose line is down does not', async () => {
  const now = Date.now()
  const row = (order: string, due: number, dead: boolean) =>
    sql`insert into outbox (order_id, agency, due_at, dead) values (${order}, 'a', ${due}, ${dead})`
  await row('00000000-0000-7000-8000-000000000001', now + 5_000, false)
  await row('00000000-0000-7000-8000-000000000002', now - 90_000, true)
  assert.deepEqual(await outboxLag(sql, now), { waiting: 2, oldestMs: 0 })
  await row('00000000-0000-7000-8000-000000000003', now - 40_000, false)
  assert.deepEqual(await outboxLag(sql, now), { waiting: 3, oldestMs: 40_000 })
})

test('figures are given in the Prometheus form, and only to whom they are for', async () => {
  const live = { clients: 3, waitingBytes: 0, droppedFrames: 2, notReceiving: 1, head: 9 }
  const metrics = openMetrics({ live: () => live, clock: () => 2_000, positionsWaiting: () => 0 })
  metrics.http({ method: 'GET', route: '/api/board', status: 200, ms: 3 })
  metrics.positions({ stored: 5, known: 1, ms: 4 })
  const call = (from: string): Call<unknown, unknown, unknown> => ({
    principal: { id: id<'person'>('nobody'), role: 'machine', name: { zh: '', en: '' } },
    ...{
      params: {},
      query: {},
      body: undefined,
      at: 0,
      correlation: '',
      idempotencyKey: '',
      bodyHash: '',
      headers: {},
    },
    ...{ rawBody: new Uint8Array(), from },
  })
  const ready = async (): Promise<Readiness> => ({ ok: false, checks: [] })
  const doors = healthDoors({ metrics, ready, metricsFor: ['10.0.0.9'] })
  const figures = doors.find((one) => one.path === '/metrics')
  const scraped = await figures?.answer(call('10.0.0.9'))
  assert.ok(scraped && 'bytes' in scraped)
  const text = String(scraped.bytes)
  assert.match(text, /^firstminute_live_clients 3$/m)
  assert.match(text, /^firstminute_positions_total\{was="stored"\} 5$/m)
  assert.match(text, /^firstminute_http_seconds_count\{method="GET",route="\/api\/board",status="200"\} 1$/m)
  assert.equal((await figures?.answer(call('10.0.0.1')))?.status, 403)
  assert.equal((await doors.find((one) => one.path === '/readyz')?.answer(call('10.0.0.1')))?.status, 503)
})

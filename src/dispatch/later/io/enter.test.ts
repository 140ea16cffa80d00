/** What was written on paper enters the journal with its own times, says that it came later, and disturbs nobody. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type FreshDatabase, freshDatabase } from '../../../../test/database.ts'
import { id } from '../../../core/ids.ts'
import type { Result } from '../../../core/result.ts'
import { HOUR, MINUTE } from '../../../core/time.ts'
import { due } from '../../due.ts'
import { openStage, type Stage } from '../../io/stage.ts'
import { readIncident, readOrder } from '../../io/store.ts'
import { OFFICER, POLICE, RESCUE, SHOULDER } from '../../samples.ts'
import type { Paper } from '../paper.ts'
import { enterPaper } from './enter.ts'

let fresh: FreshDatabase
let stage: Stage
before(async () => {
  fresh = await freshDatabase()
  stage = openStage(fresh.database, new Map([[POLICE, { url: 'http://127.0.0.1:9/', secret: 'x'.repeat(32) }]]))
})

function done<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.refusal} ${result.detail ?? ''}`)
  return result.value
}

function paper(change: Partial<Paper> = {}): Paper & { readonly caller: null } {
  const calledAt = stage.now() - 3 * HOUR
  const order = {
    unit: null,
    orderedAt: calledAt + MINUTE,
    signedForAt: calledAt + 2 * MINUTE,
    setOutAt: calledAt + 4 * MINUTE,
    arrivedAt: calledAt + 20 * MINUTE,
    clearedAt: calledAt + HOUR,
  }
  return {
    kind: 'collision',
    priority: 1,
    place: SHOULDER,
    calledAt,
    orders: [
      { ...order, agency: POLICE },
      { ...order, agency: RESCUE, setOutAt: null },
    ],
    closed: { at: calledAt + 2 * HOUR, outcome: 'resolved' },
    caller: null,
    ...change,
  }
}

test('a form becomes the facts it would have been, at their own times, marked as entered later, by a named officer', async () => {
  const form = paper()
  const { incident, orders } = done(await enterPaper(stage.given, stage.command(), form, OFFICER))
  const stands = await readIncident(fresh.database.sql, incident.id)
  assert.equal(stands?.state, 'closed')
  assert.equal(stands?.opened.later, true)
  assert.equal(stands?.opened.firstObservedAt, form.calledAt)
  const order = await readOrder(fresh.database.sql, orders[0]?.id ?? id<'order'>('none'))
  assert.equal(order?.clocks.arrivedAt, form.orders[0]?.arrivedAt)
  assert.equal(order?.issued.brief.later, true)
  const facts = await fresh.database.sql<{ at: string; recorded: string; body: { type: string; by?: unknown } }[]>`
    select body->>'at' as at, recorded_at as recorded, body from facts where stream = ${`order/${order?.id}`} order by version`
  assert.deepEqual(
    facts.map((fact) => fact.body.type),
    ['issued', 'signed-for', 'set-out', 'arrived', 'cleared'],
  )
  for (const fact of facts) assert.equal(Number(fact.recorded), stage.now(), 'the journal says when it was written')
  assert.deepEqual(facts[1]?.body.by, { via: 'paper', id: OFFICER })
})

test('nothing of a paper form is sent, and no clock rings for it', async () => {
  const { orders } = done(await enterPaper(stage.given, stage.command(), paper(), OFFICER))
  const waiting = await fresh.database.sql`select 1 from outbox`
  assert.equal(waiting.length, 0)
  for (const order of orders) assert.equal(due(order, stage.now() + HOUR), null)
})

test('a form that still runs goes on from where it stands', async () => {
  const form = paper({ closed: null })
  const [first, second] = form.orders
  assert.ok(first && second)
  const { incident, orders } = done(
    await enterPaper(
      stage.given,
      stage.command(),
      { ...form, orders: [{ ...first, clearedAt: null }, second] },
      OFFICER,
    ),
  )
  assert.equal(incident.state, 'ordered')
  assert.deepEqual(
    orders.map((order) => order.state),
    ['arrived', 'cleared'],
  )
})

test('a form is closed over nobody who is still there, and entered twice under one key it is one', async () => {
  const form = paper()
  const [first] = form.orders
  assert.ok(first)
  const running = await enterPaper(
    stage.given,
    stage.command(),
    { ...form, orders: [{ ...first, clearedAt: null }] },
    OFFICER,
  )
  assert.equal(running.ok ? null : running.refusal, 'orders-running')
  const command = stage.command('the-same-key')
  const once = done(await enterPaper(stage.given, command, form, OFFICER))
  const again = done(await enterPaper(stage.given, command, form, OFFICER))
  assert.equal(again.incident.id, once.incident.id)
})

test('a form from the future writes nothing', async () => {
  const before = await fresh.database.sql`select count(*)::int as n from facts`
  const ahead = await enterPaper(
    stage.given,
    stage.command(),
    paper({ closed: { at: stage.now() + HOUR, outcome: 'resolved' } }),
    OFFICER,
  )
  assert.equal(ahead.ok ? null : ahead.refusal, 'paper-ahead')
  const after = await fresh.database.sql`select count(*)::int as n from facts`
  assert.deepEqual(after[0], before[0])
})

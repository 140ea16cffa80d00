import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, test } from 'node:test'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { checkSignature } from '../../access/io/signature.ts'
import type { AgencyId } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import { MINUTE, SECOND } from '../../core/time.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import { seedPlans } from '../plans/io/plans.ts'
import { MAX_ATTEMPTS } from '../retry.ts'
import { AMBULANCE, OFFICER, OPERATOR, POLICE, RESCUE } from '../samples.ts'
import { type Escalation, openEscalation } from './escalation.ts'
import { close, order } from './incidents.ts'
import { answer, resend } from './orders.ts'
import { type Outbox, openOutbox } from './outbox.ts'
import { openAgency, openStage, type Stage, type TestAgency } from './stage.ts'
import { judge, raise } from './warnings.ts'

const WITH_SYSTEMS = [POLICE, RESCUE, AMBULANCE] as const

let fresh: FreshDatabase
let stage: Stage
let agencies: Map<AgencyId, TestAgency>
let outbox: Outbox
let escalation: Escalation

before(async () => {
  fresh = await freshDatabase()
})
beforeEach(async () => {
  await fresh.database.sql`truncate outbox, order_view, incident_view, warning_view`
  agencies = new Map()
  for (const agency of WITH_SYSTEMS) agencies.set(agency, await openAgency())
  stage = openStage(fresh.database, new Map([...agencies].map(([agency, { webhook }]) => [agency, webhook])))
  await seedPlans(stage.given)
  outbox = openOutbox(stage.given, { look: false })
  escalation = openEscalation(stage.given, { run: false })
})
afterEach(async () => {
  await outbox.stop()
  await escalation.stop()
  for (const agency of agencies.values()) await agency.close()
})

function done<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal)
  return result.value
}
function system(agency: AgencyId): TestAgency {
  const found = agencies.get(agency)
  assert.ok(found)
  return found
}

async function joint(): Promise<{ readonly incident: Incident; readonly orders: readonly Order[] }> {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const verdict = { verdict: 'true', incident: { kind: 'medical-emergency', priority: 1 } } as const
  const { incident } = done(await judge(stage.given, stage.command(), raising.id, verdict, OFFICER))
  assert.ok(incident)
  const sends = WITH_SYSTEMS.map((agency) => ({ agency, unit: null }))
  const { orders } = done(await order(stage.given, stage.command(), incident.id, { plan: 's12-joint', sends }, OFFICER))
  return { incident, orders }
}

async function ordersNow(): Promise<ReadonlyMap<AgencyId, Order>> {
  const rows = await fresh.database.sql<{ state: Order }[]>`select state from order_view order by id`
  return new Map(rows.map(({ state }) => [state.issued.agency, state]))
}

const says = (agency: AgencyId, one: Order, said: 'signed-for' | 'on-the-way' | 'arrived' | 'cleared') =>
  answer(stage.given, { ...stage.command(), by: { kind: 'machine', id: agency } }, one.id, {
    answer: said,
    by: { via: 'webhook', id: agency },
    at: stage.now(),
    cause: null,
    agencyNumber: null,
    unit: null,
  })

test('a car on the hard shoulder: seen, judged, ordered to three agencies, signed for, on the way, there, done', async () => {
  const { incident, orders } = await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  for (const one of orders) {
    const [got, more] = system(one.issued.agency).received
    assert.ok(got && !more)
    assert.deepEqual(got.message.brief, one.issued.brief)
    assert.equal(got.message.order, one.id)
    assert.equal(got.key, one.id)
    const { secret } = system(one.issued.agency).webhook
    assert.equal(checkSignature(secret, got.signature, Buffer.from(got.body), stage.now()).ok, true)
    assert.equal(got.message.answerTo, `http://127.0.0.1:1/api/agencies/${one.issued.agency}/answers`)
  }
  assert.deepEqual(
    outbox.lines().map(({ agency, state }) => [agency, state]),
    [...WITH_SYSTEMS.map((agency) => [agency, 'ok']), [OPERATOR, 'unknown']],
  )
  for (const said of ['signed-for', 'on-the-way', 'arrived', 'cleared'] as const) {
    stage.turn(5 * SECOND)
    for (const one of orders) done(await says(one.issued.agency, one, said))
  }
  const rescue = (await ordersNow()).get(RESCUE)
  const start = rescue?.clocks.issuedAt ?? 0
  assert.deepEqual(
    Object.values(rescue?.clocks ?? {}).map((at) => (at ?? 0) - start),
    [0, 0, 5_000, 10_000, 15_000, 20_000],
  )
  assert.equal(
    done(await close(stage.given, stage.command(), incident.id, { outcome: 'resolved' }, OFFICER)).withdrawn.length,
    0,
  )
  const facts = await stage.given.journal.read(`order/${rescue?.id ?? ''}`)
  assert.deepEqual(
    facts.map(({ fact }) => fact.type),
    ['issued', 'delivered', 'signed-for', 'set-out', 'arrived', 'cleared'],
  )
  assert.ok(facts.every(({ correlation }) => correlation === 'c-observation'))
})

test('one dead line holds up nobody: it rings at 30 s and at 60 s goes to the supervisor and the fallback', async () => {
  system(RESCUE).status = 503
  const { incident, orders } = await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  for (const agency of [POLICE, AMBULANCE]) {
    const one = orders.find(({ issued }) => issued.agency === agency)
    assert.equal((await ordersNow()).get(agency)?.state, 'delivered')
    if (one) done(await says(agency, one, 'signed-for'))
  }
  const line = (await ordersNow()).get(RESCUE)?.line
  assert.ok(line?.state === 'retrying' && line.cause === 'status-503' && line.nextAt > stage.now())
  const shown = outbox.lines().find(({ agency }) => agency === RESCUE)
  assert.deepEqual([shown?.state, shown?.waiting], ['failing', 1])

  stage.turn(29 * SECOND)
  assert.equal(await escalation.tick(stage.now()), 0)
  stage.turn(SECOND)
  assert.equal(await escalation.tick(stage.now()), 1)
  assert.equal(await escalation.tick(stage.now()), 0)
  assert.equal((await ordersNow()).get(RESCUE)?.rangAt, stage.now())

  stage.turn(30 * SECOND)
  // Another process starts here, as after a crash, and both look at once: it still escalates once.
  const restarted = openEscalation(stage.given, { run: false })
  const acted = await Promise.all([escalation.tick(stage.now()), restarted.tick(stage.now())])
  assert.equal(acted[0] + acted[1] + (await escalation.tick(stage.now())), 1)
  const escalated = (await ordersNow()).get(RESCUE)
  const standIn = (await ordersNow()).get(OPERATOR)
  assert.equal(escalated?.escalatedAt, stage.now())
  assert.equal(escalated?.fallback, standIn?.id)
  assert.equal(standIn?.issued.insteadOf, escalated?.id)
  assert.equal(standIn?.issued.number, `${incident.opened.number}-4`)
  assert.equal(standIn?.issued.by, OFFICER)
  assert.deepEqual(standIn?.issued.brief, escalated?.issued.brief)
  stage.turn(10 * MINUTE)
  while ((await escalation.tick(stage.now())) > 0);
  assert.equal((await ordersNow()).get(OPERATOR)?.fallback, null)
  assert.equal((await ordersNow()).size, 4)
})

test('a line that works again gets at once what has been waiting for it', async () => {
  system(RESCUE).status = 500
  await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  for (let i = 0; i < 6; i++) {
    stage.turn(MINUTE)
    await outbox.settle()
  }
  const waiting = (await ordersNow()).get(RESCUE)?.line
  assert.ok(waiting?.state === 'retrying' && waiting.attempts === 7)
  system(RESCUE).status = 200
  await joint()
  outbox.wake([RESCUE])
  await outbox.settle()
  await outbox.settle()
  const left = await fresh.database.sql`select 1 from outbox where agency = ${RESCUE}`
  assert.equal(left.length, 0)
})

test('a dead letter is seen, kept, and sent again by a person under the same key', async () => {
  system(AMBULANCE).status = 502
  const { orders } = await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  for (let i = 1; i < MAX_ATTEMPTS; i++) {
    stage.turn(MINUTE)
    await outbox.settle()
  }
  const dead = (await ordersNow()).get(AMBULANCE)
  assert.deepEqual(dead?.line, { state: 'dead', attempts: MAX_ATTEMPTS, cause: 'status-502' })
  assert.equal(system(AMBULANCE).received.length, MAX_ATTEMPTS)
  stage.turn(10 * MINUTE)
  await outbox.settle()
  assert.equal(system(AMBULANCE).received.length, MAX_ATTEMPTS)
  assert.equal(outbox.lines().find(({ agency }) => agency === AMBULANCE)?.waiting, 1)

  system(AMBULANCE).status = 204
  const key = orders.find(({ issued }) => issued.agency === AMBULANCE)?.id
  assert.ok(key)
  done(await resend(stage.given, stage.command(), key, OFFICER))
  outbox.wake([AMBULANCE])
  await outbox.settle()
  assert.equal((await ordersNow()).get(AMBULANCE)?.state, 'delivered')
  assert.deepEqual(new Set(system(AMBULANCE).received.map((got) => got.key)), new Set([key]))
})

test('an agency that says no is not asked twice, and nobody is followed to another address', async () => {
  const elsewhere = await openAgency()
  system(POLICE).status = 422
  system(RESCUE).status = 307
  system(RESCUE).headers = { location: elsewhere.webhook.url }
  system(AMBULANCE).body = 'x'.repeat(1_000_000)
  await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  const now = await ordersNow()
  assert.deepEqual(now.get(POLICE)?.line, { state: 'dead', attempts: 1, cause: 'status-422' })
  assert.deepEqual(now.get(RESCUE)?.line, { state: 'dead', attempts: 1, cause: 'status-307' })
  assert.equal(now.get(AMBULANCE)?.state, 'delivered')
  assert.equal(elsewhere.received.length, 0)
  await elsewhere.close()
})

test('an agency that hangs is given up after three seconds, and nobody else waits for it', async () => {
  system(RESCUE).status = 'silent'
  await joint()
  outbox.wake(stage.woken)
  while ((await ordersNow()).get(POLICE)?.state !== 'delivered') await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal((await ordersNow()).get(RESCUE)?.line.state, 'ok', 'police had it before rescue was given up')
  await outbox.settle()
  const line = (await ordersNow()).get(RESCUE)?.line
  assert.ok(line?.state === 'retrying' && line.cause === 'timeout')
})

test('an order that a worker died over is sent again under the same key when its lease has run out', async () => {
  const { orders } = await joint()
  const { sql } = fresh.database
  // The worker claimed everything, sent it perhaps, and was killed before it could write a word.
  await sql`update outbox set leased_until = ${stage.now() + 5 * SECOND}`
  await outbox.settle()
  assert.equal(system(POLICE).received.length, 0)
  stage.turn(5 * SECOND + 1)
  await outbox.settle()
  for (const one of orders) {
    assert.equal((await ordersNow()).get(one.issued.agency)?.state, 'delivered')
    assert.deepEqual(
      system(one.issued.agency).received.map((got) => got.key),
      [one.id],
    )
  }
})

test('two workers at once send each order once', async () => {
  const second = openOutbox(stage.given, { look: false })
  const all = await Promise.all(Array.from({ length: 10 }, joint))
  outbox.wake(WITH_SYSTEMS)
  second.wake(WITH_SYSTEMS)
  await Promise.all([outbox.settle(), second.settle()])
  for (const agency of WITH_SYSTEMS) {
    const keys = system(agency).received.map((got) => got.key)
    assert.equal(keys.length, all.length)
    assert.equal(new Set(keys).size, all.length)
  }
  await second.stop()
})

test('what is withdrawn before it got through is not sent any more', async () => {
  system(RESCUE).status = 500
  const { incident } = await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  done(await close(stage.given, stage.command(), incident.id, { outcome: 'nothing-found' }, OFFICER))
  stage.turn(MINUTE)
  await outbox.settle()
  assert.equal(system(RESCUE).received.length, 1)
})

test('a manned agency is told so, that its automatic answerer may leave it to the person', async () => {
  stage.manned = true
  await joint()
  outbox.wake(stage.woken)
  await outbox.settle()
  assert.equal(system(POLICE).received[0]?.message.manned, true)
})

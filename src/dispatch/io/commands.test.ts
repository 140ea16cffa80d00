import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { id } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import { seedPlans } from '../plans/io/plans.ts'
import { AMBULANCE, OFFICER, OPERATOR, POLICE, RESCUE, SHOULDER } from '../samples.ts'
import { close, openByCall, order } from './incidents.ts'
import { type Answering, answer } from './orders.ts'
import { openStage, type Stage } from './stage.ts'
import { readIncident, readOrder, readWarning } from './store.ts'
import { judge, raise, support, withdrawVerdict } from './warnings.ts'

let fresh: FreshDatabase
let stage: Stage
before(async () => {
  fresh = await freshDatabase()
  stage = openStage(fresh.database)
  await seedPlans(stage.given)
})

function done<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.refusal} ${result.detail ?? ''}`)
  return result.value
}
const refusalOf = (result: Result<unknown>): string | null => (result.ok ? null : result.refusal)

const TRUE = { verdict: 'true', incident: { kind: 'medical-emergency', priority: 1 } } as const
const SENDS = [POLICE, RESCUE, AMBULANCE].map((agency) => ({ agency, unit: null }))

async function opened(): Promise<Incident> {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const { incident } = done(await judge(stage.given, stage.command(), raising.id, TRUE, OFFICER))
  assert.ok(incident)
  return incident
}

async function ordered(): Promise<{ incident: Incident; orders: readonly Order[] }> {
  const incident = await opened()
  const { orders } = done(
    await order(stage.given, stage.command(), incident.id, { plan: 's12-joint', sends: SENDS }, OFFICER),
  )
  return { incident, orders }
}

const says = (said: Answering['answer'], change: Partial<Answering> = {}): Answering => ({
  answer: said,
  by: { via: 'console', id: 'rescue-desk' },
  at: stage.now(),
  cause: null,
  agencyNumber: null,
  unit: null,
  ...change,
})

test('a second sensor adds its sign to the warning that stands, and makes no second one', async () => {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const sign = {
    source: { kind: 'radar', id: 'radar-k45', label: { zh: 'K45 雷达', en: 'Radar K45' } },
    grade: 'A+',
    hazardLights: null,
    reason: { zh: '雷达目标静止', en: 'a radar track stands' },
    observedAt: stage.now(),
  } as const
  const by = { kind: 'machine', id: 'radar-k45' } as const
  done(await support(stage.given, { id: raising.id, support: sign, by, at: stage.now() }))
  assert.deepEqual((await readWarning(stage.given.database.sql, raising.id))?.supports, [sign])
  const unknown = id<'warning'>('0193f000-0000-7000-8000-0000000000ff')
  assert.equal(refusalOf(await support(stage.given, { id: unknown, support: sign, by, at: stage.now() })), 'not-raised')
})

test('a sensor that says it twice has raised one warning', async () => {
  const raising = stage.raising()
  assert.deepEqual(done(await raise(stage.given, raising)), { id: raising.id, known: false })
  assert.deepEqual(done(await raise(stage.given, raising)), { id: raising.id, known: true })
  const atOnce = stage.raising()
  const all = await Promise.all([1, 2, 3, 4].map(() => raise(stage.given, atOnce)))
  assert.equal(all.filter((result) => done(result).known).length, 3)
})

test('a true verdict opens the incident in the same breath, with the clock of the first observation', async () => {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const { warning, incident } = done(await judge(stage.given, stage.command(), raising.id, TRUE, OFFICER))
  assert.equal(warning.state === 'judged' && warning.incident, incident?.id)
  assert.equal(incident?.opened.firstObservedAt, raising.raised.onsetAt)
  assert.match(incident?.opened.number ?? '', /^20261123-\d{4}$/)
  const facts = await stage.given.journal.read(`incident/${incident?.id}`)
  assert.equal(facts[0]?.correlation, 'c-observation')
})

test('of two officers who judge at once one wins, and the other sees who did', async () => {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const [li, zhao] = [id<'person'>('li'), id<'person'>('zhao')]
  const [first, second] = await Promise.all([
    judge(
      stage.given,
      { ...stage.command(), by: { kind: 'person', id: li, role: 'duty-officer' } },
      raising.id,
      TRUE,
      li,
    ),
    judge(
      stage.given,
      { ...stage.command(), by: { kind: 'person', id: zhao, role: 'duty-officer' } },
      raising.id,
      { verdict: 'false' },
      zhao,
    ),
  ])
  assert.ok(first && second)
  const [winner, loser] = first.ok ? [first, second] : [second, first]
  assert.ok(winner.ok && !loser.ok)
  assert.equal(loser.refusal, 'already-judged')
  assert.equal(winner.value.warning.state === 'judged' && winner.value.warning.by, loser.detail)
})

test('the same command sent again gets the same answer and does nothing more', async () => {
  const incident = await opened()
  const command = stage.command()
  const act = { plan: 's12-joint', sends: SENDS }
  const answers = await Promise.all([1, 2, 3].map(() => order(stage.given, command, incident.id, act, OFFICER)))
  const again = await order(stage.given, command, incident.id, act, OFFICER)
  for (const one of [...answers, again]) assert.deepEqual(done(one).orders, done(again).orders)
  assert.equal((await readIncident(fresh.database.sql, incident.id))?.orders.length, 3)
  assert.equal(
    refusalOf(await order(stage.given, { ...command, asks: 'something else' }, incident.id, act, OFFICER)),
    'key-reused',
  )
})

test('a verdict of false can be taken back, a true one cannot', async () => {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  done(await judge(stage.given, stage.command(), raising.id, { verdict: 'false' }, OFFICER))
  done(await withdrawVerdict(stage.given, stage.command(), raising.id, OFFICER))
  assert.equal((await readWarning(fresh.database.sql, raising.id))?.state, 'awaiting')
  done(await judge(stage.given, stage.command(), raising.id, TRUE, OFFICER))
  assert.equal(refusalOf(await withdrawVerdict(stage.given, stage.command(), raising.id, OFFICER)), 'incident-runs')
})

test('one act puts the same brief into three hands, numbered behind the incident', async () => {
  const { incident, orders } = await ordered()
  assert.deepEqual(
    orders.map(({ issued }) => [issued.agency, issued.number]),
    [POLICE, RESCUE, AMBULANCE].map((agency, i) => [agency, `${incident.opened.number}-${i + 1}`]),
  )
  const [first] = orders
  for (const { issued } of orders) assert.deepEqual(issued.brief, first?.issued.brief)
  assert.deepEqual(first?.issued.brief.together, [POLICE, RESCUE, AMBULANCE])
  assert.equal(first?.issued.brief.still, 'a'.repeat(64))
  const more = done(
    await order(
      stage.given,
      stage.command(),
      incident.id,
      { plan: null, sends: [{ agency: OPERATOR, unit: id<'unit'>('ro-01') }] },
      OFFICER,
    ),
  )
  assert.equal(more.orders[0]?.issued.number, `${incident.opened.number}-4`)
})

test('an order to nobody known, or with a unit of somebody else, writes nothing', async () => {
  const incident = await opened()
  const tries = [
    [{ plan: null, sends: [{ agency: id<'agency'>('navy'), unit: null }] }, 'unknown-agency'],
    [{ plan: 'no-such', sends: SENDS }, 'unknown-plan'],
    [{ plan: null, sends: [{ agency: POLICE, unit: id<'unit'>('am-03') }] }, 'unit-not-of-agency'],
    [{ plan: null, sends: [1, 2].map(() => ({ agency: POLICE, unit: id<'unit'>('tp-07') })) }, 'unit-twice'],
    [{ plan: null, sends: [] }, 'no-orders'],
  ] as const
  for (const [act, refusal] of tries)
    assert.equal(refusalOf(await order(stage.given, stage.command(), incident.id, act, OFFICER)), refusal)
  assert.equal((await readIncident(fresh.database.sql, incident.id))?.state, 'open')
  const nowhere = id<'incident'>(crypto.randomUUID())
  assert.equal(
    refusalOf(await order(stage.given, stage.command(), nowhere, { plan: null, sends: SENDS }, OFFICER)),
    'not-open',
  )
})

test('a call opens an incident whose facts know nothing of the caller but a key to the vault', async () => {
  const caller = { name: 'Somebody', phone: '13800000000' }
  const calling = { kind: 'collision', priority: 2, place: SHOULDER, caller } as const
  const { incident } = done(await openByCall(stage.given, stage.command(), calling, OFFICER))
  const facts = JSON.stringify(await stage.given.journal.read(`incident/${incident.id}`))
  assert.doesNotMatch(facts, /Somebody|13800000000/)
  assert.ok(incident.opened.origin.from === 'call' && incident.opened.origin.caller)
})

test('numbers have no gap and no double, however many incidents are opened at once', async () => {
  const calling = { kind: 'other', priority: 3, place: SHOULDER, caller: null } as const
  const before = Number((await opened()).opened.number.slice(9))
  const refused = stage.command()
  const opens = Array.from({ length: 20 }, () => openByCall(stage.given, stage.command(), calling, OFFICER))
  const failing = stage.given.journal.transact(async (tx) => {
    const { nextIncidentNumber } = await import('./store.ts')
    await nextIncidentNumber(tx, '20261123')
    return { ok: false, refusal: `given up ${refused.key}` }
  })
  const numbers = (await Promise.all(opens)).map((result) => Number(done(result).incident.opened.number.slice(9)))
  await failing
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, i) => before + 1 + i),
  )
})

test('an answer said twice at once is heard once', async () => {
  const { orders } = await ordered()
  const key = orders[1]?.id
  assert.ok(key)
  const said = says('signed-for', { agencyNumber: 'JY-7', unit: id<'unit'>('rr-02') })
  const results = await Promise.all([1, 2].map(() => answer(stage.given, stage.command(), key, said)))
  assert.deepEqual(results.map(refusalOf).toSorted(), ['already-said', null])
  const now = await readOrder(fresh.database.sql, key)
  assert.equal(now?.agencyNumber, 'JY-7')
  assert.equal(now?.unit, 'rr-02')
  assert.equal(
    refusalOf(await answer(stage.given, stage.command(), key, says('on-the-way', { unit: id<'unit'>('am-03') }))),
    'unit-not-of-agency',
  )
})

test('closing withdraws what nobody took and refuses over somebody on the way; nothing in between', async () => {
  const { incident, orders } = await ordered()
  const [police, rescue, ambulance] = orders
  assert.ok(police && rescue && ambulance)
  done(await answer(stage.given, stage.command(), rescue.id, says('on-the-way')))
  const tooEarly = await close(stage.given, stage.command(), incident.id, { outcome: 'resolved' }, OFFICER)
  assert.equal(!tooEarly.ok && tooEarly.refusal, 'orders-running')
  assert.equal((await readOrder(fresh.database.sql, police.id))?.state, 'issued')
  done(await answer(stage.given, stage.command(), rescue.id, says('cleared')))
  const closed = done(await close(stage.given, stage.command(), incident.id, { outcome: 'resolved' }, OFFICER))
  assert.equal(closed.incident.state, 'closed')
  assert.deepEqual(closed.withdrawn.map((one) => one.id).toSorted(), [police.id, ambulance.id].toSorted())
  assert.equal(refusalOf(await answer(stage.given, stage.command(), police.id, says('signed-for'))), 'over')
})

test('an answer and a closure at once leave no incident closed over a running order', async () => {
  for (let round = 0; round < 8; round++) {
    const { incident, orders } = await ordered()
    const [first] = orders
    assert.ok(first)
    const [answered, closed] = await Promise.all([
      answer(stage.given, stage.command(), first.id, says('signed-for')),
      close(stage.given, stage.command(), incident.id, { outcome: 'resolved' }, OFFICER),
    ])
    assert.notEqual(answered.ok, closed.ok)
    const order = await readOrder(fresh.database.sql, first.id)
    assert.equal(order?.state, closed.ok ? 'withdrawn' : 'signed-for')
  }
})

test('every view is what its facts fold to', async () => {
  const { evolve } = await import('../order.ts')
  const rows = await fresh.database.sql<{ state: Order; version: number }[]>`select state, version from order_view`
  assert.ok(rows.length > 10)
  for (const { state, version } of rows) {
    const facts = await stage.given.journal.read(`order/${state.id}`)
    assert.equal(facts.length, version)
    const folded = facts.reduce<Order | null>((now, { fact }) => evolve(now, state.id, fact as never), null)
    assert.deepEqual(JSON.parse(JSON.stringify(folded)), state)
  }
})

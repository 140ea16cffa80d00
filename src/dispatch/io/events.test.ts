/** One event, several reports, several hands: merging and its exact undoing, hand-over, recall, corrections, and the ladder of a silent unit, over a real database. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { everythingSeen, type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { id } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import { AMBULANCE, OFFICER, POLICE, RESCUE, SHOULDER, unit } from '../samples.ts'
import { amend, joinCall, note, part, reopen } from './corrections.ts'
import { openEscalation } from './escalation.ts'
import { offer } from './handing-over.ts'
import { close, openByCall, order, type Send } from './incidents.ts'
import { merge, unmerge } from './merging.ts'
import { type Answering, answer, recall } from './orders.ts'
import { openStage, type Stage } from './stage.ts'
import { readIncident, readOrder, readWarning } from './store.ts'
import { swap } from './swapping.ts'
import { timeline } from './timeline.ts'
import { judge, raise } from './warnings.ts'

let fresh: FreshDatabase
let stage: Stage
before(async () => {
  fresh = await freshDatabase()
  stage = openStage(fresh.database)
})

function done<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.refusal} ${result.detail ?? ''}`)
  return result.value
}
const refusalOf = (result: Result<unknown>): string | null => (result.ok ? null : result.refusal)

async function called(): Promise<Incident> {
  const calling = { kind: 'collision', priority: 1, place: SHOULDER, caller: null } as const
  return done(await openByCall(stage.given, stage.command(), calling, OFFICER)).incident
}
async function sent(incident: Incident, sends: readonly Send[]): Promise<readonly Order[]> {
  return done(await order(stage.given, stage.command(), incident.id, { plan: null, sends }, OFFICER)).orders
}
const to = (agency: Send['agency'], one: string | null = null): Send => ({
  agency,
  unit: one === null ? null : id<'unit'>(one),
})
const says = (said: Answering['answer'], change: Partial<Answering> = {}): Answering => ({
  answer: said,
  by: { via: 'console', id: 'desk' },
  at: stage.now(),
  cause: null,
  agencyNumber: null,
  unit: null,
  ...change,
})
const orderNow = async (order: Pick<Order, 'id'>): Promise<Order> => {
  const found = await readOrder(fresh.database.sql, order.id)
  assert.ok(found)
  return found
}
const incidentNow = async (incident: Pick<Incident, 'id'>): Promise<Incident> => {
  const found = await readIncident(fresh.database.sql, incident.id)
  assert.ok(found)
  return found
}

test('a merger takes back what would come twice, keeps what somebody has taken, and its undoing restores everything exactly', async () => {
  const [a, b] = [await called(), await called()]
  const [police] = await sent(a, [to(POLICE)])
  const [again, rescue, ambulance] = await sent(b, [to(POLICE), to(RESCUE), to(AMBULANCE)])
  assert.ok(police && again && rescue && ambulance)
  done(await answer(stage.given, stage.command(), ambulance.id, says('on-the-way')))
  const was = await Promise.all([
    incidentNow(a),
    incidentNow(b),
    ...[police, again, rescue, ambulance].map((each) => orderNow(each)),
  ])
  const merged = done(await merge(stage.given, stage.command(), b.id, a.id, OFFICER))
  assert.deepEqual(
    merged.orders.map(({ id: key }) => key),
    [again.id],
  )
  assert.equal((await orderNow(rescue)).state, 'issued')
  assert.equal((await orderNow(ambulance)).state, 'on-the-way')
  assert.equal(
    refusalOf(await order(stage.given, stage.command(), b.id, { plan: null, sends: [to(POLICE)] }, OFFICER)),
    'merged',
  )

  done(await unmerge(stage.given, stage.command(), b.id, OFFICER))
  const now = await Promise.all([
    incidentNow(a),
    incidentNow(b),
    ...[police, again, rescue, ambulance].map((each) => orderNow(each)),
  ])
  assert.deepEqual(now, was)
})

test('an incident closes over nobody of what was merged into it, and frees the rest of it too', async () => {
  const [a, b, c] = [await called(), await called(), await called()]
  const [rescue, ambulance] = await sent(c, [to(RESCUE), to(AMBULANCE)])
  assert.ok(rescue && ambulance)
  done(await merge(stage.given, stage.command(), c.id, b.id, OFFICER))
  done(await merge(stage.given, stage.command(), b.id, a.id, OFFICER))
  done(await answer(stage.given, stage.command(), rescue.id, says('signed-for')))
  const closing = () => close(stage.given, stage.command(), a.id, { outcome: 'resolved', caseNumber: 'A-17' }, OFFICER)
  assert.equal(refusalOf(await closing()), 'orders-running')
  done(await answer(stage.given, stage.command(), rescue.id, says('cleared')))
  const closed = done(await closing())
  assert.equal(closed.incident.state === 'closed' && closed.incident.caseNumber, 'A-17')
  assert.equal((await orderNow(ambulance)).state, 'withdrawn')
  done(await reopen(stage.given, stage.command(), a.id, OFFICER))
  assert.equal((await incidentNow(a)).state, 'open')
})

test('two officers who merge crosswise: one wins, the other is told, and nothing hangs', async () => {
  const [a, b] = [await called(), await called()]
  const both = await Promise.all([
    merge(stage.given, stage.command(), a.id, b.id, OFFICER),
    merge(stage.given, stage.command(), b.id, a.id, OFFICER),
  ])
  assert.equal(both.filter(({ ok }) => ok).length, 1)
  assert.deepEqual(
    both.flatMap((result) => (result.ok ? [] : [result.refusal])),
    ['merged'],
  )
})

test('a warning of the same event joins the incident that runs; taken out again, it awaits its verdict', async () => {
  const incident = await called()
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const joins = { verdict: 'true', incident: { joins: incident.id } } as const
  done(await judge(stage.given, stage.command(), raising.id, joins, OFFICER))
  const [report] = (await incidentNow(incident)).reports
  assert.ok(report?.from === 'warning' && report.warning === raising.id)
  await everythingSeen(fresh.database)
  const told = await stage.given.journal.transact(async (tx) => ({ ok: true, value: await timeline(tx, incident.id) }))
  assert.ok(told.ok && told.value?.some(({ stream }) => stream === `warning/${raising.id}`))
  done(await part(stage.given, stage.command(), incident.id, report.id, OFFICER))
  assert.equal((await readWarning(fresh.database.sql, raising.id))?.state, 'awaiting')
  assert.deepEqual((await incidentNow(incident)).reports, [])
})

test('further callers, corrections and notes are facts of the incident; the caller is not', async () => {
  const incident = await called()
  const joined = done(await joinCall(stage.given, stage.command(), incident.id, { phone: 'eleven-digits' }, OFFICER))
  assert.equal(joined.incident.reports.length, 1)
  assert.equal(JSON.stringify(joined).includes('eleven-digits'), false)
  done(
    await amend(
      stage.given,
      stage.command(),
      incident.id,
      { amendment: { priority: 2 }, was: { priority: 1 } },
      OFFICER,
    ),
  )
  done(await note(stage.given, stage.command(), incident.id, 'lane two is blocked', OFFICER))
  const now = await incidentNow(incident)
  assert.equal(now.opened.priority, 2)
  assert.equal(now.notes[0]?.text, 'lane two is blocked')
})

test('whoever signs for an offer takes the incident over: it closes here and everybody else is free', async () => {
  const incident = await called()
  const [police, rescue] = await sent(incident, [to(POLICE), to(RESCUE)])
  assert.ok(police && rescue)
  done(await answer(stage.given, stage.command(), police.id, says('arrived')))
  const offered = done(await offer(stage.given, stage.command(), incident.id, AMBULANCE, OFFICER))
  assert.equal((await incidentNow(incident)).state, 'ordered')
  assert.equal(refusalOf(await offer(stage.given, stage.command(), incident.id, RESCUE, OFFICER)), 'already-offered')
  done(await answer(stage.given, stage.command(), offered.order.id, says('signed-for')))
  const now = await incidentNow(incident)
  assert.equal(now.state === 'closed' && now.outcome, 'handed-over')
  for (const freed of [police, rescue]) {
    const { state, ...rest } = await orderNow(freed)
    assert.equal(state, 'withdrawn')
    assert.equal('because' in rest && rest.because, 'handed-over')
  }
  assert.equal((await orderNow(offered.order)).state, 'signed-for')
})

test('an offer that is rejected or called back leaves the incident with us', async () => {
  const incident = await called()
  const first = done(await offer(stage.given, stage.command(), incident.id, AMBULANCE, OFFICER))
  done(await answer(stage.given, stage.command(), first.order.id, says('rejected', { cause: 'no-unit' })))
  assert.equal((await incidentNow(incident)).offer, null)
  const second = done(await offer(stage.given, stage.command(), incident.id, RESCUE, OFFICER))
  done(await recall(stage.given, stage.command(), second.order.id, 'stood-down', OFFICER))
  const now = await incidentNow(incident)
  assert.equal(now.offer, null)
  assert.equal(now.state, 'ordered')
})

test('a crew on the way is stood down and free at once', async () => {
  const incident = await called()
  const [rescue] = await sent(incident, [to(RESCUE, 'rr-02')])
  assert.ok(rescue)
  done(await answer(stage.given, stage.command(), rescue.id, says('on-the-way')))
  done(await recall(stage.given, stage.command(), rescue.id, 'stood-down', OFFICER))
  assert.equal((await orderNow(rescue)).state, 'withdrawn')
  assert.equal(refusalOf(await recall(stage.given, stage.command(), rescue.id, 'stood-down', OFFICER)), 'over')
})

test('a unit is taken from something less urgent with the same commit, and never from something as urgent', async () => {
  const minor = await called()
  done(
    await amend(stage.given, stage.command(), minor.id, { amendment: { priority: 3 }, was: { priority: 1 } }, OFFICER),
  )
  const [there] = await sent(minor, [to(RESCUE, 'rr-02')])
  assert.ok(there)
  done(await answer(stage.given, stage.command(), there.id, says('on-the-way')))
  const urgent = await called()
  const [here] = await sent(urgent, [{ ...to(RESCUE, 'rr-02'), preempts: true }])
  assert.ok(here)
  const left = await orderNow(there)
  assert.equal(left.state === 'withdrawn' && left.because, 'pre-empted')
  const other = await called()
  const again = { plan: null, sends: [{ ...to(RESCUE, 'rr-02'), preempts: true as const }] }
  assert.equal(refusalOf(await order(stage.given, stage.command(), other.id, again, OFFICER)), 'as-urgent')
  assert.deepEqual((await incidentNow(other)).orders, [])
  done(await recall(stage.given, stage.command(), here.id, 'stood-down', OFFICER))
})

test('another unit of the same agency goes in the place of one that is on the way, and of no other agency', async () => {
  const incident = await called()
  const [first] = await sent(incident, [to(RESCUE)])
  assert.ok(first)
  done(await answer(stage.given, stage.command(), first.id, says('on-the-way')))
  const wrong = await swap(stage.given, stage.command(), first.id, id<'unit'>('am-03'), OFFICER)
  assert.equal(refusalOf(wrong), 'unit-not-of-agency')
  const swapped = done(await swap(stage.given, stage.command(), first.id, id<'unit'>('rr-02'), OFFICER))
  assert.equal((await orderNow(first)).state, 'withdrawn')
  assert.equal(swapped.order.issued.insteadOf, first.id)
  assert.equal(swapped.order.unit, 'rr-02')
  assert.equal(refusalOf(await swap(stage.given, stage.command(), first.id, id<'unit'>('rr-02'), OFFICER)), 'over')
  done(await recall(stage.given, stage.command(), swapped.order.id, 'stood-down', OFFICER))
})

test('a silent unit is rung, then the next one of its agency is asked; whoever signs first frees the other', async () => {
  const escalation = openEscalation(stage.given, { run: false })
  const near = unit('rr-03', RESCUE, 'tow-truck', 4)
  stage.units = [near].map((each) => ({
    unit: each,
    position: SHOULDER.position,
    fixAt: stage.now() + 45_000,
    headingDegrees: null,
  }))
  const silent = stage.given.centre.units.find(({ id: key }) => key === 'rr-02')
  assert.ok(silent)
  stage.units = [
    ...stage.units,
    { unit: silent, position: SHOULDER.position, fixAt: stage.now(), headingDegrees: null },
  ]
  for (const first of ['silent', 'next'] as const) {
    const incident = await called()
    const [rescue] = await sent(incident, [to(RESCUE, 'rr-02')])
    assert.ok(rescue)
    stage.turn(30_000)
    await escalation.tick(stage.now())
    assert.notEqual((await orderNow(rescue)).rangAt, null)
    stage.turn(15_000)
    stage.units = stage.units.map((each) => ({ ...each, fixAt: stage.now() }))
    await escalation.tick(stage.now())
    const orders = (await incidentNow(incident)).orders
    assert.equal(orders.length, 2)
    const next = await orderNow({ id: orders[1] ?? rescue.id })
    assert.equal(next.unit, 'rr-03')
    assert.equal(next.issued.insteadOf, rescue.id)
    const [taken, other] = first === 'silent' ? [rescue, next] : [next, rescue]
    done(await answer(stage.given, stage.command(), taken.id, says('signed-for')))
    const freed = await orderNow(other)
    assert.equal(freed.state === 'withdrawn' && freed.because, 'passed-on')
    done(await answer(stage.given, stage.command(), taken.id, says('cleared')))
  }
  await escalation.stop()
})

test('whoever signed and stays silent is named once, for each clock', async () => {
  const escalation = openEscalation(stage.given, { run: false })
  const [rescue] = await sent(await called(), [to(RESCUE)])
  assert.ok(rescue)
  done(await answer(stage.given, stage.command(), rescue.id, says('signed-for')))
  stage.turn(80_000)
  await escalation.tick(stage.now())
  await escalation.tick(stage.now())
  assert.deepEqual((await orderNow(rescue)).overdue, ['turn-out'])
  await escalation.stop()
})

/** The first-minute clock: whose time it was, and when it stands still. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../../core/ids.ts'
import { evolve as evolveIncident, type Incident } from '../../incident.ts'
import { evolve as evolveOrder, type Order } from '../../order.ts'
import { evolve as evolveWarning, type Warning } from '../../warning.ts'
import { chainsOf, minuteOfIncident, minuteOfWarning, timeOf } from './minute.ts'

const text = { zh: '路肩', en: 'shoulder' }
const place = { position: [120.75, 30.71] as const, label: text }
const T = 1_700_000_000_000

const warning: Warning = evolveWarning(null, id('w'), {
  type: 'raised',
  v: 1,
  at: T + 9_500,
  kind: 'stopped-vehicle',
  source: { kind: 'camera', id: 'c', label: text },
  place,
  grade: 'A',
  reason: text,
  hazardLights: true,
  onsetAt: T,
  observedAt: T + 9_000,
})
const opened: Incident = evolveIncident(null, id('i'), {
  type: 'opened',
  v: 1,
  at: T + 28_000,
  number: '20261123-0001',
  kind: 'stopped-vehicle',
  priority: 1,
  place,
  origin: { from: 'warning', warning: id('w'), warnedAt: T + 9_500 },
  firstObservedAt: T,
  by: id('wang-min'),
})
const ordered = evolveIncident(opened, opened.id, {
  type: 'ordered',
  v: 1,
  at: T + 30_000,
  orders: [id('o1'), id('o2')],
  plan: 'p',
  by: id('wang-min'),
})

function order(key: string, insteadOf: string | null = null): Order {
  return evolveOrder(null, id(key), {
    type: 'issued',
    v: 1,
    at: T + 30_000,
    incident: opened.id,
    number: key,
    agency: id(key),
    unit: null,
    channel: 'webhook',
    insteadOf: insteadOf ? id(insteadOf) : null,
    by: id('wang-min'),
    brief: {
      incidentNumber: '20261123-0001',
      kind: 'stopped-vehicle',
      priority: 1,
      place,
      reason: text,
      firstObservedAt: T,
      together: [],
    },
  })
}
const by = { via: 'webhook', id: 'x' } as const
const delivered = (one: Order, at: number): Order =>
  evolveOrder(one, one.id, { type: 'delivered', v: 1, at, attempt: 1, to: by })
const signed = (one: Order, at: number): Order =>
  evolveOrder(one, one.id, { type: 'signed-for', v: 1, at, by, agencyNumber: null, unit: null })

test('a warning that nobody has judged is the desk’s turn and its clock runs from the first observation', () => {
  const minute = minuteOfWarning(warning, T + 20_000)
  assert.equal(minute.turn, 'desk')
  assert.equal(minute.elapsedMs, 20_000)
  assert.deepEqual(
    [timeOf(minute, 'watching'), timeOf(minute, 'machine'), timeOf(minute, 'human')],
    [9_000, 500, 10_500],
  )
})

test('the clock splits watching, machine and human time, and the parts make the whole', () => {
  const orders = [signed(delivered(order('o1'), T + 30_200), T + 34_000), delivered(order('o2'), T + 30_400)]
  const minute = minuteOfIncident(ordered, orders, warning, T + 38_000)
  assert.equal(timeOf(minute, 'machine'), 500 + 400)
  assert.equal(timeOf(minute, 'human'), 20_500 + 7_600)
  assert.equal(
    minute.segments.reduce((sum, segment) => sum + segment.ms, 0),
    minute.elapsedMs,
  )
  assert.deepEqual(minute.steps.find((step) => step.name === 'signed-for')?.count, { passed: 1, of: 2 })
  assert.equal(minute.turn, 'agencies')
})

test('the clock stands still and is nobody’s turn when every agency has signed', () => {
  const orders = ['o1', 'o2'].map((key, n) => signed(delivered(order(key), T + 30_200), T + 40_000 + n * 1_000))
  const minute = minuteOfIncident(ordered, orders, warning, T + 99_000)
  assert.equal(minute.endedAt, T + 41_000)
  assert.equal(minute.elapsedMs, 41_000)
  assert.equal(minute.turn, 'nobody')
})

test('a dead line makes it the desk’s turn again', () => {
  const dead = evolveOrder(order('o1'), id('o1'), {
    type: 'delivery-failed',
    v: 1,
    at: T + 31_000,
    attempt: 6,
    cause: 'refused',
    nextAt: null,
  })
  assert.equal(minuteOfIncident(ordered, [dead, order('o2')], warning, T + 38_000).turn, 'desk')
})

test('a fallback’s signature counts for the agency it stands in for', () => {
  const escalated = evolveOrder(order('o1'), id('o1'), { type: 'escalated', v: 1, at: T + 90_000, fallback: id('o3') })
  const orders = [escalated, signed(order('o3', 'o1'), T + 95_000)]
  assert.deepEqual(
    chainsOf(orders).map((chain) => chain.map((one) => one.id)),
    [['o1', 'o3']],
  )
  const minute = minuteOfIncident(ordered, orders, warning, T + 99_000)
  assert.deepEqual(minute.steps.find((step) => step.name === 'signed-for')?.count, { passed: 1, of: 1 })
  assert.deepEqual([minute.turn, minute.endedAt], ['nobody', T + 95_000])
})

test('when the fallback does not answer either, its own fallback’s signature ends the clock', () => {
  const first = evolveOrder(order('o1'), id('o1'), { type: 'escalated', v: 1, at: T + 90_000, fallback: id('o2') })
  const second = evolveOrder(order('o2', 'o1'), id('o2'), {
    type: 'escalated',
    v: 1,
    at: T + 150_000,
    fallback: id('o3'),
  })
  const minute = minuteOfIncident(
    ordered,
    [first, second, signed(order('o3', 'o2'), T + 155_000)],
    warning,
    T + 199_000,
  )
  assert.deepEqual([minute.turn, minute.endedAt], ['nobody', T + 155_000])
})

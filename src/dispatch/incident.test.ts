import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import { decide, evolve, type Incident, type IncidentWish, OUTCOMES } from './incident.ts'
import { MORNING, OFFICER, opened } from './samples.ts'

const KEY = id<'incident'>('0193f000-0000-7000-8000-000000000001')
const [FIRST, SECOND] = [id<'order'>('order-1'), id<'order'>('order-2')]

const open: IncidentWish = { type: 'open', at: MORNING, opened: opened() }
const order: IncidentWish = { type: 'order', at: MORNING + 5_000, orders: [FIRST], plan: 'p1', by: OFFICER }
const close: IncidentWish = { type: 'close', at: MORNING + 9_000, outcome: 'resolved', by: OFFICER, running: [] }

function after(...wishes: readonly IncidentWish[]): Incident | null {
  return wishes.reduce<Incident | null>((now, wish) => {
    const decided = decide(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    return evolve(now, KEY, decided.value)
  }, null)
}

test('no order goes out before an officer has judged the picture or taken the call', () => {
  assert.deepEqual(decide(null, order), refuse('not-open'))
})

test('an incident is opened once', () => {
  assert.deepEqual(decide(after(open), open), refuse('already-open'))
})

test('an order act names at least one order', () => {
  assert.deepEqual(decide(after(open), { ...order, orders: [] }), refuse('no-orders'))
})

test('a second act adds orders and leaves the first minute where it was', () => {
  const now = after(open, order, { ...order, at: MORNING + 60_000, orders: [SECOND], plan: null })
  assert.deepEqual(now?.orders, [FIRST, SECOND])
  assert.equal(now?.state === 'ordered' && now.orderedAt, MORNING + 5_000)
})

test('an incident cannot close over somebody who is on the way', () => {
  assert.deepEqual(decide(after(open, order), { ...close, running: [FIRST] }), refuse('orders-running', FIRST))
})

test('a closed incident takes no order and is not closed again', () => {
  const now = after(open, order, close)
  assert.deepEqual(decide(now, order), refuse('closed'))
  assert.deepEqual(decide(now, close), refuse('closed'))
})

test('closed without an order, it has no time of ordering', () => {
  const now = after(open, close)
  assert.equal(now?.state === 'closed' && now.orderedAt, null)
})

const anyWish: fc.Arbitrary<IncidentWish> = fc.oneof(
  fc.constant(open),
  fc.record({
    type: fc.constant('order' as const),
    at: fc.nat().map((ms) => MORNING + ms),
    orders: fc.uniqueArray(
      fc.nat(999).map((n) => id<'order'>(`order-${n}`)),
      { maxLength: 4 },
    ),
    plan: fc.constantFrom('p1', null),
    by: fc.constant(OFFICER),
  }),
  fc.record({
    type: fc.constant('close' as const),
    at: fc.nat().map((ms) => MORNING + ms),
    outcome: fc.constantFrom(...OUTCOMES),
    by: fc.constant(OFFICER),
    running: fc.constantFrom([], [FIRST]),
  }),
)

test('whatever is wished, orders are only ever added, and closed is closed', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 40 }), (wishes) => {
      let now: Incident | null = null
      for (const wish of wishes) {
        const before: Incident | null = now
        const decided = decide(before, wish)
        if (!decided.ok) continue
        if (before?.state === 'closed') assert.fail('a fact came after the closure')
        const next: Incident = evolve(before, KEY, decided.value)
        const earlier: Incident['orders'] = before?.orders ?? []
        assert.deepEqual(next.orders.slice(0, earlier.length), earlier)
        assert.equal(next.state === 'open', next.orders.length === 0 && next.state !== 'closed')
        now = next
      }
    }),
  )
})

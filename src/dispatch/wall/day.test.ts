/** The wall's figures: what is counted, and what never is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type IncidentId, id, type OrderId } from '../../core/ids.ts'
import { MINUTE, SECOND } from '../../core/time.ts'
import { evolve as evolveIncident, type Incident, type Opened } from '../incident.ts'
import { evolve as evolveOrder, type Order } from '../order.ts'
import { issued, MORNING, opened, RESCUE, RESCUE_DESK } from '../samples.ts'
import { figuresOfDay } from './day.ts'

let made = 0
const incident = (change: Partial<Opened> = {}): Incident =>
  evolveIncident(null, id<'incident'>(`i-${++made}`), {
    ...{ type: 'opened', v: 1, at: MORNING },
    ...opened({ number: `20261123-${made}`, ...change }),
  })
function order(of: IncidentId, signedAfterMs: number | null, brief: Partial<Order['issued']['brief']> = {}): Order {
  const key: OrderId = id<'order'>(`o-${++made}`)
  const given = issued({ incident: of, agency: RESCUE })
  const first = evolveOrder(null, key, {
    ...{ type: 'issued', v: 1, at: MORNING },
    ...given,
    brief: { ...given.brief, firstObservedAt: MORNING, ...brief },
  })
  if (signedAfterMs === null) return first
  const by = { by: RESCUE_DESK, agencyNumber: null, unit: null }
  return evolveOrder(first, key, { type: 'signed-for', v: 1, at: MORNING + signedAfterMs, ...by })
}

test('exercises and mergers are no incidents of the day', () => {
  const own = incident()
  const figures = figuresOfDay([own, incident({ exercise: true })], [], [], MORNING)
  assert.equal(figures.opened, 1)
  assert.equal(figures.running, 1)
})

test('an order is late only when its time has passed, and paper tells no times', () => {
  const { id: key } = incident()
  const orders = [
    order(key, 20 * SECOND),
    order(key, 40 * SECOND),
    order(key, null),
    order(key, MINUTE, { later: true }),
  ]
  assert.deepEqual(figuresOfDay([], orders, [], MORNING + 10 * SECOND).signed, { part: 1, of: 2 })
  assert.deepEqual(figuresOfDay([], orders, [], MORNING + MINUTE).signed, { part: 1, of: 3 })
})

test('the way there is counted from the first observation, not from the order', () => {
  const signed = order(incident().id, 10 * SECOND, { firstObservedAt: MORNING - 4 * MINUTE })
  const arrived = evolveOrder(signed, signed.id, { type: 'arrived', v: 1, at: MORNING + 2 * MINUTE, by: RESCUE_DESK })
  assert.deepEqual(figuresOfDay([], [arrived], [], MORNING + 3 * MINUTE).arrived, { part: 0, of: 1 })
})

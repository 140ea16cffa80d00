import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AgencyId, id, type OrderId } from '../core/ids.ts'
import { fallbackFor } from './fallback.ts'
import { evolve, type Order } from './order.ts'
import { AGENCIES, AMBULANCE, issued, MORNING, OPERATOR, POLICE, RESCUE } from './samples.ts'

const order = (key: string, agency: AgencyId, insteadOf: OrderId | null = null): Order =>
  evolve(null, id<'order'>(key), { type: 'issued', v: 1, at: MORNING, ...issued({ agency, insteadOf }) })

test('an order that nobody signs for goes to the agency that the configuration names', () => {
  const unsigned = order('o-1', RESCUE)
  assert.equal(fallbackFor(unsigned, [unsigned], AGENCIES), OPERATOR)
})

test('two agencies that stand in for each other do not order each other for ever', () => {
  const first = order('o-1', RESCUE)
  const second = order('o-2', OPERATOR, first.id)
  assert.equal(fallbackFor(second, [first, second], AGENCIES), null)
})

test('a chain goes on to agencies it has not asked', () => {
  const first = order('o-1', AMBULANCE)
  const second = order('o-2', POLICE, first.id)
  assert.equal(fallbackFor(second, [first, second], AGENCIES), OPERATOR)
})

test('without a fallback the order stays with the supervisor', () => {
  const alone = AGENCIES.map((agency) => ({ ...agency, fallback: null }))
  const unsigned = order('o-1', RESCUE)
  assert.equal(fallbackFor(unsigned, [unsigned], alone), null)
})

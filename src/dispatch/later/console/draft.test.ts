/** A form that is being typed becomes paper only when it says what is needed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SHOULDER } from '../../samples.ts'
import { BLANK, BLANK_ORDER, instantOf, paperOf } from './draft.ts'

const CALLED = '2026-11-23T06:42'
const whole = { ...BLANK, place: SHOULDER, called: CALLED }

test('kind, place and the time of the call are enough; without one of them there is no paper', () => {
  assert.equal(paperOf(whole)?.calledAt, instantOf(CALLED))
  assert.equal(paperOf({ ...whole, place: null }), null)
  assert.equal(paperOf({ ...whole, called: '' }), null)
  assert.equal(paperOf({ ...whole, kind: 'party' }), null)
})

test('an order without its agency, its time or its signature is not guessed', () => {
  const order = { ...BLANK_ORDER, agency: 'road-rescue', ordered: '2026-11-23T06:45', signed: '2026-11-23T06:46' }
  assert.deepEqual(paperOf({ ...whole, orders: [order] })?.orders[0]?.arrivedAt, null)
  for (const missing of ['agency', 'ordered', 'signed'])
    assert.equal(paperOf({ ...whole, orders: [{ ...order, [missing]: '' }] }), null)
})

test('a form that ended says when', () => {
  assert.equal(paperOf(whole)?.closed, null)
  assert.equal(paperOf({ ...whole, outcome: 'resolved' }), null)
  assert.equal(paperOf({ ...whole, outcome: 'resolved', closed: '2026-11-23T08:00' })?.closed?.outcome, 'resolved')
})

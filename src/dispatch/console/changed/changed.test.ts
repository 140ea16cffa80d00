import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../../core/ids.ts'
import { type Answer, decide, evolve, type Order, type OrderWish, WITHDRAWN_BECAUSE } from '../../order.ts'
import { changedOf, keyOf, SOUNDS_FOR_MS, sounding } from './changed.ts'

const OFFICER = id<'person'>('wang-min')
const issued = (name: string): Order =>
  evolve(null, id(name), {
    type: 'issued',
    v: 1,
    at: 0,
    incident: id('incident-1'),
    number: '20261123-0031-1',
    agency: id('road-rescue'),
    unit: id('rr-01'),
    channel: 'console',
    brief: {
      incidentNumber: '20261123-0031',
      kind: 'collision',
      priority: 2,
      place: { position: [120.75, 30.71], label: { zh: '路肩', en: 'shoulder' } },
      reason: { zh: '电话报警', en: 'reported by a call' },
      firstObservedAt: 0,
      together: [],
    },
    insteadOf: null,
    by: OFFICER,
  })
const after = (now: Order, ...wishes: readonly OrderWish[]): Order =>
  wishes.reduce((before, wish) => {
    const fact = decide(before, wish)
    return fact.ok ? evolve(before, before.id, fact.value) : before
  }, now)
const says = (answer: Answer, at: number): OrderWish => ({
  type: 'answer',
  at,
  answer,
  by: { via: 'field', id: 'rr-01' },
  cause: null,
  agencyNumber: null,
  unit: null,
})
const withdraw = (at: number): OrderWish => ({ type: 'withdraw', at, by: OFFICER, because: 'stood-down' })
const none: ReadonlySet<string> = new Set()

test('an order that was signed for and is withdrawn is told until it is understood', () => {
  const order = after(issued('a'), says('signed-for', 10), says('on-the-way', 20), withdraw(30))
  const [told] = changedOf([order], none)
  assert.equal(told?.how === 'taken-back' && told.order.because, 'stood-down')
  assert.equal(told?.at, 30)
  assert.ok(told)
  assert.deepEqual(changedOf([order], new Set([keyOf(told)])), [])
})

test('what nobody had taken goes without a word', () => {
  assert.deepEqual(changedOf([after(issued('a'), says('received', 1), withdraw(2))], none), [])
  assert.deepEqual(changedOf([after(issued('a'), says('signed-for', 1), says('cleared', 2), withdraw(3))], none), [])
})

test('withdrawn, reinstated and withdrawn again is told again', () => {
  const first = after(issued('a'), says('signed-for', 10), withdraw(30))
  const [told] = changedOf([first], none)
  assert.ok(told)
  const understood = new Set([keyOf(told)])
  const stands = after(first, { type: 'reinstate', at: 40, by: OFFICER })
  assert.deepEqual(changedOf([stands], understood), [])
  assert.equal(changedOf([after(stands, withdraw(50))], understood).length, 1)
})

test('what was put right is told while the order runs, each correction by itself', () => {
  const right = (at: number, priority: 1 | 3): OrderWish => ({
    type: 'correct',
    at,
    amendment: { priority },
    by: OFFICER,
  })
  const once = after(issued('a'), says('signed-for', 10), right(20, 1))
  const [told] = changedOf([once], none)
  assert.deepEqual(told?.how === 'put-right' && told.was, { priority: 2 })
  assert.ok(told)
  const understood = new Set([keyOf(told)])
  assert.deepEqual(changedOf([once], understood), [])
  assert.equal(changedOf([after(once, right(30, 3))], understood).length, 1)
  assert.deepEqual(changedOf([after(once, says('cleared', 40))], none), [])
})

test('it sounds for two minutes and stands for ever', () => {
  const waiting = changedOf([after(issued('a'), says('signed-for', 10), withdraw(30))], none)
  assert.equal(sounding(waiting, 30 + SOUNDS_FOR_MS - 1), 1)
  assert.equal(sounding(waiting, 30 + SOUNDS_FOR_MS), 0)
  assert.equal(waiting.length, 1)
})

test('whatever was said before, an order is told exactly when somebody was working on it', () => {
  const anyWish = fc.oneof(
    fc
      .constantFrom<Answer>('received', 'signed-for', 'rejected', 'on-the-way', 'arrived', 'cleared')
      .map((one) => says(one, 5)),
    fc.constant<OrderWish>({ type: 'reinstate', at: 6, by: OFFICER }),
    fc
      .constantFrom(...WITHDRAWN_BECAUSE)
      .map((because): OrderWish => ({ type: 'withdraw', at: 7, by: OFFICER, because })),
  )
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 8 }), fc.constantFrom(...WITHDRAWN_BECAUSE), (before, because) => {
      const now = after(issued('a'), ...before)
      const worked = ['signed-for', 'on-the-way', 'arrived'].includes(now.state)
      const then = after(now, { type: 'withdraw', at: 9, by: OFFICER, because })
      if (then === now) return
      assert.equal(changedOf([then], none).length, worked ? 1 : 0)
    }),
  )
})

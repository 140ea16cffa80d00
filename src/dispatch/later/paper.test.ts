/** A form written up afterwards is believed within a week, in its order, and never from the future. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '../../core/time.ts'
import { MORNING, POLICE, SHOULDER } from '../samples.ts'
import { AHEAD_PAPER_MS, OLDEST_PAPER_MS, type Paper, paperRefused, timesOf } from './paper.ts'

const NOW = MORNING + 3 * HOUR
const paper = (change: Partial<Paper> = {}): Paper => ({
  kind: 'collision',
  priority: 1,
  place: SHOULDER,
  calledAt: MORNING,
  orders: [
    {
      agency: POLICE,
      unit: null,
      orderedAt: MORNING + MINUTE,
      signedForAt: MORNING + 2 * MINUTE,
      setOutAt: null,
      arrivedAt: MORNING + 20 * MINUTE,
      clearedAt: MORNING + HOUR,
    },
  ],
  closed: { at: MORNING + 2 * HOUR, outcome: 'resolved' },
  ...change,
})

test('a form in its order, with steps that nobody wrote down, is taken as it is', () => {
  assert.equal(paperRefused(paper(), NOW), null)
  assert.equal(paperRefused(paper({ orders: [], closed: null }), NOW), null)
})

test('nothing is entered from the future, nor from more than a week ago', () => {
  assert.equal(
    paperRefused(paper({ calledAt: NOW + AHEAD_PAPER_MS + 1, orders: [], closed: null }), NOW),
    'paper-ahead',
  )
  assert.equal(paperRefused(paper(), MORNING + OLDEST_PAPER_MS), null)
  assert.equal(paperRefused(paper(), MORNING + OLDEST_PAPER_MS + 1), 'paper-too-old')
})

test('an arrival before the order, or an end before the last crew was clear, is a slip of the pen', () => {
  const [order] = paper().orders
  assert.ok(order)
  assert.equal(paperRefused(paper({ orders: [{ ...order, arrivedAt: MORNING }] }), NOW), 'paper-out-of-order')
  assert.equal(
    paperRefused(paper({ closed: { at: MORNING + 30 * MINUTE, outcome: 'resolved' } }), NOW),
    'paper-out-of-order',
  )
  assert.equal(paperRefused(paper({ calledAt: MORNING + 5 * MINUTE }), NOW), 'paper-out-of-order')
})

test('whatever the times are, what is taken lies within the week and rises', () => {
  const at = fc.integer({ min: NOW - 8 * DAY, max: NOW + DAY })
  const maybe = fc.option(at)
  const form = fc.record({
    calledAt: at,
    orderedAt: at,
    signedForAt: at,
    setOutAt: maybe,
    arrivedAt: maybe,
    clearedAt: maybe,
    closedAt: maybe,
  })
  const near = form.map((times) => {
    // Half of them in order, so that both answers come.
    const sorted = [times.calledAt, times.orderedAt, times.signedForAt].toSorted((a, b) => a - b)
    return times.calledAt % 2 === 0
      ? times
      : { ...times, calledAt: sorted[0] ?? 0, orderedAt: sorted[1] ?? 0, signedForAt: sorted[2] ?? 0 }
  })
  fc.assert(
    fc.property(near, ({ calledAt, closedAt, ...order }) => {
      const given = paper({
        calledAt,
        orders: [{ agency: POLICE, unit: null, ...order }],
        closed: closedAt === null ? null : { at: closedAt, outcome: 'resolved' },
      })
      const all = [calledAt, ...given.orders.flatMap(timesOf), ...(closedAt === null ? [] : [closedAt])]
      const rises = all.every((one, i) => i === 0 || one >= (all[i - 1] ?? 0))
      const within = all.every((one) => one <= NOW + AHEAD_PAPER_MS && one >= NOW - OLDEST_PAPER_MS)
      assert.equal(paperRefused(given, NOW) === null, rises && within)
    }),
    { numRuns: 500 },
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import { due, nextDueAt } from './due.ts'
import {
  ANSWERS,
  type Answer,
  awaitsSignature,
  decide,
  evolve,
  isOver,
  isRunning,
  type Order,
  type OrderFact,
  type OrderWish,
  REJECTION_CAUSES,
  WITHDRAWN_BECAUSE,
} from './order.ts'
import { MOST_PICTURES, picturesOf } from './picture/picture.ts'
import { issued, MORNING, OFFICER, RESCUE_DESK, SHOULDER } from './samples.ts'
import { OVERDUE, OVERDUE_AFTER } from './timers.ts'

const KEY = id<'order'>('0193f000-0000-7000-8000-0000000000aa')
const issue: OrderWish = { type: 'issue', at: MORNING, issued: issued() }
const deliver: OrderWish = { type: 'deliver', at: MORNING + 40, attempt: 1, to: { via: 'webhook', id: 'road-rescue' } }
const fail: OrderWish = { type: 'fail-delivery', at: MORNING + 40, attempt: 1, cause: 'timeout', nextAt: MORNING + 540 }
const die: OrderWish = { ...fail, attempt: 12, nextAt: null }
const withdraw: OrderWish = { type: 'withdraw', at: MORNING + 50_000, by: OFFICER, because: 'closed' }
const resend: OrderWish = { type: 'resend', at: MORNING + 50_000, by: OFFICER }

const answer = (said: Answer, at = MORNING + 10_000): OrderWish => ({
  type: 'answer',
  at,
  answer: said,
  by: RESCUE_DESK,
  cause: said === 'rejected' ? 'no-unit' : null,
  agencyNumber: null,
  unit: null,
})

function after(...wishes: readonly OrderWish[]): Order {
  let now: Order | null = null
  for (const wish of wishes) {
    const decided = decide(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    now = evolve(now, KEY, decided.value)
  }
  assert.ok(now)
  return now
}

test('an order is issued once and nothing happens to one that never was', () => {
  assert.deepEqual(decide(after(issue), issue), refuse('already-issued'))
  assert.deepEqual(decide(null, deliver), refuse('not-issued'))
  assert.deepEqual(decide(null, answer('signed-for')), refuse('not-issued'))
})

test('an agency that arrived cannot un-arrive', () => {
  const there = after(issue, answer('arrived'))
  for (const earlier of ['received', 'signed-for', 'on-the-way', 'arrived'] as const)
    assert.deepEqual(decide(there, answer(earlier)), refuse('already-said'))
  assert.deepEqual(decide(there, answer('rejected')), refuse('too-late-to-reject'))
})

test('an agency that says "arrived" first has thereby taken the order, and its setting out stays unknown', () => {
  const there = after(issue, answer('arrived', MORNING + 300_000))
  assert.deepEqual(there.clocks, {
    issuedAt: MORNING,
    deliveredAt: MORNING + 300_000,
    signedForAt: MORNING + 300_000,
    setOutAt: null,
    arrivedAt: MORNING + 300_000,
    clearedAt: null,
  })
})

test('an agency whose clock is slow does not sign before it was ordered', () => {
  const signed = after(issue, deliver, answer('signed-for', MORNING - 60_000))
  assert.equal(signed.clocks.signedForAt, MORNING + 40)
})

test('an agency names its own number and the unit that goes', () => {
  const signed = after(issue, {
    ...answer('signed-for'),
    agencyNumber: '120-7781',
    unit: id<'unit'>('a-03'),
  } as OrderWish)
  assert.equal(signed.agencyNumber, '120-7781')
  assert.equal(signed.unit, 'a-03')
})

test('a rejection names its cause, and ends the order', () => {
  assert.deepEqual(decide(after(issue), { ...answer('rejected'), cause: null } as OrderWish), refuse('cause-needed'))
  const rejected = after(issue, deliver, answer('rejected'))
  assert.equal(rejected.state === 'rejected' && rejected.cause, 'no-unit')
  assert.deepEqual(decide(rejected, answer('signed-for')), refuse('over'))
})

test('it rings once after 30 s and escalates once after 60 s while nobody signs', () => {
  const unsigned = after(issue, deliver)
  assert.equal(due(unsigned, MORNING + 29_999), null)
  assert.equal(due(unsigned, MORNING + 30_000), 'ring')
  const rung = after(issue, deliver, { type: 'ring', at: MORNING + 30_000 })
  assert.equal(due(rung, MORNING + 59_999), null)
  assert.deepEqual(decide(rung, { type: 'ring', at: MORNING + 31_000 }), refuse('not-due'))
  assert.equal(due(rung, MORNING + 60_000), 'escalate')
  const escalated = after(issue, deliver, { type: 'escalate', at: MORNING + 60_000, fallback: null })
  assert.equal(due(escalated, MORNING + 600_000), null)
  assert.deepEqual(decide(escalated, { type: 'escalate', at: MORNING + 70_000, fallback: null }), refuse('not-due'))
})

test('the job is told exactly when an order will ask for something', () => {
  const unsigned = after(issue, deliver)
  const rung = after(issue, deliver, { type: 'ring', at: MORNING + 30_000 })
  for (const order of [unsigned, rung]) {
    const at = nextDueAt(order)
    assert.ok(at !== null)
    assert.equal(due(order, at - 1), null)
    assert.notEqual(due(order, at), null)
  }
  const signed = after(issue, answer('signed-for'))
  assert.equal(nextDueAt(signed), MORNING + 10_000 + OVERDUE_AFTER[1]['turn-out'])
  assert.equal(nextDueAt(after(issue, answer('signed-for'), answer('cleared', MORNING + 20_000))), null)
  assert.equal(nextDueAt(after(issue, { type: 'escalate', at: MORNING + 60_000, fallback: null })), null)
})

test('an order to a silent unit is offered to the next one before it goes to the supervisor', () => {
  const named = { ...issue, issued: issued({ unit: id<'unit'>('rr-02') }) } as const
  const rung = after(named, { type: 'ring', at: MORNING + 30_000 })
  assert.equal(due(rung, MORNING + 44_999), null)
  assert.equal(due(rung, MORNING + 45_000), 'pass-on')
  const passed = after(
    named,
    { type: 'ring', at: MORNING + 30_000 },
    { type: 'pass-on', at: MORNING + 45_000, to: null },
  )
  assert.equal(due(passed, MORNING + 59_999), null)
  assert.equal(due(passed, MORNING + 60_000), 'escalate')
})

test('a step that was missed is not made up for: past a minute it goes to the supervisor', () => {
  assert.equal(due(after(issue), MORNING + 3_600_000), 'escalate')
})

test('each clock of whoever has taken the order runs out once', () => {
  const signed = after(issue, answer('signed-for'))
  const at = MORNING + 10_000 + OVERDUE_AFTER[1]['turn-out']
  assert.equal(due(signed, at - 1), null)
  assert.deepEqual(decide(signed, { type: 'run-over', at: at - 1, clock: 'turn-out' }), refuse('not-due'))
  assert.deepEqual(decide(signed, { type: 'run-over', at, clock: 'arrival' }), refuse('not-due'))
  const late = after(issue, answer('signed-for'), { type: 'run-over', at, clock: 'turn-out' })
  assert.deepEqual(late.overdue, ['turn-out'])
  assert.equal(nextDueAt(late), null)
  assert.equal(due(after(issue, answer('arrived')), MORNING + 10_000 + OVERDUE_AFTER[1].word), 'word')
})

test('what frees a unit is told apart: a crew on the way can be stood down, and an incident cannot close over it', () => {
  const going = after(issue, answer('on-the-way'))
  assert.deepEqual(decide(going, withdraw), refuse('too-late-to-withdraw'))
  const back = after(issue, answer('on-the-way'), { ...withdraw, because: 'stood-down' })
  assert.equal(back.state === 'withdrawn' && back.because, 'stood-down')
})

test('an order that is reinstated stands exactly where it stood', () => {
  for (const before of [[issue], [issue, deliver]]) {
    const was = after(...before)
    const again = after(
      ...before,
      { ...withdraw, because: 'merged' },
      { type: 'reinstate', at: MORNING + 60_000, by: OFFICER },
    )
    assert.deepEqual(again, was)
  }
  assert.deepEqual(decide(after(issue), { type: 'reinstate', at: MORNING, by: OFFICER }), refuse('not-withdrawn'))
})

test('what is signed for does not ring', () => {
  const signed = after(issue, answer('signed-for'))
  assert.deepEqual(decide(signed, { type: 'ring', at: MORNING + 90_000 }), refuse('signed-for'))
})

test('a dead letter can be sent again, and nothing else can', () => {
  assert.deepEqual(decide(after(issue), resend), refuse('not-dead'))
  assert.deepEqual(decide(after(issue, fail), resend), refuse('not-dead'))
  const dead = after(issue, fail, die)
  assert.deepEqual(dead.line, { state: 'dead', attempts: 12, cause: 'timeout' })
  assert.equal(after(issue, fail, die, resend).line.state, 'ok')
})

test('an order that somebody telephoned through needs no receipt any more', () => {
  const signed = after(issue, fail, answer('signed-for'))
  assert.equal(signed.line.state, 'ok')
  assert.deepEqual(decide(signed, deliver), refuse('already-said'))
  assert.deepEqual(decide(signed, die), refuse('already-said'))
})

test('an order is withdrawn only while nobody has taken it', () => {
  assert.equal(after(issue, deliver, withdraw).state, 'withdrawn')
  assert.deepEqual(decide(after(issue, answer('signed-for')), withdraw), refuse('too-late-to-withdraw'))
  assert.deepEqual(decide(after(issue, answer('cleared')), withdraw), refuse('over'))
})

const picture = (still: string, at = MORNING + 30_000): OrderWish => ({ type: 'picture', at, still, by: RESCUE_DESK })

test('a crew that has signed sends pictures of the place, each once and twelve at most', () => {
  for (const early of [after(issue), after(issue, deliver)])
    assert.deepEqual(decide(early, picture('a')), refuse('not-signed-for'))
  const signed = after(issue, answer('signed-for'), picture('a'))
  assert.deepEqual(signed.pictures, [{ still: 'a', at: MORNING + 30_000, by: RESCUE_DESK }])
  assert.deepEqual(decide(signed, picture('a', MORNING + 40_000)), refuse('already-said'))
  const full = after(issue, answer('arrived'), ...Array.from({ length: MOST_PICTURES }, (_, i) => picture(`${i}`)))
  assert.deepEqual(decide(full, picture('one more')), refuse('enough-pictures'))
})

test('a picture that comes when the order is over counts when it was taken while it ran, and not when it was taken after', () => {
  const done = after(issue, answer('arrived'), answer('cleared', MORNING + 60_000))
  assert.equal(decide(done, picture('before', MORNING + 60_000)).ok, true)
  assert.deepEqual(decide(done, picture('after', MORNING + 60_001)), refuse('over'))
  const back = after(issue, answer('arrived'), { ...withdraw, because: 'stood-down' })
  assert.equal(decide(back, picture('a')).ok, true)
  assert.deepEqual(decide(back, picture('a', MORNING + 50_001)), refuse('over'))
  assert.deepEqual(decide(after(issue, withdraw), picture('a')), refuse('over'))
  assert.deepEqual(decide(after(issue, answer('rejected')), picture('a')), refuse('over'))
})

const instant = fc.integer({ min: -120_000, max: 600_000 }).map((ms) => MORNING + ms)
const anyWish: fc.Arbitrary<OrderWish> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(issue) },
  { weight: 2, arbitrary: instant.map((at): OrderWish => ({ type: 'ring', at })) },
  { weight: 2, arbitrary: instant.map((at): OrderWish => ({ type: 'escalate', at, fallback: null })) },
  { weight: 1, arbitrary: fc.constantFrom(deliver, fail, die, resend) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...WITHDRAWN_BECAUSE).map((because): OrderWish => ({ ...withdraw, because })),
  },
  { weight: 1, arbitrary: fc.constant<OrderWish>({ type: 'reinstate', at: MORNING + 55_000, by: OFFICER }) },
  { weight: 1, arbitrary: instant.map((at): OrderWish => ({ type: 'pass-on', at, to: null })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(instant, fc.constantFrom(...OVERDUE))
      .map(([at, clock]): OrderWish => ({ type: 'run-over', at, clock })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(instant, fc.constantFrom(1, 2, 3, 4))
      .map(([at, priority]): OrderWish => ({ type: 'correct', at, amendment: { priority }, by: OFFICER })),
  },
  { weight: 3, arbitrary: fc.tuple(instant, fc.nat({ max: 20 })).map(([at, n]) => picture(`${n}`, at)) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('answer' as const),
      at: instant,
      answer: fc.constantFrom(...ANSWERS),
      by: fc.constant(RESCUE_DESK),
      cause: fc.constantFrom(...REJECTION_CAUSES, null),
      agencyNumber: fc.constantFrom('7781', null),
      unit: fc.constant(null),
    }),
  },
)

const ROAD = ['issued', 'delivered', 'signed-for', 'on-the-way', 'arrived', 'cleared'] as const

test('whatever is wished, an order goes forward only, its clocks rise, and over is over unless it is reinstated', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 60 }), (wishes) => {
      let now: Order = after(issue)
      const facts: OrderFact[] = []
      for (const wish of wishes) {
        const decided = decide(now, wish)
        if (!decided.ok) continue
        const again = decided.value.type === 'reinstated'
        // A picture changes nothing of where an order stands, and may come when it is over.
        const late = decided.value.type === 'pictured' && isOver(now)
        assert.equal(isOver(now), again || late, `${decided.value.type} after it was over`)
        facts.push(decided.value)
        const next: Order = evolve(now, KEY, decided.value)
        const [from, to] = [now, next].map((order) => (ROAD as readonly string[]).indexOf(order.state))
        if (from !== undefined && to !== undefined && to >= 0) assert.ok(to >= from, `${now.state} → ${next.state}`)
        const { issuedAt, deliveredAt, signedForAt, setOutAt, arrivedAt, clearedAt } = next.clocks
        const passed = [issuedAt, deliveredAt, signedForAt, setOutAt, arrivedAt, clearedAt].filter((t) => t !== null)
        assert.deepEqual(
          passed,
          passed.toSorted((a, b) => a - b),
        )
        for (const step of Object.keys(now.clocks) as (keyof Order['clocks'])[])
          if (now.clocks[step] !== null) assert.equal(next.clocks[step], now.clocks[step], `${step} was changed`)
        assert.equal([awaitsSignature(next), isRunning(next), isOver(next)].filter(Boolean).length, 1)
        now = next
      }
      assert.ok(facts.filter((fact) => fact.type === 'rang').length <= 1)
      assert.ok(facts.filter((fact) => fact.type === 'escalated').length <= 1)
      assert.ok(facts.filter((fact) => fact.type === 'passed-on').length <= 1)
      const pictures = picturesOf(now)
      assert.ok(pictures.length <= MOST_PICTURES)
      assert.equal(new Set(pictures.map(({ still }) => still)).size, pictures.length)
      assert.equal(pictures.length, facts.filter((fact) => fact.type === 'pictured').length)
      assert.equal(new Set(now.overdue).size, now.overdue.length)
      const signed = facts.findIndex((fact) => ['signed-for', 'set-out', 'arrived', 'cleared'].includes(fact.type))
      if (signed >= 0) assert.ok(facts.slice(signed).every((fact) => fact.type !== 'rang' && fact.type !== 'escalated'))
      assert.deepEqual(
        facts.reduce<Order>((state, fact) => evolve(state, KEY, fact), after(issue)),
        now,
      )
    }),
  )
})

test('what is put right on the incident stands in the order from then on, with what stood there before', () => {
  const elsewhere = { ...SHOULDER, kilometre: 47.1, label: { zh: '另一处', en: 'elsewhere' } }
  const now = after(issue, {
    type: 'correct',
    at: MORNING + 5,
    amendment: { place: elsewhere, priority: 1 },
    by: OFFICER,
  })
  assert.deepEqual(now.issued.brief.place, elsewhere)
  assert.deepEqual(now.corrected, { at: MORNING + 5, by: OFFICER, was: { place: SHOULDER } })
  const again = { type: 'correct', at: MORNING + 6, amendment: { place: elsewhere }, by: OFFICER } as const
  assert.deepEqual(decide(now, again), refuse('already-said'))
  assert.deepEqual(decide(after(issue, withdraw), { ...again, at: MORNING + 7 }), refuse('over'))
})

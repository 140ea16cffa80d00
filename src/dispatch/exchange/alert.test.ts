/** Alerts: an outside one is updated and cancelled by its own later messages, ours follows its incident; any run of wishes keeps them true. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { HOUR, MINUTE } from '../../core/time.ts'
import { MORNING, OFFICER } from '../samples.ts'
import { type Alert, type AlertFact, type AlertWish, decide, evolve, stands } from './alert.ts'
import type { Notice } from './notice.ts'
import { capTime } from './public-alert.ts'

const KEY = id<'alert'>('0193f000-0000-7000-8000-00000000000a')
const both = (text: string) => ({ zh: text, en: text })
const notice = (until: number): Notice => ({
  event: both('gale'),
  headline: both('gale'),
  description: both(''),
  instruction: both(''),
  urgency: 'Expected',
  severity: 'Severe',
  certainty: 'Likely',
  exercise: false,
  from: MORNING,
  until,
  areaName: both('Hecheng'),
  shapes: [],
})
const message = (n: number) => ({ sender: 'weather', identifier: `m${n}`, sent: capTime(MORNING + n * MINUTE) })
const raise: AlertWish = {
  type: 'raise',
  at: MORNING,
  source: 'weather',
  message: message(1),
  notice: notice(MORNING + HOUR),
  here: true,
}
const fold = (now: Alert | null, wish: AlertWish): Alert => {
  const decided = decide(now, wish)
  assert.ok(decided.ok, decided.ok ? '' : decided.refusal)
  return evolve(now, KEY, decided.value)
}

test('an alert stands until its time is over, without anybody saying so', () => {
  const alert = fold(null, raise)
  assert.equal(stands(alert, MORNING + HOUR - 1), true)
  assert.equal(stands(alert, MORNING + HOUR), false)
  assert.deepEqual(decide(null, { ...raise, at: MORNING + HOUR }), refuse('alert-expired'))
})

test('an update takes its place, a cancellation ends it, and what was sent earlier changes nothing', () => {
  const first = fold(null, raise)
  const later = { at: MORNING, notice: notice(MORNING + 2 * HOUR), here: true }
  const updated = fold(first, { type: 'update', message: message(5), ...later })
  assert.equal(updated.notice.until, MORNING + 2 * HOUR)
  assert.deepEqual(decide(updated, { type: 'update', message: message(3), ...later }), refuse('alert-outdated'))
  const cancelled = fold(updated, { type: 'cancel', at: MORNING, message: message(6) })
  assert.equal(stands(cancelled, MORNING + 1), false)
  assert.deepEqual(decide(cancelled, { type: 'update', message: message(7), ...later }), refuse('alert-over'))
  assert.deepEqual(decide(null, { type: 'cancel', at: MORNING, message: message(6) }), refuse('alert-unknown'))
})

test("another's message never touches what we told the public", () => {
  const ours = fold(null, {
    type: 'publish',
    at: MORNING,
    incident: id<'incident'>('0193f000-0000-7000-8000-000000000001'),
    verdictAt: MORNING - 5_000,
    message: message(1),
    notice: notice(MORNING + HOUR),
    by: OFFICER,
  })
  assert.deepEqual(decide(ours, { type: 'cancel', at: MORNING, message: message(2) }), refuse('alert-unknown'))
  const ended = fold(ours, { type: 'end', at: MORNING + 1, message: message(2), because: 'closed', by: null })
  assert.deepEqual(
    decide(ended, { type: 'end', at: MORNING + 2, message: message(3), because: 'closed', by: null }),
    refuse('not-public'),
  )
})

const anyWish: fc.Arbitrary<AlertWish> = fc
  .record({ n: fc.integer({ min: 0, max: 9 }), hours: fc.integer({ min: -1, max: 3 }), here: fc.boolean() })
  .chain(({ n, hours, here }) => {
    const base = { at: MORNING + n * MINUTE, message: message(n) }
    const said = { ...base, notice: notice(MORNING + hours * HOUR) }
    return fc.constantFrom<AlertWish>(
      { type: 'raise', source: 'weather', here, ...said },
      { type: 'update', here, ...said },
      { type: 'cancel', ...base },
      { type: 'publish', incident: id<'incident'>('i'), verdictAt: MORNING, by: OFFICER, ...said },
      { type: 'revise', ...said },
      { type: 'end', because: 'withdrawn', by: OFFICER, ...base },
    )
  })

test('whatever is wished in whatever order: one beginning, one end, messages in the order they were sent, and a replay makes the same', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 40 }), (wishes) => {
      const states: Alert[] = []
      const facts: AlertFact[] = []
      for (const wish of wishes) {
        const before = states.at(-1) ?? null
        const decided = decide(before, wish)
        if (!decided.ok) continue
        facts.push(decided.value)
        const after = evolve(before, KEY, decided.value)
        states.push(after)
        assert.equal(before === null, wish.type === 'raise' || wish.type === 'publish')
        assert.ok(before === null || before.state === 'standing', 'nothing is said of what is over')
        assert.ok(before === null || before.way === after.way)
        assert.equal(after.messages.length, facts.length)
        const sent = after.messages.map((one) => Date.parse(one.sent))
        if (after.way === 'in')
          assert.deepEqual(
            sent,
            [...sent].sort((a, b) => a - b),
          )
      }
      assert.deepEqual(
        facts.reduce<Alert | null>((state, fact) => evolve(state, KEY, fact), null),
        states.at(-1) ?? null,
      )
    }),
  )
})

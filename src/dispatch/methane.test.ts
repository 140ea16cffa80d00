import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import { decide, evolve, type Incident } from './incident.ts'
import { changedFields, MAJOR, METHANE_FIELDS, type Methane } from './methane.ts'
import { decide as decideOrder, evolve as evolveOrder } from './order.ts'
import { issued, MORNING, OFFICER, opened } from './samples.ts'

const KEY = id<'incident'>('0193f000-0000-7000-8000-000000000001')
const ORDER = id<'order'>('0193f000-0000-7000-8000-000000000002')
const REPORT: Methane = {
  majorIncident: 'stood-by',
  exactLocation: 'S12 up K45+300',
  type: 'coach against lorry, coach on its side',
  hazards: 'diesel on two lanes',
  access: 'from K44 on the shoulder; K46 is shut',
  casualties: { immediate: 2, urgent: 5, minor: null, dead: null },
  emergencyServices: 'two patrols there; three ambulances needed',
}
const open: Incident = evolve(null, KEY, { type: 'opened', v: 1, at: MORNING, ...opened() })
const wish = (report: Methane, on: number) => ({ type: 'report', at: MORNING + 1, report, on, by: OFFICER }) as const
function reported(now: Incident, report: Methane, on: number): Incident {
  const decided = decide(now, wish(report, on))
  assert.ok(decided.ok)
  return evolve(now, KEY, decided.value)
}

test('a report has versions, each with what it changed', () => {
  const first = reported(open, REPORT, 0)
  assert.equal(first.methane?.version, 1)
  assert.deepEqual(changedFields(first.methane?.before ?? null, REPORT), METHANE_FIELDS)
  const second = { ...REPORT, casualties: { ...REPORT.casualties, dead: 1 }, hazards: 'none left' }
  const then = reported(first, second, 1)
  assert.equal(then.methane?.version, 2)
  assert.deepEqual(changedFields(then.methane?.before ?? null, second), ['hazards', 'casualties'])
})

test('who writes on an outdated version is told so and overwrites nothing', () => {
  const first = reported(open, REPORT, 0)
  assert.deepEqual(decide(first, wish({ ...REPORT, hazards: 'fire' }, 0)), refuse('report-outdated'))
  assert.deepEqual(decide(first, wish(REPORT, 1)), refuse('nothing-reported'))
})

test('not known is not none', () => {
  const none = { ...REPORT, casualties: { ...REPORT.casualties, dead: 0 } }
  assert.deepEqual(changedFields(REPORT, none), ['casualties'])
})

test('a report that names somebody is refused', () => {
  for (const field of ['exactLocation', 'type', 'hazards', 'access', 'emergencyServices'] as const)
    assert.deepEqual(
      decide(open, wish({ ...REPORT, [field]: '车牌 浙F12345' }, 0)),
      refuse('particulars-refused'),
      field,
    )
})

test('an order is told each version once and only forwards, and an order given later brings the report along', () => {
  const { methane } = reported(open, REPORT, 0)
  assert.ok(methane)
  const order = evolveOrder(null, ORDER, { type: 'issued', v: 1, at: MORNING, ...issued() })
  const told = decideOrder(order, { type: 'inform', at: MORNING + 1, reported: methane })
  assert.ok(told.ok)
  const informed = evolveOrder(order, ORDER, told.value)
  assert.deepEqual(informed.methane, methane)
  assert.deepEqual(
    decideOrder(informed, { type: 'inform', at: MORNING + 2, reported: methane }),
    refuse('already-said'),
  )
  const { brief } = issued()
  const later = evolveOrder(null, ORDER, {
    type: 'issued',
    v: 1,
    at: MORNING,
    ...issued({ brief: { ...brief, methane } }),
  })
  assert.deepEqual(later.methane, methane)
})

const text = fc.constantFrom('', 'diesel', 'fire')
const anyReport: fc.Arbitrary<Methane> = fc.record({
  majorIncident: fc.constantFrom(...MAJOR),
  exactLocation: text,
  type: text,
  hazards: text,
  access: text,
  casualties: fc.record({
    immediate: fc.option(fc.nat(3)),
    urgent: fc.option(fc.nat(3)),
    minor: fc.option(fc.nat(3)),
    dead: fc.option(fc.nat(3)),
  }),
  emergencyServices: text,
})

test('versions count up without a gap, and each is the one before with exactly the named fields changed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyReport, fc.nat(3)), { maxLength: 10 }), (said) => {
      let now = open
      for (const [report, on] of said) {
        const decided = decide(now, wish(report, on))
        if (!decided.ok) continue
        const next = evolve(now, KEY, decided.value)
        assert.equal(next.methane?.version, (now.methane?.version ?? 0) + 1)
        assert.deepEqual(next.methane?.before ?? null, now.methane?.report ?? null)
        const changed = changedFields(next.methane?.before ?? null, report)
        assert.ok(changed.length > 0)
        for (const field of METHANE_FIELDS)
          if (!changed.includes(field)) assert.deepEqual(report[field], now.methane?.report[field])
        now = next
      }
    }),
  )
})

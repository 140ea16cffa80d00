import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { INCIDENT_KINDS, PRIORITIES } from './incident.ts'
import { type Ground, linesOf, type PlanRule, particularity, ruleFor, unfulfillable } from './plan.ts'
import { DAYS } from './plans/when.ts'
import { MORNING, needs, POLICE, RESCUE, SHOULDER, unit } from './samples.ts'

const RING = [
  [120.7, 30.7],
  [120.8, 30.7],
  [120.8, 30.8],
  [120.7, 30.8],
] as const
const ground: Ground = {
  areas: [{ id: 'old-town', name: { zh: '老城', en: 'Old town' }, ring: RING }],
  timeZone: 'Asia/Shanghai',
  holidays: [],
}
const general: PlanRule = {
  id: 'general',
  name: { zh: '通用', en: 'General' },
  kinds: ['stopped-vehicle', 'medical-emergency'],
  priorities: [1, 2, 3],
  sections: [],
  areas: [],
  times: [],
  sends: [needs(POLICE, 'patrol-car')],
}
const section: PlanRule = { ...general, id: 's12', sections: [{ road: 'S12', fromKm: 40, toKm: 52 }] }
/** MORNING is half past seven on a Monday. */
const rush: PlanRule = { ...general, id: 'rush', times: [{ days: ['mon'], from: '07:00', to: '09:00' }] }
const inTown: PlanRule = { ...general, id: 'town', areas: ['old-town'] }
const both: PlanRule = { ...rush, id: 'town-rush', areas: ['old-town'] }
const what = { kind: 'medical-emergency', priority: 1, place: SHOULDER, at: MORNING } as const
const chosen = (rules: readonly PlanRule[], change: Partial<Parameters<typeof ruleFor>[1]> = {}) =>
  ruleFor(rules, { ...what, ...change }, ground)

test('area goes before time, time before general, and both together before either, whichever is written first', () => {
  const order = [both, inTown, rush, general]
  for (const [at, rule] of order.entries()) {
    const left = order.slice(at)
    for (const rules of [left, left.toReversed()]) {
      const choice = chosen(rules)
      assert.equal(choice?.rule.id, rule.id)
      assert.equal(choice?.because, particularity(rule))
      assert.deepEqual(new Set(choice?.over.map(({ id }) => id)), new Set(left.slice(1).map(({ id }) => id)))
    }
  }
})

test('outside the section, or where the kilometre is unknown, the general plan holds; the ends belong to the section', () => {
  const { kilometre: _kilometre, ...vague } = SHOULDER
  const on = (place: typeof SHOULDER) => chosen([general, section], { place })?.rule.id
  assert.equal(on({ ...SHOULDER, kilometre: 52.1 }), 'general')
  assert.equal(on({ ...SHOULDER, road: 'G60' }), 'general')
  assert.equal(on(vague), 'general')
  assert.equal(on({ ...SHOULDER, kilometre: 40 }), 's12')
  assert.equal(on({ ...SHOULDER, kilometre: 52 }), 's12')
})

test('outside its area a plan does not hold, and an area that nobody has drawn is nowhere', () => {
  assert.equal(chosen([general, inTown], { place: { ...SHOULDER, position: [120.9, 30.75] } })?.rule.id, 'general')
  assert.equal(chosen([general, { ...inTown, areas: ['harbour'] }])?.rule.id, 'general')
})

test('the hour that counts is the one the incident was opened at', () => {
  assert.equal(chosen([general, rush], { at: MORNING + 2 * 3_600_000 })?.rule.id, 'general')
  assert.equal(chosen([general, rush])?.rule.id, 'rush')
})

test('where no plan fits, the officer picks by hand', () => {
  assert.equal(chosen([general], { priority: 4 }), null)
})

test('of any rules the same one is chosen in whatever order they stand, and it fits', () => {
  const anyRule = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    kinds: fc.subarray([...INCIDENT_KINDS], { minLength: 1 }),
    priorities: fc.subarray([...PRIORITIES], { minLength: 1 }),
    sections: fc.constantFrom([], [{ road: 'S12', fromKm: 40, toKm: 52 }], [{ road: 'S12', fromKm: 1, toKm: 2 }]),
    areas: fc.constantFrom([], ['old-town'], ['harbour']),
    times: fc.array(
      fc.record({
        days: fc.subarray([...DAYS], { minLength: 1 }),
        from: fc.constantFrom('00:00', '07:00', '22:00'),
        to: fc.constantFrom('00:00', '06:00', '09:00'),
      }),
      { maxLength: 2 },
    ),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(anyRule, { selector: ({ id }) => id, maxLength: 5 }),
      fc.constantFrom(...INCIDENT_KINDS),
      fc.constantFrom(...PRIORITIES),
      (drawn, kind, priority) => {
        const rules = drawn.map((each) => ({ ...general, ...each }))
        const choice = chosen(rules, { kind, priority })
        assert.deepEqual(choice, chosen(rules.toReversed(), { kind, priority }))
        if (!choice) return
        assert.ok(choice.rule.kinds.includes(kind) && choice.rule.priorities.includes(priority))
        // Whoever stands back is no more particular.
        const rank = ['area-and-time', 'area', 'time', 'general']
        for (const other of choice.over) assert.ok(rank.indexOf(particularity(other)) >= rank.indexOf(choice.because))
      },
    ),
  )
})

test('three cars are three lines, and a higher level adds its own to those below', () => {
  const rule = {
    ...general,
    sends: [needs(POLICE, 'patrol-car', { count: 3 }), needs(RESCUE, 'tow-truck', { level: 2 })],
  }
  assert.deepEqual(
    linesOf(rule, 1).map(({ key }) => key),
    ['0.0', '0.1', '0.2'],
  )
  assert.deepEqual(
    linesOf(rule, 2).map(({ key }) => key),
    ['0.0', '0.1', '0.2', '1.0'],
  )
})

test('what no unit can ever serve, alone or beside the other lines, is found before the incident', () => {
  const winch = needs(POLICE, 'patrol-car', { capabilities: ['winch'] })
  const own = needs(RESCUE, null)
  const plan = { ...general, sends: [needs(POLICE, 'patrol-car', { count: 2 }), winch, own] }
  const cars = ['tp-01', 'tp-02'].map((key) => unit(key, POLICE, 'patrol-car'))
  const [car] = cars
  assert.deepEqual(unfulfillable([plan], cars), [{ plan: 'general', send: winch, missing: 1 }])
  const withWinch = cars.map((one) => (one === car ? { ...one, capabilities: ['winch'] } : one))
  assert.equal(unfulfillable([plan], withWinch)[0]?.missing, 1, 'two cars are no three')
  assert.deepEqual(unfulfillable([plan], [...withWinch, unit('tp-03', POLICE, 'patrol-car')]), [])
  const shared = [...withWinch, unit('tp-03', POLICE, 'patrol-car')].map((one) => ({ ...one, crew: 'a' }))
  assert.equal(
    unfulfillable([plan], shared).reduce((sum, { missing }) => sum + missing, 0),
    2,
    'one crew goes once, whatever it has to drive',
  )
})

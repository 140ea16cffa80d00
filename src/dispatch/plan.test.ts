import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { destination, distanceM, type Position } from '../core/geo.ts'
import type { UnitKind } from './forces.ts'
import { type PlanRule, propose, ruleFor, STALE_FIX_MS, type UnitNow, unfulfillable } from './plan.ts'
import type { Travel } from './recommend/travel.ts'
import { AMBULANCE, MORNING, POLICE, RESCUE, SHOULDER, unit } from './samples.ts'

const general: PlanRule = {
  id: 'general',
  name: { zh: '通用', en: 'General' },
  kinds: ['stopped-vehicle', 'medical-emergency'],
  priorities: [1, 2, 3],
  sections: [],
  sends: [{ agency: POLICE, unitKind: 'patrol-car', capabilities: [] }],
}
const section: PlanRule = {
  ...general,
  id: 's12-joint',
  sections: [{ road: 'S12', fromKm: 40, toKm: 52 }],
  sends: [
    { agency: POLICE, unitKind: 'patrol-car', capabilities: [] },
    { agency: RESCUE, unitKind: 'tow-truck', capabilities: [] },
    { agency: AMBULANCE, unitKind: 'ambulance', capabilities: [] },
  ],
}
const what = { kind: 'medical-emergency', priority: 1, place: SHOULDER } as const

const away = (metres: number): Position => destination(SHOULDER.position, 90, metres)
const there = (key: string, metres: number | null, change: Partial<UnitNow> = {}): UnitNow => ({
  unit: unit(key, POLICE, 'patrol-car'),
  position: metres === null ? null : away(metres),
  fixAt: metres === null ? null : MORNING - 5_000,
  headingDegrees: null,
  busy: false,
  ...change,
})

test("a section's own plan goes before the general one, whichever is written first", () => {
  assert.equal(ruleFor([general, section], what)?.id, 's12-joint')
  assert.equal(ruleFor([section, general], what)?.id, 's12-joint')
})

test('outside the section, or where the kilometre is unknown, the general plan holds', () => {
  const { kilometre: _kilometre, ...vague } = SHOULDER
  assert.equal(ruleFor([general, section], { ...what, place: { ...SHOULDER, kilometre: 52.1 } })?.id, 'general')
  assert.equal(ruleFor([general, section], { ...what, place: { ...SHOULDER, road: 'G60' } })?.id, 'general')
  assert.equal(ruleFor([general, section], { ...what, place: vague })?.id, 'general')
})

test('the ends of a section belong to it', () => {
  assert.equal(ruleFor([general, section], { ...what, place: { ...SHOULDER, kilometre: 40 } })?.id, 's12-joint')
  assert.equal(ruleFor([general, section], { ...what, place: { ...SHOULDER, kilometre: 52 } })?.id, 's12-joint')
})

test('where no plan fits, the officer picks by hand', () => {
  assert.equal(ruleFor([general], { ...what, priority: 4 }), null)
  assert.deepEqual(propose(null, SHOULDER, [there('tp-01', 10)], MORNING, null).lines, [])
})

test('the nearest free unit with a fresh position is proposed, with its distance and the age of its fix', () => {
  const units = [there('tp-01', 4_000), there('tp-02', 900), there('tp-03', 100, { busy: true })]
  const line = propose(general, SHOULDER, units, MORNING, null).lines[0]
  assert.equal(line?.unit, 'tp-02')
  assert.equal(Math.round(line?.distanceM ?? 0), 900)
  assert.equal(line?.fixAgeMs, 5_000)
})

test('an old position is not offered as near', () => {
  const old = there('tp-01', 10, { fixAt: MORNING - STALE_FIX_MS - 1 })
  assert.equal(propose(general, SHOULDER, [old, there('tp-02', 9_000)], MORNING, null).lines[0]?.unit, 'tp-02')
  assert.equal(propose(general, SHOULDER, [old], MORNING, null).lines[0]?.shortfall, 'no-recent-position')
})

test('an agency without a unit to name is proposed all the same, and the line says why', () => {
  const proposal = propose(section, SHOULDER, [there('tp-01', 10, { busy: true })], MORNING, null)
  assert.deepEqual(
    proposal.lines.map((line) => [line.agency, line.unit, line.shortfall]),
    [
      [POLICE, null, 'all-busy'],
      [RESCUE, null, 'no-unit-of-kind'],
      [AMBULANCE, null, 'no-unit-of-kind'],
    ],
  )
})

test('whatever stands around, a unit is proposed once, never a busy one, and only for its own agency', () => {
  const kinds: readonly UnitKind[] = ['patrol-car', 'tow-truck', 'ambulance']
  const anyUnit = fc
    .record({
      agency: fc.constantFrom(POLICE, RESCUE, AMBULANCE),
      kind: fc.constantFrom(...kinds),
      metres: fc.option(fc.integer({ min: 0, max: 50_000 })),
      ageMs: fc.integer({ min: -1_000, max: 2 * STALE_FIX_MS }),
      busy: fc.boolean(),
    })
    .map(
      (u): UnitNow => ({
        unit: unit('', u.agency, u.kind),
        position: u.metres === null ? null : away(u.metres),
        fixAt: u.metres === null ? null : MORNING - u.ageMs,
        headingDegrees: null,
        busy: u.busy,
      }),
    )
  const anySends = fc.array(
    fc.record({
      agency: fc.constantFrom(POLICE, RESCUE, AMBULANCE),
      unitKind: fc.constantFrom(...kinds, null),
      capabilities: fc.subarray(['winch', 'first-aid']),
    }),
    { minLength: 1, maxLength: 6 },
  )
  fc.assert(
    fc.property(fc.array(anyUnit, { maxLength: 12 }), anySends, (drawn, sends) => {
      const units = drawn.map((u, i) => ({
        ...u,
        unit: {
          ...u.unit,
          id: unit(`u-${i}`, POLICE, 'drone').id,
          index: i,
          capabilities: i % 2 === 0 ? ['winch'] : ['winch', 'first-aid'],
        },
      }))
      const { lines } = propose({ ...section, sends }, SHOULDER, units, MORNING, null)
      const named = lines.flatMap((line) => (line.unit ? [line.unit] : []))
      assert.equal(new Set(named).size, named.length)
      assert.equal(lines.length, sends.length)
      lines.forEach((line, i) => {
        const chosen = units.find((u) => u.unit.id === line.unit)
        assert.equal(line.agency, sends[i]?.agency)
        if (!chosen) return
        assert.equal(chosen.busy, false)
        assert.equal(chosen.unit.agency, line.agency)
        assert.equal(chosen.unit.kind, sends[i]?.unitKind)
        assert.ok(sends[i]?.capabilities.every((each) => chosen.unit.capabilities.includes(each)))
        assert.equal(line.shortfall, null)
      })
    }),
  )
})

test('by road the sooner goes before the nearer, and who has no way there is not proposed', () => {
  const travel: Travel = (_to, travellers) =>
    travellers.map(({ position }) => {
      const metres = Math.round(distanceM(position, SHOULDER.position))
      // Beside it, but on the other carriageway; and one beyond a river without a bridge.
      if (metres === 30) return { ms: 600_000, metres: 9_000 }
      return metres === 500 ? null : { ms: metres * 60, metres }
    })
  const units = [there('tp-01', 30), there('tp-02', 4_000), there('tp-03', 500)]
  const { lines } = propose(general, SHOULDER, units, MORNING, travel)
  assert.deepEqual([lines[0]?.unit, lines[0]?.etaMs, lines[0]?.distanceM], ['tp-02', 240_000, 4_000])
  const cut = propose(general, SHOULDER, [there('tp-03', 500)], MORNING, travel)
  assert.equal(cut.lines[0]?.shortfall, 'no-way')
})

test('two lines for the same kind get two units, the nearest two, and a third line says that all are busy', () => {
  const twice = { ...general, sends: [...general.sends, ...general.sends, ...general.sends] }
  const { lines } = propose(twice, SHOULDER, [there('tp-01', 10), there('tp-02', 900)], MORNING, null)
  assert.deepEqual(new Set(lines.map(({ unit }) => unit)), new Set(['tp-01', 'tp-02', null]))
  assert.equal(lines.find(({ unit }) => unit === null)?.shortfall, 'all-busy')
})

test('a line that no unit can ever serve is found before the incident, one that the agency serves by itself is none', () => {
  const winch = { agency: POLICE, unitKind: 'patrol-car', capabilities: ['winch'] } as const
  const own = { agency: RESCUE, unitKind: null, capabilities: [] } as const
  const plan = { ...general, sends: [...general.sends, winch, own] }
  const units = [unit('tp-01', POLICE, 'patrol-car')]
  assert.deepEqual(unfulfillable([plan], units), [{ plan: 'general', send: winch }])
  assert.deepEqual(
    unfulfillable(
      [plan],
      units.map((one) => ({ ...one, capabilities: ['winch'] })),
    ),
    [],
  )
})

test('the one who alone has the winch is kept for the line that needs it, though he is nearest for both', () => {
  const winch = { ...unit('tp-01', POLICE, 'patrol-car'), capabilities: ['winch'] }
  const needs = { agency: POLICE, unitKind: 'patrol-car', capabilities: ['winch'] } as const
  const both = { ...general, sends: [...general.sends, needs] }
  const units = [there('tp-01', 10, { unit: winch }), there('tp-02', 900)]
  const { lines } = propose(both, SHOULDER, units, MORNING, null)
  assert.deepEqual(
    lines.map((line) => line.unit),
    ['tp-02', 'tp-01'],
  )
})

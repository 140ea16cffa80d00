import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { destination, distanceM, type Position } from '../../core/geo.ts'
import { HOUR, SECOND } from '../../core/time.ts'
import type { UnitKind } from '../forces.ts'
import type { Requirement } from '../plan.ts'
import { AMBULANCE, MORNING, needs, POLICE, RESCUE, SHOULDER, unit } from '../samples.ts'
import { type Duty, UNSAID } from '../units/duty.ts'
import type { OnIt } from './escalation.ts'
import { type Asked, type Proposal, propose, type Versioned } from './propose.ts'
import { LONG_DUTY_MS, STALE_FIX_MS, type UnitNow } from './readiness.ts'
import { NO_ROTATION, type Rotation } from './rotation.ts'
import type { Travel } from './travel.ts'

const ruleOf = (...sends: readonly Requirement[]): Versioned => ({
  id: 'general',
  version: 3,
  name: { zh: '通用', en: 'General' },
  kinds: ['stopped-vehicle'],
  priorities: [1],
  sections: [],
  areas: [],
  times: [],
  sends,
})
const car = needs(POLICE, 'patrol-car')

const away = (metres: number): Position => destination(SHOULDER.position, 90, metres)
const there = (key: string, metres: number | null, change: Partial<UnitNow> = {}): UnitNow => ({
  unit: unit(key, POLICE, 'patrol-car'),
  position: metres === null ? null : away(metres),
  fixAt: metres === null ? null : MORNING - 5_000,
  headingDegrees: null,
  busy: false,
  duty: UNSAID,
  turnAt: null,
  ...change,
})
const ask = (
  rule: Versioned | null,
  units: readonly UnitNow[],
  change: Partial<Asked> & { readonly travel?: Travel; readonly rotation?: Rotation } = {},
): Proposal =>
  propose(
    {
      choice: rule && { rule, because: 'general', over: [] },
      ...{ place: SHOULDER, level: null, standing: 0, on: [], ...change },
    },
    units,
    MORNING,
    change.travel ?? null,
    change.rotation ?? NO_ROTATION,
  )
const picks = ({ lines }: Proposal) => lines.map(({ pick }) => pick?.unit ?? null)
const why = ({ lines }: Proposal, line = 0) => lines[line]?.reasons.map((reason) => reason.why)

test('without a plan nobody is proposed', () => {
  assert.deepEqual(ask(null, [there('tp-01', 10)]).lines, [])
})

test('the nearest free unit with a fresh position is proposed, with its distance and the age of its fix', () => {
  const units = [there('tp-01', 4_000), there('tp-02', 900), there('tp-03', 100, { busy: true })]
  const proposal = ask(ruleOf(car), units)
  assert.deepEqual([proposal.plan, proposal.version], ['general', 3])
  assert.deepEqual(picks(proposal), ['tp-02'])
  assert.equal(Math.round(proposal.lines[0]?.pick?.distanceM ?? 0), 900)
  assert.equal(proposal.lines[0]?.pick?.fixAgeMs, 5_000)
  assert.deepEqual(why(proposal), ['nearest-straight'])
  assert.deepEqual(
    proposal.lines[0]?.others.map((other) => other.unit),
    ['tp-01'],
  )
})

test('what stands against each unit that would do is told, and said is what could change soonest', () => {
  const gap = (...units: readonly UnitNow[]) => {
    const [line] = ask(ruleOf({ ...car, crew: 2 }), units).lines
    return [line?.shortfall, line?.blocked]
  }
  const duty = (change: Duty, crewSize = 2) => ({
    duty: change,
    unit: { ...unit('tp', POLICE, 'patrol-car'), crewSize },
  })
  const off = there('tp-1', 10, duty({ state: 'off-duty', since: 0 }))
  const broken = there('tp-2', 10, duty({ state: 'out-of-service', since: 0, cause: 'defect' }))
  const busy = there('tp-3', 10, { ...duty(UNSAID), busy: true })
  const rests = there('tp-4', 10, duty({ state: 'resting', since: 0, until: MORNING + 1, onSince: 0, crew: 2 }))
  const alone = there('tp-5', 10, duty({ state: 'on-duty', since: 0, crew: 1, post: null }))
  const old = there('tp-6', 10, { ...duty(UNSAID), fixAt: MORNING - STALE_FIX_MS - 1 })
  assert.deepEqual(gap(), ['no-unit-of-kind', {}])
  assert.deepEqual(gap(off), ['off-duty', { 'off-duty': 1 }])
  assert.deepEqual(gap(off, broken), ['out-of-service', { 'off-duty': 1, 'out-of-service': 1 }])
  assert.equal(gap(off, broken, busy)[0], 'all-busy')
  assert.equal(gap(off, broken, busy, rests)[0], 'resting')
  assert.equal(gap(off, broken, busy, rests, alone)[0], 'not-staffed')
  assert.equal(gap(off, broken, busy, rests, alone, old)[0], 'no-recent-position')
  assert.deepEqual(gap(there('tp-7', 10)), ['not-staffed', { 'not-staffed': 1 }], 'nobody has counted the crew')
})

test('a rest that is over is duty again', () => {
  const rested: Duty = { state: 'resting', since: 0, until: MORNING, onSince: MORNING - HOUR, crew: 2 }
  assert.deepEqual(picks(ask(ruleOf(car), [there('tp-01', 10, { duty: rested })])), ['tp-01'])
})

test('by road the sooner goes before the nearer, and the one beyond the other carriageway is named', () => {
  const travel: Travel = (_to, travellers) =>
    travellers.map(({ position }) => {
      const metres = Math.round(distanceM(position, SHOULDER.position))
      // Beside it, but on the other carriageway; and one beyond a river without a bridge.
      if (metres === 30) return { ms: 600_000, metres: 9_000, offRoadM: 0, ownCarriageway: false }
      return metres === 500 ? null : { ms: metres * 60, metres, offRoadM: 0, ownCarriageway: true }
    })
  const units = [there('tp-01', 30), there('tp-02', 4_000), there('tp-03', 500)]
  const proposal = ask(ruleOf(car), units, { travel })
  const [line] = proposal.lines
  assert.deepEqual([line?.pick?.unit, line?.pick?.etaMs, line?.pick?.distanceM], ['tp-02', 240_000, 4_000])
  assert.deepEqual(line?.reasons, [
    { why: 'soonest-by-road', over: null },
    { why: 'own-carriageway', over: 'tp-01' },
  ])
  assert.equal(ask(ruleOf(car), [there('tp-03', 500)], { travel }).lines[0]?.shortfall, 'no-way')
})

test('two cars of one agency are two lines with two units, and a third line says that whoever could is needed', () => {
  const proposal = ask(ruleOf({ ...car, count: 3 }), [there('tp-01', 10), there('tp-02', 900)])
  assert.deepEqual(new Set(picks(proposal)), new Set(['tp-01', 'tp-02', null]))
  assert.equal(proposal.lines.find(({ pick }) => pick === null)?.shortfall, 'on-another-line')
})

test('the one who alone has the winch is kept for the line that needs it, though he is nearest for both', () => {
  const winch = { ...unit('tp-01', POLICE, 'patrol-car'), capabilities: ['winch'] }
  const proposal = ask(ruleOf(car, { ...car, capabilities: ['winch'] }), [
    there('tp-01', 10, { unit: winch }),
    there('tp-02', 900),
  ])
  assert.deepEqual(picks(proposal), ['tp-02', 'tp-01'])
  assert.deepEqual(proposal.lines[0]?.reasons[0], { why: 'best-together', over: 'tp-01' })
  assert.deepEqual(why(proposal, 1), ['only-capable'])
})

test('one crew with two vehicles goes once, in the one that is wanted, and stays away while either is out', () => {
  const shared = { crew: 'a' }
  const withCar = there('tp-01', 10, { unit: { ...unit('tp-01', POLICE, 'patrol-car'), ...shared } })
  const withDrone = there('tp-d1', 10, { unit: { ...unit('tp-d1', POLICE, 'drone'), ...shared } })
  const both = ask(ruleOf(car, needs(POLICE, 'drone')), [withCar, withDrone])
  assert.equal(picks(both).filter((pick) => pick !== null).length, 1)
  assert.ok(both.lines.flatMap(({ reasons }) => reasons).some((reason) => reason.why === 'shared-crew'))
  const away = ask(ruleOf(car), [withCar, { ...withDrone, busy: true }])
  assert.equal(away.lines[0]?.shortfall, 'crew-away')
})

test('among tow trucks within two minutes it is the turn of whoever waited longest, with the reason; beyond that the sooner goes', () => {
  const rotation: Rotation = { kinds: ['tow-truck'], withinMs: 120 * SECOND }
  const tow = (key: string, metres: number, company: string, turnAt: number | null): UnitNow =>
    there(key, metres, { unit: { ...unit(key, RESCUE, 'tow-truck'), company }, turnAt })
  const rule = ruleOf(needs(RESCUE, 'tow-truck'))
  // The other truck of the near firm was out an hour ago.
  const near = [tow('rr-01', 1_000, 'hong', null), tow('rr-02', 9_000, 'hong', MORNING - HOUR)]
  const turn = ask(rule, [...near, tow('rr-03', 2_000, 'yuan', null)], { rotation })
  assert.deepEqual(picks(turn), ['rr-03'])
  assert.deepEqual(turn.lines[0]?.reasons[0], { why: 'turn-in-rotation', over: 'rr-01' })
  assert.deepEqual(picks(ask(rule, [...near, tow('rr-03', 4_000, 'yuan', null)], { rotation })), ['rr-01'])
  assert.deepEqual(picks(ask(rule, [...near, tow('rr-03', 2_000, 'yuan', null)])), ['rr-01'])
})

test('who is past the hours goes only where nobody else can', () => {
  const long: Duty = { state: 'on-duty', since: MORNING - LONG_DUTY_MS - 1, crew: null, post: null }
  const tired = there('tp-01', 10, { duty: long })
  assert.deepEqual(picks(ask(ruleOf(car), [tired, there('tp-02', 30_000)])), ['tp-02'])
  const last = ask(ruleOf(car), [tired])
  assert.deepEqual([picks(last), why(last)], [['tp-01'], ['only-capable', 'long-on-duty']])
})

const onIt = (key: string | null, agency = POLICE, kind: UnitKind = 'patrol-car'): OnIt => ({
  agency,
  unit: key === null ? null : unit(key, agency, kind),
})

test('raising the alarm proposes what the level adds, never what is there and never a unit that is on it', () => {
  const rule = ruleOf(
    car,
    needs(RESCUE, 'tow-truck'),
    { ...car, level: 2, count: 2 },
    needs(AMBULANCE, 'ambulance', { level: 3 }),
  )
  const units = [there('tp-01', 10), there('tp-02', 20), there('tp-03', 30)]
  const raised = ask(rule, units, { level: 2, standing: 1, on: [onIt('tp-01')] })
  assert.deepEqual([raised.level, raised.standing, raised.top, raised.met], [2, 1, 3, 1])
  assert.deepEqual(picks(raised), ['tp-02', 'tp-03'])
  assert.ok(
    raised.lines.every(({ level }) => level === 2),
    'the tow truck was left out on purpose',
  )
  const byHand = ask(rule, units, { level: 2, standing: 1, on: [onIt('tp-01'), onIt(null)] })
  assert.deepEqual(picks(byHand), ['tp-02'], 'a second car that was added by hand counts')
  assert.equal(ask(rule, units, { level: 9, standing: 1 }).level, 3)
})

test('at the same level what is still lacking is proposed again', () => {
  const rule = ruleOf(car, needs(RESCUE, 'tow-truck'))
  const left = ask(rule, [], { standing: 1, on: [onIt('tp-01')] })
  assert.deepEqual(
    left.lines.map(({ agency }) => agency),
    [RESCUE],
  )
})

test('whatever stands around, a crew is proposed once, never who is busy or off or on it already, and only for its own agency', () => {
  const kinds: readonly UnitKind[] = ['patrol-car', 'tow-truck', 'ambulance']
  const agencies = [POLICE, RESCUE, AMBULANCE]
  const duty: fc.Arbitrary<Duty> = fc.constantFrom<Duty>(
    UNSAID,
    { state: 'on-duty', since: MORNING - 20 * HOUR, crew: 1, post: null },
    { state: 'on-duty', since: MORNING, crew: 3, post: 'north' },
    { state: 'off-duty', since: 0 },
    { state: 'out-of-service', since: 0, cause: 'training' },
    { state: 'resting', since: 0, until: MORNING + 1, onSince: null, crew: 2 },
  )
  const anyUnit = fc.record({
    agency: fc.constantFrom(...agencies),
    kind: fc.constantFrom(...kinds),
    metres: fc.option(fc.integer({ min: 0, max: 50_000 })),
    ageMs: fc.integer({ min: -1_000, max: 2 * STALE_FIX_MS }),
    busy: fc.boolean(),
    duty,
    crew: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    turnAt: fc.option(fc.integer({ min: 0, max: MORNING })),
  })
  const anySend = fc.record({
    agency: fc.constantFrom(...agencies),
    unitKind: fc.constantFrom(...kinds, null),
    capabilities: fc.subarray(['winch', 'first-aid']),
    count: fc.integer({ min: 1, max: 3 }),
    crew: fc.integer({ min: 0, max: 2 }),
    level: fc.integer({ min: 1, max: 3 }),
  })
  fc.assert(
    fc.property(
      fc.array(anyUnit, { maxLength: 12 }),
      fc.array(anySend, { minLength: 1, maxLength: 6 }),
      fc.option(fc.integer({ min: 1, max: 4 })),
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.nat(11), { maxLength: 3 }),
      (drawn, sends, level, standing, here) => {
        const units = drawn.map((each, i): UnitNow => {
          const { agency, kind, metres, ageMs, crew, ...now } = each
          const capabilities = i % 2 === 0 ? ['winch'] : ['winch', 'first-aid']
          return {
            ...now,
            unit: { ...unit(`u-${i}`, agency, kind, i), capabilities, ...(crew === undefined ? {} : { crew }) },
            position: metres === null ? null : away(metres),
            fixAt: metres === null ? null : MORNING - ageMs,
            headingDegrees: null,
          }
        })
        const on = here.flatMap((at): readonly OnIt[] => {
          const one = units[at]?.unit
          return one ? [{ agency: one.agency, unit: one }] : []
        })
        const rotation: Rotation = { kinds, withinMs: 120_000 }
        const { lines } = ask(ruleOf(...sends), units, { level, standing, on, rotation })
        const chosen = lines.flatMap(({ pick }) => units.find((each) => each.unit.id === pick?.unit) ?? [])
        const crews = chosen.map(({ unit: one }) => one.crew ?? one.id)
        assert.equal(new Set(crews).size, crews.length)
        for (const each of chosen) {
          assert.equal(each.busy, false)
          assert.notEqual(each.duty.state, 'off-duty')
          assert.notEqual(each.duty.state, 'resting')
          assert.ok(!on.some((order) => order.unit?.id === each.unit.id))
        }
        for (const line of lines) {
          const one = units.find((each) => each.unit.id === line.pick?.unit)
          assert.equal(line.shortfall === null, line.pick !== null || line.unitKind === null)
          assert.equal(line.reasons.length > 0, line.pick !== null)
          if (!one) continue
          assert.equal(one.unit.agency, line.agency)
          assert.equal(one.unit.kind, line.unitKind)
          assert.ok(line.capabilities.every((each) => one.unit.capabilities.includes(each)))
        }
        if (level !== null && level > standing) for (const line of lines) assert.ok(line.level > standing)
      },
    ),
  )
})

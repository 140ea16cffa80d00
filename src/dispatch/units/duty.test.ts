import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refuse } from '../../core/result.ts'
import { HOUR, MINUTE } from '../../core/time.ts'
import { MORNING, OFFICER } from '../samples.ts'
import { type Duty, decide, dutyAt, evolve, OUT_CAUSES, UNSAID, type UnitDuty, type UnitWish } from './duty.ts'

const say = (unit: UnitDuty | null, wish: UnitWish, at: number): UnitDuty => {
  const decided = decide(unit?.duty ?? UNSAID, wish, { at, by: OFFICER })
  assert.ok(decided.ok, decided.ok ? '' : decided.refusal)
  return evolve(unit, 'tp-07', decided.value)
}

test('a rest ends by itself, and the hours on duty go on from before it', () => {
  const on = say(null, { type: 'on', crew: 2 }, MORNING)
  const rests = say(on, { type: 'rest', until: MORNING + HOUR }, MORNING + 30 * MINUTE)
  assert.equal(dutyAt(rests.duty, MORNING + HOUR - 1).state, 'resting')
  assert.deepEqual(dutyAt(rests.duty, MORNING + HOUR), { state: 'on-duty', since: MORNING, crew: 2, post: null })
})

test('another crew size does not begin the shift anew; coming back from off duty does', () => {
  const on = say(null, { type: 'on', crew: 2 }, MORNING)
  const fewer = say(on, { type: 'on', crew: 1 }, MORNING + HOUR)
  assert.deepEqual(fewer.duty, { state: 'on-duty', since: MORNING, crew: 1, post: null })
  const back = say(say(fewer, { type: 'off' }, MORNING + 2 * HOUR), { type: 'on', crew: 1 }, MORNING + 3 * HOUR)
  assert.equal(back.duty.since, MORNING + 3 * HOUR)
})

test('what is so already, a rest in the past or of days, and a move-up of nobody are refused', () => {
  const off: Duty = { state: 'off-duty', since: MORNING }
  const at = { at: MORNING, by: OFFICER }
  assert.deepEqual(decide(off, { type: 'off' }, at), refuse('already-so'))
  assert.deepEqual(decide(off, { type: 'rest', until: MORNING + HOUR }, at), refuse('not-on-duty'))
  assert.deepEqual(decide(off, { type: 'move-up', post: 'north' }, at), refuse('not-on-duty'))
  assert.deepEqual(decide(UNSAID, { type: 'rest', until: MORNING }, at), refuse('rest-in-the-past'))
  assert.deepEqual(decide(UNSAID, { type: 'rest', until: MORNING + 25 * HOUR }, at), refuse('rest-too-long'))
  assert.deepEqual(decide(UNSAID, { type: 'leave-post' }, at), refuse('not-at-a-post'))
})

test('whatever is said in whatever order, evolve takes every fact that decide lets out, and each counts one version', () => {
  const wish: fc.Arbitrary<UnitWish> = fc.oneof(
    fc.record({ type: fc.constant('on' as const), crew: fc.option(fc.nat(4)) }),
    fc.constant<UnitWish>({ type: 'off' }),
    fc.record({ type: fc.constant('out' as const), cause: fc.constantFrom(...OUT_CAUSES) }),
    fc.record({ type: fc.constant('rest' as const), until: fc.integer({ min: MORNING, max: MORNING + 50 * HOUR }) }),
    fc.record({ type: fc.constant('move-up' as const), post: fc.constantFrom('north', 'south') }),
    fc.constant<UnitWish>({ type: 'leave-post' }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(wish, fc.nat(3 * HOUR)), { maxLength: 20 }), (said) => {
      let unit: UnitDuty | null = null
      let at = MORNING
      let facts = 0
      for (const [each, wait] of said) {
        at += wait
        const decided = decide(unit?.duty ?? UNSAID, each, { at, by: OFFICER })
        if (!decided.ok) continue
        unit = evolve(unit, 'tp-07', decided.value)
        facts += 1
        assert.equal(unit.version, facts)
        if (each.type === 'on') assert.equal(dutyAt(unit.duty, at).state, 'on-duty')
        if (each.type === 'off') assert.equal(unit.duty.state, 'off-duty')
        // Only somebody on duty stands at a post.
        if (unit.duty.state === 'on-duty' && unit.duty.post !== null)
          assert.equal(dutyAt(unit.duty, at).state, 'on-duty')
      }
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refuse } from '../../core/result.ts'
import type { PlanRule } from '../plan.ts'
import { MORNING, needs, OFFICER, POLICE } from '../samples.ts'
import { decide, evolve, type Plan, type PlanWish } from './life.ts'

const rule: PlanRule = {
  id: 'general',
  name: { zh: '通用', en: 'General' },
  kinds: ['other'],
  priorities: [3],
  sections: [],
  areas: [],
  times: [],
  sends: [needs(POLICE, 'patrol-car')],
}
const more = { ...rule, sends: [needs(POLICE, 'patrol-car', { count: 2 })] }
const publish = (expected: number, what: PlanRule = more): PlanWish => ({
  type: 'publish',
  rule: what,
  reason: 'two at night',
  expected,
  by: OFFICER,
})
const after = (now: Plan | null, ...wishes: readonly PlanWish[]): Plan | null =>
  wishes.reduce((plan, wish) => {
    const decided = decide(plan, wish, MORNING)
    assert.ok(decided.ok, decided.ok ? '' : decided.refusal)
    return evolve(plan, rule.id, decided.value)
  }, now)

test('the configuration plants a plan once; what people publish afterwards stands', () => {
  const seeded = after(null, { type: 'seed', rule })
  assert.equal(seeded?.version, 1)
  const published = after(seeded, publish(1))
  assert.deepEqual([published?.version, published?.rule, published?.by], [2, more, OFFICER])
  assert.deepEqual(decide(published, { type: 'seed', rule }, MORNING), refuse('plan-exists'))
})

test('of two who edit one version the second is told, and what the first published stays', () => {
  const first = after(null, { type: 'seed', rule }, publish(1))
  assert.deepEqual(decide(first, publish(1, rule), MORNING), refuse('plan-changed', '2'))
})

test('a retired plan can be published again, not retired twice; nothing new is no version', () => {
  const retire = (expected: number): PlanWish => ({ type: 'retire', reason: 'merged', expected, by: OFFICER })
  const retired = after(null, publish(0), retire(1))
  assert.equal(retired?.state, 'retired')
  assert.deepEqual(decide(retired, retire(2), MORNING), refuse('plan-retired'))
  assert.equal(after(retired, publish(2))?.state, 'in-force')
  assert.deepEqual(decide(after(null, publish(0)), publish(1), MORNING), refuse('plan-unchanged'))
  assert.deepEqual(decide(null, retire(0), MORNING), refuse('plan-unknown'))
})

test('whatever is wished, the version counts the facts, and only the present version is followed', () => {
  const wish: fc.Arbitrary<PlanWish> = fc.oneof(
    fc.constant<PlanWish>({ type: 'seed', rule }),
    fc.tuple(fc.nat(4), fc.boolean()).map(([expected, big]) => publish(expected, big ? more : rule)),
    fc.nat(4).map((expected): PlanWish => ({ type: 'retire', reason: 'r', expected, by: OFFICER })),
  )
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
      let plan: Plan | null = null
      let facts = 0
      for (const each of wishes) {
        const decided = decide(plan, each, MORNING)
        if (!decided.ok) continue
        if (each.type !== 'seed') assert.equal(each.expected, facts)
        plan = evolve(plan, rule.id, decided.value)
        facts += 1
        assert.equal(plan.version, facts)
      }
    }),
  )
})

/** What holds on the roads: said with an end, lifted once, over by the clock. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { HOUR } from '../../core/time.ts'
import { type Condition, type ConditionWish, decide, evolve, holdsAt, LONGEST_MS } from './condition.ts'

const KEY = id<'condition'>('r1')
const BY = id<'person'>('wang-min')
const stretch = {
  label: { zh: 'S12', en: 'S12' },
  line: [
    [0, 0],
    [1, 0],
  ],
  bothWays: false,
} as const
const say = (at: number, until: number): ConditionWish => ({
  type: 'say',
  at,
  until,
  by: BY,
  stretch,
  holds: { state: 'closed' },
  reason: 'lorry on its side',
})
const lift = (at: number): ConditionWish => ({ type: 'lift', at, by: BY })
const done = (now: Condition | null, wish: ConditionWish): Condition => {
  const decided = decide(now, wish)
  assert.ok(decided.ok, decided.ok ? '' : decided.refusal)
  return evolve(now, KEY, decided.value)
}

test('a closure holds from when it is said until its end, or until somebody lifts it', () => {
  const said = done(null, say(1_000, HOUR))
  assert.ok(holdsAt(said, 1_000) && holdsAt(said, HOUR - 1) && !holdsAt(said, HOUR))
  const lifted = done(said, lift(2_000))
  assert.ok(!holdsAt(lifted, 2_001))
  assert.deepEqual(lifted.lifted, { at: 2_000, by: BY })
})

test('it is said once, lifted once, and neither without an end nor for ever', () => {
  const said = done(null, say(1_000, HOUR))
  assert.deepEqual(decide(said, say(1_001, HOUR)), refuse('already-said'))
  assert.deepEqual(decide(null, lift(1)), refuse('not-said'))
  assert.deepEqual(decide(done(said, lift(2_000)), lift(2_001)), refuse('already-lifted'))
  assert.deepEqual(decide(said, lift(HOUR)), refuse('already-lifted'), 'the clock was first')
  assert.deepEqual(decide(null, say(1_000, 1_000)), refuse('expiry-past'))
  assert.deepEqual(decide(null, say(1_000, 1_001 + LONGEST_MS)), refuse('expiry-too-far'))
})

test('whatever is wished in whatever order, nothing holds after it was lifted or is over', () => {
  const wish = fc.oneof(
    fc.tuple(fc.nat(100), fc.nat(200)).map(([at, until]) => say(at, until)),
    fc.nat(200).map((at) => lift(at)),
  )
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
      const states: Condition[] = []
      for (const each of wishes) {
        const now = states.at(-1) ?? null
        const decided = decide(now, each)
        if (!decided.ok) continue
        const next = evolve(now, KEY, decided.value)
        if (now) assert.deepEqual({ ...next, lifted: null }, { ...now, lifted: null }, 'what was said stays as it was')
        states.push(next)
      }
      const now = states.at(-1)
      if (now?.lifted) assert.ok(!holdsAt(now, Math.max(now.lifted.at, now.until)))
      if (now) assert.ok(!holdsAt(now, now.until))
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import { MORNING, OFFICER, raised } from './samples.ts'
import {
  decide,
  evolve,
  gradeOf,
  lampsOf,
  type Support,
  VERDICTS,
  type Warning,
  type WarningFact,
  type WarningWish,
} from './warning.ts'

const KEY = id<'warning'>('0193f000-0000-7000-8000-00000000000a')
const INCIDENT = id<'incident'>('0193f000-0000-7000-8000-000000000001')

const raise: WarningWish = { type: 'raise', at: MORNING, raised: raised() }
const judgeTrue: WarningWish = { type: 'judge', at: MORNING + 8_000, verdict: 'true', by: OFFICER, incident: INCIDENT }
const judgeFalse: WarningWish = { type: 'judge', at: MORNING + 8_000, verdict: 'false', by: OFFICER, incident: null }
const RADAR: Support = {
  source: { kind: 'radar', id: 'radar-k45', label: { zh: 'K45 雷达', en: 'Radar K45' } },
  grade: 'A+',
  hazardLights: null,
  reason: { zh: '雷达目标静止', en: 'a radar track stands' },
  observedAt: MORNING + 2_000,
}
const support: WarningWish = { type: 'support', at: MORNING + 2_500, support: RADAR }
const withdraw: WarningWish = { type: 'withdraw-verdict', at: MORNING + 9_000, by: OFFICER }

function after(...wishes: readonly WarningWish[]): Warning | null {
  return wishes.reduce<Warning | null>((now, wish) => {
    const decided = decide(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    return evolve(now, KEY, decided.value)
  }, null)
}

test('a warning waits for a person and for nothing else', () => {
  assert.equal(after(raise)?.state, 'awaiting')
})

test('the same claim is raised once', () => {
  assert.deepEqual(decide(after(raise), raise), refuse('already-raised'))
})

test('nothing can have begun after it was seen', () => {
  const backwards = raised({ onsetAt: MORNING + 1, observedAt: MORNING })
  assert.deepEqual(decide(null, { type: 'raise', at: MORNING, raised: backwards }), refuse('onset-after-observation'))
})

test('a verdict of true opens an incident and any other verdict opens none', () => {
  const now = after(raise)
  assert.deepEqual(decide(now, { ...judgeTrue, incident: null }), refuse('true-needs-incident'))
  assert.deepEqual(decide(now, { ...judgeFalse, incident: INCIDENT }), refuse('only-true-has-incident'))
  assert.deepEqual(after(raise, judgeTrue), {
    id: KEY,
    raised: raised(),
    raisedAt: MORNING,
    state: 'judged',
    verdict: 'true',
    by: OFFICER,
    judgedAt: MORNING + 8_000,
    incident: INCIDENT,
  })
})

test('the second officer to judge a picture learns that it is judged', () => {
  assert.deepEqual(decide(after(raise, judgeTrue), judgeFalse), refuse('already-judged'))
})

test('a verdict is taken back while no incident stands on it', () => {
  assert.equal(after(raise, judgeFalse, withdraw)?.state, 'awaiting')
  assert.deepEqual(decide(after(raise, judgeTrue), withdraw), refuse('incident-runs'))
  assert.deepEqual(decide(after(raise), withdraw), refuse('not-judged'))
})

test('a second sensor raises the grade of the one warning, before the verdict and after it', () => {
  const two = after(raise, support)
  assert.ok(two)
  assert.equal(two.state, 'awaiting')
  assert.equal(gradeOf(two), 'A+')
  const judged = after(raise, judgeTrue, support)
  assert.equal(judged?.state, 'judged')
  assert.equal(judged?.supports?.length, 1)
  assert.deepEqual(decide(null, support), refuse('not-raised'))
})

test('a weaker sign takes nothing away, and the last one that saw the lamps is believed', () => {
  const weak: WarningWish = { type: 'support', at: MORNING, support: { ...RADAR, grade: 'B', hazardLights: true } }
  const now = after(raise, support, weak, support)
  assert.ok(now)
  assert.equal(gradeOf(now), 'A+')
  assert.equal(lampsOf(now), true)
})

test('nobody judges what was never raised', () => {
  assert.deepEqual(decide(null, judgeTrue), refuse('not-raised'))
  assert.deepEqual(decide(null, withdraw), refuse('not-raised'))
})

test('a log that begins in the middle is a bug, not a warning', () => {
  assert.throws(() => evolve(null, KEY, { type: 'verdict-withdrawn', v: 1, at: 0, by: OFFICER }))
})

const anyWish: fc.Arbitrary<WarningWish> = fc.oneof(
  fc.constant(raise),
  fc.record({
    type: fc.constant('judge' as const),
    at: fc.nat().map((ms) => MORNING + ms),
    verdict: fc.constantFrom(...VERDICTS),
    by: fc.constant(OFFICER),
    incident: fc.constantFrom(INCIDENT, null),
  }),
  fc.constant(withdraw),
  fc.constant(support),
)

test('whatever is wished, only a true verdict holds an incident, and it then stands for good', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 40 }), (wishes) => {
      let now: Warning | null = null
      const facts: WarningFact[] = []
      for (const wish of wishes) {
        const before: Warning | null = now
        const decided = decide(before, wish)
        if (!decided.ok) continue
        facts.push(decided.value)
        const next: Warning = evolve(before, KEY, decided.value)
        if (next.state === 'judged') assert.equal(next.incident !== null, next.verdict === 'true')
        if (before?.state === 'judged' && before.incident && decided.value.type !== 'supported')
          assert.fail('a fact came after an incident was opened')
        now = next
      }
      const replayed = facts.reduce<Warning | null>((state, fact) => evolve(state, KEY, fact), null)
      assert.deepEqual(replayed, now)
    }),
  )
})

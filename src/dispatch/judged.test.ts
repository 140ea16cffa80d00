import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { judgedBySource, judgedSince, NOTHING_JUDGED } from './judged.ts'
import { OFFICER, raised } from './samples.ts'
import { decide, evolve, VERDICTS, type Verdict, type Warning } from './warning.ts'

const key = id<'warning'>('w')

/** A warning that was judged so, or nobody has judged (null). */
function warned(verdict: Verdict | null, at = 10): Warning {
  const begun = decide(null, { type: 'raise', at: 1, raised: raised() })
  assert.ok(begun.ok)
  const waiting = evolve(null, key, begun.value)
  if (verdict === null) return waiting
  const incident = verdict === 'true' ? id<'incident'>('i') : null
  const judged = decide(waiting, { type: 'judge', at, verdict, by: OFFICER, incident })
  assert.ok(judged.ok)
  return evolve(waiting, key, judged.value)
}

test('what could not be told and what still waits is counted beside what was true and false', () => {
  const warnings = ['true', 'true', 'false', 'cannot-tell', null].map((verdict) => warned(verdict as Verdict | null))
  assert.deepEqual(judgedSince(warnings, 0), { right: 2, wrong: 1, cannotTell: 1, awaiting: 1 })
})

test('a verdict before the shift does not count; a warning that waits does, however old', () => {
  assert.deepEqual(judgedSince([warned('true', 10), warned(null)], 11), { ...NOTHING_JUDGED, awaiting: 1 })
})

test('nothing is lost or counted twice between the sources', () => {
  const row = fc.record({
    source: fc.constantFrom('cam-1', 'cam-2', 'radar'),
    verdict: fc.constantFrom<Verdict | null>(...VERDICTS, null),
    count: fc.integer({ min: 1, max: 50 }),
  })
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const all = [...judgedBySource(rows).values()].reduce((sum, { right, wrong, cannotTell, awaiting }) => {
        return sum + right + wrong + cannotTell + awaiting
      }, 0)
      assert.equal(
        all,
        rows.reduce((sum, { count }) => sum + count, 0),
      )
    }),
  )
})

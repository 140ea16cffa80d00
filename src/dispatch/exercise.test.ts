import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import { channelFor, mayLeave } from './exercise.ts'
import { decide as decideIncident, evolve } from './incident.ts'
import { decide } from './order.ts'
import { AGENCIES, issued, MORNING, OFFICER, opened } from './samples.ts'

test('an order of an exercise goes to a page, whatever way its agency has; a real one goes its agency’s way', () => {
  for (const agency of AGENCIES) {
    assert.equal(channelFor({ exercise: true }, agency), 'console')
    assert.equal(channelFor({}, agency), agency.channel)
  }
  assert.equal(channelFor({}, undefined), 'console')
})

test('no order of an exercise can be issued by a way that leaves the house', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.constantFrom(...AGENCIES), (practised, { channel }) => {
      const { brief } = issued()
      const what = issued({ channel, brief: practised ? { ...brief, exercise: true } : brief })
      const decided = decide(null, { type: 'issue', at: MORNING, issued: what })
      assert.equal(mayLeave(what.brief), !practised)
      if (practised && channel !== 'console') assert.deepEqual(decided, refuse('exercise-stays'))
      else assert.ok(decided.ok)
    }),
  )
})

test('what a sensor has seen never joins an exercise', () => {
  const key = id<'incident'>('0193f000-0000-7000-8000-000000000001')
  const practised = evolve(null, key, { type: 'opened', v: 1, at: MORNING, ...opened({ exercise: true }) })
  const real = evolve(null, key, { type: 'opened', v: 1, at: MORNING, ...opened() })
  const join = {
    type: 'join',
    at: MORNING,
    report: { id: id<'report'>('r-1'), from: 'warning', warning: id<'warning'>('w-1') },
    by: OFFICER,
  } as const
  assert.deepEqual(decideIncident(practised, join), refuse('exercise-and-real'))
  assert.ok(decideIncident(real, join).ok)
})

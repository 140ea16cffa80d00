import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ground, PlanRule } from '../plan.ts'
import { MORNING, needs, POLICE, RESCUE, SHOULDER } from '../samples.ts'
import { type Past, summed, tried } from './trial.ts'

const ground: Ground = { areas: [], timeZone: 'Asia/Shanghai', holidays: [] }
const general: PlanRule = {
  id: 'general',
  name: { zh: '通用', en: 'General' },
  kinds: ['collision'],
  priorities: [1, 2],
  sections: [],
  areas: [],
  times: [],
  sends: [needs(POLICE, 'patrol-car')],
}
const past = (number: string, change: Partial<Past> = {}): Past => ({
  ...{ number, kind: 'collision', priority: 1, place: SHOULDER, at: MORNING },
  ordered: new Map([[POLICE, 1]]),
  ...change,
})

test('a draft is tried beside the rules in force: what changes is told for each incident and in sum', () => {
  const draft: PlanRule = {
    ...general,
    id: 'two-cars',
    priorities: [1],
    sends: [needs(POLICE, 'patrol-car', { count: 2 }), needs(RESCUE, 'tow-truck', { level: 2 })],
  }
  const all = tried([past('1'), past('2', { priority: 2 }), past('3', { kind: 'other' })], [general], draft, ground)
  assert.deepEqual(
    all.map(({ before, after }) => [before, after]),
    [
      ['general', 'two-cars'],
      ['general', 'general'],
      [null, null],
    ],
  )
  assert.deepEqual(all[0]?.agencies, [{ agency: POLICE, would: 2, did: 1 }], 'the second level is not sent at first')
  assert.deepEqual(summed(all), {
    incidents: 3,
    changed: 1,
    withoutRule: 1,
    differing: 2,
    agencies: [{ agency: POLICE, would: 3, did: 3 }],
  })
})

test('a draft takes the place of its own older version, and without one the plans in force are tried', () => {
  const draft = { ...general, sends: [needs(RESCUE, 'tow-truck')] }
  assert.deepEqual(tried([past('1')], [general], draft, ground)[0]?.agencies, [
    { agency: RESCUE, would: 1, did: 0 },
    { agency: POLICE, would: 0, did: 1 },
  ])
  assert.deepEqual(tried([past('1')], [general], null, ground)[0]?.agencies, [{ agency: POLICE, would: 1, did: 1 }])
})

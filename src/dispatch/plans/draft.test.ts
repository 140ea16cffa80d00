import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlanRule } from '../plan.ts'
import { needs, POLICE } from '../samples.ts'
import { changedParts, emptyRule, lackOf } from './draft.ts'

const whole: PlanRule = {
  ...emptyRule('rush'),
  name: { zh: '高峰', en: 'Rush hour' },
  kinds: ['collision', 'obstacle'],
  priorities: [1, 2],
  sections: [{ road: 'S12', fromKm: 40, toKm: 52 }],
  times: [{ days: ['mon'], from: '07:00', to: '09:00' }],
  sends: [needs(POLICE, 'patrol-car')],
}

test('what a draft lacks is told in the order of the form, one thing at a time', () => {
  assert.equal(lackOf(whole, 'two at night'), null)
  assert.equal(lackOf(emptyRule(''), ''), 'id')
  assert.equal(lackOf(emptyRule('rush'), ''), 'name')
  const lacks = (change: Partial<PlanRule>) => lackOf({ ...whole, ...change }, 'r')
  assert.equal(lacks({ kinds: [] }), 'kinds')
  assert.equal(lacks({ sections: [{ road: 'S12', fromKm: 52, toKm: 40 }] }), 'sections')
  assert.equal(lacks({ times: [{ days: ['mon'], from: '7', to: '09:00' }] }), 'times')
  assert.equal(lacks({ sends: [] }), 'sends')
  assert.equal(lackOf(whole, ' '), 'reason')
})

test('two drafts differ in the parts that were changed; the order in which kinds were ticked is no change', () => {
  assert.deepEqual(changedParts(whole, { ...whole, kinds: ['obstacle', 'collision'] }), [])
  assert.deepEqual(changedParts(whole, { ...whole, areas: ['old-town'], sends: [] }), ['where', 'sends'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgencyLine } from '../journal/lane.ts'
import { type Waiting, waited } from './line.ts'
import { MORNING, POLICE, RESCUE } from './samples.ts'

const line = (state: AgencyLine['state']): AgencyLine => ({ agency: RESCUE, state, since: MORNING, waiting: 0 })
const waits = (change: Partial<Waiting> = {}): Waiting => ({
  agency: RESCUE,
  waiting: 2,
  tried: false,
  due: true,
  ...change,
})
const LATER = MORNING + 5_000

test('a line shows what waits for its own agency and keeps the time since when it is as it is', () => {
  const all = [waits(), waits({ agency: POLICE, waiting: 9 })]
  assert.deepEqual(waited(line('ok'), all, false, LATER, false), { ...line('ok'), waiting: 2 })
})

test('after a restart a line with failed deliveries is not thought well of', () => {
  const after = waited(line('unknown'), [waits({ tried: true })], false, LATER, false)
  assert.deepEqual([after.state, after.since], ['failing', LATER])
  assert.equal(waited(line('ok'), [waits({ tried: true })], false, LATER, false).state, 'ok')
})

test('an agency that reads at a page is reached while somebody is there', () => {
  assert.equal(waited(line('unknown'), [], true, LATER, true).state, 'ok')
  assert.deepEqual(waited(line('ok'), [waits()], false, LATER, true), { ...line('unknown'), since: LATER, waiting: 2 })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Numbered } from '../../../journal/fact.ts'
import { MORNING, OFFICER } from '../../samples.ts'
import type { UnitFact } from '../duty.ts'
import { folded } from './folded.ts'

const told = (version: number, fact: UnitFact): Numbered => ({
  ...{ stream: 'unit/tp-07', version, fact, seq: version, recordedAt: MORNING, correlation: '' },
  by: { kind: 'person', id: OFFICER, role: 'duty-officer' },
})
const off: UnitFact = { type: 'went-off-duty', v: 1, at: MORNING, by: OFFICER }
const on: UnitFact = { type: 'came-on-duty', v: 1, at: MORNING + 1, by: OFFICER, crew: 2 }

test('facts are folded once each, and one that is missing in between is noticed', () => {
  const first = folded(new Map(), [told(1, off)])
  assert.equal([...(first ?? [])][0]?.[1].duty.state, 'off-duty')
  const second = first && folded(first, [told(1, off), told(2, on)])
  assert.equal([...(second ?? [])][0]?.[1].version, 2)
  assert.equal(first && folded(first, [told(3, on)]), null)
  assert.deepEqual(folded(new Map(), [{ ...told(1, off), stream: 'plan/general' }]), new Map())
})

/** What the browser holds of alerts: folded like the server's, once each, and told when something is missing. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { id } from '../../../core/ids.ts'
import type { Numbered } from '../../../journal/fact.ts'
import { MORNING } from '../../samples.ts'
import type { AlertFact } from '../alert.ts'
import type { Notice } from '../notice.ts'
import { folded } from './folded.ts'

const both = { zh: '大风', en: 'gale' }
const notice: Notice = {
  event: both,
  headline: both,
  description: both,
  instruction: both,
  urgency: 'Expected',
  severity: 'Severe',
  certainty: 'Likely',
  exercise: false,
  from: MORNING,
  until: MORNING + 1000,
  areaName: both,
  shapes: [],
}
const message = { sender: 'w', identifier: '1', sent: '2026-11-23T07:30:00+08:00' }
const numbered = (version: number, fact: AlertFact, kind = 'alert'): Numbered => ({
  seq: version,
  stream: `${kind as 'alert'}/one`,
  version,
  recordedAt: MORNING,
  by: { kind: 'machine', id: 'w' },
  correlation: 'c',
  fact,
})
const raised = numbered(1, { type: 'raised', v: 1, at: MORNING, source: 'w', message, notice, here: true })
const cancelled = numbered(2, { type: 'cancelled', v: 1, at: MORNING + 1, message })
const KEY = id<'alert'>('one')

test('facts are folded once each, whatever comes again', () => {
  const once = folded(new Map(), [raised, cancelled])
  const again = once && folded(once, [raised, cancelled])
  assert.equal(once?.get(KEY)?.alert.state, 'cancelled')
  assert.deepEqual(again, once)
})

test('a fact that is missing is told, and facts of others are passed over', () => {
  assert.equal(folded(new Map(), [cancelled]), null)
  assert.equal(folded(new Map(), [{ ...cancelled, stream: 'note/one' }])?.size, 0)
})

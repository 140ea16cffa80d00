/** Purposes: what counts as a reason to look, for whom, and for what. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { ok, refuse } from '../core/result.ts'
import { judgePurpose, type Looked, purposeFor, purposeOf, purposeText } from './ledger.ts'
import type { Principal, Role } from './roles.ts'

const somebody = (role: Role): Principal => ({ id: id<'person'>('p'), role, name: { zh: '某人', en: 'Somebody' } })
const duty = somebody('duty-officer')
const incident = { for: 'incident', incident: id<'incident'>('i1') } as const
const caller: Looked = { kind: 'caller', id: 'i1' }

test('the caller of an incident is looked up for that incident while it runs', () => {
  assert.deepEqual(judgePurpose(duty, caller, incident, 'running'), ok(incident))
})

test('being on duty is no reason to open the particulars of a caller', () => {
  assert.deepEqual(judgePurpose(duty, caller, { for: 'duty' }, 'unknown'), refuse('purpose-needed'))
  const auditor = somebody('auditor')
  assert.deepEqual(
    judgePurpose(auditor, caller, { for: 'audit', audit: '2026-4' }, 'unknown'),
    refuse('purpose-needed'),
  )
})

test('a closed incident, an unknown one and another one are no reasons to open them', () => {
  assert.deepEqual(judgePurpose(duty, caller, incident, 'closed'), refuse('purpose-closed'))
  assert.deepEqual(judgePurpose(duty, caller, incident, 'unknown'), refuse('purpose-unknown'))
  const other = { for: 'incident', incident: id<'incident'>('i2') } as const
  assert.deepEqual(judgePurpose(duty, caller, other, 'running'), refuse('purpose-of-another-incident'))
})

test('an auditor reads under a file number and has no shift to refer to', () => {
  const what: Looked = { kind: 'incident', id: 'i1' }
  const auditor = somebody('auditor')
  assert.equal(judgePurpose(auditor, what, { for: 'audit', audit: '2026-4' }, 'unknown').ok, true)
  assert.deepEqual(judgePurpose(auditor, what, { for: 'duty' }, 'unknown'), refuse('purpose-not-yours'))
  assert.deepEqual(judgePurpose(duty, what, { for: 'audit', audit: '2026-4' }, 'unknown'), refuse('purpose-not-yours'))
  assert.deepEqual(purposeFor(auditor, undefined), refuse('purpose-needed'))
  assert.deepEqual(purposeFor(duty, undefined), ok({ for: 'duty' }))
})

test('a number plate or a telephone number in place of an identifier enters no trace', () => {
  for (const text of ['浙F12345', '+86 138 0000 0000', '', 'a'.repeat(200)])
    assert.deepEqual(
      judgePurpose(duty, { kind: 'incident', id: text }, { for: 'duty' }, 'unknown'),
      refuse('not-an-identifier'),
    )
})

test('every purpose is read back as it was written, and anything else is refused', () => {
  const file = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,40}$/)
  fc.assert(
    fc.property(fc.constantFrom('incident', 'audit'), file, (kind, rest) => {
      const read = purposeOf(`${kind}/${rest}`)
      assert.ok(read.ok)
      assert.equal(purposeText(read.value), `${kind}/${rest}`)
    }),
  )
  for (const text of ['curiosity', 'incident/', 'incident', 'audit/../x', 'duty/', 'incident/a b', 'case/1'])
    assert.deepEqual(purposeOf(text), refuse('purpose-unknown'), text)
})

/** The wire keeps its word: signatures are read or refused for a named reason, and messages survive the journey. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refuse } from '../core/result.ts'
import { ANSWERS, REJECTION_CAUSES } from './order.ts'
import { answerMessage, readSignature, SIGNATURE_WINDOW_MS, signatureHeader } from './wire.ts'

const hmac = 'ab'.repeat(32)

test('a signature of five minutes and a millisecond ago is stale, in both directions', () => {
  const now = 1_800_000_000_000
  assert.deepEqual(readSignature(signatureHeader(now, hmac), now + SIGNATURE_WINDOW_MS), {
    ok: true,
    value: { at: now, hmacHex: hmac },
  })
  for (const off of [SIGNATURE_WINDOW_MS + 1, -SIGNATURE_WINDOW_MS - 1])
    assert.deepEqual(readSignature(signatureHeader(now, hmac), now + off), refuse('signature-stale'))
})

test('no header and a malformed header are refused by different words', () => {
  assert.deepEqual(readSignature(undefined, 0), refuse('signature-missing'))
  for (const bad of ['', 't=1', `t=x,v1=${hmac}`, `t=1,v1=${hmac.toUpperCase()}`, `t=1,v1=${hmac} `, `v1=${hmac},t=1`])
    assert.deepEqual(readSignature(bad, 0), refuse('signature-unreadable'))
})

test('every answer survives the wire, and a rejection without its cause does not leave', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          version: fc.constant(1 as const),
          id: fc.uuid(),
          order: fc.uuid(),
          answer: fc.constantFrom(...ANSWERS),
          at: fc.nat(),
          cause: fc.constantFrom(...REJECTION_CAUSES),
          agencyNumber: fc.string({ minLength: 1, maxLength: 80 }),
          unit: fc.string({ minLength: 1, maxLength: 80 }),
        },
        { requiredKeys: ['version', 'id', 'order', 'answer', 'at'], noNullPrototype: true },
      ),
      (said) => {
        const read = answerMessage.safeParse(JSON.parse(JSON.stringify(said)))
        assert.equal(read.success, said.answer !== 'rejected' || said.cause !== undefined)
        if (read.success) assert.deepEqual(read.data, said)
      },
    ),
  )
})

test('an answer with a field that the wire does not know is refused', () => {
  const said = { version: 1, id: '0192d3a8-0000-7000-8000-000000000000', order: 'o', answer: 'arrived', at: 1 }
  assert.equal(answerMessage.safeParse(said).success, true)
  assert.equal(answerMessage.safeParse({ ...said, patient: 'x' }).success, false)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MINUTE } from '../../core/time.ts'
import { MORNING } from '../samples.ts'
import { sign, verify } from './signature.ts'

const secret = 'a secret of at least thirty-two letters'
const body = Buffer.from('{"version":1}')

test('what an agency signed is taken, and one changed byte, another secret or another time is not', () => {
  const header = sign(secret, MORNING, body)
  assert.equal(verify(secret, header, body, MORNING + 1_000).ok, true)
  for (const [key, text, said] of [
    [secret, '{"version":2}', header],
    [`${secret}.`, '{"version":1}', header],
    [secret, '{"version":1}', header.replace(String(MORNING), String(MORNING + 1))],
  ] as const) {
    const verdict = verify(key, said, Buffer.from(text), MORNING + 1_000)
    assert.equal(!verdict.ok && verdict.refusal, 'signature-wrong')
  }
})

test('a signature of six minutes ago is stale however right it is', () => {
  const verdict = verify(secret, sign(secret, MORNING, body), body, MORNING + 6 * MINUTE)
  assert.equal(!verdict.ok && verdict.refusal, 'signature-stale')
})

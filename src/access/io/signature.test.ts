/** Who does not know the agency's secret, or comes late, or bends the header, is not heard. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ok, refuse } from '../../core/result.ts'
import { SIGNATURE_WINDOW_MS } from '../wire.ts'
import { checkSignature, sign } from './signature.ts'

const SECRET = 'a-secret-of-at-least-thirty-two-characters'
const NOW = Date.UTC(2026, 10, 23, 8)
const body = Buffer.from('{"version":1,"answer":"arrived"}')

test('what was signed is accepted, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer({ min: -SIGNATURE_WINDOW_MS, max: SIGNATURE_WINDOW_MS }), (bytes, late) =>
      assert.deepEqual(checkSignature(SECRET, sign(SECRET, bytes, NOW), bytes, NOW + late), ok(NOW)),
    ),
  )
})

test('another secret, another body and another time under the same signature are forged', () => {
  const header = sign(SECRET, body, NOW)
  const forged = refuse('signature-forged')
  assert.deepEqual(checkSignature('another-secret', header, body, NOW), forged)
  assert.deepEqual(checkSignature(SECRET, header, Buffer.from('{"version":1,"answer":"cleared"}'), NOW), forged)
  assert.deepEqual(checkSignature(SECRET, header.replace(`t=${NOW}`, `t=${NOW + 1}`), body, NOW), forged)
})

test('a genuine letter replayed after five minutes is stale, and so is one from the future', () => {
  const header = sign(SECRET, body, NOW)
  assert.deepEqual(checkSignature(SECRET, header, body, NOW + SIGNATURE_WINDOW_MS + 1), refuse('signature-stale'))
  assert.deepEqual(checkSignature(SECRET, header, body, NOW - SIGNATURE_WINDOW_MS - 1), refuse('signature-stale'))
})

test('a stale time with a fresh one written in front is malformed, not accepted', () => {
  const old = sign(SECRET, body, NOW - 2 * SIGNATURE_WINDOW_MS)
  assert.deepEqual(checkSignature(SECRET, `t=${NOW},${old}`, body, NOW), refuse('signature-malformed'))
})

test('headers that say more, less or something else than t and v1 are malformed', () => {
  const v1 = sign(SECRET, body, NOW).split(',')[1]
  const bent = [
    undefined,
    '',
    't=',
    `t=${NOW}`,
    v1,
    `t=${NOW},v1=`,
    `t=${NOW},v1=00`,
    `t=${NOW}.0,${v1}`,
    `t=-${NOW},${v1}`,
    `t=1e12,${v1}`,
    `t=${NOW},${v1},v0=abc`,
    `t=${NOW},${v1?.toUpperCase()}`,
    `t=${NOW}${`,${v1}`.repeat(5)}`,
    'x'.repeat(10_000),
  ]
  for (const header of bent)
    assert.deepEqual(checkSignature(SECRET, header, body, NOW), refuse('signature-malformed'), header?.slice(0, 80))
})

test('while a secret is replaced, either of two signatures is enough', () => {
  const both = `${sign('the-old-secret', body, NOW)},${sign(SECRET, body, NOW).split(',')[1]}`
  assert.deepEqual(checkSignature(SECRET, both, body, NOW), ok(NOW))
})

test('no random header passes', () => {
  fc.assert(fc.property(fc.string(), (header) => !checkSignature(SECRET, header, body, NOW).ok))
})

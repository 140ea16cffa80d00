import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FIRST_RETRY_MS, LONGEST_RETRY_MS, MAX_ATTEMPTS, waitMs, worthRetrying } from './retry.ts'

test('waits grow from half a second to a minute, and no wait is longer or shorter than half its step', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: MAX_ATTEMPTS - 1 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, c) => {
        const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (n - 1))
        const wait = waitMs(n, c)
        assert.ok(wait !== null && wait >= full / 2 && wait <= full)
      },
    ),
  )
})

test('an order that nobody took in twelve attempts is a dead letter', () => {
  assert.notEqual(waitMs(MAX_ATTEMPTS - 1, 0), null)
  assert.equal(waitMs(MAX_ATTEMPTS, 0), null)
})

test('"no" is not asked twice; "away", "busy" and "later" are', () => {
  for (const no of [301, 302, 400, 401, 403, 404, 410, 413, 422]) assert.equal(worthRetrying(no), false, String(no))
  for (const later of [0, 408, 409, 425, 429, 500, 502, 503, 504])
    assert.equal(worthRetrying(later), true, String(later))
})

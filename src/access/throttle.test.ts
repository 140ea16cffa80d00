/** Guessing gets slow; forgetting does not lock anybody out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SECOND } from '../core/time.ts'
import { clearedCookie, sessionCookie, tokenIn } from './cookie.ts'
import { type Attempts, afterFailure, FORGET_AFTER_MS, FREE_TRIES, LONGEST_WAIT_MS, waitMs } from './throttle.ts'

const failed = (times: number, at: number): Attempts | undefined =>
  Array.from({ length: times }).reduce<Attempts | undefined>((now) => afterFailure(now, at), undefined)

test('three wrong passwords are free, then the wait doubles from one second', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6].map((times) => waitMs(failed(times, 1000), FREE_TRIES.pair, 1000))
  assert.deepEqual(waits, [0, 0, 0, 1 * SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND])
})

test('the wait never exceeds five minutes and is over after a quarter of an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.nat(2 * FORGET_AFTER_MS), (times, later) => {
      const wait = waitMs(failed(times, 0), FREE_TRIES.pair, later)
      assert.ok(wait >= 0 && wait <= LONGEST_WAIT_MS)
      if (later > FORGET_AFTER_MS) assert.equal(wait, 0)
    }),
    { numRuns: 50 },
  )
})

test('a cookie that somebody planted beside ours counts as none', () => {
  assert.equal(tokenIn('a=b; fm=TOKEN; c=d', false), 'TOKEN')
  assert.equal(tokenIn('fm=ONE; fm=TWO', false), null)
  assert.equal(tokenIn('fm=ONE', true), null)
  assert.equal(tokenIn(sessionCookie('T', true, 60).split(';')[0], true), 'T')
  assert.equal(tokenIn(undefined, true), null)
})

test('the cookie is for this host, this site and no script', () => {
  assert.equal(sessionCookie('T', true, 60), '__Host-fm=T; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure')
  assert.equal(clearedCookie(false), 'fm=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict')
})

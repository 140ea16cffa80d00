import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDead, type Quiet } from './patience.ts'

const silent: Quiet = { quietMs: 6_000, hasShown: true, decoderCpuMs: 0, isRunnable: false, lateMs: 2 }

test('a camera that stalls without closing is found within seconds; a decoder that is starved is left alone', () => {
  assert.equal(isDead(silent), true)
  assert.equal(isDead({ ...silent, quietMs: 4_000 }), false)
  assert.equal(isDead({ ...silent, isRunnable: true }), false, 'it waits for the processor, not for the camera')
  assert.equal(isDead({ ...silent, decoderCpuMs: 400 }), false, 'it works, only slowly')
  assert.equal(isDead({ ...silent, lateMs: 2_000 }), false, 'we were late ourselves')
  assert.equal(isDead({ ...silent, decoderCpuMs: null }), true, 'where nothing can be known, quiet is dead')
  assert.equal(isDead({ ...silent, hasShown: false }), false, 'a first picture takes longer')
})

test('nothing excuses half a minute without a picture, and less than five seconds are always excused', () => {
  fc.assert(
    fc.property(
      fc.record({
        quietMs: fc.nat(60_000),
        hasShown: fc.boolean(),
        decoderCpuMs: fc.option(fc.nat(5_000)),
        isRunnable: fc.boolean(),
        lateMs: fc.nat(10_000),
      }),
      (quiet) => {
        if (quiet.quietMs >= 30_000) assert.equal(isDead(quiet), true)
        if (quiet.quietMs < 5_000) assert.equal(isDead(quiet), false)
      },
    ),
  )
})

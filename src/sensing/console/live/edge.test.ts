import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { steer } from './edge.ts'

test('a viewer far behind leaps to the newest picture, one a little behind only hurries', () => {
  assert.equal(steer(0, 10, 3).leapTo, 9.65)
  assert.deepEqual(steer(0, 10, 8.8), { leapTo: null, rate: 1.08, forgetBefore: null })
  assert.deepEqual(steer(0, 10, 9.6), { leapTo: null, rate: 1, forgetBefore: null })
})

test('a stream that begins anywhere on its clock is entered where it is', () => {
  assert.equal(steer(5_000, 5_000.2, 0).leapTo, 5_000)
})

test('however long it plays, the buffer stays within a quarter of a minute and the playing within what is buffered', () => {
  const step = fc.record({
    came: fc.double({ min: 0, max: 2, noNaN: true }),
    passed: fc.double({ min: 0, max: 2, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      let [start, end, at] = [0, 0.1, 0]
      for (const { came, passed } of steps) {
        end += came
        at = Math.min(end, at + passed)
        const { leapTo, forgetBefore } = steer(start, end, at)
        at = leapTo ?? at
        start = Math.max(start, forgetBefore ?? start)
        assert.ok(at >= start && at <= end)
        assert.ok(end - start < 15, `${end - start} s`)
      }
    }),
  )
})

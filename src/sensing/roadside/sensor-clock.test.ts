/** A sensor's clock: steady ways are learnt, late frames set aside, a clock that was set is learnt anew within seconds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LATE_MS, type SensorClock, tell } from './sensor-clock.ts'

const NOON = Date.UTC(2026, 10, 23, 12)

test('under any ways below the limit every frame fits, and its time is right to the shortest of them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.array(fc.integer({ min: 5, max: 1_500 }), { minLength: 20, maxLength: 400 }),
      (ahead, ways) => {
        let clock: SensorClock | null = null
        let least = Number.POSITIVE_INFINITY
        ways.forEach((wayMs, index) => {
          const made = NOON + index * 100
          const told = tell(clock, made + ahead, made + wayMs)
          clock = told.clock
          least = Math.min(least, wayMs)
          assert.ok(told.verdict === 'fits')
          if (index > 0) assert.ok(told.at >= made && told.at <= made + least)
        })
      },
    ),
  )
})

test('a frame that waited is a stray; the next that did not fits', () => {
  let { clock } = tell(null, NOON, NOON + 20)
  const late = tell(clock, NOON + 100, NOON + 100 + LATE_MS + 50)
  assert.equal(late.verdict, 'stray')
  clock = late.clock
  assert.equal(tell(clock, NOON + 200, NOON + 220).verdict, 'fits')
})

test('a clock that was set is known within four seconds, and everything fits again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_000, max: 1e8 }), fc.boolean(), (by, back) => {
      const jump = back ? -by : by
      let { clock } = tell(null, NOON, NOON + 20)
      const verdicts = Array.from({ length: 60 }, (_, index) => {
        const made = NOON + (index + 1) * 100
        const told = tell(clock, made + jump, made + 20)
        clock = told.clock
        return told.verdict
      })
      assert.ok(verdicts.indexOf('jumped') >= 0 && verdicts.indexOf('jumped') <= 40)
      assert.ok(verdicts.slice(verdicts.indexOf('jumped') + 1).every((verdict) => verdict === 'fits'))
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '../../core/time.ts'
import { DAYS, holds, momentOf, type TimeWindow } from './when.ts'

/** Wednesday, 30 December 2026, midnight in Shanghai. */
const WEDNESDAY = Date.UTC(2026, 11, 29, 16)
const isIn = (window: TimeWindow, at: number, holidays: readonly string[] = []): boolean =>
  holds(window, momentOf(at, 'Asia/Shanghai', holidays))

test('a window begins with its first minute and ends before its last', () => {
  const rush: TimeWindow = { days: ['wed'], from: '07:00', to: '09:30' }
  assert.equal(isIn(rush, WEDNESDAY + 7 * HOUR - 1), false)
  assert.equal(isIn(rush, WEDNESDAY + 7 * HOUR), true)
  assert.equal(isIn(rush, WEDNESDAY + 9.5 * HOUR - 1), true)
  assert.equal(isIn(rush, WEDNESDAY + 9.5 * HOUR), false)
  assert.equal(isIn(rush, WEDNESDAY + DAY + 8 * HOUR), false)
})

test('a night counts to the day it began on', () => {
  const night: TimeWindow = { days: ['wed'], from: '22:00', to: '06:00' }
  assert.equal(isIn(night, WEDNESDAY + 23 * HOUR), true)
  assert.equal(isIn(night, WEDNESDAY + DAY + 5 * HOUR), true)
  assert.equal(isIn(night, WEDNESDAY + 5 * HOUR), false)
})

test('a holiday is no day of the week, and the night before it ends with it', () => {
  const holidays = ['2026-12-31']
  const thursday: TimeWindow = { days: ['thu'], from: '00:00', to: '00:00' }
  assert.equal(isIn(thursday, WEDNESDAY + DAY + 8 * HOUR), true)
  assert.equal(isIn(thursday, WEDNESDAY + DAY + 8 * HOUR, holidays), false)
  assert.equal(isIn({ ...thursday, days: ['holiday'] }, WEDNESDAY + DAY + 8 * HOUR, holidays), true)
  assert.equal(isIn({ days: ['wed'], from: '22:00', to: '06:00' }, WEDNESDAY + DAY + 5 * HOUR, holidays), true)
})

test('every minute of a day lies in exactly one of a window and its complement', () => {
  const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:15`)
  fc.assert(
    fc.property(time, time, fc.integer({ min: 0, max: 20_000 }), (from, to, minute) => {
      fc.pre(from !== to)
      const at = WEDNESDAY + minute * MINUTE
      const days = [...DAYS]
      assert.notEqual(isIn({ days, from, to }, at), isIn({ days, from: to, to: from }, at))
    }),
  )
})

/** The programme of the expressway camera: soon for a newcomer, then every few minutes, and never two cars at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MINUTE, SECOND } from '../../core/time.ts'
import {
  FIRST_STOP_MS,
  FREEZING_CAMERA,
  firstProgramme,
  helped,
  PATIENCE_MS,
  programmeAt,
  restaged,
  shownAt,
} from './stage.ts'
import { standsFrom } from './stop.ts'

test('the first car stands within half a minute of the first viewer', () => {
  const { stop } = firstProgramme(7)
  assert.equal(stop.entersAt, FIRST_STOP_MS)
  assert.ok(standsFrom(stop) < 30 * SECOND)
})

test('a car that was helped leaves at once, and the next comes some minutes later at another place', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 9 * MINUTE }), (seed, later) => {
      const first = firstProgramme(seed)
      const at = standsFrom(first.stop) + later
      const gone = helped(first, at)
      assert.equal(gone.stop.leavesAt, at)
      assert.deepEqual(helped(gone, at + 5), gone)
      const next = programmeAt(seed, gone, at + MINUTE)
      assert.equal(next.index, 1)
      assert.ok(next.stop.entersAt - at >= 2.5 * MINUTE && next.stop.entersAt - at <= 4.5 * MINUTE)
      assert.notEqual(next.stop.standsAtM, first.stop.standsAtM)
    }),
  )
})

test('nobody can help a car that still rolls, and one that nobody comes for drives on by itself', () => {
  const first = firstProgramme(7)
  assert.deepEqual(helped(first, first.stop.entersAt + 1), first)
  const tired = programmeAt(7, first, standsFrom(first.stop) + PATIENCE_MS + 1)
  assert.equal(tired.stop.leavesAt, standsFrom(first.stop) + PATIENCE_MS)
})

test('one camera freezes for two minutes and goes on with the present, the others never', () => {
  assert.equal(shownAt(FREEZING_CAMERA, 8 * MINUTE), 8 * MINUTE)
  assert.equal(shownAt(FREEZING_CAMERA, 10 * MINUTE), 9 * MINUTE)
  assert.equal(shownAt(FREEZING_CAMERA, 12 * MINUTE), 12 * MINUTE)
  assert.equal(shownAt('S12-K45-up', 10 * MINUTE), 10 * MINUTE)
})

test('a detector that comes back sees the car drive in again, and one that comes early waits for it', () => {
  const first = firstProgramme(7)
  assert.deepEqual(restaged(first, 5_000), first)
  assert.equal(restaged(first, 90_000).stop.entersAt, 90_000 + FIRST_STOP_MS)
})

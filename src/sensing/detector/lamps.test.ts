import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lamps } from './lamps.ts'

type Light = {
  left: number
  right: number
  apart?: number
  noise?: number
  swing?: number
  seconds?: number
  /** Pixels of a mast that sways up and down at 0.9 Hz, over a vehicle with a bright roof. */
  sway?: number
}

function seen(framesPerSecond: number, light: Light): boolean | null {
  const lamps = new Lamps(85, 85, 60, 60)
  let state = 7
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4294967296
  }
  const lit = (hz: number, t: number, apart: number): boolean => hz > 0 && (hz * t + apart) % 1 < 0.5
  const frames = Math.round((light.seconds ?? 6) * framesPerSecond)
  for (let index = 0; index < frames; index += 1) {
    const t = index / framesPerSecond
    const moved = (light.sway ?? 0) * Math.sin(2 * Math.PI * 0.9 * t)
    const whole = Math.round(moved)
    const record = (x: number, row: number): number => {
      const y = row - (moved - whole)
      // The roof's edge, as a lens draws it.
      const roof = light.sway === undefined ? 0 : 60 / (1 + Math.exp(2 * (100 - y)))
      const inRow = y >= 112 && y < 119
      const isLeft = inRow && x >= 96 && x < 103 && lit(light.left, t, 0)
      const isRight = inRow && x >= 127 && x < 134 && lit(light.right, t, light.apart ?? 0)
      const base = (isLeft || isRight ? 190 : 90) + roof + (light.noise ?? 0) * (chance() - 0.5)
      return base * (1 + (light.swing ?? 0) * Math.sin(t * 1.3))
    }
    lamps.record(t * 1000, record, [0, moved - whole])
  }
  return lamps.decide(95, 95, 40, 40).flashing
}

test('lamps that flash at 1 to 2 Hz on both sides in phase are hazard lights, at any frame rate from 5 to 25', () => {
  for (const rate of [5, 8, 12.5, 25, 60])
    for (const hz of [1, 1.5, 2])
      assert.equal(seen(rate, { left: hz, right: hz, noise: 16 }), true, `${hz} Hz at ${rate}/s`)
})

test('an indicator on one side, lamps out of step, too slow, too fast or off are not', () => {
  assert.equal(seen(12.5, { left: 1.5, right: 0 }), false)
  assert.equal(seen(12.5, { left: 0, right: 1.5 }), false)
  assert.equal(seen(12.5, { left: 1.5, right: 1.5, apart: 0.5 }), false)
  assert.equal(seen(12.5, { left: 1, right: 2 }), false)
  assert.equal(seen(12.5, { left: 0.6, right: 0.6 }), false)
  assert.equal(seen(12.5, { left: 2.8, right: 2.8 }), false)
  assert.equal(seen(12.5, { left: 0, right: 0, noise: 30 }), false)
  assert.equal(seen(12.5, { left: 0, right: 0, swing: 0.25, noise: 8 }), false)
})

test('a swing of the light does not hide the lamps', () => {
  assert.equal(seen(12.5, { left: 1.5, right: 1.5, swing: 0.25, noise: 8 }), true)
})

test('what was seen too briefly or too seldom is said to be untold, not off', () => {
  assert.equal(seen(12.5, { left: 1.5, right: 1.5, seconds: 2 }), null)
  assert.equal(seen(2, { left: 1.5, right: 1.5 }), null)
})

test('a mast that sways at the rate of lamps makes no lamps, and hides none', () => {
  for (const sway of [0.45, 1.4, 2.5]) {
    assert.equal(seen(12.5, { left: 0, right: 0, sway, noise: 8 }), false, `${sway} pixels`)
    assert.equal(seen(12.5, { left: 1.5, right: 1.5, sway, noise: 8 }), true, `${sway} pixels`)
  }
})

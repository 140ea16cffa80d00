import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasSettled, isThere, type PtzStatus } from './device.ts'

const GOAL = { pan: 0.2, tilt: -0.1, zoom: 0.5 }
const said = (moving: boolean | null, position: PtzStatus['position'] = GOAL): PtzStatus => ({ moving, position })

test('a camera is there when it says that it stands and stands where it was sent', () => {
  assert.equal(isThere(said(false), GOAL), true)
  assert.equal(isThere(said(false, { ...GOAL, pan: 0.21 }), GOAL), true)
  assert.equal(isThere(said(false, { ...GOAL, pan: 0.3 }), GOAL), false)
  assert.equal(isThere(said(true), GOAL), false)
})

test('what it does not say is vouched for by what it does say', () => {
  assert.equal(isThere(said(false, null), GOAL), true)
  assert.equal(isThere(said(false), null), true)
  assert.equal(isThere(said(null), GOAL), true)
  assert.equal(isThere(said(null, null), GOAL), false)
  assert.equal(isThere(said(null), null), false)
})

test('a camera that never says IDLE counts as home when it has stood there over two looks, and not before', () => {
  assert.equal(hasSettled(null, said(true), GOAL), false)
  assert.equal(hasSettled(said(true), said(true), GOAL), true)
  assert.equal(hasSettled(said(true, { ...GOAL, zoom: 0.499 }), said(true), GOAL), false)
  assert.equal(hasSettled(said(true, { ...GOAL, pan: 1 }), said(true, { ...GOAL, pan: 1 }), GOAL), false)
  assert.equal(hasSettled(null, said(false), GOAL), true)
})

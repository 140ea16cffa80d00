/** The keys of a replay belong to it, but never to a field somebody types in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { replayKey, SPEEDS, speedBeside } from './keys.ts'

const pressed = (key: string, more: object = {}) =>
  replayKey({ key, shift: false, modified: false, inField: false, ...more })

test('space plays, arrows move by ten seconds or with Shift by a minute, brackets step over facts', () => {
  assert.deepEqual(pressed(' '), { act: 'play' })
  assert.deepEqual(pressed('ArrowRight'), { act: 'move', ms: 10_000 })
  assert.deepEqual(pressed('ArrowLeft', { shift: true }), { act: 'move', ms: -60_000 })
  assert.deepEqual(pressed(']'), { act: 'next' })
  assert.deepEqual(pressed('['), { act: 'previous' })
})

test('a key with Control, and a key in a field, is not ours', () => {
  assert.equal(pressed(' ', { inField: true }), null)
  assert.equal(pressed('ArrowLeft', { modified: true }), null)
  assert.equal(pressed('x'), null)
})

test('speed stays between one and sixty', () => {
  assert.equal(speedBeside(60, 1), 60)
  assert.equal(speedBeside(1, -1), 1)
  assert.deepEqual(
    SPEEDS.slice(0, -1).map((speed) => speedBeside(speed, 1)),
    SPEEDS.slice(1),
  )
})

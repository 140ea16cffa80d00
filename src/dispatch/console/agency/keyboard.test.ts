import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandOf, KEY_OF } from './keyboard.ts'
import { ROOM_ANSWERS } from './room.ts'

test('every answer has a key of its own, and the key gives that answer', () => {
  for (const answer of ROOM_ANSWERS)
    assert.deepEqual(commandOf(KEY_OF[answer].toLowerCase(), 'page'), { do: 'answer', answer })
  assert.equal(new Set(Object.values(KEY_OF)).size, ROOM_ANSWERS.length)
})

test('what is typed into our own number answers nothing, but Enter signs and Escape leaves', () => {
  for (const key of ['s', 'r', '1', 'ArrowDown', 'm']) assert.equal(commandOf(key, 'field'), null)
  assert.deepEqual(commandOf('Enter', 'field'), { do: 'due' })
  assert.deepEqual(commandOf('Escape', 'field'), { do: 'back' })
})

test('Enter on a button is that button, not the next answer', () => {
  assert.equal(commandOf('Enter', 'control'), null)
  assert.deepEqual(commandOf('Enter', 'page'), { do: 'due' })
})

test('Shift+S signs for all of one incident; a capital under Caps Lock signs for one', () => {
  assert.deepEqual(commandOf('S', 'page', true), { do: 'sign-all' })
  assert.deepEqual(commandOf('S', 'page'), { do: 'answer', answer: 'signed-for' })
  assert.equal(commandOf('S', 'field', true), null)
})

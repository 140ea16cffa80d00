/** The keys: one act each, none while somebody types. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEYS, keyMeans, type Pressed } from './keys.ts'

const press = (key: string, with_: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  inText: false,
  onControl: false,
  ...with_,
})

test('no key has two meanings', () => {
  const all = Object.values(KEYS).flat()
  assert.equal(new Set(all).size, all.length)
})

test('T gives the verdict true, also with caps lock, and not while somebody types', () => {
  assert.equal(keyMeans(press('t')), 'true')
  assert.equal(keyMeans(press('T')), 'true')
  assert.equal(keyMeans(press('t', { inText: true })), null)
})

test('a key held down does not judge twice, but it walks through the list', () => {
  assert.equal(keyMeans(press('t', { repeat: true })), null)
  assert.equal(keyMeans(press('j', { repeat: true })), 'next')
})

test('the browser keeps its own shortcuts, and a focused button its Enter', () => {
  assert.equal(keyMeans(press('f', { ctrlKey: true })), null)
  assert.equal(keyMeans(press('Enter', { onControl: true })), null)
  assert.equal(keyMeans(press('Escape', { inText: true })), 'back')
})

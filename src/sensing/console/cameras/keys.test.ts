import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Pressed, SHEET_KEYS, sheetKeyMeans, stepOf } from './keys.ts'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  inText: false,
  onControl: false,
  ...more,
})

test('no key means two things', () => {
  const all = Object.values(SHEET_KEYS).flat()
  assert.equal(new Set(all).size, all.length)
})

test('while metres are typed only Esc and saving are keys of the page', () => {
  for (const key of ['s', 'Backspace', 'Enter', ' ', 'z', '.'])
    assert.equal(sheetKeyMeans(press(key, { inText: true })), null)
  assert.equal(sheetKeyMeans(press('Escape', { inText: true })), 'back')
  assert.equal(sheetKeyMeans(press('s', { inText: true, ctrlKey: true })), 'save')
  assert.equal(stepOf(press('ArrowLeft', { inText: true })), null)
})

test("Ctrl+Z takes back, with Shift it brings again; Ctrl+L is the browser's", () => {
  assert.equal(sheetKeyMeans(press('z', { ctrlKey: true })), 'undo')
  assert.equal(sheetKeyMeans(press('Z', { metaKey: true, shiftKey: true })), 'redo')
  assert.equal(sheetKeyMeans(press('l', { ctrlKey: true })), null)
})

test('Enter on a button presses the button', () => {
  assert.equal(sheetKeyMeans(press('Enter', { onControl: true })), null)
  assert.equal(sheetKeyMeans(press('Enter')), 'finish')
})

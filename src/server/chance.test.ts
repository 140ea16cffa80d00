/** Chance drawn by the page is as much as was asked for, and never the same again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openChance } from './chance.ts'

test('ten bytes are ten bytes, across pages and beyond a page, and no two draws are alike', () => {
  const chance = openChance(64)
  const seen = new Set<string>()
  for (let n = 0; n < 1000; n++) {
    const drawn = chance(10)
    assert.equal(drawn.length, 10)
    seen.add(Buffer.from(drawn).toString('hex'))
  }
  assert.equal(seen.size, 1000)
  assert.equal(chance(100).length, 100)
  assert.ok(chance(100).some((byte) => byte !== 0))
})

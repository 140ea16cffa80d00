import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fitted } from './drawn.ts'

test('a picture is drawn no longer than it may be, in its proportions, and never larger than it was', () => {
  assert.deepEqual(fitted({ width: 4_032, height: 3_024 }, 1_600), { width: 1_600, height: 1_200 })
  assert.deepEqual(fitted({ width: 3_024, height: 4_032 }, 1_600), { width: 1_200, height: 1_600 })
  const side = fc.integer({ min: 1, max: 20_000 })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const small = fitted({ width, height }, 1_600)
      assert.ok(Math.max(small.width, small.height) <= 1_600 && small.width >= 1 && small.height >= 1)
      assert.ok(small.width <= width && small.height <= height)
      const scale = Math.min(1, 1_600 / Math.max(width, height))
      assert.ok(Math.abs(small.width - width * scale) <= 1 && Math.abs(small.height - height * scale) <= 1)
    }),
  )
})

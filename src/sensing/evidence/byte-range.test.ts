import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { byteRangeOf } from './byte-range.ts'

test('a player that jumps asks from a byte to the end, and for the last bytes', () => {
  assert.deepEqual(byteRangeOf('bytes=0-', 100), { first: 0, last: 99 })
  assert.deepEqual(byteRangeOf('bytes=40-59', 100), { first: 40, last: 59 })
  assert.deepEqual(byteRangeOf('bytes=40-1000', 100), { first: 40, last: 99 })
  assert.deepEqual(byteRangeOf('bytes=-10', 100), { first: 90, last: 99 })
  assert.deepEqual(byteRangeOf('bytes=-1000', 100), { first: 0, last: 99 })
})

test('what lies beyond the end cannot be had, and what is not understood is answered whole', () => {
  assert.equal(byteRangeOf('bytes=100-', 100), 'unsatisfiable')
  assert.equal(byteRangeOf('bytes=-0', 100), 'unsatisfiable')
  assert.equal(byteRangeOf('bytes=0-', 0), 'unsatisfiable')
  for (const header of [undefined, '', 'bytes=-', 'bytes=5-4', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=1e3-'])
    assert.equal(byteRangeOf(header, 100), null, header)
})

test('whatever is asked, no byte outside the file is ever given', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 30 }),
        fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]) => `bytes=${a}-${b}`),
      ),
      fc.nat(200),
      (header, size) => {
        const range = byteRangeOf(header, size)
        if (range === null || range === 'unsatisfiable') return
        assert.ok(0 <= range.first && range.first <= range.last && range.last < size)
      },
    ),
  )
})

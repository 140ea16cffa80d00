/** Names beside their signs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { placeLabels } from './labels.ts'

const name = (x: number, y: number, strong = false) => ({ x, y, width: 60, height: 14, strong })

test('a name stands below its sign, and above it where another one stands below', () => {
  const [first, second] = placeLabels([name(100, 100), name(104, 100)])
  assert.deepEqual([first?.x, first?.y], [70, 118])
  assert.deepEqual([second?.x, second?.y], [74, 82])
})

test('what finds no room is left out, and who was ordered is named all the same and chooses first', () => {
  const crowd = Array.from({ length: 9 }, () => name(100, 100))
  assert.equal(placeLabels(crowd).length, 4)
  const [first, ...others] = placeLabels([...crowd, name(100, 100, true)])
  assert.equal(first?.strong, true)
  assert.equal(others.length, 3)
  assert.equal(placeLabels(Array.from({ length: 9 }, () => name(100, 100, true))).length, 9)
})

test('no name that is not to be found by all means stands over another one', () => {
  const spot = fc.record({
    x: fc.double({ min: 0, max: 300, noNaN: true }),
    y: fc.double({ min: 0, max: 300, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(spot, { maxLength: 40 }), (spots) => {
      const placed = placeLabels(spots.map(({ x, y }) => name(x, y)))
      for (const [at, a] of placed.entries())
        for (const b of placed.slice(at + 1)) assert.ok(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 14)
    }),
  )
})

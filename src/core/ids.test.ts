import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { timeOfUuidv7, uuidv7 } from './ids.ts'

const chance = fc.uint8Array({ minLength: 10, maxLength: 16 })
const instant = fc.integer({ min: 0, max: 2 ** 47 })

test('a UUIDv7 has the form of RFC 9562 and gives its instant back', () => {
  fc.assert(
    fc.property(instant, chance, (at, bytes) => {
      const uuid = uuidv7(at, bytes)
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.equal(timeOfUuidv7(uuid), at)
    }),
  )
})

test('later ids sort behind earlier ones', () => {
  fc.assert(
    fc.property(instant, instant, chance, chance, (a, b, x, y) => {
      fc.pre(a < b)
      assert.ok(uuidv7(a, x) < uuidv7(b, y))
    }),
  )
})

test('too little chance is a bug, not a weak id', () => {
  assert.throws(() => uuidv7(0, new Uint8Array(9)), RangeError)
})

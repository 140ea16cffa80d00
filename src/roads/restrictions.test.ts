import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { automatonOf } from './restrictions.ts'

test('a turn is barred only right after the arc that it follows', () => {
  const turns = automatonOf([[1, 2]])
  const after = turns.next(0, 1)
  assert.equal(turns.lastArc(after), 1)
  assert.equal(turns.next(after, 2), -1)
  assert.equal(turns.next(0, 2), 0)
  assert.equal(turns.next(turns.next(after, 3), 2), 0)
})

test('a restriction over several ways and a shorter one inside it both hold', () => {
  const turns = automatonOf([
    [1, 2, 3],
    [2, 4],
  ])
  const between = turns.next(turns.next(0, 1), 2)
  assert.equal(turns.next(between, 3), -1)
  assert.equal(turns.next(between, 4), -1)
  assert.notEqual(turns.next(turns.next(0, 2), 3), -1)
})

test('whatever is forbidden and whatever is driven, an arc is barred when and only when it completes a forbidden sequence', () => {
  const arc = fc.integer({ min: 0, max: 4 })
  fc.assert(
    fc.property(
      fc.array(fc.array(arc, { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
      fc.array(arc, { maxLength: 40 }),
      (forbidden, wanted) => {
        const turns = automatonOf(forbidden)
        const driven: number[] = []
        let state = 0
        for (const next of wanted) {
          const completes = forbidden.some((sequence) => {
            const end = [...driven, next].slice(-sequence.length)
            return end.length === sequence.length && end.every((each, index) => each === sequence[index])
          })
          const then = turns.next(state, next)
          assert.equal(then === -1, completes)
          if (completes) continue
          driven.push(next)
          state = then
          if (state !== 0) assert.equal(turns.lastArc(state), next)
        }
      },
    ),
  )
})

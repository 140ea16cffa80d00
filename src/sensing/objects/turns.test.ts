import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { AskPriority } from './objects.ts'
import { Turns } from './turns.ts'

test('a camera with a candidate is looked at before the rounds of the others', () => {
  const turns = new Turns<string>()
  turns.put('a', 'round', 'a1')
  turns.put('b', 'candidate', 'b1')
  assert.deepEqual([turns.take(), turns.take(), turns.take()], ['b1', 'a1', null])
})

test('of one camera only the newest picture waits', () => {
  const turns = new Turns<string>()
  assert.equal(turns.put('a', 'round', 'old'), null)
  assert.equal(turns.put('a', 'candidate', 'new'), 'old')
  assert.equal(turns.take(), 'new')
  assert.equal(turns.size, 0)
})

test('one camera that asks without pause does not keep the others of its rank waiting', () => {
  const turns = new Turns<string>()
  turns.put('loud', 'round', 'loud')
  turns.put('calm', 'round', 'calm')
  const order = Array.from({ length: 4 }, () => {
    const next = turns.take()
    turns.put('loud', 'round', 'loud')
    return next
  })
  assert.deepEqual(order, ['loud', 'calm', 'loud', 'loud'])
})

test('nothing is lost silently: each picture is taken, gives way to a newer one of its camera, or is cleared', () => {
  const step = fc.oneof(
    fc.record({
      camera: fc.constantFrom('a', 'b', 'c'),
      priority: fc.constantFrom<AskPriority>('candidate', 'round'),
    }),
    fc.constant('take' as const),
    fc.constant('clear' as const),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const turns = new Turns<number>()
      const seen: number[] = []
      let made = 0
      for (const each of steps) {
        if (each === 'clear') seen.push(...turns.clear())
        else {
          const out = each === 'take' ? turns.take() : turns.put(each.camera, each.priority, made++)
          if (out !== null) seen.push(out)
        }
        assert.ok(turns.size <= 3)
      }
      seen.push(...turns.clear())
      assert.deepEqual(
        seen.toSorted((x, y) => x - y),
        Array.from({ length: made }, (_, index) => index),
      )
    }),
  )
})

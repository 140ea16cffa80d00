import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { MINUTE } from '../../core/time.ts'
import { MORNING, OFFICER } from '../samples.ts'
import {
  decideShift,
  evolveShift,
  type Item,
  itemKey,
  MOST_ITEMS,
  type Shift,
  type ShiftWish,
  unsignedOf,
} from './shift.ts'

const KEY = id<'room'>('0193f000-0000-7000-8000-0000000000b1')
const NEXT = id<'room'>('0193f000-0000-7000-8000-0000000000b2')
const RELIEVER = id<'person'>('zhou-lei')
const THIRD = id<'person'>('li-na')
const item = (key: string): Item => ({ kind: 'incident', id: key, label: { zh: key, en: key } })
const ITEMS = [item('one'), item('two')]

const start: ShiftWish = { type: 'start', at: MORNING, by: OFFICER, from: null }
const open: ShiftWish = { type: 'open-hand-over', at: MORNING + MINUTE, by: OFFICER, items: ITEMS }
const sign = (key: string, by = RELIEVER): ShiftWish => ({
  type: 'sign-item',
  at: MORNING + 2 * MINUTE,
  by,
  item: `incident/${key}`,
})
const take = (by = RELIEVER, knowingly = false): ShiftWish => ({
  type: 'take-over',
  at: MORNING + 3 * MINUTE,
  by,
  next: NEXT,
  knowingly,
})

function after(...wishes: readonly ShiftWish[]): Shift | null {
  return wishes.reduce<Shift | null>((now, wish) => {
    const decided = decideShift(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    return evolveShift(now, KEY, decided.value)
  }, null)
}

test('a shift is taken over when every open item is signed, and not one before', () => {
  assert.deepEqual(decideShift(after(start, open, sign('one')), take()), refuse('items-unsigned', '1'))
  const over = after(start, open, sign('one'), sign('two'), take())
  assert.ok(over?.state === 'over')
  assert.deepEqual([over.takenOverBy, over.next, over.unsigned], [RELIEVER, NEXT, 0])
})

test('who hands over signs nothing and does not relieve', () => {
  const now = after(start, open)
  assert.deepEqual(decideShift(now, sign('one', OFFICER)), refuse('own-hand-over'))
  assert.deepEqual(decideShift(now, take(OFFICER, true)), refuse('own-hand-over'))
})

test('only the officer on shift hands it over, and one person alone relieves', () => {
  assert.deepEqual(decideShift(after(start), { ...open, by: THIRD }), refuse('not-your-shift'))
  const now = after(start, open, sign('one'))
  assert.deepEqual(decideShift(now, sign('two', THIRD)), refuse('another-relieves'))
  assert.deepEqual(decideShift(now, take(THIRD)), refuse('another-relieves'))
})

test('an officer who is suddenly gone is relieved knowingly, and the record says what was not signed', () => {
  assert.deepEqual(decideShift(after(start), take()), refuse('not-handing-over'))
  const none = after(start, take(RELIEVER, true))
  assert.ok(none?.state === 'over')
  assert.equal(none.unsigned, null)
  const half = after(start, open, sign('one'), take(THIRD, true))
  assert.ok(half?.state === 'over')
  assert.equal(half.unsigned, 1)
})

test('a hand-over called off goes on as the shift it was, and the next one asks for everything anew', () => {
  const again = after(start, open, sign('one'), { type: 'call-off', at: MORNING, by: OFFICER }, open)
  assert.ok(again?.state === 'handing-over')
  assert.equal(unsignedOf(again.handOver).length, 2)
})

test('what is too much for one sheet is counted', () => {
  const many = Array.from({ length: MOST_ITEMS + 7 }, (_, n) => item(String(n)))
  const now = after(start, { ...open, items: many } as ShiftWish)
  assert.ok(now?.state === 'handing-over')
  assert.deepEqual([now.handOver.items.length, now.handOver.more], [MOST_ITEMS, 7])
})

const person = fc.constantFrom(OFFICER, RELIEVER, THIRD)
const anyWish: fc.Arbitrary<ShiftWish> = fc.oneof(
  fc.record({ type: fc.constant('start' as const), at: fc.nat(), by: person, from: fc.constant(null) }),
  fc.record({
    type: fc.constant('open-hand-over' as const),
    at: fc.nat(),
    by: person,
    items: fc.uniqueArray(fc.constantFrom('one', 'two', 'three').map(item), { selector: itemKey }),
  }),
  fc.record({ type: fc.constant('call-off' as const), at: fc.nat(), by: person }),
  fc.record({
    type: fc.constant('sign-item' as const),
    at: fc.nat(),
    by: person,
    item: fc.constantFrom('incident/one', 'incident/two', 'incident/three', 'incident/none'),
  }),
  fc.record({
    type: fc.constant('take-over' as const),
    at: fc.nat(),
    by: person,
    next: fc.constant(NEXT),
    knowingly: fc.boolean(),
  }),
)

test('whatever is wished: nobody relieves himself, nothing is signed twice, and no item is left unsigned unknowingly', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 15 }), (wishes) => {
      let now = null as Shift | null
      for (const wish of wishes) {
        const decided = decideShift(now, wish)
        if (!decided.ok) continue
        const next = evolveShift(now, KEY, decided.value)
        assert.notEqual(now?.state, 'over')
        if (next.state === 'handing-over') {
          assert.equal(new Set(next.handOver.signed).size, next.handOver.signed.length)
          assert.notEqual(next.handOver.reliever, next.officer)
        }
        if (next.state === 'over') {
          assert.notEqual(next.takenOverBy, next.officer)
          if (wish.type === 'take-over' && !wish.knowingly) assert.equal(next.unsigned, 0)
        }
        now = next
      }
    }),
  )
})

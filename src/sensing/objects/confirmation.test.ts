import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Box } from '../facts.ts'
import { Confirmation, isPerson, isVehicle, sightText, UNSEEN } from './confirmation.ts'
import type { Answer, ObjectClass } from './objects.ts'

const SIZE = { width: 640, height: 360 }
const WHOLE: Box = [0, 0, 640, 360]
const CAR: Box = [300, 200, 40, 30]

function answer(at: number, objects: readonly [ObjectClass, number, Box][], box: Box = WHOLE): Answer {
  return {
    at,
    box,
    model: 'm@12345678',
    objects: objects.map(([kind, score, where]) => ({ class: kind, score, box: where })),
  }
}

test('a thing is a vehicle when two of five looks say so, and not by one', () => {
  const looks = new Confirmation(SIZE)
  const sight = () => looks.sight(() => CAR, 0)
  looks.told(answer(1_000, [['car', 0.6, CAR]]))
  assert.equal(isVehicle(sight()), false)
  looks.told(answer(2_000, []))
  looks.told(answer(3_000, [['truck', 0.4, [295, 195, 52, 38]]]))
  assert.deepEqual(sight(), { looks: 3, vehicle: 2, person: 0, name: 'car' })
  assert.equal(isVehicle(sight()), true)
  // Two hits that lie behind five newer looks no longer count.
  for (const at of [4_000, 5_000, 6_000, 7_000, 8_000]) looks.told(answer(at, []))
  assert.equal(isVehicle(sight()), false)
})

test('looks elsewhere, before it came, or weak ones, say nothing of a thing', () => {
  const looks = new Confirmation(SIZE)
  for (const at of [1_000, 2_000]) looks.told(answer(at, [['car', 0.9, CAR]]))
  assert.deepEqual(
    looks.sight(() => CAR, 2_500),
    UNSEEN,
  )
  looks.told(answer(3_000, [['car', 0.9, CAR]], [0, 0, 310, 360]))
  assert.equal(looks.sight(() => CAR, 2_500).looks, 0)
  looks.told(answer(4_000, [['car', 0.2, CAR]]))
  looks.told(answer(5_000, [['car', 0.9, [100, 100, 40, 30]]]))
  looks.told(answer(6_000, [['car', 0.9, [0, 0, 640, 360]]]))
  assert.deepEqual(
    looks.sight(() => CAR, 2_500),
    { looks: 3, vehicle: 0, person: 0, name: null },
  )
})

test('a walker is followed: each look is compared with where he was then', () => {
  const looks = new Confirmation(SIZE)
  const where = (at: number): Box => [300 + at / 50, 200, 12, 30]
  for (const at of [1_000, 2_000, 3_000]) looks.told(answer(at, [['person', 0.22, where(at)]]))
  assert.equal(isPerson(looks.sight(where, 0)), true)
  assert.equal(isPerson(looks.sight(() => where(9_000), 0)), false)
})

test('answers may come out of order and are forgotten after a while', () => {
  const looks = new Confirmation(SIZE)
  assert.equal(looks.model, null)
  looks.told(answer(3_000, [['car', 0.9, CAR]]))
  looks.told(answer(2_000, [['car', 0.9, CAR]]))
  assert.equal(looks.sight(() => CAR, 0).vehicle, 2)
  assert.equal(looks.model, 'm@12345678')
  looks.told(answer(30_000, []))
  assert.equal(looks.sight(() => CAR, 0).looks, 1)
})

test('at most one question a second; the least looked-at candidate first; the whole picture where there is none', () => {
  const looks = new Confirmation(SIZE)
  const twice = { box: CAR, sight: { ...UNSEEN, looks: 2 } }
  const never = { box: [20, 20, 30, 30] as const, sight: UNSEEN }
  const first = looks.asks(0, () => [twice, never])
  assert.equal(first?.priority, 'candidate')
  assert.ok(first && first.box[0] === 0 && first.box[1] === 0)
  assert.equal(
    looks.asks(999, () => [twice]),
    null,
  )
  assert.equal(looks.asks(1_000, () => [])?.priority, 'round')
  for (const at of [1_400, 1_800])
    assert.equal(
      looks.asks(at, () => []),
      null,
    )
  assert.deepEqual(looks.asks(2_000, () => [])?.box, WHOLE)
})

test('of the key frames of a quiet camera one in eight seconds is looked at, a candidate at once', () => {
  const looks = new Confirmation(SIZE)
  const asked = [0, 2_000, 4_000, 6_000, 8_000, 10_000].filter((at) => looks.asks(at, () => []) !== null)
  assert.deepEqual(asked, [0, 8_000])
  assert.equal(looks.asks(12_000, () => [{ box: CAR, sight: UNSEEN }])?.priority, 'candidate')
})

test('what is asked about a candidate lies in the picture, holds it, and shows much around it', () => {
  const looks = new Confirmation(SIZE)
  const box = fc.record({
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
    width: fc.integer({ min: 4, max: 200 }),
    height: fc.integer({ min: 4, max: 200 }),
  })
  let at = 0
  fc.assert(
    fc.property(box, ({ x, y, width, height }) => {
      at += 1_000
      const candidate: Box = [x * (640 - width), y * (360 - height), width, height]
      const ask = looks.asks(at, () => [{ box: candidate, sight: UNSEEN }])
      assert.ok(ask)
      const [left, top, wide, high] = ask.box
      assert.ok(left >= 0 && top >= 0 && left + wide <= 640.001 && top + high <= 360.001)
      assert.ok(candidate[0] >= left - 0.001 && candidate[0] + width <= left + wide + 0.001)
      assert.ok(candidate[1] >= top - 0.001 && candidate[1] + height <= top + high + 0.001)
      assert.ok(wide >= 200 && high >= 200)
    }),
  )
})

test('a reason says how many looks saw what, in both languages, and nothing where nobody looked', () => {
  assert.equal(sightText(UNSEEN), null)
  assert.match(sightText({ looks: 5, vehicle: 3, person: 0, name: 'truck' })?.en ?? '', /lorry in 3 of 5/)
  assert.match(sightText({ looks: 4, vehicle: 0, person: 0, name: null })?.zh ?? '', /4 次/)
})

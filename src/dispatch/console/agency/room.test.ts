import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../../core/ids.ts'
import { decide, evolve, type Order, type OrderFact } from '../../order.ts'
import {
  clockSteps,
  dueAnswer,
  groupsOf,
  keysOf,
  neighbour,
  ROOM_ANSWERS,
  ringOf,
  roomOf,
  signedTogether,
} from './room.ts'

const order = (name: string, at: number, agency = 'ambulance-120', incident = `incident of ${name}`): Order =>
  evolve(null, id(name), {
    type: 'issued',
    v: 1,
    at,
    incident: id(incident),
    number: name,
    agency: id(agency),
    unit: null,
    channel: 'console',
    brief: {
      incidentNumber: '20261123-0031',
      kind: 'medical-emergency',
      priority: 1,
      place: { position: [120.75, 30.71], label: { zh: '路肩', en: 'shoulder' } },
      reason: { zh: '静止', en: 'standing' },
      firstObservedAt: at,
      together: [],
    },
    insteadOf: null,
    by: id('wang-min'),
  })

const answered = (now: Order, answer: (typeof ROOM_ANSWERS)[number], at: number): OrderFact | null => {
  const by = { via: 'console', id: 'room' } as const
  const fact = decide(now, { type: 'answer', at, answer, by, cause: 'unsafe', agencyNumber: null, unit: null })
  return fact.ok ? fact.value : null
}
const after = (now: Order, answer: (typeof ROOM_ANSWERS)[number], at: number): Order => {
  const fact = answered(now, answer, at)
  return fact ? evolve(now, now.id, fact) : now
}

test('the room shows its own orders: the unsigned one with the least time left on top, finished ones behind', () => {
  const room = roomOf(
    [
      order('new', 50),
      after(order('working', 20), 'signed-for', 25),
      order('old', 10),
      after(order('done', 1), 'cleared', 9),
      order('of-others', 5, 'road-rescue'),
    ],
    id('ambulance-120'),
  )
  assert.deepEqual(
    room.running.map((one) => one.issued.number),
    ['old', 'new', 'working'],
  )
  assert.deepEqual(
    room.past.map((one) => one.issued.number),
    ['done'],
  )
})

test('an unsigned order counts thirty seconds down, rings for thirty more, then is with the supervisor', () => {
  const fresh = order('a', 1_000)
  assert.deepEqual(ringOf(fresh, 1_000), { phase: 'counting', leftMs: 30_000, share: 1 })
  assert.deepEqual(ringOf(fresh, 46_000), { phase: 'ringing', leftMs: 15_000, share: 0.5 })
  assert.equal(ringOf(fresh, 61_000)?.phase, 'escalated')
  assert.equal(ringOf(after(fresh, 'signed-for', 2_000), 46_000), null)
})

test('a key is open exactly when the server would take the answer, whatever was said before', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ROOM_ANSWERS), { maxLength: 6 }), (said) => {
      const now = said.reduce((before, answer, index) => after(before, answer, index + 1), order('a', 0))
      for (const key of keysOf(now, 99)) assert.equal(key.open, answered(now, key.answer, 99) !== null)
    }),
  )
})

test('Enter takes the step that is due and nothing when the order is over', () => {
  const fresh = order('a', 0)
  assert.equal(dueAnswer(fresh), 'signed-for')
  assert.equal(dueAnswer(after(fresh, 'signed-for', 1)), 'on-the-way')
  assert.equal(dueAnswer(after(fresh, 'arrived', 1)), 'cleared')
  assert.equal(dueAnswer(after(fresh, 'rejected', 1)), null)
})

test('a clock that was never told stands as passed over once a later one is told', () => {
  const steps = clockSteps(after(order('a', 0), 'arrived', 9).clocks)
  assert.deepEqual(
    steps.filter((one) => one.passedOver).map((one) => one.step),
    ['setOutAt'],
  )
  assert.equal(steps.find((one) => one.step === 'clearedAt')?.passedOver, false)
})

test('the arrow keys stop at the ends of the list', () => {
  const room = roomOf([order('a', 1), order('b', 2)], id('ambulance-120'))
  assert.equal(neighbour(room, 'a', 1)?.id, 'b')
  assert.equal(neighbour(room, 'b', 1)?.id, 'b')
  assert.equal(neighbour(room, 'a', -1)?.id, 'a')
  assert.equal(neighbour(room, null, 1)?.id, 'a')
})

test('two cars to one incident stand as one group where the more urgent of them would, and do not change places', () => {
  const two = [order('0007-10', 10, 'ambulance-120', 'crash'), order('0007-2', 10, 'ambulance-120', 'crash')] as const
  const numbers = (room: ReturnType<typeof roomOf>) =>
    groupsOf(room.running).map((group) => group.map((one) => one.issued.number))
  const before = roomOf([order('later', 50), two[0], order('sooner', 5), two[1]], id('ambulance-120'))
  assert.deepEqual(numbers(before), [['sooner'], ['0007-2', '0007-10'], ['later']])
  const signed = roomOf([order('later', 50), two[0], after(two[1], 'signed-for', 20)], id('ambulance-120'))
  assert.deepEqual(numbers(signed), [['0007-2', '0007-10'], ['later']])
})

test('one key signs for every order of the incident that waits here, and for nothing else', () => {
  const anyOrder = fc.record({
    at: fc.integer({ min: 0, max: 99 }),
    incident: fc.constantFrom('crash', 'fire', 'flood'),
    agency: fc.constantFrom('ambulance-120', 'road-rescue'),
    said: fc.constantFrom(null, ...ROOM_ANSWERS),
  })
  fc.assert(
    fc.property(fc.array(anyOrder, { minLength: 1, maxLength: 9 }), (made) => {
      const orders = made.map(({ at, incident, agency, said }, index) => {
        const one = order(`n-${index}`, at, agency, incident)
        return said ? after(one, said, at + 1) : one
      })
      const room = roomOf(orders, id('ambulance-120'))
      assert.equal(new Set(room.running).size, room.running.length)
      for (const one of room.running) {
        const waits = orders.filter(
          (other) =>
            other.issued.agency === 'ambulance-120' &&
            other.issued.incident === one.issued.incident &&
            (other.state === 'issued' || other.state === 'delivered'),
        )
        assert.deepEqual(new Set(signedTogether(room, one)), new Set(waits))
      }
    }),
  )
})

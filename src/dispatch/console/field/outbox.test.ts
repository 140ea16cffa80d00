import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../../core/ids.ts'
import { decide, evolve, type Order, type OrderFact } from '../../order.ts'
import { MOST_PICTURES } from '../../picture/picture.ts'
import {
  dismiss,
  EMPTY_OUTBOX,
  FIELD_ANSWERS,
  type FieldAnswer,
  type Letter,
  next,
  type Outbox,
  outcomeOf,
  overtakes,
  put,
  retryAfterMs,
  settle,
  shown,
} from './outbox.ts'
import { buttonsOf, expected, isShownBy, ordersOf, picturesNow } from './said.ts'

const issued: Extract<OrderFact, { type: 'issued' }> = {
  type: 'issued',
  v: 1,
  at: 0,
  incident: id('incident-1'),
  number: '20261123-0031-1',
  agency: id('traffic-police'),
  unit: id('tp-07'),
  channel: 'console',
  brief: {
    incidentNumber: '20261123-0031',
    kind: 'stopped-vehicle',
    priority: 1,
    place: { position: [120.75, 30.71], label: { zh: '路肩', en: 'shoulder' } },
    reason: { zh: '静止', en: 'standing' },
    firstObservedAt: 0,
    together: [],
  },
  insteadOf: null,
  by: id('wang-min'),
}
const orderOf = (name: string): Order => evolve(null, id(name), issued)
const answer = (order: string, said: FieldAnswer, at: number, key = `${order}-${said}-${at}`): Letter => ({
  to: 'order',
  key,
  at,
  order: id(order),
  answer: said,
})
const picture = (order: string, at: number): Letter => ({
  to: 'picture',
  key: `${order}-picture-${at}`,
  at,
  order: id(order),
})
const help = (at: number): Letter => ({ to: 'help', key: `help-${at}`, at, position: [120.7, 30.7] })

/** The server as dispatch and the journal make it: judges by `decide`, remembers the first reply to a key. */
class Server {
  orders: Map<string, Order>
  facts: { order: string; type: OrderFact['type']; at: number; key: string }[] = []
  helps: string[] = []
  replies = new Map<string, { status: number; refusal: string | null }>()
  constructor(names: readonly string[]) {
    this.orders = new Map(names.map((name) => [name, orderOf(name)]))
  }
  take(letter: Letter): { status: number; refusal: string | null } {
    const before = this.replies.get(letter.key)
    if (before) return before
    const reply = letter.to === 'help' ? this.hear(letter.key) : this.judge(letter)
    this.replies.set(letter.key, reply)
    return reply
  }
  hear(key: string): { status: number; refusal: null } {
    this.helps.push(key)
    return { status: 201, refusal: null }
  }
  judge(letter: Exclude<Letter, { to: 'help' }>): { status: number; refusal: string | null } {
    const now = this.orders.get(letter.order)
    if (!now) return { status: 404, refusal: 'not-issued' }
    const { at, key } = letter
    const by = { via: 'field', id: 'chen-hao' } as const
    const fact =
      letter.to === 'picture'
        ? decide(now, { type: 'picture', at, still: key, by })
        : decide(now, { type: 'answer', at, answer: letter.answer, by, cause: null, agencyNumber: null, unit: null })
    if (!fact.ok) return { status: 409, refusal: fact.refusal }
    this.orders.set(letter.order, evolve(now, now.id, fact.value))
    this.facts.push({ order: letter.order, type: fact.value.type, at: letter.at, key: letter.key })
    return { status: 200, refusal: null }
  }
}

/** What can happen between a thumb and the journal. */
type Step =
  | { readonly do: 'tap'; readonly order: number; readonly answer: number }
  | { readonly do: 'help' }
  | { readonly do: 'take-picture'; readonly order: number }
  /** `lost`: nothing, the request, the reply, or the reply while the request still wanders and comes again later. */
  | { readonly do: 'send'; readonly lost: 'nothing' | 'request' | 'reply' | 'late' | 'overload' }
  | { readonly do: 'wanderer-arrives' }
  /** The page dies after the letter went, before the outcome was written down. */
  | { readonly do: 'reload'; readonly forgetting: boolean }
  | { readonly do: 'room-answers'; readonly order: number; readonly answer: number }
  | { readonly do: 'withdraw'; readonly order: number }

const NAMES = ['order-1', 'order-2']
const which = { order: fc.nat({ max: 1 }), answer: fc.nat({ max: 3 }) }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tap' as const), ...which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('help' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take-picture' as const), order: which.order }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      lost: fc.constantFrom(
        'nothing' as const,
        'request' as const,
        'reply' as const,
        'late' as const,
        'overload' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wanderer-arrives' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reload' as const), forgetting: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('room-answers' as const), ...which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), order: which.order }) },
)

/** Nothing waits behind what is less urgent. */
const inRank = (box: Outbox): boolean => {
  const ranks = box.waiting.map(({ to }) => ['help', 'order', 'picture'].indexOf(to))
  return ranks.every((rank, i) => i === 0 || rank >= (ranks[i - 1] ?? 0))
}

test('whatever is tapped, taken, cut, reloaded and answered, the server has every answer and picture once, in order, or the crew has it back with a reason', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const server = new Server(NAMES)
      let memory: Outbox = EMPTY_OUTBOX
      let stored: Outbox = EMPTY_OUTBOX
      let before: Outbox = EMPTY_OUTBOX
      const wanderers: Letter[] = []
      const tapped: Letter[] = []
      const keep = (box: Outbox): void => {
        before = stored
        memory = box
        stored = box
        assert.ok(inRank(memory), 'a picture stands before an answer, or something before a call for help')
      }
      const send = (lost: Extract<Step, { do: 'send' }>['lost']): void => {
        const letter = next(memory)
        if (!letter || lost === 'request') return
        if (lost === 'late') {
          wanderers.push(letter)
          return
        }
        const reply = lost === 'overload' ? { status: 503, refusal: null } : server.take(letter)
        if (lost !== 'reply') keep(settle(memory, letter.key, outcomeOf(reply.status, reply.refusal, 1)))
      }
      const happen = (now: Step, at: number): void => {
        switch (now.do) {
          case 'tap': {
            const name = NAMES[now.order] ?? ''
            const said = FIELD_ANSWERS[now.answer]
            const order = server.orders.get(name)
            if (!said || !order) return
            const pressable = buttonsOf(expected(order, memory), memory, at).find((one) => one.answer === said)
            if (pressable?.state !== 'next' && pressable?.state !== 'ahead') return
            const letter = answer(name, said, at)
            keep(put(memory, letter))
            if (memory.waiting.includes(letter)) tapped.push(letter)
            return
          }
          case 'help': {
            const letter = help(at)
            keep(put(memory, letter))
            if (memory.waiting.includes(letter)) tapped.push(letter)
            assert.equal(next(memory)?.to, 'help', 'help goes before everything')
            return
          }
          case 'take-picture': {
            const order = server.orders.get(NAMES[now.order] ?? '')
            if (!order || picturesNow(expected(order, memory), memory, at).refusal) return
            const letter = picture(order.id, at)
            const before = next(memory)
            keep(put(memory, letter))
            tapped.push(letter)
            assert.equal(next(memory), before ?? letter, 'what goes next goes next')
            return
          }
          case 'send':
            send(now.lost)
            return
          case 'wanderer-arrives': {
            const letter = wanderers.shift()
            if (letter) server.take(letter)
            return
          }
          case 'reload':
            // Taps are written before they are shown; only an outcome can be forgotten.
            if (now.forgetting && before.waiting.length > stored.waiting.length) stored = before
            memory = stored
            return
          case 'room-answers':
            server.take(answer(NAMES[now.order] ?? '', FIELD_ANSWERS[now.answer] ?? 'cleared', at, `room-${at}`))
            return
          case 'withdraw': {
            const order = server.orders.get(NAMES[now.order] ?? '')
            const fact = order && decide(order, { type: 'withdraw', at, by: id('wang-min'), because: 'closed' })
            if (order && fact?.ok) server.orders.set(order.id, evolve(order, order.id, fact.value))
          }
        }
      }
      for (const [at, now] of steps.entries()) happen(now, at)
      for (const letter of wanderers) server.take(letter)
      for (let left = memory.waiting.length; left > 0; left--) send('nothing')

      assert.equal(memory.waiting.length, 0, 'everything was sent')
      for (const letter of tapped) {
        const heard = [...server.facts.map((fact) => fact.key), ...server.helps].filter((key) => key === letter.key)
        const reply = server.replies.get(letter.key)
        const back = memory.returned.filter((one) => one.letter.key === letter.key)
        if (reply?.refusal === null) {
          assert.equal(heard.length, 1, 'what was accepted stands once')
          assert.equal(back.length, 0)
        } else {
          assert.equal(heard.length, 0)
          assert.equal(
            back.length,
            reply?.refusal === 'already-said' ? 0 : 1,
            'what was refused came back with its reason',
          )
        }
      }
      for (const name of NAMES) {
        const mine = server.facts.filter((fact) => fact.order === name && !fact.key.startsWith('room-'))
        for (const pictured of [false, true]) {
          const times = mine.filter((fact) => (fact.type === 'pictured') === pictured).map((fact) => fact.at)
          assert.deepEqual(
            times,
            times.toSorted((a, b) => a - b),
            'in the order of the thumb, with its own times',
          )
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('help wins over answers that wait already, and a second press while it waits adds nothing', () => {
  let box = put(put(EMPTY_OUTBOX, answer('order-1', 'signed-for', 1)), answer('order-1', 'on-the-way', 2))
  box = put(put(box, help(3)), help(4))
  assert.deepEqual(
    box.waiting.map((letter) => letter.key),
    ['help-3', 'order-1-signed-for-1', 'order-1-on-the-way-2'],
  )
})

test('a picture waits behind every answer, also one that is given later, and an answer pulls it back from its way', () => {
  const [signed, first, second, arrived] = [
    answer('order-1', 'signed-for', 1),
    picture('order-1', 2),
    picture('order-2', 3),
    answer('order-1', 'arrived', 4),
  ]
  const box = [signed, first, second, arrived].reduce(put, EMPTY_OUTBOX)
  assert.deepEqual(box.waiting, [signed, arrived, first, second])
  assert.equal(next(put(box, help(5)))?.to, 'help')
  assert.ok(overtakes(arrived, first) && overtakes(help(5), first) && overtakes(help(5), arrived))
  assert.ok(!overtakes(second, first) && !overtakes(first, arrived) && !overtakes(arrived, signed))
  assert.equal(put(box, first), box, 'the same picture is put once')
})

test('a picture that was taken before the last answer is sent behind it and counts', () => {
  const server = new Server(NAMES)
  let box = [answer('order-1', 'arrived', 1), picture('order-1', 2), answer('order-1', 'cleared', 3)].reduce(
    put,
    EMPTY_OUTBOX,
  )
  for (let letter = next(box); letter; letter = next(box)) {
    const { status, refusal } = server.take(letter)
    box = settle(box, letter.key, outcomeOf(status, refusal, 4))
  }
  assert.deepEqual(
    server.facts.map(({ type }) => type),
    ['arrived', 'cleared', 'pictured'],
  )
  assert.deepEqual(box.returned, [])
})

test('the crew sees what was sent and what waits, and may take no more than the order takes', () => {
  const shots = Array.from({ length: MOST_PICTURES }, (_, i) => picture('order-1', 10 + i))
  const signed = expected(orderOf('order-1'), put(EMPTY_OUTBOX, answer('order-1', 'signed-for', 1)))
  const one = evolve(signed, signed.id, { type: 'pictured', v: 1, at: 5, still: 'a', by: { via: 'field', id: 'x' } })
  const some = shots.slice(1, 3).reduce(put, EMPTY_OUTBOX)
  const now = picturesNow(expected(one, some), some, 20)
  assert.deepEqual([now.sent.length, now.waiting.length, now.refusal], [1, 2, null])
  const all = shots.slice(1).reduce(put, EMPTY_OUTBOX)
  assert.equal(picturesNow(expected(one, all), all, 30).refusal, 'enough-pictures')
  assert.equal(picturesNow(orderOf('order-2'), EMPTY_OUTBOX, 30).refusal, 'not-signed-for')
})

test('an outcome nobody knows keeps the letter with its key and its time', () => {
  const box = put(EMPTY_OUTBOX, answer('order-1', 'arrived', 7))
  assert.equal(settle(box, 'order-1-arrived-7', outcomeOf(502, null, 9)), box)
  assert.equal(settle(box, 'order-1-arrived-7', outcomeOf(401, 'signed-out', 9)), box)
  assert.equal(settle(box, 'order-1-arrived-7', outcomeOf(409, 'conflict', 9)), box)
})

test('what somebody has said already is done; any other refusal comes back until the crew has read it', () => {
  const box = put(EMPTY_OUTBOX, answer('order-1', 'arrived', 7))
  assert.deepEqual(settle(box, 'order-1-arrived-7', outcomeOf(409, 'already-said', 9)), EMPTY_OUTBOX)
  const returned = settle(box, 'order-1-arrived-7', outcomeOf(409, 'over', 9))
  assert.equal(returned.returned[0]?.refusal, 'over')
  assert.deepEqual(dismiss(returned, 'order-1-arrived-7'), EMPTY_OUTBOX)
})

test('a button that was pressed stays pressed until the lane shows the answer', () => {
  const order = orderOf('order-1')
  const letter = answer('order-1', 'signed-for', 5)
  const sent = settle(put(EMPTY_OUTBOX, letter), letter.key, outcomeOf(200, null, 6))
  assert.deepEqual(buttonsOf(expected(order, sent), sent, 8)[0], {
    answer: 'signed-for',
    state: 'done',
    at: 5,
    waiting: false,
  })
  assert.deepEqual(
    shown(sent, (one) => isShownBy(order, one)),
    sent,
  )
  const signed = expected(order, sent)
  assert.deepEqual(
    shown(sent, (one) => isShownBy(signed, one)),
    EMPTY_OUTBOX,
  )
})

test('the step that is due is dark; a step that skips one is asked for twice; what is over says so', () => {
  const order = orderOf('order-1')
  const states = (now: Order) => buttonsOf(now, EMPTY_OUTBOX, 9).map((button) => button.state)
  assert.deepEqual(states(order), ['next', 'ahead', 'ahead', 'ahead'])
  const box = put(EMPTY_OUTBOX, answer('order-1', 'arrived', 5))
  assert.deepEqual(states(expected(order, box)), ['done', 'done', 'done', 'next'])
  const rejected = evolve(order, order.id, {
    type: 'rejected',
    v: 1,
    at: 3,
    by: { via: 'console', id: 'room' },
    cause: 'no-unit',
  })
  assert.deepEqual(buttonsOf(rejected, EMPTY_OUTBOX, 9)[0], { answer: 'signed-for', state: 'closed', refusal: 'over' })
})

test('tries again after one second and never later than thirty', () => {
  assert.deepEqual([0, 1, 4, 5, 50].map(retryAfterMs), [1_000, 2_000, 16_000, 30_000, 30_000])
})

test('a crew sees the orders of its unit, and those that any unit of its agency may take; newest first, finished last', () => {
  const at = (order: Order, when: number): Order => ({ ...order, clocks: { ...order.clocks, issuedAt: when } })
  const any = evolve(null, id('any'), { ...issued, unit: null })
  const orders = [
    at(orderOf('older'), 1),
    at(orderOf('newer'), 2),
    evolve(null, id('others'), { ...issued, unit: id('tp-09') }),
    at(any, 3),
    evolve(null, id('elsewhere'), { ...issued, unit: null, agency: id('road-rescue') }),
    expected(orderOf('done'), put(EMPTY_OUTBOX, answer('done', 'cleared', 5))),
  ]
  const { running, past } = ordersOf(orders, id('tp-07'), id('traffic-police'))
  assert.deepEqual(
    running.map((order) => order.id),
    ['any', 'newer', 'older'],
  )
  assert.deepEqual(
    past.map((order) => order.id),
    ['done'],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import {
  ALONE,
  ARRIVE_WITHIN_MS,
  AT_HOME,
  decide,
  dueAt,
  type Errand,
  evolve,
  type HandMove,
  LEASE_MS,
  LOOK_WITHIN_MS,
  LOOKS,
  PAIR,
  type Ptz,
  type PtzFact,
  type PtzWays,
  type PtzWish,
} from './ptz.ts'

const T = 1_790_000_000_000
const WANG = id<'person'>('wang-min')
const ZHOU = id<'person'>('zhou-lei')
const LEFT: HandMove = { kind: 'continuous', pan: -0.4, tilt: 0, zoom: 0 }

const errand = (name: string, askedAt = T, urgent = false): Errand => ({
  warning: id<'warning'>(name),
  urgent,
  aim: { kind: 'preset', token: '2', position: null },
  askedAt,
})
const look = (name: string, at = T, urgent = false): PtzWish => ({ type: 'look', at, errand: errand(name, at, urgent) })
const arrive = (at: number): PtzWish => ({ type: 'arrive', at })
const looked = (at: number): PtzWish => ({ type: 'looked', at, stills: 3, hazardLights: true })
const time = (at: number): PtzWish => ({ type: 'time', at })
const steer = (at: number, by = WANG, move: HandMove = LEFT): PtzWish => ({
  type: 'steer',
  at,
  by,
  purpose: 'duty',
  move,
})

function run(ways: PtzWays, ...wishes: readonly PtzWish[]): { now: Ptz; said: string[]; facts: PtzFact[] } {
  let now = AT_HOME
  const facts: PtzFact[] = []
  for (const wish of wishes) {
    const decided = decide(now, wish, ways)
    assert.ok(decided.ok, `${wish.type} was refused in ${now.state}`)
    for (const fact of decided.value) now = evolve(now, fact)
    facts.push(...decided.value)
  }
  return { now, facts, said: facts.map(({ type }) => type) }
}

test('a warning turns the camera there, it looks, and it comes home and learns its road anew', () => {
  const { now, said } = run(
    ALONE,
    look('w1'),
    arrive(T + 1_200),
    looked(T + 7_000),
    time(T + 1_200 + ALONE.stayMs),
    arrive(T + 12_000),
    time(T + 12_000 + (ALONE.learnMs ?? 0)),
  )
  assert.deepEqual(said, ['slewed', 'arrived', 'looked', 'sent-home', 'came-home', 'relearnt'])
  assert.deepEqual(now, AT_HOME)
})

test('a PTZ beside a fixed overview has nothing to learn when it is back', () => {
  const { now } = run(
    PAIR,
    look('w1'),
    arrive(T + 900),
    looked(T + 7_000),
    time(T + 900 + PAIR.stayMs),
    arrive(T + 25_000),
  )
  assert.deepEqual(now, AT_HOME)
})

test('what has not arrived within three seconds says so and is tried once more, then goes home', () => {
  const missedAt = T + ARRIVE_WITHIN_MS
  const { now, facts } = run(PAIR, look('w1'), time(missedAt), time(missedAt + ARRIVE_WITHIN_MS))
  assert.deepEqual(facts[2], {
    type: 'slewed',
    v: 1,
    at: missedAt,
    errand: { ...errand('w1'), again: true },
    arriveBy: missedAt + ARRIVE_WITHIN_MS,
    overtakes: null,
  })
  assert.deepEqual(
    facts.map(({ type }) => type),
    ['slewed', 'did-not-arrive', 'slewed', 'did-not-arrive', 'sent-home'],
  )
  const { now: late } = run(PAIR, look('w1'))
  assert.deepEqual(decide(late, arrive(T + ARRIVE_WITHIN_MS + 1), PAIR), refuse('arrived-too-late'))
  assert.deepEqual(decide(now, looked(T + 9_000), PAIR), refuse('not-looking'))
})

test('a look that did not arrive lets the one that waits go first, and has its second try behind it', () => {
  const { now, said } = run(PAIR, look('w1'), look('w2', T + 500), time(T + ARRIVE_WITHIN_MS))
  assert.deepEqual(said, ['slewed', 'put-off', 'did-not-arrive', 'slewed', 'put-off'])
  assert.equal(now.state === 'slew' && now.errand.warning, 'w2')
  assert.deepEqual(now.waiting, [{ ...errand('w1'), again: true }])
})

test('a camera that does not come home is said once and waited for as long as it takes', () => {
  const home = run(ALONE, look('w1'), arrive(T + 900), time(T + 900 + ALONE.stayMs), time(T + 20_000))
  assert.deepEqual(home.said.slice(-1), ['did-not-arrive'])
  assert.deepEqual(decide(home.now, time(T + 600_000), ALONE), refuse('not-due'))
  assert.equal(dueAt(home.now), null)
  const back = decide(home.now, arrive(T + 600_000), ALONE)
  assert.ok(back.ok)
})

test("a person's joystick breaks off the machine's look at once, and the machine waits for the lease to end", () => {
  const { now } = run(PAIR, look('w1'), steer(T + 500))
  assert.deepEqual(now, { state: 'held', by: WANG, until: T + 500 + LEASE_MS, waiting: [errand('w1')] })
  assert.deepEqual(decide(now, time(T + 499 + LEASE_MS), PAIR), refuse('not-due'))
  assert.deepEqual(decide(now, arrive(T + 900), PAIR), refuse('not-moving'))
  const over = run(PAIR, look('w1'), steer(T + 500), time(T + 500 + LEASE_MS))
  assert.equal(over.now.state, 'return')
  assert.deepEqual(over.facts.at(-1)?.type === 'sent-home' && over.facts.at(-1), {
    type: 'sent-home',
    v: 1,
    at: T + 500 + LEASE_MS,
    because: 'hand-over',
    arriveBy: T + 500 + LEASE_MS + ARRIVE_WITHIN_MS,
  })
})

test('a second person is told who holds the camera, and has it when the lease is over', () => {
  const { now } = run(PAIR, steer(T))
  assert.deepEqual(decide(now, steer(T + 1_000, ZHOU), PAIR), refuse('held-by-another', WANG))
  assert.ok(decide(now, steer(T + 1_000, WANG), PAIR).ok)
  assert.ok(decide(now, steer(T + LEASE_MS, ZHOU), PAIR).ok)
})

test('sending it home gives it back at once', () => {
  const { now, said } = run(PAIR, steer(T), steer(T + 2_000, WANG, { kind: 'home' }))
  assert.deepEqual(said, ['steered', 'steered', 'sent-home'])
  assert.equal(now.state, 'return')
  assert.ok(decide(now, steer(T + 2_001, ZHOU), PAIR).ok)
})

test('a warning that comes while a person steers is put off, and looked at from home if it is not too late', () => {
  const soon = run(PAIR, steer(T), look('w1', T + 20_000), time(T + LEASE_MS), arrive(T + LEASE_MS + 900))
  const goes = decide(soon.now, time(T + LEASE_MS + 900), PAIR)
  assert.ok(goes.ok && goes.value[0]?.type === 'slewed')
  const late = run(
    PAIR,
    steer(T),
    look('w1', T + 1_000),
    steer(T + 29_000),
    steer(T + 58_000),
    time(T + 1_001 + LOOK_WITHIN_MS),
  )
  assert.deepEqual(late.facts.at(-1), {
    type: 'given-up',
    v: 1,
    at: T + 1_001 + LOOK_WITHIN_MS,
    warning: 'w1',
    because: 'too-late',
  })
  assert.equal(late.now.state, 'held')
})

test('a person on foot is looked at before a standing car, which waits; a second car waits its turn', () => {
  const { now, facts } = run(PAIR, look('car'), arrive(T + 900), look('on-foot', T + 2_000, true))
  assert.deepEqual(facts.at(-1)?.type === 'slewed' && facts.at(-1), {
    type: 'slewed',
    v: 1,
    at: T + 2_000,
    errand: errand('on-foot', T + 2_000, true),
    arriveBy: T + 5_000,
    overtakes: 'car',
  })
  assert.deepEqual(now.waiting, [errand('car')])
  const second = run(PAIR, look('car'), look('second', T + 100), arrive(T + 900), looked(T + 7_000))
  assert.equal(second.now.state === 'slew' && second.now.errand.warning, 'second')
  const urgent = run(
    PAIR,
    look('first', T, true),
    look('car', T + 100),
    look('on-foot', T + 200, true),
    arrive(T + 900),
    looked(T + 7_000),
  )
  assert.equal(urgent.now.state === 'slew' && urgent.now.errand.warning, 'on-foot')
})

test('somebody on foot or against the traffic is urgent, and a queue is nothing to zoom at', () => {
  assert.deepEqual(
    Object.entries(LOOKS).flatMap(([type, how]) => (how === 'urgent' ? [type] : [])),
    ['pedestrian', 'wrong-way'],
  )
  assert.equal(LOOKS.congestion, null)
})

test('the same warning asks once', () => {
  const { now } = run(PAIR, look('w1'))
  assert.deepEqual(decide(now, look('w1', T + 10), PAIR), refuse('already-looking'))
})

test('a process that begins sends the camera home first: nobody knows where it looks', () => {
  const { now } = run(ALONE, { type: 'start', at: T }, arrive(T + 500))
  assert.equal(now.state, 'relearn')
})

/** Any order of things over a few minutes; time always goes on. */
const story = fc.array(
  fc.record({
    after: fc.nat({ max: 9_000 }),
    what: fc.oneof(
      fc.record({ kind: fc.constant('look' as const), name: fc.nat({ max: 30 }), urgent: fc.boolean() }),
      fc.record({ kind: fc.constantFrom('arrive' as const, 'looked' as const, 'start' as const) }),
      fc.record({ kind: fc.constant('steer' as const), by: fc.constantFrom(WANG, ZHOU), home: fc.boolean() }),
    ),
  }),
  { maxLength: 60 },
)
const wishOf = (
  what: { kind: string; name?: number; urgent?: boolean; by?: typeof WANG; home?: boolean },
  at: number,
): PtzWish => {
  if (what.kind === 'look') return look(`w${what.name}`, at, what.urgent)
  if (what.kind === 'steer') return steer(at, what.by, what.home ? { kind: 'home' } : LEFT)
  return what.kind === 'arrive' ? arrive(at) : what.kind === 'looked' ? looked(at) : { type: 'start', at }
}
const BY_MACHINE = new Set(['slewed', 'sent-home', 'arrived', 'came-home', 'relearnt', 'looked'])

test('whatever comes in whatever order: a held camera is not moved by the machine, urgent goes first, and in the end it is home', () => {
  fc.assert(
    fc.property(story, fc.constantFrom(PAIR, ALONE), (steps, ways) => {
      let now = AT_HOME
      let at = T
      const take = (wish: PtzWish): void => {
        const before = now
        const decided = decide(now, wish, ways)
        if (!decided.ok) return
        for (const fact of decided.value) {
          if (before.state === 'held' && at < before.until && wish.type !== 'steer' && wish.type !== 'start')
            assert.ok(!BY_MACHINE.has(fact.type), `${fact.type} while ${before.by} holds it`)
          if (fact.type === 'steered' && before.state === 'held' && at < before.until) assert.equal(fact.by, before.by)
          if (fact.type === 'slewed' && !fact.errand.urgent)
            assert.ok(
              !now.waiting.some((each) => each.urgent && at - each.askedAt <= LOOK_WITHIN_MS),
              'a calm look first',
            )
          now = evolve(now, fact)
        }
        assert.ok(now.waiting.length <= 9)
        assert.equal(new Set(now.waiting.map(({ warning }) => warning)).size, now.waiting.length)
        if (now.state === 'slew' || now.state === 'evidence') {
          const { warning } = now.errand
          assert.ok(!now.waiting.some((each) => each.warning === warning))
        }
      }
      const passTo = (until: number): void => {
        for (let due = dueAt(now); due !== null && due <= until; due = dueAt(now)) {
          at = Math.max(at, due)
          take({ type: 'time', at })
        }
        at = until
      }
      for (const { after, what } of steps) {
        passTo(at + after)
        take({ type: 'time', at })
        take(wishOf(what, at))
      }
      // Nobody does anything any more, and the camera obeys.
      for (let rounds = 0; rounds < 200 && (now.state !== 'home' || now.waiting.length > 0); rounds++) {
        passTo(at + 500)
        take({ type: 'arrive', at })
      }
      assert.deepEqual(now, AT_HOME)
    }),
  )
})

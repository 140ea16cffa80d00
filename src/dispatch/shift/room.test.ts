import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sight } from '../../access/sight.ts'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { DAY, HOUR } from '../../core/time.ts'
import { AMBULANCE, MORNING, OFFICER, OPERATOR, RESCUE } from '../samples.ts'
import { type BroadcastWish, decideBroadcast, LONGEST_BROADCAST_MS } from './broadcast.ts'
import { decideEntry } from './entry.ts'
import { deskOf, type Heard } from './heard.ts'
import { decideHold, LONGEST_HOLD_MS } from './hold.ts'
import { decideLoan } from './loan.ts'
import { decideLookOut } from './look-out.ts'
import { byClock, dueAt, evolve, hearsFact, isRunning, type RoomFact, type RoomThing, shown, stands } from './room.ts'
import { held, lent, sent, sought } from './samples.ts'

const KEY = id<'room'>('0193f000-0000-7000-8000-0000000000c1')
const RESCUE_ROOM: Sight = { scope: 'agency', agency: RESCUE }
const AMBULANCE_ROOM: Sight = { scope: 'agency', agency: AMBULANCE }
const CREW: Sight = { scope: 'unit', unit: id<'unit'>('rr-02'), agency: RESCUE }
const SIGHTS: readonly Sight[] = [{ scope: 'all' }, { scope: 'none' }, RESCUE_ROOM, AMBULANCE_ROOM, CREW]

type Decided = { readonly ok: true; readonly value: RoomFact } | { readonly ok: false; readonly refusal: string }
function begun(decided: Decided): RoomThing {
  assert.ok(decided.ok)
  return evolve(null, KEY, decided.value)
}
const at = MORNING
const BEGUN = {
  broadcast: (to: Heard = 'everybody') => begun(decideBroadcast(null, { type: 'send', at, sent: sent({ to }) })),
  'look-out': () => begun(decideLookOut(null, { type: 'give', at, sought: sought() })),
  hold: () => begun(decideHold(null, { type: 'hold', at, held: held() })),
  loan: () => begun(decideLoan(null, { type: 'lend', at, lent: lent() })),
}

test('everything with an end stops standing at that instant, although the job has not run, and the clock ends it once', () => {
  for (const begin of Object.values(BEGUN)) {
    const thing = begin()
    const end = dueAt(thing)
    assert.equal(end, MORNING + HOUR)
    assert.equal(stands(thing, MORNING + HOUR - 1), true, thing.what)
    assert.equal(stands(thing, MORNING + HOUR), false, thing.what)
    assert.equal(byClock(thing, MORNING + HOUR - 1), null, thing.what)
    const fact = byClock(thing, MORNING + HOUR)
    assert.ok(fact)
    const over = evolve(thing, KEY, fact)
    assert.equal(isRunning(over), false, thing.what)
    assert.equal(byClock(over, MORNING + 2 * HOUR), null, thing.what)
  }
})

test('nothing has an end farther away than its kind allows, or behind it', () => {
  const late = (span: number) => MORNING + span + 1
  const cases: readonly (readonly [Decided, string])[] = [
    [
      decideBroadcast(null, { type: 'send', at, sent: sent({ expiresAt: late(LONGEST_BROADCAST_MS) }) }),
      'broadcast-too-long',
    ],
    [decideBroadcast(null, { type: 'send', at, sent: sent({ expiresAt: at }) }), 'expiry-past'],
    [decideLookOut(null, { type: 'give', at, sought: sought({ expiresAt: late(7 * DAY) }) }), 'look-out-too-long'],
    [decideLookOut(null, { type: 'give', at, sought: sought({ expiresAt: at }) }), 'expiry-past'],
    [decideHold(null, { type: 'hold', at, held: held({ until: late(LONGEST_HOLD_MS) }) }), 'hold-too-far'],
    [decideHold(null, { type: 'hold', at, held: held({ until: at }) }), 'hold-past'],
    [decideLoan(null, { type: 'lend', at, lent: lent({ until: late(7 * DAY) }) }), 'loan-too-long'],
    [decideLoan(null, { type: 'lend', at, lent: lent({ until: at }) }), 'expiry-past'],
  ]
  for (const [decided, refusal] of cases) assert.deepEqual(decided, refuse(refusal))
})

test('no word of the room names anybody, and a plate is told to go where it belongs', () => {
  const text = '找 京A·12345'
  assert.deepEqual(decideEntry(null, { type: 'log', at, text, by: OFFICER }), refuse('particulars-refused'))
  assert.deepEqual(decideBroadcast(null, { type: 'send', at, sent: sent({ text }) }), refuse('particulars-refused'))
  assert.deepEqual(decideHold(null, { type: 'hold', at, held: held({ reason: text }) }), refuse('particulars-refused'))
  assert.deepEqual(decideLoan(null, { type: 'lend', at, lent: lent({ label: text }) }), refuse('particulars-refused'))
  assert.deepEqual(decideLookOut(null, { type: 'give', at, sought: sought({ text }) }), refuse('plate-in-text'))
})

test('a correction stands beside what was written first', () => {
  const entry = begun(decideEntry(null, { type: 'log', at, text: 'two lanes shut', by: OFFICER }))
  assert.ok(entry.what === 'entry')
  const corrected = decideEntry(entry, { type: 'correct', at: at + 1, text: 'one lane shut', by: OFFICER })
  assert.ok(corrected.ok)
  const now = evolve(entry, KEY, corrected.value)
  assert.ok(now.what === 'entry')
  assert.deepEqual([now.text, now.corrections.map(({ text }) => text)], ['two lanes shut', ['one lane shut']])
})

test('a lender sees that its unit is lent and until when; nobody else outside the room hears of it', () => {
  const loan = BEGUN.loan()
  assert.notEqual(shown({ scope: 'agency', agency: OPERATOR }, loan), null)
  assert.equal(shown(RESCUE_ROOM, loan), null)
  assert.equal(shown(AMBULANCE_ROOM, BEGUN.hold()), null)
})

const anyHeard: fc.Arbitrary<Heard> = fc.oneof(
  fc.constantFrom<Heard>('room', 'everybody'),
  fc.uniqueArray(fc.constantFrom(RESCUE, AMBULANCE), { minLength: 1 }),
)
const desks = SIGHTS.map((sight) => deskOf(sight, OFFICER))
const anyLater: fc.Arbitrary<BroadcastWish> = fc.oneof(
  fc.record({
    type: fc.constant('acknowledge' as const),
    at: fc.nat(2 * HOUR).map((ms) => MORNING + ms),
    desk: fc.constantFrom(...desks),
    by: fc.constant(OFFICER),
  }),
  fc.record({
    type: fc.constant('recall' as const),
    at: fc.nat(HOUR).map((ms) => MORNING + ms),
    by: fc.constant(OFFICER),
  }),
  fc.record({ type: fc.constant('lapse' as const), at: fc.nat(2 * HOUR).map((ms) => MORNING + ms) }),
)

test('what anybody folds from the facts sent to them is what they are shown, for every sight: no more, no less', () => {
  fc.assert(
    fc.property(anyHeard, fc.array(anyLater, { maxLength: 8 }), (to, wishes) => {
      const facts: RoomFact[] = []
      let now: RoomThing | null = null
      const first = decideBroadcast(null, { type: 'send', at: MORNING, sent: sent({ to }) })
      assert.ok(first.ok)
      facts.push(first.value)
      now = evolve(null, KEY, first.value)
      for (const wish of wishes) {
        assert.ok(now.what === 'broadcast')
        const decided = decideBroadcast(now, wish)
        if (!decided.ok) continue
        facts.push(decided.value)
        now = evolve(now, KEY, decided.value)
      }
      for (const sight of SIGHTS) {
        const folded = facts
          .filter((fact) => hearsFact(sight, fact))
          .reduce<RoomThing | null>((then, fact) => evolve(then, KEY, fact), null)
        assert.deepEqual(folded, shown(sight, now))
      }
    }),
  )
})

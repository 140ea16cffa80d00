import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import {
  decide,
  evolve,
  INCIDENT_KINDS,
  type Incident,
  type IncidentWish,
  isOver,
  OUTCOMES,
  PRIORITIES,
  reportsOf,
} from './incident.ts'
import { MORNING, OFFICER, opened, RESCUE } from './samples.ts'

const KEY = id<'incident'>('0193f000-0000-7000-8000-000000000001')
const OTHER = id<'incident'>('0193f000-0000-7000-8000-000000000002')
const [FIRST, SECOND] = [id<'order'>('order-1'), id<'order'>('order-2')]

const open: IncidentWish = { type: 'open', at: MORNING, opened: opened() }
const order: IncidentWish = { type: 'order', at: MORNING + 5_000, orders: [FIRST], plan: 'p1', by: OFFICER }
const close: IncidentWish = { type: 'close', at: MORNING + 9_000, outcome: 'resolved', by: OFFICER, running: [] }

function after(...wishes: readonly IncidentWish[]): Incident | null {
  return wishes.reduce<Incident | null>((now, wish) => {
    const decided = decide(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    return evolve(now, KEY, decided.value)
  }, null)
}

test('no order goes out before an officer has judged the picture or taken the call', () => {
  assert.deepEqual(decide(null, order), refuse('not-open'))
})

test('an incident is opened once', () => {
  assert.deepEqual(decide(after(open), open), refuse('already-open'))
})

test('an order act names at least one order', () => {
  assert.deepEqual(decide(after(open), { ...order, orders: [] }), refuse('no-orders'))
})

test('a second act adds orders and leaves the first minute where it was', () => {
  const now = after(open, order, { ...order, at: MORNING + 60_000, orders: [SECOND], plan: null })
  assert.deepEqual(now?.orders, [FIRST, SECOND])
  assert.equal(now?.state === 'ordered' && now.orderedAt, MORNING + 5_000)
})

test('an incident cannot close over somebody who is on the way', () => {
  assert.deepEqual(decide(after(open, order), { ...close, running: [FIRST] }), refuse('orders-running', FIRST))
})

test('a closed incident takes no order and is not closed again', () => {
  const now = after(open, order, close)
  assert.deepEqual(decide(now, order), refuse('closed'))
  assert.deepEqual(decide(now, close), refuse('closed'))
})

test('closed without an order, it has no time of ordering', () => {
  const now = after(open, close)
  assert.equal(now?.state === 'closed' && now.orderedAt, null)
})

const other = (): Incident => evolve(null, OTHER, { type: 'opened', v: 1, at: MORNING, ...opened() })
const merge: IncidentWish = { type: 'merge', at: MORNING + 20_000, into: other(), by: OFFICER }
const unmerge: IncidentWish = { type: 'unmerge', at: MORNING + 30_000, by: OFFICER }

test('a correction is a new entry, holds from then on, and is refused when it corrects nothing', () => {
  const amend: IncidentWish = {
    type: 'amend',
    at: MORNING + 1_000,
    by: OFFICER,
    amendment: { kind: 'collision' },
    was: { kind: opened().kind },
  }
  const now = after(open, amend)
  assert.equal(now?.opened.kind, 'collision')
  assert.equal(now?.opened.place, opened().place)
  assert.deepEqual(decide(now, amend), refuse('nothing-amended'))
  const place = { ...opened().place, unverified: true as const }
  assert.equal(
    after(open, { ...amend, amendment: { place }, was: { place: opened().place } })?.opened.place.unverified,
    true,
  )
})

test('whoever corrects what somebody else has corrected meanwhile is told, and overwrites nothing', () => {
  const first: IncidentWish = {
    type: 'amend',
    at: MORNING,
    by: OFFICER,
    amendment: { priority: 2 },
    was: { priority: 1 },
  }
  const second: IncidentWish = { ...first, amendment: { priority: 3 } }
  assert.deepEqual(decide(after(open, first), second), refuse('changed-meanwhile'))
  assert.deepEqual(decide(after(open), { ...second, was: {} }), refuse('changed-meanwhile'))
  const elsewhere: IncidentWish = { ...first, amendment: { kind: 'collision' }, was: { kind: opened().kind } }
  assert.equal(after(open, first, elsewhere)?.opened.kind, 'collision')
})

test('a further caller joins once, and can be taken out again', () => {
  const report = { id: id<'report'>('call-2'), from: 'call' as const, caller: null }
  const join: IncidentWish = { type: 'join', at: MORNING + 1_000, report, by: OFFICER }
  const now = after(open, join)
  assert.ok(now)
  assert.equal(reportsOf(now).length, 2)
  assert.deepEqual(decide(now, join), refuse('already-joined'))
  const part: IncidentWish = { type: 'part', at: MORNING + 2_000, report: report.id, by: OFFICER }
  assert.deepEqual(after(open, join, part), after(open))
  assert.deepEqual(decide(after(open), part), refuse('not-joined'))
})

test('the warning that opened an incident cannot join it again under another name', () => {
  const warning = id<'warning'>('0193f000-0000-7000-8000-00000000000a')
  const seen: IncidentWish = { ...open, opened: opened({ origin: { from: 'warning', warning, warnedAt: MORNING } }) }
  const report = { id: id<'report'>('x'), from: 'warning' as const, warning }
  assert.deepEqual(decide(after(seen), { type: 'join', at: MORNING, report, by: OFFICER }), refuse('already-joined'))
})

test('a merged incident takes no order of its own, and whoever tries is told where it went', () => {
  const now = after(open, order, merge)
  assert.deepEqual(decide(now, order), refuse('merged', OTHER))
  assert.deepEqual(decide(now, close), refuse('merged', OTHER))
})

test('whoever stands in for an agency that does not sign is ordered even after the merger', () => {
  const now = after(open, order, merge, { ...order, orders: [SECOND], standsIn: true })
  assert.deepEqual(now?.orders, [FIRST, SECOND])
  assert.equal(now?.state, 'merged')
})

test('un-merging brings back exactly what was before', () => {
  for (const before of [[open], [open, order]]) assert.deepEqual(after(...before, merge, unmerge), after(...before))
  assert.deepEqual(decide(after(open), unmerge), refuse('not-merged'))
})

test('an incident is not merged into itself, into one that is over, nor an exercise into a real one', () => {
  const now = after(open)
  assert.ok(now)
  const into = (target: Incident): IncidentWish => ({ type: 'merge', at: MORNING, into: target, by: OFFICER })
  assert.deepEqual(decide(now, into(now)), refuse('itself'))
  const closed = evolve(other(), OTHER, { type: 'closed', v: 1, at: MORNING, outcome: 'resolved', by: OFFICER })
  assert.deepEqual(decide(now, into(closed)), refuse('closed'))
  const practised = { ...other(), opened: { ...opened(), exercise: true as const } }
  assert.deepEqual(decide(now, into(practised)), refuse('exercise-and-real'))
})

test('a closed incident can be opened again, as it stood', () => {
  const reopen: IncidentWish = { type: 'reopen', at: MORNING + 10_000, by: OFFICER }
  for (const before of [[open], [open, order]]) assert.deepEqual(after(...before, close, reopen), after(...before))
  assert.deepEqual(decide(after(open), reopen), refuse('not-closed'))
})

test('an incident is offered to one agency at a time', () => {
  const offer: IncidentWish = { type: 'offer', at: MORNING, to: RESCUE, order: FIRST, by: OFFICER }
  const now = after(open, order, offer)
  assert.deepEqual(decide(now, offer), refuse('already-offered'))
  const ended: IncidentWish = { type: 'end-offer', at: MORNING, because: 'rejected', by: OFFICER }
  assert.deepEqual(after(open, order, offer, ended), after(open, order))
  assert.deepEqual(decide(after(open), ended), refuse('not-offered'))
})

const at = fc.nat().map((ms) => MORNING + ms)
const by = fc.constant(OFFICER)
const someReport = fc.nat(5).map((n) => id<'report'>(`report-${n}`))
const someIncident = fc.nat(3).map((n) => id<'incident'>(`incident-${n}`))
const someOrders = fc.uniqueArray(
  fc.nat(999).map((n) => id<'order'>(`order-${n}`)),
  { maxLength: 4 },
)
const anyWork: fc.Arbitrary<IncidentWish> = fc.oneof(
  fc.record({ type: fc.constant('order' as const), at, orders: someOrders, plan: fc.constantFrom('p1', null), by }),
  fc.record({
    type: fc.constant('amend' as const),
    at,
    amendment: fc.record(
      { kind: fc.constantFrom(...INCIDENT_KINDS), priority: fc.constantFrom(...PRIORITIES) },
      { requiredKeys: [] },
    ),
    was: fc.record(
      { kind: fc.constantFrom(...INCIDENT_KINDS), priority: fc.constantFrom(...PRIORITIES) },
      { requiredKeys: [] },
    ),
    by,
  }),
  fc.record({
    type: fc.constant('join' as const),
    at,
    report: someReport.map((report) => ({ id: report, from: 'call' as const, caller: null })),
    by,
  }),
  fc.record({ type: fc.constant('part' as const), at, report: someReport, by }),
  fc.record({ type: fc.constant('note' as const), at, text: fc.constant('gate is open'), by }),
  fc.record({ type: fc.constant('absorb' as const), at, incident: someIncident, by }),
  fc.record({ type: fc.constant('release' as const), at, incident: someIncident, by }),
  fc.record({ type: fc.constant('offer' as const), at, to: fc.constant(RESCUE), order: fc.constant(FIRST), by }),
  fc.record({
    type: fc.constant('end-offer' as const),
    at,
    because: fc.constantFrom('rejected' as const, 'withdrawn' as const),
    by,
  }),
)
const anyWish: fc.Arbitrary<IncidentWish> = fc.oneof(
  fc.constantFrom(open, merge, unmerge),
  { weight: 6, arbitrary: anyWork },
  fc.record({
    type: fc.constant('close' as const),
    at,
    outcome: fc.constantFrom(...OUTCOMES),
    by,
    running: fc.constantFrom([], [FIRST]),
  }),
  fc.record({ type: fc.constant('reopen' as const), at, by }),
)

const replay = (wishes: readonly IncidentWish[], start: Incident | null = null): Incident | null =>
  wishes.reduce<Incident | null>((now, wish) => {
    const decided = decide(now, wish)
    return decided.ok ? evolve(now, KEY, decided.value) : now
  }, start)

test('whatever is wished, orders are only ever added, and what is over changes by reopening alone', () => {
  const onOver = new Set(['reopened', 'unmerged', 'released'])
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 40 }), (wishes) => {
      let now: Incident | null = null
      for (const wish of [open, ...wishes]) {
        const before: Incident | null = now
        const decided = decide(before, wish)
        if (!decided.ok) continue
        if (before && isOver(before))
          assert.ok(onOver.has(decided.value.type), `${decided.value.type} after it was over`)
        const next: Incident = evolve(before, KEY, decided.value)
        const earlier: Incident['orders'] = before?.orders ?? []
        assert.deepEqual(next.orders.slice(0, earlier.length), earlier)
        if (!isOver(next)) assert.equal(next.state === 'open', next.orders.length === 0)
        assert.equal(new Set(next.absorbed).size, next.absorbed.length)
        now = next
      }
    }),
  )
})

test('whatever was done before, a merger that is taken back leaves no trace in the state', () => {
  fc.assert(
    fc.property(fc.array(anyWork, { maxLength: 20 }), (wishes) => {
      const before = replay([open, ...wishes])
      assert.deepEqual(replay([merge, unmerge], before), before)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { DAY, MINUTE } from '../../core/time.ts'
import { ASKER, CLIP, COPY, KEEP_MS, KEY, MORNING, SUBJECT, SUPERVISOR, WHY } from './evidence.fixture.ts'
import { decide, type Evidence, type EvidenceWish, evolve, nextDueAt, spanOf } from './evidence.ts'
import type { ExportId } from './export.ts'

const FIRST: ExportId = id<'export'>('export-1')
const ask: EvidenceWish = { type: 'ask', at: MORNING, subject: SUBJECT, stills: [] }
const keep: EvidenceWish = {
  type: 'keep',
  at: MORNING + MINUTE,
  recording: { kind: 'clip', ...CLIP },
  keepMs: KEEP_MS,
}
const hold: EvidenceWish = { type: 'hold', at: MORNING + DAY, by: SUPERVISOR, why: WHY }
const release: EvidenceWish = { ...hold, type: 'release', at: MORNING + 40 * DAY }
const masked: EvidenceWish = {
  type: 'ask-export',
  at: MORNING + DAY,
  export: FIRST,
  form: 'masked',
  by: ASKER,
  why: WHY,
}
const unmasked: EvidenceWish = { ...masked, form: 'unmasked' }
const approve: EvidenceWish = { type: 'approve-export', at: MORNING + DAY, export: FIRST, by: SUPERVISOR }
const made: EvidenceWish = { type: 'make-export', at: MORNING + DAY, export: FIRST, copy: COPY }
const fetch = (at: number, by = ASKER): EvidenceWish => ({ type: 'fetch-export', at, export: FIRST, by })
const due = (at: number): EvidenceWish => ({ type: 'fall-due', at })

function after(...wishes: readonly EvidenceWish[]): Evidence | null {
  return wishes.reduce<Evidence | null>((now, wish) => {
    const decided = decide(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    return evolve(now, KEY, decided.value)
  }, null)
}

test('the recording that is wanted begins thirty seconds before the onset and ends sixty after the observation', () => {
  assert.deepEqual(spanOf(SUBJECT), { from: MORNING - 38_000, to: MORNING + 60_000 })
  assert.equal(spanOf({ ...SUBJECT, onsetAt: MORNING - DAY }).from, MORNING - 210_000)
})

test('one warning asked for twice is one piece of evidence, kept once', () => {
  assert.deepEqual(decide(after(ask), ask), refuse('already-asked'))
  assert.deepEqual(decide(after(ask, keep), keep), refuse('already-kept'))
})

test('it is erased thirty days after the observation, not a moment before', () => {
  const kept = after(ask, keep)
  assert.equal(kept && nextDueAt(kept), MORNING + KEEP_MS)
  assert.deepEqual(decide(kept, due(MORNING + KEEP_MS - 1)), refuse('not-due'))
  assert.equal(decide(kept, due(MORNING + KEEP_MS)).ok, true)
})

test('what is held does not fall due, and a hold let go by mistake can be put back for a day', () => {
  const held = after(ask, keep, hold)
  assert.deepEqual(decide(held, due(MORNING + 400 * DAY)), refuse('evidence-held', SUPERVISOR))
  assert.equal(held && nextDueAt(held), null)
  const released = after(ask, keep, hold, release)
  assert.equal(released && nextDueAt(released), release.at + DAY)
  assert.deepEqual(decide(released, due(release.at)), refuse('not-due'))
})

test('nothing is erased that has not fallen due, and once due it can no longer be held, seen or handed out', () => {
  const kept = after(ask, keep)
  const erase: EvidenceWish = { type: 'erase', at: MORNING + KEEP_MS }
  assert.deepEqual(decide(kept, erase), refuse('not-due'))
  const fallen = after(ask, keep, masked, due(MORNING + KEEP_MS))
  for (const wish of [hold, masked, fetch(MORNING)]) assert.deepEqual(decide(fallen, wish), refuse('evidence-erased'))
  assert.equal(fallen?.exports[0]?.state, 'gone')
  assert.equal(fallen && nextDueAt(fallen), 0)
})

test('where there is no clip there is nothing to hand out, and the refusal says why there is none', () => {
  const none = after(ask, { ...keep, recording: { kind: 'none', because: 'camera-down' } })
  assert.deepEqual(decide(none, masked), refuse('no-clip', 'camera-down'))
})

test('an unmasked copy waits for a second person, who is never the one that asked', () => {
  const waiting = after(ask, keep, unmasked)
  assert.equal(waiting?.exports[0]?.state, 'waiting')
  assert.deepEqual(decide(waiting, { ...approve, by: ASKER }), refuse('needs-second-person'))
  assert.deepEqual(decide(waiting, made), refuse('not-making'))
  const making = after(ask, keep, unmasked, approve)
  assert.equal(making?.exports[0]?.state, 'making')
  assert.equal(making?.exports[0]?.approvedBy, SUPERVISOR)
})

test('a masked copy needs no second person', () => {
  const making = after(ask, keep, masked)
  assert.equal(making?.exports[0]?.state, 'making')
  assert.deepEqual(decide(making, approve), refuse('not-waiting'))
})

test('an unmasked copy goes to the one who asked and is gone after a day', () => {
  const there = after(ask, keep, unmasked, approve, made)
  assert.deepEqual(decide(there, fetch(made.at, SUPERVISOR)), refuse('not-your-export'))
  assert.equal(decide(there, fetch(made.at + DAY - 1)).ok, true)
  assert.deepEqual(decide(there, fetch(made.at + DAY)), refuse('copy-gone'))
  const twice = after(ask, keep, unmasked, approve, made, fetch(made.at), fetch(made.at))
  assert.equal(twice?.exports[0]?.state === 'made' && twice.exports[0].fetched, 2)
})

const at = fc.nat(60 * DAY).map((ms) => MORNING + ms)
const by = fc.constantFrom(ASKER, SUPERVISOR)
const copy = fc.constantFrom(FIRST, id<'export'>('export-2'))
const anyWish: fc.Arbitrary<EvidenceWish> = fc.oneof(
  fc.constant(ask),
  fc.constant(keep),
  fc.record({ type: fc.constantFrom('hold' as const, 'release' as const), at, by, why: fc.constant(WHY) }),
  fc.record({ type: fc.constantFrom('fall-due' as const, 'erase' as const), at }),
  fc.record({
    type: fc.constant('ask-export' as const),
    at,
    export: copy,
    form: fc.constantFrom('masked' as const, 'unmasked' as const),
    by,
    why: fc.constant(WHY),
  }),
  fc.record({
    type: fc.constantFrom(
      'approve-export' as const,
      'refuse-export' as const,
      'stop-export' as const,
      'fetch-export' as const,
    ),
    at,
    export: copy,
    by,
  }),
  fc.record({ type: fc.constant('make-export' as const), at, export: copy, copy: fc.constant(COPY) }),
  fc.record({ type: fc.constant('expire-export' as const), at, export: copy }),
)

test('whatever is wished: no unmasked copy without two people, nothing erased while held, nothing back from the erased', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 60 }), (wishes) => {
      let now: Evidence | null = null
      for (const wish of [ask, keep, ...wishes]) {
        const before: Evidence | null = now
        const decided = decide(now, wish)
        if (!decided.ok) continue
        now = evolve(now, KEY, decided.value)
        if (before?.state === 'held') assert.ok(now.state === 'held' || wish.type === 'release')
        if (before?.state === 'erased') assert.fail(`${wish.type} after the end`)
        if (before?.state === 'due') assert.equal(wish.type, 'erase')
        for (const one of now.exports) {
          const handedOut = one.form === 'unmasked' && (one.state === 'making' || one.state === 'made')
          if (handedOut) assert.ok(one.approvedBy !== null && one.approvedBy !== one.by)
        }
        assert.ok(now.exports.length >= (before?.exports.length ?? 0))
      }
    }),
  )
})

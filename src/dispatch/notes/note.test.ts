import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import { MORNING, OFFICER } from '../samples.ts'
import { type Content, decide, evolve, holds, isDueForReview, LONGEST_MS, type Note, type NoteWish } from './note.ts'
import { HAZARD, KEYS } from './samples.ts'

const KEY = id<'note'>('0193f000-0000-7000-8000-0000000000aa')
const write = (change: Partial<Content> = {}): NoteWish => ({
  type: 'write',
  at: MORNING,
  content: { ...HAZARD, ...change },
  by: OFFICER,
})

function after(...wishes: readonly NoteWish[]): Note | null {
  return wishes.reduce<Note | null>((now, wish) => {
    const decided = decide(now, wish)
    assert.ok(decided.ok, `${wish.type} was refused`)
    return evolve(now, KEY, decided.value)
  }, null)
}

test('a note without an end within twelve months is refused', () => {
  assert.deepEqual(decide(null, write({ expiresAt: MORNING })), refuse('expiry-past'))
  assert.deepEqual(decide(null, write({ expiresAt: MORNING + LONGEST_MS + 1 })), refuse('expiry-too-far'))
  assert.ok(decide(null, write({ expiresAt: MORNING + LONGEST_MS })).ok)
})

test('its review lies ahead and before its end', () => {
  assert.deepEqual(decide(null, write({ reviewAt: MORNING })), refuse('review-past'))
  assert.deepEqual(decide(null, write({ reviewAt: HAZARD.expiresAt + 1 })), refuse('review-after-expiry'))
})

test('a note that names somebody is refused, wherever in it the name stands', () => {
  const named = 'ask at 138 0013 8000'
  for (const change of [
    { text: named },
    { owner: named },
    { reason: named },
    { place: { by: 'address', address: named } as const },
  ])
    assert.deepEqual(decide(null, write(change)), refuse('particulars-refused'), JSON.stringify(change))
})

test('it is not shown from the instant of its end on, also when nobody has recorded the end', () => {
  const note = after(write())
  assert.ok(note)
  assert.equal(note.state, 'holds')
  assert.equal(holds(note, HAZARD.expiresAt - 1), true)
  assert.equal(holds(note, HAZARD.expiresAt), false)
})

test('past its end it can neither be revised nor reviewed nor withdrawn, only recorded as ended', () => {
  const note = after(write())
  const at = HAZARD.expiresAt
  const later: readonly NoteWish[] = [
    { type: 'revise', at, content: { ...HAZARD, expiresAt: at + DAY, reviewAt: at + 1 }, by: OFFICER },
    { type: 'review', at, reviewAt: at + 1, by: OFFICER },
    { type: 'withdraw', at, by: OFFICER },
  ]
  for (const wish of later) assert.deepEqual(decide(note, wish), refuse('note-over'), wish.type)
  assert.deepEqual(decide(note, { type: 'expire', at: at - 1 }), refuse('not-due'))
  assert.equal(after(write(), { type: 'expire', at })?.state, 'expired')
})

test('a revision never changes for whom a note is', () => {
  const asked: NoteWish = { type: 'revise', at: MORNING + 1, content: { ...KEYS, audience: 'room' }, by: OFFICER }
  assert.deepEqual(decide(after(write()), asked), refuse('audience-fixed'))
})

test('a review moves the next look and not the end', () => {
  const at = HAZARD.reviewAt
  const note = after(write(), { type: 'review', at, reviewAt: at + 30 * DAY, by: OFFICER })
  assert.ok(note)
  assert.equal(note.content.expiresAt, HAZARD.expiresAt)
  assert.equal(isDueForReview(note, at + 30 * DAY - 1), false)
  assert.equal(isDueForReview(note, at + 30 * DAY), true)
})

const anyWish: fc.Arbitrary<NoteWish> = fc
  .record({
    type: fc.constantFrom(
      'write' as const,
      'revise' as const,
      'review' as const,
      'withdraw' as const,
      'expire' as const,
    ),
    at: fc.integer({ min: 0, max: 500 }).map((days) => MORNING + days * DAY),
    content: fc
      .record({
        reviewAt: fc.integer({ min: -10, max: 900 }).map((days) => MORNING + days * DAY),
        expiresAt: fc.integer({ min: -10, max: 900 }).map((days) => MORNING + days * DAY),
        audience: fc.constantFrom('room' as const, 'crews' as const),
        text: fc.constantFrom('narrow', '沪A12345 parks here'),
      })
      .map((change): Content => ({ ...HAZARD, ...change })),
  })
  .map(({ type, at, content }): NoteWish => {
    if (type === 'write' || type === 'revise') return { type, at, content, by: OFFICER }
    if (type === 'review') return { type, at, reviewAt: content.reviewAt, by: OFFICER }
    return type === 'withdraw' ? { type, at, by: OFFICER } : { type, at }
  })

test('whatever is wished in whatever order: nobody is named, no end is farther than twelve months, what is over stays over', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 12 }), (wishes) => {
      let now = null as Note | null
      for (const wish of wishes) {
        const decided = decide(now, wish)
        if (!decided.ok) continue
        const next = evolve(now, KEY, decided.value)
        assert.equal(now?.state ?? 'holds', 'holds')
        assert.equal(now?.content.audience ?? next.content.audience, next.content.audience)
        assert.equal(decided.value.audience, next.content.audience)
        assert.doesNotMatch(next.content.text, /沪A/)
        assert.ok(next.content.reviewAt <= next.content.expiresAt)
        if (wish.type === 'write' || wish.type === 'revise') {
          assert.ok(next.content.expiresAt <= wish.at + LONGEST_MS)
          assert.ok(holds(next, wish.at))
        }
        now = next
      }
    }),
  )
})

/** What a browser kept may be shown for a shift and not a minute longer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../core/ids.ts'
import { HOUR, MINUTE } from '../../core/time.ts'
import { EMPTY_BOARD } from '../../dispatch/board.ts'
import { EMPTY_REFERENCE } from '../reference.ts'
import { KEPT_MS, type Kept, usable } from './kept.ts'

const NOW = 1_795_000_000_000
const kept = (lastAt: number): Kept => ({
  v: 1,
  person: { id: id<'person'>('wang-min'), role: 'duty-officer', name: { zh: '王敏', en: 'Wang Min' } },
  demo: false,
  lastAt,
  offsetMs: 120,
  board: { ...EMPTY_BOARD, seq: 7 },
  fixes: new Map(),
  reference: EMPTY_REFERENCE,
})

test('the last picture is shown for twelve hours and then no more', () => {
  assert.equal(usable(kept(NOW - MINUTE), NOW)?.board.seq, 7)
  assert.ok(usable(kept(NOW - KEPT_MS), NOW))
  assert.equal(usable(kept(NOW - KEPT_MS - 1), NOW), null)
})

test('a picture from the future is not believed: the clock was turned back', () => {
  assert.ok(usable(kept(NOW + MINUTE), NOW))
  assert.equal(usable(kept(NOW + 2 * HOUR), NOW), null)
})

test('whatever else lies in the store is nothing to show', () => {
  for (const stored of [
    undefined,
    null,
    7,
    'board',
    [],
    {},
    { v: 2, lastAt: NOW },
    { v: 1, lastAt: 'now', board: {}, person: {} },
  ])
    assert.equal(usable(stored, NOW), null)
})

test('a board of an earlier build lacks nothing that this one draws', () => {
  const { room: _room, ...older } = EMPTY_BOARD
  const shown = usable({ ...kept(NOW), board: older }, NOW)
  assert.deepEqual(shown?.board.room, new Map())
})

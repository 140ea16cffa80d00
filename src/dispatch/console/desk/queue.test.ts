/** The queue: urgency before age, nothing moves under a reading eye, a flood is grouped. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type IncidentId, id, type WarningId } from '../../../core/ids.ts'
import { MINUTE, SECOND } from '../../../core/time.ts'
import { type Board, EMPTY_BOARD } from '../../board.ts'
import type { Incident } from '../../incident.ts'
import type { Warning, WarningKind } from '../../warning.ts'
import { arrange, grouped, type Row, rowsOf } from './queue.ts'

const name = { zh: '相机', en: 'camera' }

function warning(key: string, onsetAt: number, kind: WarningKind = 'stopped-vehicle', grade: 'A' | 'B' = 'A'): Warning {
  return {
    id: id(key),
    raisedAt: onsetAt + SECOND,
    state: 'awaiting',
    raised: {
      kind,
      source: { kind: 'camera', id: 'c1', label: name },
      place: { position: [120.75, 30.71], label: name },
      grade,
      reason: name,
      hazardLights: true,
      onsetAt,
      observedAt: onsetAt,
    },
  }
}

function judged(one: Warning, verdict: 'true' | 'false' | 'cannot-tell', incident: IncidentId | null = null): Warning {
  return { ...one, state: 'judged', verdict, by: id('w'), judgedAt: one.raisedAt + 5_000, incident }
}

function incident(key: string, from: WarningId, at: number): Incident {
  return {
    id: id(key),
    openedAt: at,
    orders: [],
    level: 0,
    reports: [],
    notes: [],
    absorbed: [],
    offer: null,
    state: 'open',
    opened: {
      number: '20261123-0001',
      kind: 'stopped-vehicle',
      priority: 1,
      place: { position: [120.75, 30.71], label: name },
      origin: { from: 'warning', warning: from, warnedAt: at },
      firstObservedAt: at,
      by: id('w'),
    },
  }
}

const boardOf = (warnings: readonly Warning[], incidents: readonly Incident[] = []): Board => ({
  ...EMPTY_BOARD,
  warnings: new Map(warnings.map((one) => [one.id, one])),
  incidents: new Map(incidents.map((one) => [one.id, one])),
})
const keys = (rows: readonly Row[]): readonly string[] => rows.map((row) => row.key)

test('an officer in danger stands above everything, then urgency, then the one that has waited longest', () => {
  const rows = rowsOf(
    boardOf([
      warning('late', 9_000),
      warning('early', 1_000),
      warning('camera', 0, 'camera-unfit'),
      warning('help', 20_000, 'officer-help'),
    ]),
    'running',
  )
  assert.deepEqual(keys(rows), ['help', 'early', 'late', 'camera'])
})

test('a warning judged true becomes its incident in the same row', () => {
  const first = warning('w1', 0)
  const board = boardOf([judged(first, 'true', id('i1'))], [incident('i1', first.id, 0)])
  assert.deepEqual(
    rowsOf(board, 'running').map((row) => [row.key, row.what]),
    [['w1', 'incident']],
  )
})

test('while the list is in use its rows stay where they are and new ones wait', () => {
  const old = rowsOf(boardOf([warning('a', 5_000), warning('b', 6_000)]), 'running')
  const all = rowsOf(boardOf([warning('a', 5_000), warning('b', 6_000), warning('first', 1_000)]), 'running')
  const held = arrange(all, all, keys(old), true)
  assert.deepEqual([keys(held.shown), held.waiting], [['a', 'b'], 1])
  assert.deepEqual(keys(arrange(all, all, keys(old), false).shown), ['first', 'a', 'b'])
})

test('an officer in danger does not wait for the list to be let go', () => {
  const old = rowsOf(boardOf([warning('a', 5_000)]), 'running')
  const all = rowsOf(boardOf([warning('a', 5_000), warning('help', 9_000, 'officer-help')]), 'running')
  assert.deepEqual(keys(arrange(all, all, keys(old), true).shown), ['help', 'a'])
})

test('a row that is over stays in its place until the list is let go', () => {
  const board = boardOf([judged(warning('a', 5_000), 'false'), warning('b', 6_000)])
  const wanted = rowsOf(board, 'running')
  const all = [...wanted, ...rowsOf(board, 'closed')]
  assert.deepEqual(keys(arrange(wanted, all, ['a', 'b'], true).shown), ['a', 'b'])
  assert.deepEqual(keys(arrange(wanted, all, ['a', 'b'], false).shown), ['b'])
})

test('eleven warnings in ten minutes are grouped by place and cause, ten are not', () => {
  const many = (count: number): readonly Row[] =>
    rowsOf(boardOf(Array.from({ length: count }, (_, n) => warning(`w${n}`, n * SECOND))), 'running')
  assert.equal(grouped(many(10), MINUTE).length, 10)
  const flood = grouped(many(11), MINUTE)
  assert.equal(flood.length, 1)
  assert.ok(flood[0] && 'rows' in flood[0] && flood[0].rows.length === 11)
})

/** Kinds by a few letters. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INCIDENT_KINDS } from '../../../incident.ts'
import { KIND_NAMES, readKind } from './kinds.ts'

test('a few letters of any of its names are a kind, and a digit behind them its priority', () => {
  assert.deepEqual(readKind('col'), { state: 'one', kind: 'collision', priority: 1 })
  assert.deepEqual(readKind('col3'), { state: 'one', kind: 'collision', priority: 3 })
  assert.deepEqual(readKind('med p2'), { state: 'one', kind: 'medical-emergency', priority: 2 })
  assert.deepEqual(readKind('拥堵'), { state: 'one', kind: 'congestion', priority: 3 })
  assert.deepEqual(readKind('nx'), { state: 'one', kind: 'wrong-way', priority: 1 })
  assert.deepEqual(readKind('3'), { state: 'one', kind: 'collision', priority: 1 })
})

test('what may be several kinds, or none, is not decided', () => {
  assert.deepEqual(readKind('o'), { state: 'open', kinds: ['obstacle', 'officer-help', 'other'] })
  assert.deepEqual(readKind('xyz'), { state: 'open', kinds: [] })
  assert.deepEqual(readKind(' '), { state: 'open', kinds: INCIDENT_KINDS })
})

test('every kind can be said by each of its names', () => {
  for (const { value, names } of KIND_NAMES)
    for (const name of names) {
      const read = readKind(name)
      assert.ok(read.state === 'one' && read.kind === value, name)
    }
})

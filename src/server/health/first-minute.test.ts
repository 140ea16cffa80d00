/** The first minute, told from facts: what the machine took and what people took are told apart. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fact, Numbered, StreamName } from '../../journal/fact.ts'
import { openFirstMinutes } from './first-minute.ts'

let seq = 0
const fact = (stream: StreamName, recordedAt: number, type: string, more: object = {}): Numbered => ({
  seq: ++seq,
  stream,
  version: 1,
  recordedAt,
  by: { kind: 'system', id: 'test' },
  correlation: 'c',
  fact: { type, v: 1, at: recordedAt, ...more } as Fact,
})

const story = (receipts: readonly [StreamName, number][]): readonly Numbered[] => [
  fact('warning/w', 12_300, 'raised', { onsetAt: 0, observedAt: 12_000 }),
  fact('warning/w', 20_000, 'judged'),
  fact('incident/i', 20_000, 'opened', { firstObservedAt: 0, origin: { from: 'warning', warning: 'w' } }),
  fact('incident/i', 31_000, 'ordered', { orders: ['a', 'b', 'c'] }),
  ...receipts.map(([stream, at]) => fact(stream, at, 'delivered')),
]

test('the minute ends with the last of the three receipts, and people’s time is left out of the machine’s', () => {
  const minutes = openFirstMinutes()
  assert.deepEqual(
    minutes.take(
      story([
        ['order/a', 31_050],
        ['order/b', 31_100],
      ]),
    ),
    [],
  )
  assert.deepEqual(minutes.take([fact('order/c', 31_400, 'delivered')]), [
    { incident: 'i', totalMs: 31_400, machineMs: 300 + 400 },
  ])
})

test('a receipt that comes twice, and orders sent later, do not end the minute again', () => {
  const minutes = openFirstMinutes()
  const twice: [StreamName, number][] = [
    ['order/a', 1],
    ['order/a', 2],
    ['order/b', 3],
  ]
  assert.deepEqual(minutes.take(story(twice)), [])
  assert.equal(minutes.take([fact('order/c', 40_000, 'signed-for')]).length, 1)
  assert.deepEqual(
    minutes.take([fact('order/c', 41_000, 'delivered'), fact('incident/i', 50_000, 'ordered', { orders: ['d'] })]),
    [],
  )
})

test('a call is counted from the moment it came in', () => {
  const minutes = openFirstMinutes()
  const done = minutes.take([
    fact('incident/k', 1_000, 'opened', { firstObservedAt: 1_000, origin: { from: 'call', caller: null } }),
    fact('incident/k', 9_000, 'ordered', { orders: ['x'] }),
    fact('order/x', 9_200, 'delivered'),
  ])
  assert.deepEqual(done, [{ incident: 'k', totalMs: 8_200, machineMs: 200 }])
})

test('what is practised is no figure', () => {
  const told = (more: object) =>
    openFirstMinutes().take([
      fact('incident/k', 1_000, 'opened', { firstObservedAt: 1_000, origin: { from: 'call', caller: null }, ...more }),
      fact('incident/k', 9_000, 'ordered', { orders: ['x'] }),
      fact('order/x', 9_200, 'delivered'),
    ])
  assert.equal(told({}).length, 1)
  assert.equal(told({ exercise: true }).length, 0)
})

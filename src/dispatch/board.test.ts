import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import type { Numbered, StreamName } from '../journal/fact.ts'
import { type Board, bringsBack, EMPTY_BOARD, fold, foldAll, visible } from './board.ts'
import type { IncidentFact } from './incident.ts'
import type { OrderFact } from './order.ts'
import { AMBULANCE, issued, MORNING, OFFICER, opened, RESCUE, RESCUE_DESK, raised } from './samples.ts'
import type { WarningFact } from './warning.ts'

const INCIDENT = id<'incident'>('i-1')
const ORDER = id<'order'>('o-1')

const story: readonly (readonly [StreamName, WarningFact | IncidentFact | OrderFact])[] = [
  ['warning/w-1', { type: 'raised', v: 1, at: MORNING, ...raised() }],
  ['warning/w-1', { type: 'judged', v: 1, at: MORNING + 1, verdict: 'true', by: OFFICER, incident: INCIDENT }],
  ['incident/i-1', { type: 'opened', v: 1, at: MORNING + 1, ...opened() }],
  ['incident/i-1', { type: 'ordered', v: 1, at: MORNING + 2, orders: [ORDER], plan: null, by: OFFICER }],
  ['order/o-1', { type: 'issued', v: 1, at: MORNING + 2, ...issued() }],
  ['order/o-1', { type: 'delivered', v: 1, at: MORNING + 3, attempt: 1, to: RESCUE_DESK }],
  ['order/o-1', { type: 'signed-for', v: 1, at: MORNING + 4, by: RESCUE_DESK, agencyNumber: null, unit: null }],
]
const numbered: readonly Numbered[] = story.map(([stream, fact], i) => ({
  stream,
  version: story.slice(0, i).filter(([earlier]) => earlier === stream).length + 1,
  recordedAt: fact.at,
  by: { kind: 'person', id: OFFICER, role: 'duty-officer' },
  correlation: 'c',
  fact,
  seq: i + 1,
}))
const lookUp = { ...numbered[0], stream: 'look-up/l-1', seq: 8 } as Numbered
const whole = numbered.reduce(fold, EMPTY_BOARD)

test('the board is folded from the facts in their order', () => {
  assert.equal(whole.seq, 7)
  assert.equal(whole.orders.get(ORDER)?.state, 'signed-for')
  assert.deepEqual(whole.incidents.get(INCIDENT)?.orders, [ORDER])
})

test('a fact that comes again, as after a cut line, changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 10 }), (cuts) => {
      let board: Board = EMPTY_BOARD
      for (const [back, on] of cuts) {
        const from = Math.max(0, board.seq - back)
        board = numbered.slice(from, Math.max(board.seq, from + on)).reduce(fold, board)
      }
      assert.deepEqual(numbered.slice(board.seq).reduce(fold, board), whole)
    }),
  )
})

test('folding leaves the earlier board as it was', () => {
  const before = numbered.slice(0, 4).reduce(fold, EMPTY_BOARD)
  const orders = new Map(before.orders)
  numbered.reduce(fold, before)
  assert.deepEqual(before.orders, orders)
})

test('word of something that left the board long ago moves the number and breaks nothing', () => {
  const late = { ...numbered[6], seq: 9, stream: 'order/o-long-gone', version: 7 } as Numbered
  assert.deepEqual(fold(whole, late), { ...whole, seq: 9 })
})

test('an incident that is opened again asks for a whole board where it has left this one', () => {
  const reopened = {
    ...numbered[2],
    seq: 9,
    version: 7,
    fact: { type: 'reopened', v: 1, at: MORNING + 9, by: OFFICER },
  }
  assert.equal(bringsBack(EMPTY_BOARD, reopened as Numbered), true)
  assert.equal(bringsBack(whole, reopened as Numbered), false)
  assert.ok(numbered.every((one) => !bringsBack(EMPTY_BOARD, one)))
})

test('many facts folded at once are the same board as one after the other', () => {
  for (let cut = 0; cut <= numbered.length; cut++)
    assert.deepEqual(foldAll(numbered.slice(0, cut).reduce(fold, EMPTY_BOARD), numbered), whole)
})

test('facts that are not for the board move its number only', () => {
  assert.deepEqual(fold(whole, lookUp), { ...whole, seq: 8 })
})

test('an agency sees its own orders and nothing else; nobody sees look-ups on the lane', () => {
  const [warning, , incident, , order] = numbered
  assert.ok(warning && incident && order)
  const rescue = { scope: 'agency', agency: RESCUE } as const
  assert.equal(visible(rescue, order, { agency: RESCUE, unit: null }), true)
  assert.equal(visible(rescue, order, { agency: AMBULANCE, unit: null }), false)
  assert.equal(visible(rescue, warning, null), false)
  assert.equal(visible(rescue, incident, null), false)
  assert.equal(visible({ scope: 'all' }, incident, null), true)
  assert.equal(visible({ scope: 'all' }, lookUp, null), false)
  assert.equal(visible({ scope: 'none' }, order, { agency: RESCUE, unit: null }), false)
})

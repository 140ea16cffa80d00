/** The door of the replay over real HTTP: who may look back, what a page of the past holds, and that an agency's replay holds nothing of another. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSaidViews } from '../../src/dispatch/replay/io/said.ts'
import { viewOf } from '../../src/dispatch/replay/view.ts'
import { begun, comparedAt, type ReplayAnswer, stoodAt, stretchOf } from '../../src/dispatch/replay/window.ts'
import { RESCUE } from '../../src/dispatch/samples.ts'
import { nodeHash } from './consoles.ts'
import { openRoom } from './room.ts'

const room = await openRoom()
after(() => room.close())
const { stage } = room

/** What the door promises in its own type. */
const pageOf = (text: string): ReplayAnswer => JSON.parse(text) as ReplayAnswer

test('a supervisor sees the past of everything, an auditor under a file number, an officer and a partner not', async () => {
  const from = stage.now()
  await room.openOrders('road-rescue', 'ambulance-120')
  stage.turn(1_000)
  const path = `/api/replay?from=${from - 1}&to=${stage.now()}`
  const page = await room.ask('GET', path, 'supervisor')
  assert.equal(page.status, 200)
  const stretch = stretchOf({ scope: 'all' }, from - 1, stage.now(), [pageOf(page.text)])
  const { board } = stoodAt(stretch, begun(stretch), stretch.facts.length)
  assert.equal(board.orders.size, 2)
  assert.equal(board.incidents.size, 1)
  assert.equal((await room.ask('GET', path, 'auditor')).status, 403)
  assert.equal((await room.ask('GET', path, 'auditor', undefined, { purpose: 'audit/2026-7' })).status, 200)
  for (const who of ['officer', 'rescue', 'crew'] as const)
    assert.equal((await room.ask('GET', path, who)).status, 403, who)
  const looked = stage.looks.at(-1)
  assert.equal(looked?.what.id, `replay:all:${from - 1}`)
})

test("an agency's replay holds its own orders and no word of anybody else's", async () => {
  const from = stage.now()
  stage.turn(10)
  await room.openOrders('road-rescue', 'ambulance-120')
  stage.turn(10)
  const page = await room.ask('GET', `/api/replay?from=${from}&to=${stage.now()}&as=agency:road-rescue`, 'supervisor')
  const answer = pageOf(page.text)
  const sight = { scope: 'agency', agency: RESCUE } as const
  const stretch = stretchOf(sight, from, stage.now(), [answer])
  const { board } = stoodAt(stretch, begun(stretch), stretch.facts.length)
  assert.ok(board.orders.size > 0)
  assert.ok([...board.orders.values()].every((order) => order.issued.agency === RESCUE))
  assert.equal(answer.board?.incidents.length, 0)
  assert.ok(answer.facts.every(({ stream }) => stream.startsWith('order/')))
})

test('what a console said is shown as equal, and a false word as different', async (t) => {
  const from = stage.now()
  stage.turn(10)
  await room.openIncident()
  stage.turn(10)
  const said = openSaidViews({
    ...{ sql: room.database.sql, clock: stage.now, everyMs: 0 },
    trouble: (error) => assert.fail(String(error)),
  })
  t.after(() => said.close())
  const path = `/api/replay?from=${from}&to=${stage.now() + 1_000}`
  const first = pageOf((await room.ask('GET', path, 'supervisor')).text)
  const sight = { scope: 'all' } as const
  const now = stretchOf(sight, from, stage.now(), [first])
  const { board } = stoodAt(now, begun(now), now.facts.length)
  const seq = first.end
  const at = stage.now()
  said.said({ sight, seq, at, hash: nodeHash(viewOf(board, sight, at)) })
  said.said({ sight, seq, at: at + 500, hash: 'f'.repeat(64) })
  await said.close()
  const page = pageOf((await room.ask('GET', path, 'supervisor')).text)
  const stretch = stretchOf(sight, from, at + 1_000, [page])
  assert.equal(comparedAt(stretch, at - 1, nodeHash), null)
  assert.deepEqual(comparedAt(stretch, at, nodeHash), { seq, at, state: 'equal' })
  assert.deepEqual(comparedAt(stretch, at + 600, nodeHash), { seq, at: at + 500, state: 'different' })
})

test('a time without an end, a longer one than a day and a console that never was are refused in words', async () => {
  const ask = (query: string) => room.ask('GET', `/api/replay?${query}`, 'supervisor')
  assert.equal((await ask('from=1&to=99999999999')).json.refusal, 'span-too-long')
  assert.equal((await ask('from=10&to=1')).json.refusal, 'span-too-long')
  assert.equal((await ask('from=1&to=2&as=agency:')).json.refusal, 'unknown-sight')
  assert.equal((await ask('from=1&to=2&as=none')).json.refusal, 'unknown-sight')
  assert.equal((await ask('from=x&to=2')).status, 400)
  assert.equal((await ask('from=1&to=2&more=1')).status, 400)
})

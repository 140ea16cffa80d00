import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { everythingSeen, type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import type { Sight } from '../../access/sight.ts'
import type { OrderId } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import { HOUR } from '../../core/time.ts'
import { type Board, fold } from '../board.ts'
import { OFFICER, POLICE, RESCUE, SHOULDER } from '../samples.ts'
import { KEPT_MS, type Snapshot, snapshot } from './board.ts'
import { close, openByCall, order } from './incidents.ts'
import { answer } from './orders.ts'
import { openStage, type Stage } from './stage.ts'
import { timeline } from './timeline.ts'
import { judge, raise } from './warnings.ts'

const ALL: Sight = { scope: 'all' }
let fresh: FreshDatabase
let stage: Stage
before(async () => {
  fresh = await freshDatabase()
  stage = openStage(fresh.database)
})

function done<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal)
  return result.value
}

const look = (sight: Sight = ALL): Promise<Snapshot> => snapshot(fresh.database.sql, sight, stage.now())

/** The board once every fact has its number: tests beside this one write to the same server and may hold its horizon back. */
async function settledLook(sight: Sight = ALL): Promise<Snapshot> {
  await everythingSeen(fresh.database)
  return look(sight)
}

/** One whole small story; each step is a transaction of its own. */
async function story(): Promise<OrderId> {
  const raising = stage.raising()
  done(await raise(stage.given, raising))
  const verdict = { verdict: 'true', incident: { kind: 'medical-emergency', priority: 1 } } as const
  const { incident } = done(await judge(stage.given, stage.command(), raising.id, verdict, OFFICER))
  assert.ok(incident)
  const sends = [POLICE, RESCUE].map((agency) => ({ agency, unit: null }))
  const { orders } = done(await order(stage.given, stage.command(), incident.id, { plan: null, sends }, OFFICER))
  const [first] = orders
  assert.ok(first)
  for (const said of ['received', 'signed-for', 'arrived'] as const)
    done(
      await answer(stage.given, stage.command(), first.id, {
        answer: said,
        by: { via: 'console', id: 'desk' },
        at: stage.now(),
        cause: null,
        agencyNumber: null,
        unit: null,
      }),
    )
  return first.id
}

const boardOf = (seen: Snapshot): Board => ({
  seq: seen.seq,
  warnings: new Map(seen.warnings.map((one) => [one.id, one])),
  incidents: new Map(seen.incidents.map((one) => [one.id, one])),
  orders: new Map(seen.orders.map((one) => [one.id, one])),
  room: new Map(seen.room.map((one) => [one.id, one])),
  conditions: new Map(seen.conditions.map((one) => [one.id, one])),
})

const sorted = (board: Board) => ({
  seq: board.seq,
  warnings: [...board.warnings.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  incidents: [...board.incidents.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  orders: [...board.orders.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
})

/** What the lane brings behind a snapshot. */
async function followed(seen: Snapshot): Promise<Board> {
  return (await stage.given.journal.readFrom(seen.seq, 100_000)).reduce(fold, boardOf(seen))
}

test('a board taken while an older act is still under way shows nothing that the lane will bring again', async () => {
  await story()
  const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  // An act that has its transaction number and dawdles: everything behind it stays without a number.
  const dawdling = stage.given.journal.transact(async (tx) => {
    const appended = await stage.given.journal.append(
      tx,
      [{ stream: 'look-up/test', expected: 0, facts: [{ type: 'looked-up', v: 1, at: 0 }] }],
      { by: { kind: 'system', id: 'test' }, correlation: 'c', recordedAt: 0 },
    )
    begun.resolve()
    await held.promise
    return appended
  })
  await begun.promise
  const newest = await story()
  const seen = await look()
  assert.equal(
    seen.orders.find((one) => one.id === newest),
    undefined,
  )
  held.resolve()
  await dawdling
  const after = await settledLook()
  assert.equal(after.orders.find((one) => one.id === newest)?.state, 'arrived')
  assert.deepEqual(sorted(await followed(seen)), sorted(boardOf(after)))
})

test('boards taken at any moment of a busy minute all lead to the same board', async () => {
  const boards: Snapshot[] = []
  let busy = true
  const watching = (async () => {
    while (busy) boards.push(await look())
  })()
  await Promise.all(Array.from({ length: 12 }, () => story()))
  busy = false
  await watching
  const last = sorted(boardOf(await settledLook()))
  assert.ok(boards.length > 5)
  for (const seen of boards) assert.deepEqual(sorted(await followed(seen)), last)
})

test('an agency is given its own orders and neither warnings nor incidents', async () => {
  const seen = await settledLook({ scope: 'agency', agency: RESCUE })
  assert.deepEqual([seen.warnings.length, seen.incidents.length], [0, 0])
  assert.ok(seen.orders.length > 0)
  assert.ok(seen.orders.every((one) => one.issued.agency === RESCUE))
  assert.deepEqual((await settledLook({ scope: 'none' })).orders, [])
})

test('what is over leaves the board after twelve hours, what runs stays', async () => {
  const calling = { kind: 'other', priority: 3, place: SHOULDER, caller: null } as const
  const over = done(await openByCall(stage.given, stage.command(), calling, OFFICER)).incident.id
  const runs = done(await openByCall(stage.given, stage.command(), calling, OFFICER)).incident.id
  done(await close(stage.given, stage.command(), over, { outcome: 'resolved' }, OFFICER))
  stage.turn(KEPT_MS - HOUR)
  assert.ok((await settledLook()).incidents.some((one) => one.id === over))
  stage.turn(HOUR + 1)
  const later = (await settledLook()).incidents.map((one) => one.id)
  assert.ok(!later.includes(over))
  assert.ok(later.includes(runs))
})

test('a timeline has every fact of warning, incident and orders, in order and with the numbers of the journal', async () => {
  const { incidents } = await settledLook()
  const told = incidents.find((one) => one.opened.origin.from === 'warning')
  assert.ok(told)
  const facts = done(
    await stage.given.journal.transact(async (tx) => ({ ok: true, value: await timeline(tx, told.id) })),
  )
  const all = await stage.given.journal.readFrom(0, 100_000)
  assert.deepEqual(
    facts?.map((one) => all[one.seq - 1]),
    facts,
  )
  assert.deepEqual(facts?.map((one) => one.fact.type).slice(0, 6), [
    'raised',
    'judged',
    'opened',
    'ordered',
    'issued',
    'issued',
  ])
  assert.equal(new Set(facts?.map((one) => one.correlation)).size, 1)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Sight } from '../../src/access/sight.ts'
import { id } from '../../src/core/ids.ts'
import { HOUR, MINUTE } from '../../src/core/time.ts'
import { EMPTY_BOARD, fold, visible } from '../../src/dispatch/board.ts'
import { snapshot } from '../../src/dispatch/io/board.ts'
import { uuid } from '../../src/dispatch/io/stage.ts'
import { AMBULANCE, POLICE, RESCUE, SHOULDER } from '../../src/dispatch/samples.ts'
import { tickRoom } from '../../src/dispatch/shift/io/room.ts'
import type { RoomThing } from '../../src/dispatch/shift/room.ts'
import { itemKey, type Shift } from '../../src/dispatch/shift/shift.ts'
import { sayUnit } from '../../src/dispatch/units/io/units.ts'
import { everythingSeen } from '../database.ts'
import { type Answer, openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

type Who = 'officer' | 'supervisor' | 'rescue' | 'ambulance' | 'crew' | 'auditor'
async function done(path: string, who: Who, body: object = {}): Promise<Answer> {
  const said = await room.ask('POST', path, who, body)
  assert.ok(said.status < 300, `${path}: ${said.status} ${said.text}`)
  return said
}
async function refusedBy(path: string, who: Who, body: object = {}): Promise<readonly [number, string]> {
  const said = await room.ask('POST', path, who, body)
  return [said.status, said.json.refusal ?? '']
}
// The doors' own answers.
const thing = (said: Answer): RoomThing => (said.json as unknown as { thing: RoomThing }).thing
const shift = (said: Answer): Shift => (said.json as unknown as { shift: Shift }).shift
const inAnHour = (): number => room.stage.now() + HOUR

/** What somebody has folded from the facts that the lane sends them. */
async function folded(sight: Sight): Promise<readonly RoomThing[]> {
  await everythingSeen(room.database)
  const facts = await room.stage.given.journal.readFrom(0, 100_000)
  const board = facts.filter((fact) => visible(sight, fact, null)).reduce(fold, EMPTY_BOARD)
  return [...board.room.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function stateOf(key: string): Promise<string | null> {
  const found = (await folded({ scope: 'all' })).find((one) => one.id === key)
  return found && 'state' in found ? found.state : null
}

test('a shift is started once, handed over with what is open, signed item by item and taken over by another', async () => {
  await done('/api/shift', 'officer')
  assert.deepEqual(await refusedBy('/api/shift', 'supervisor'), [409, 'shift-runs'])
  const [order] = await room.openOrders('road-rescue')
  const warning = room.warning()
  await room.ask('POST', '/api/warnings', 'camera', warning)
  await done('/api/broadcasts', 'officer', { text: 'Fog from K40', to: 'room', expiresAt: inAnHour() })
  const out = { type: 'out', cause: 'defect' } as const
  const by = id<'person'>('wang-min')
  const { given } = room.stage
  assert.ok((await sayUnit(given, room.stage.command(), 'tp-07', out, by)).ok)
  assert.deepEqual(await refusedBy('/api/shift/hand-over', 'supervisor'), [409, 'not-your-shift'])
  const opened = shift(await done('/api/shift/hand-over', 'officer'))
  assert.ok(opened.state === 'handing-over')
  const keys = opened.handOver.items.map(itemKey)
  assert.deepEqual(
    opened.handOver.items.map(({ kind }) => kind),
    ['incident', 'order', 'warning', 'broadcast', 'unit'],
  )
  assert.ok(keys.includes(`order/${order?.id}`) && keys.includes(`warning/${warning.id}`))
  assert.deepEqual(await refusedBy('/api/shift/take-over', 'supervisor'), [409, 'items-unsigned'])
  for (const item of keys) await done('/api/shift/hand-over/signature', 'supervisor', { item })
  const next = shift(await done('/api/shift/take-over', 'supervisor'))
  assert.deepEqual([next.officer, next.from], ['zhou-lei', opened.id])
  const rows = await room.database.sql`select 1 from room_view where running and what = 'shift'`
  assert.equal(rows.length, 1)
})

test('two officers who start a shift in the same instant start one', async () => {
  const fresh = await openRoom()
  try {
    const answers = await Promise.all(
      (['officer', 'supervisor', 'officer', 'supervisor'] as const).map((who) =>
        fresh.ask('POST', '/api/shift', who, {}),
      ),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
  } finally {
    await fresh.close()
  }
})

test('a broadcast reaches whom it is for, each desk says once that it was read, and the clock ends it', async () => {
  const said = thing(
    await done('/api/broadcasts', 'officer', {
      text: 'Hold the gate at K46 open',
      to: [RESCUE],
      expiresAt: inAnHour(),
    }),
  )
  const path = `/api/broadcasts/${said.id}/acknowledgement`
  await done(path, 'rescue')
  assert.deepEqual(await refusedBy(path, 'rescue'), [409, 'already-acknowledged'])
  await done(path, 'officer')
  assert.deepEqual(await refusedBy(path, 'ambulance'), [404, 'not-found'])
  assert.deepEqual(await refusedBy(path, 'auditor'), [403, 'not-allowed'])
  room.stage.turn(HOUR)
  assert.deepEqual(await refusedBy(path, 'supervisor'), [409, 'broadcast-over'])
  assert.ok((await tickRoom(room.stage.given, room.stage.now())) > 0)
  assert.equal(await tickRoom(room.stage.given, room.stage.now()), 0)
})

test('a plate lies in the vault alone and comes out for the incident it was given for', async () => {
  const incident = await room.openIncident()
  const other = await room.openIncident()
  const plate = '浙F·K7788'
  const asked = { text: 'white box lorry, left mirror gone', to: 'everybody', incident, plate, expiresAt: inAnHour() }
  assert.deepEqual(await refusedBy('/api/look-outs', 'officer', { ...asked, text: `lorry ${plate}` }), [
    422,
    'plate-in-text',
  ])
  const given = thing(await done('/api/look-outs', 'officer', asked))
  const journal = JSON.stringify(await room.stage.given.journal.read(`room/${given.id}`))
  assert.doesNotMatch(journal, /K7788/)
  const path = `/api/incidents/${incident}/look-outs/${given.id}/plate`
  const look = (url: string, who: Who, purpose?: string) =>
    room.ask('GET', url, who, undefined, purpose === undefined ? {} : { purpose })
  assert.equal((await look(path, 'officer')).status, 403)
  const seen = await look(path, 'officer', `incident/${incident}`)
  assert.deepEqual([seen.status, seen.text], [200, JSON.stringify({ plate })])
  const elsewhere = `/api/incidents/${other}/look-outs/${given.id}/plate`
  assert.equal((await look(elsewhere, 'officer', `incident/${other}`)).status, 404)
  assert.equal((await look(path, 'rescue', `incident/${incident}`)).status, 403)
  await done(`/api/look-outs/${given.id}/end`, 'officer', { because: 'found' })
})

test('a held incident comes back by the clock, and is not held twice', async () => {
  const incident = await room.openIncident()
  const body = { until: room.stage.now() + 20 * MINUTE, reason: 'the escort begins at nine' }
  const hold = thing(await done(`/api/incidents/${incident}/hold`, 'officer', body))
  assert.deepEqual(await refusedBy(`/api/incidents/${incident}/hold`, 'officer', body), [409, 'already-held-back'])
  const [order] = await room.openOrders('road-rescue')
  const ordered = await refusedBy(`/api/incidents/${order?.issued.incident}/hold`, 'officer', body)
  assert.deepEqual(ordered, [409, 'not-for-later'])
  room.stage.turn(20 * MINUTE - 1)
  await tickRoom(room.stage.given, room.stage.now())
  assert.equal(await stateOf(hold.id), 'waiting')
  room.stage.turn(1)
  await tickRoom(room.stage.given, room.stage.now())
  assert.equal(await stateOf(hold.id), 'back')
  assert.deepEqual(await refusedBy(`/api/holds/${hold.id}/end`, 'officer'), [409, 'hold-over'])
})

test('a lent unit is proposed and ordered like the agency’s own, said to be lent, until its time and not a moment longer', async () => {
  const lent = thing(
    await done('/api/loans', 'officer', {
      label: 'Linping tow truck 3',
      kind: 'tow-truck',
      capabilities: [],
      agency: RESCUE,
      lender: { centre: 'Linping' },
      standsAt: SHOULDER.position,
      until: inAnHour(),
    }),
  )
  assert.ok(lent.what === 'loan')
  const named = async (): Promise<string> => (await room.ask('GET', '/api/reference', 'officer')).text
  assert.match(await named(), /Linping tow truck 3 \(lent\)/)
  const incident = await room.openIncident()
  const proposal = await room.ask('GET', `/api/incidents/${incident}/proposal`, 'officer')
  assert.match(proposal.text, new RegExp(lent.unit))
  const sends = [{ agency: RESCUE, unit: lent.unit }]
  await done(`/api/incidents/${incident}/orders`, 'officer', { plan: null, sends })
  const others = [{ agency: AMBULANCE, unit: lent.unit }]
  const wrong = await refusedBy(`/api/incidents/${incident}/orders`, 'officer', { plan: null, sends: others })
  assert.deepEqual(wrong, [422, 'unit-not-of-agency'])
  room.stage.turn(HOUR)
  const late = await refusedBy(`/api/incidents/${await room.openIncident()}/orders`, 'officer', { plan: null, sends })
  assert.deepEqual(late, [422, 'unit-not-of-agency'])
  assert.doesNotMatch(await named(), /Linping tow truck 3/)
})

test('hostile words are refused by name, and only the room writes', async () => {
  const cases: readonly (readonly [string, object, number, string])[] = [
    ['/api/log', { text: 'call 13800138000' }, 422, 'particulars-refused'],
    ['/api/log', { text: '' }, 400, 'bad-input'],
    ['/api/log', { text: 'x'.repeat(501) }, 400, 'bad-input'],
    ['/api/log', { text: 'a', by: 'somebody else' }, 400, 'bad-input'],
    [`/api/log/${uuid()}/correction`, { text: 'a' }, 404, 'not-logged'],
    ['/api/broadcasts', { text: 'a', to: ['no-such-agency'], expiresAt: inAnHour() }, 422, 'unknown-agency'],
    ['/api/broadcasts', { text: 'a', to: [], expiresAt: inAnHour() }, 422, 'nobody-hears'],
    ['/api/broadcasts', { text: 'a', to: 'room', expiresAt: 1 }, 422, 'expiry-past'],
    ['/api/broadcasts', { text: 'a', to: 'room', about: uuid(), expiresAt: inAnHour() }, 404, 'not-open'],
    [`/api/incidents/${uuid()}/hold`, { until: inAnHour(), reason: 'later' }, 404, 'not-open'],
    ['/api/shift/hand-over/signature', { item: 'incident/none' }, 409, 'not-handing-over'],
    [
      '/api/loans',
      {
        label: 'Linping 3',
        kind: 'tow-truck',
        capabilities: [],
        agency: 'no-such-agency',
        lender: { centre: 'Linping' },
        standsAt: SHOULDER.position,
        until: inAnHour(),
      },
      422,
      'unknown-agency',
    ],
  ]
  for (const [path, body, status, refusal] of cases)
    assert.deepEqual(await refusedBy(path, 'officer', body), [status, refusal], `${path} ${JSON.stringify(body)}`)
  for (const who of ['rescue', 'crew', 'auditor'] as const)
    assert.deepEqual(await refusedBy('/api/log', who, { text: 'a' }), [403, 'not-allowed'])
})

test('the board that each is given is what the lane would have told them: nothing more and nothing less', async () => {
  await done('/api/log', 'officer', { text: 'two lanes shut at K45' })
  await done('/api/loans', 'officer', {
    label: 'Linping tow truck 3',
    kind: 'tow-truck',
    capabilities: [],
    agency: POLICE,
    lender: { agency: RESCUE },
    standsAt: SHOULDER.position,
    until: inAnHour(),
  })
  const sights: readonly Sight[] = [
    { scope: 'all' },
    { scope: 'none' },
    { scope: 'agency', agency: RESCUE },
    { scope: 'agency', agency: AMBULANCE },
    { scope: 'unit', unit: id<'unit'>('tp-07'), agency: POLICE },
  ]
  for (const sight of sights) {
    await everythingSeen(room.database)
    const { room: things } = await snapshot(room.database.sql, sight, room.stage.now())
    assert.deepEqual(things, await folded(sight), JSON.stringify(sight))
  }
  const lender = await folded({ scope: 'agency', agency: RESCUE })
  assert.ok(lender.some(({ what }) => what === 'loan'))
  assert.ok(!(await folded({ scope: 'agency', agency: AMBULANCE })).some(({ what }) => what === 'loan'))
})

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { DAY, MINUTE } from '../../src/core/time.ts'
import { uuid } from '../../src/dispatch/io/stage.ts'
import { AMBULANCE, POLICE, RESCUE, SHOULDER } from '../../src/dispatch/samples.ts'
import { openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

test('a sensor raises its warning once, for its own camera, now, and in no other shape', async () => {
  const body = room.warning()
  const first = await room.ask('POST', '/api/warnings', 'camera', body)
  assert.deepEqual([first.status, first.json], [201, { id: body.id }])
  assert.equal((await room.ask('POST', '/api/warnings', 'camera', body)).status, 200)
  assert.equal((await room.ask('POST', '/api/warnings', 'otherCamera', room.warning())).status, 403)
  assert.equal((await room.ask('POST', '/api/warnings', null, room.warning())).status, 401)
  const wrong: readonly (readonly [object, number])[] = [
    [{ onsetAt: room.stage.now() - DAY - MINUTE }, 422],
    [{ observedAt: room.stage.now() + 2 * MINUTE }, 422],
    [{ onsetAt: room.stage.now() - 500 }, 422],
    [{ id: 'w-1' }, 400],
    [{ surprise: 1 }, 400],
    [{ place: { ...SHOULDER, position: [181, 0] } }, 400],
    [{ place: { ...SHOULDER, position: ['120', 30] } }, 400],
    [{ reason: { zh: 'x'.repeat(201), en: 'x' } }, 400],
    [{ reason: { zh: 'a\u0000b', en: 'x' } }, 400],
    [{ still: 'not a hash' }, 400],
    [{ hazardLights: 'yes' }, 400],
    [{ box: [1, 2, 3] }, 400],
    [{ onsetAt: 1.5 }, 400],
    [{ reason: { zh: 'x'.repeat(20_000), en: 'x' } }, 413],
  ]
  for (const [change, status] of wrong) {
    const answer = await room.ask('POST', '/api/warnings', 'camera', room.warning(change))
    assert.equal(answer.status, status, JSON.stringify(change).slice(0, 80))
    assert.doesNotMatch(answer.text, /surprise":1|xxxx/)
  }
})

test('a picture is taken as JPEG under the hash that was announced, and shown with a trace', async () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(uuid())])
  const sha256 = createHash('sha256').update(jpeg).digest('hex')
  const type = { 'content-type': 'image/jpeg' }
  const body = room.warning({ still: sha256 })
  const path = `/api/warnings/${body.id}/still`
  assert.equal((await room.ask('POST', path, 'camera', Buffer.from('GIF89a'), type)).status, 422)
  assert.equal((await room.ask('POST', path, 'camera', Buffer.alloc(513 * 1024, 0xff), type)).status, 413)
  assert.equal((await room.ask('POST', path, 'officer', jpeg, type)).status, 403)
  assert.equal((await room.ask('POST', path, 'camera', jpeg, type)).status, 201)
  assert.equal((await room.ask('POST', '/api/warnings', 'camera', body)).status, 201)
  assert.equal((await room.ask('POST', path, 'camera', jpeg, type)).status, 201)
  assert.equal((await room.ask('POST', path, 'otherCamera', jpeg, type)).status, 404)
  const another = Buffer.concat([jpeg, Buffer.from('.')])
  assert.equal((await room.ask('POST', path, 'camera', another, type)).status, 422)

  const looks = room.stage.looks.length
  assert.equal((await room.ask('GET', `/api/stills/${sha256}`, 'officer')).status, 200)
  assert.deepEqual(room.stage.looks.at(looks)?.what, { kind: 'still', id: sha256 })
  assert.equal((await room.ask('GET', `/api/stills/${sha256}`, 'rescue')).status, 404)
  const judged = await room.ask('POST', `/api/warnings/${body.id}/verdict`, 'officer', {
    verdict: 'true',
    incident: { kind: 'medical-emergency', priority: 1 },
  })
  const sends = [{ agency: RESCUE, unit: null }]
  await room.ask('POST', `/api/incidents/${judged.json.incident?.id}/orders`, 'officer', { plan: null, sends })
  assert.equal((await room.ask('GET', `/api/stills/${sha256}`, 'rescue')).status, 200)
  assert.equal((await room.ask('GET', `/api/stills/${sha256}`, 'ambulance')).status, 404)
})

test('only an officer judges, in exactly the words of a verdict, and the second is told who was first', async () => {
  const body = room.warning()
  await room.ask('POST', '/api/warnings', 'camera', body)
  const path = `/api/warnings/${body.id}/verdict`
  for (const who of ['rescue', 'crew', 'auditor'] as const)
    assert.equal((await room.ask('POST', path, who, { verdict: 'false' })).status, 403)
  for (const wrong of [
    {},
    { verdict: 'maybe' },
    { verdict: 'true' },
    { verdict: 'false', incident: { kind: 'other', priority: 1 } },
    { verdict: 'true', incident: { kind: 'other', priority: 5 } },
    { verdict: 'true', incident: { kind: 'party', priority: 1 } },
    'true',
    null,
  ])
    assert.equal((await room.ask('POST', path, 'officer', wrong)).status, 400, JSON.stringify(wrong))
  assert.equal((await room.ask('POST', path, 'officer', { verdict: 'false' })).status, 200)
  const second = await room.ask('POST', path, 'supervisor', { verdict: 'cannot-tell' })
  assert.deepEqual([second.status, second.json.refusal, second.json.detail], [409, 'already-judged', 'wang-min'])
  assert.equal((await room.ask('POST', `${path}/withdrawal`, 'officer', {})).status, 200)
  assert.equal((await room.ask('POST', `${path}/withdrawal`, 'officer', { why: 1 })).status, 400)
  const nowhere = await room.ask('POST', `/api/warnings/${uuid()}/verdict`, 'officer', { verdict: 'false' })
  assert.deepEqual([nowhere.status, nowhere.json.refusal], [404, 'not-raised'])
  assert.equal((await room.ask('POST', '/api/warnings/1;drop/verdict', 'officer', { verdict: 'false' })).status, 404)
})

test('one key is one command: the same again answers the same, another wish under it is refused', async () => {
  const incident = await room.openIncident()
  const key = { 'idempotency-key': uuid() }
  const path = `/api/incidents/${incident}/orders`
  const body = { plan: null, sends: [{ agency: RESCUE, unit: null }] }
  const first = await room.ask('POST', path, 'officer', body, key)
  assert.deepEqual((await room.ask('POST', path, 'officer', body, key)).json, first.json)
  const other = await room.ask('POST', path, 'officer', { plan: null, sends: [{ agency: POLICE, unit: null }] }, key)
  assert.deepEqual([other.status, other.json.refusal], [422, 'key-reused'])
  assert.equal(
    (await room.ask('POST', `/api/incidents/${incident}/closure`, 'officer', { outcome: 'resolved' }, key)).status,
    422,
  )
})

test('an order act is refused whole when one line of it is wrong', async () => {
  const path = `/api/incidents/${await room.openIncident()}/orders`
  const good = { agency: RESCUE, unit: null }
  const tries: readonly (readonly [object, number])[] = [
    [{ plan: null, sends: [] }, 400],
    [{ plan: null, sends: Array.from({ length: 41 }, () => good) }, 400],
    [{ plan: null, sends: [good, { agency: RESCUE }] }, 400],
    [{ plan: null, sends: [good, { agency: 'navy', unit: null }] }, 422],
    [{ plan: null, sends: [good, { agency: POLICE, unit: 'am-03' }] }, 422],
    [{ plan: 'unheard-of', sends: [good] }, 422],
    [{ sends: [good] }, 400],
  ]
  for (const [body, status] of tries) assert.equal((await room.ask('POST', path, 'officer', body)).status, status)
  const count = await room.database.sql`select 1 from order_view where incident = ${path.split('/')[3] ?? ''}`
  assert.equal(count.length, 0)
  assert.equal((await room.ask('POST', path, 'rescue', { plan: null, sends: [good] })).status, 403)
})

test('the proposal names the nearest free unit and never one that is on an order', async () => {
  const incident = await room.openIncident()
  const [police] = room.stage.given.centre.units
  assert.ok(police)
  room.stage.units = [{ unit: police, position: SHOULDER.position, fixAt: room.stage.now(), headingDegrees: null }]
  const lines = async () => (await room.ask('GET', `/api/incidents/${incident}/proposal`, 'officer')).json.lines ?? []
  assert.equal((await lines())[0]?.pick?.unit, 'tp-07')
  const sends = [{ agency: POLICE, unit: 'tp-07' }]
  await room.ask('POST', `/api/incidents/${incident}/orders`, 'officer', { plan: 's12-joint', sends })
  assert.deepEqual(
    (await lines()).map(({ agency }) => agency),
    [RESCUE, AMBULANCE],
    'what is ordered is not asked for again',
  )
  const elsewhere = await room.openIncident()
  const there = await room.ask('GET', `/api/incidents/${elsewhere}/proposal`, 'officer')
  assert.equal(there.json.lines?.[0]?.shortfall, 'all-busy')
  assert.equal((await room.ask('GET', `/api/incidents/${incident}/proposal`, 'rescue')).status, 403)
})

test('the caller is shown to an officer for this very incident, and to nobody for nothing', async () => {
  const body = { kind: 'collision', priority: 2, place: SHOULDER, caller: { name: 'Somebody', phone: '13800000000' } }
  const opened = await room.ask('POST', '/api/incidents', 'officer', body)
  assert.equal(opened.status, 201)
  assert.doesNotMatch(opened.text, /Somebody|13800000000/)
  const incident = opened.json.incident?.id ?? ''
  const path = `/api/incidents/${incident}/caller`
  assert.equal((await room.ask('GET', path, 'officer')).status, 403)
  assert.equal((await room.ask('GET', path, 'officer', undefined, { purpose: 'curiosity' })).status, 403)
  const shown = await room.ask('GET', path, 'officer', undefined, { purpose: `incident/${incident}` })
  assert.deepEqual(shown.json, { name: 'Somebody', phone: '13800000000' })
  assert.equal((await room.ask('GET', path, 'rescue', undefined, { purpose: `incident/${incident}` })).status, 403)
  const long = { ...body, caller: { phone: '1'.repeat(33) } }
  const refused = await room.ask('POST', '/api/incidents', 'officer', long)
  assert.equal(refused.status, 400)
  assert.doesNotMatch(refused.text, /1{13}/)
  const timeline = await room.ask('GET', `/api/incidents/${incident}/timeline`, 'officer')
  assert.equal(timeline.status, 200)
  assert.doesNotMatch(timeline.text, /Somebody|13800000000/)
  assert.equal((await room.ask('GET', `/api/incidents/${incident}/timeline`, 'rescue')).status, 403)
  assert.equal((await room.ask('GET', `/api/incidents/${uuid()}/timeline`, 'officer')).status, 404)
})

test("another agency's order is not there, and answering goes forward only", async () => {
  const order = await room.oneOrder(RESCUE)
  const path = `/api/orders/${order.id}/answers`
  const stranger = await room.ask('POST', path, 'ambulance', { answer: 'signed-for' })
  const nowhere = await room.ask('POST', `/api/orders/${uuid()}/answers`, 'ambulance', { answer: 'signed-for' })
  const { correlation: _one, ...told } = stranger.json
  const { correlation: _two, ...toldNowhere } = nowhere.json
  assert.deepEqual([stranger.status, told], [nowhere.status, toldNowhere])
  assert.equal(stranger.status, 404)
  for (const wrong of [
    { answer: 'maybe' },
    { answer: 'arrived', by: 'me' },
    {},
    { answer: 'rejected', cause: 'tired' },
  ])
    assert.equal((await room.ask('POST', path, 'rescue', wrong)).status, 400)
  assert.equal((await room.ask('POST', path, 'rescue', { answer: 'rejected' })).status, 422)
  assert.equal(
    (await room.ask('POST', path, 'rescue', { answer: 'arrived', at: room.stage.now() - DAY - 1 })).status,
    422,
  )
  assert.equal(
    (await room.ask('POST', path, 'rescue', { answer: 'arrived', at: room.stage.now() + 2 * MINUTE })).status,
    422,
  )
  assert.equal((await room.ask('POST', path, 'rescue', { answer: 'arrived', agencyNumber: 'JY-7' })).status, 200)
  const back = await room.ask('POST', path, 'rescue', { answer: 'signed-for' })
  assert.deepEqual([back.status, back.json.refusal], [409, 'already-said'])
})

test('a crew answers its own order and takes one that names no crew; the next crew finds it taken', async () => {
  const order = await room.oneOrder(POLICE)
  const path = `/api/orders/${order.id}/answers`
  const taken = await room.ask('POST', path, 'crew', { answer: 'signed-for' })
  assert.equal(taken.json.order?.unit, 'tp-07', taken.text)
  assert.equal((await room.ask('POST', path, 'otherCrew', { answer: 'on-the-way' })).status, 404)
  assert.equal((await room.ask('POST', path, 'crew', { answer: 'on-the-way' })).status, 200)
  assert.equal((await room.ask('POST', `/api/orders/${order.id}/resend`, 'crew', {})).status, 403)
  const resent = await room.ask('POST', `/api/orders/${order.id}/resend`, 'supervisor', {})
  assert.deepEqual([resent.status, resent.json.refusal], [409, 'not-dead'])
})

test('the emergency button is believed whatever is missing, once for each press', async () => {
  const key = { 'idempotency-key': uuid() }
  const press = { at: room.stage.now() - 3 * DAY }
  const first = await room.ask('POST', '/api/field/help', 'crew', press, key)
  assert.equal(first.status, 201, first.text)
  assert.deepEqual((await room.ask('POST', '/api/field/help', 'crew', press, key)).json, first.json)
  const board = await room.ask('GET', '/api/board', 'officer')
  const help = (board.json.warnings ?? []).filter((one) => one.raised.kind === 'officer-help')
  assert.deepEqual(
    help.map((one) => one.id),
    [first.json.id],
  )
  assert.equal((await room.ask('POST', '/api/field/help', 'officer', press)).status, 403)
  assert.equal((await room.ask('POST', '/api/field/help', 'crew', { at: 'now' })).status, 400)
  assert.equal((await room.ask('POST', '/api/field/help', 'crew', { ...press, position: [0, 91] })).status, 400)
})

test('the board shows each what is theirs, leaves a trace, and is nothing for machines and auditors', async () => {
  await room.oneOrder(RESCUE)
  const looks = room.stage.looks.length
  const agency = await room.ask('GET', '/api/board', 'rescue')
  assert.equal(room.stage.looks.at(looks)?.what.kind, 'board')
  assert.deepEqual([agency.json.warnings, agency.json.incidents], [[], []])
  const orders = agency.json.orders ?? []
  assert.ok(orders.length > 0 && orders.every(({ issued }) => issued.agency === RESCUE))
  for (const who of ['auditor', 'camera'] as const) assert.equal((await room.ask('GET', '/api/board', who)).status, 403)
  assert.equal((await room.ask('GET', '/api/board', null)).status, 401)
  const reference = await room.ask('GET', '/api/reference', 'crew')
  assert.equal(reference.status, 200)
  assert.doesNotMatch(reference.text, /secret/)
})

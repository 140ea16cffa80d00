/** Other houses' systems over the doors: an incident handed to us waits for an officer, what we hand out names nobody, and the link of a mail opens one order and no more. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sign } from '../../src/access/io/signature.ts'
import { type AgencyId, id } from '../../src/core/ids.ts'
import { DAY } from '../../src/core/time.ts'
import { readEido, sharedFrom } from '../../src/dispatch/exchange/eido-read.ts'
import { writePidf } from '../../src/dispatch/exchange/pidf.ts'
import { replyKey } from '../../src/dispatch/io/agencies/mail.ts'
import type { Reach } from '../../src/dispatch/io/given.ts'
import { readOrder } from '../../src/dispatch/io/store.ts'
import { AMBULANCE, POLICE, RESCUE } from '../../src/dispatch/samples.ts'
import { SECRET } from '../exchange/partners.ts'
import { openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  const eido = { via: 'eido', url: 'http://127.0.0.1:9/', secret: SECRET } as const
  const mail = { via: 'mail', to: 'duty@rescue.example', secret: SECRET } as const
  room = await openRoom(
    new Map<AgencyId, Reach>([
      [POLICE, eido],
      [RESCUE, mail],
    ]),
    { host: '127.0.0.1', port: 9, secure: false, from: 'centre@hecheng.example' },
  )
})
after(() => room.close())

const document = (n: number, place = writePidf({ position: [120.8, 30.7], road: 'G60', kilometre: 12.5 })) => {
  const base = {
    lastUpdateTimeStamp: new Date(room.stage.now()).toISOString(),
    updatedByAgencyReference: { $ref: 'police.example' },
  }
  return {
    ...base,
    $id: `urn:emergency:uid:incidentid:${n}:police.example`,
    eidoVersion: '1.0',
    issuingElementIdentification: 'police.example',
    agencyComponent: [],
    incidentComponent: {
      ...base,
      $id: `incident-${n}`,
      incidentTypeCommonRegistryText: 'Traffic Collision',
      internalIncidentId: `P-${n}`,
      incidentCommonPriorityNumber: 1,
      locationReference: [{ $ref: `place-${n}` }],
    },
    locationComponent: [
      { ...base, $id: `place-${n}`, locationTypeDescriptionRegistryText: 'Incident', locationByValue: place },
    ],
    callbackComponent: [{ ...base, $id: 'back', callBackInformationUri: ['tel:13800138000'] }],
  }
}
function post(body: object, secret = SECRET, agency: string = POLICE) {
  const signature = sign(secret, Buffer.from(JSON.stringify(body)), room.stage.now())
  return room.ask('POST', `/api/agencies/${agency}/eido`, null, body, { 'firstminute-signature': signature })
}
async function board() {
  const said = await room.ask('GET', '/api/board', 'officer')
  return said.json
}

test('an incident handed to us is a warning, once however often it is sent, and nothing more until an officer says so', async () => {
  const first = await post(document(1))
  assert.equal(first.status, 202, first.text)
  const again = await post(document(1))
  assert.deepEqual([again.status, (again.json as { state?: string }).state], [200, 'awaiting'])
  const handed = ((await board()).warnings ?? []).filter(({ raised }) => raised.kind === 'handed-over')
  assert.equal(handed.length, 1)
  const [warning] = handed
  assert.deepEqual(warning?.raised.handed?.number, 'P-1')
  assert.deepEqual([warning?.raised.handed?.kind, warning?.raised.handed?.priority], ['collision', 1])
  assert.deepEqual([warning?.raised.place.road, warning?.raised.place.kilometre], ['G60', 12.5])
  assert.doesNotMatch(JSON.stringify(warning), /138001/)
  assert.equal(((await board()).incidents ?? []).length, 0, 'no incident')
  assert.equal(((await board()).orders ?? []).length, 0, 'no order')
  const judged = await room.ask('POST', `/api/warnings/${warning?.id}/verdict`, 'officer', {
    verdict: 'true',
    incident: { kind: 'collision', priority: 1 },
  })
  assert.equal(judged.status, 200, judged.text)
  const number = judged.json.incident?.opened.number
  const stands = async () => JSON.parse((await post(document(1))).text)
  assert.deepEqual(await stands(), { warning: warning?.id, state: 'accepted', number })
  await room.ask('POST', `/api/incidents/${judged.json.incident?.id}/closure`, 'officer', { outcome: 'resolved' })
  assert.equal((await stands()).state, 'completed')
})

test('one that is not ours is told so to whoever asks again', async () => {
  await post(document(4))
  const warning = ((await board()).warnings ?? []).find(({ raised }) => raised.handed?.number === 'P-4')
  await room.ask('POST', `/api/warnings/${warning?.id}/verdict`, 'officer', { verdict: 'false' })
  assert.equal(JSON.parse((await post(document(4))).text).state, 'rejected')
})

test('a forged signature, a house without a system and a document that is none get a sentence and leave nothing', async () => {
  const before = ((await board()).warnings ?? []).length
  assert.equal((await post(document(2), 'another secret that is long enough')).json.refusal, 'signature-forged')
  assert.equal((await post(document(2), SECRET, AMBULANCE)).json.refusal, 'signature-forged')
  assert.equal((await post(document(2), SECRET, RESCUE)).json.refusal, 'signature-forged', 'a mailbox signs nothing')
  const { eidoVersion: _none, ...broken } = document(2)
  assert.equal((await post(broken)).status, 400)
  assert.equal(((await board()).warnings ?? []).length, before)
})

test('an attack in the XML of its location makes the place unknown, and the incident is judged all the same', async () => {
  const attack = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
  assert.equal((await post(document(3, attack))).status, 202)
  const warning = ((await board()).warnings ?? []).find(({ raised }) => raised.handed?.number === 'P-3')
  assert.equal(warning?.raised.place.unverified, true)
  assert.doesNotMatch(JSON.stringify(warning), /root:/)
})

test('a camera cannot hand over an incident', async () => {
  const said = await room.ask('POST', '/api/warnings', 'camera', room.warning({ kind: 'handed-over' }))
  assert.equal(said.status, 400)
})

test('our incident as EIDO holds its orders and nobody’s particulars, and is read back as it was', async () => {
  const place = { position: [120.75, 30.71], label: { zh: 'S12', en: 'S12' }, road: 'S12', kilometre: 45.3 }
  const caller = { name: 'Zhang San', phone: '13800138000' }
  const opened = await room.ask('POST', '/api/incidents', 'officer', { kind: 'collision', priority: 2, place, caller })
  const incident = opened.json.incident?.id ?? ''
  await room.ask('POST', `/api/incidents/${incident}/orders`, 'officer', {
    plan: null,
    sends: [{ agency: RESCUE, unit: 'rr-02' }],
  })
  const said = await room.ask('GET', `/api/incidents/${incident}/eido`, 'officer')
  assert.equal(said.status, 200, said.text)
  assert.doesNotMatch(said.text, /Zhang|13800138000|wang-min/)
  const read = readEido(JSON.parse(said.text))
  assert.ok(read.ok)
  const shared = sharedFrom(read.value, '127.0.0.1:1')
  assert.deepEqual(
    [shared?.id, shared?.orders.length, shared?.orders[0]?.unit?.id, shared?.calls.length],
    [incident, 1, 'rr-02', 1],
  )
  assert.equal((await room.ask('GET', `/api/incidents/${incident}/eido`, 'rescue')).status, 403)
})

test('the link of a mail shows its order, changes nothing when it is looked at, and takes an answer', async () => {
  const order = await room.oneOrder(RESCUE)
  const path = `/reply/${order.id}/${replyKey(SECRET, order.id)}`
  for (let look = 0; look < 3; look++) {
    const page = await room.ask('GET', path, null)
    assert.equal(page.status, 200)
    assert.match(page.text, /签收/)
    assert.doesNotMatch(page.text, /<script/)
  }
  assert.equal((await readOrder(room.database.sql, order.id))?.state, 'issued')
  const form = new URLSearchParams({ number: '<b>17</b>' }).toString()
  const said = await room.ask('POST', `${path}/signed-for`, null, Buffer.from(form), {
    'content-type': 'application/x-www-form-urlencoded',
  })
  assert.equal(said.status, 200, said.text)
  assert.doesNotMatch(said.text, /<b>/)
  assert.equal((await readOrder(room.database.sql, order.id))?.state, 'signed-for')
  const bare = await room.ask('POST', `${path}/rejected`, null, Buffer.from(''), {
    'content-type': 'application/x-www-form-urlencoded',
  })
  assert.equal(bare.status, 409)
  assert.match(bare.text, /拒绝须说明原因/)
})

test('a wrong key, the key of another order and a link that is over are all the same closed door', async () => {
  const [mine, other] = [await room.oneOrder(RESCUE), await room.oneOrder(RESCUE)]
  const theirs = await room.oneOrder(POLICE)
  for (const path of [
    `/reply/${mine.id}/${'x'.repeat(22)}`,
    `/reply/${mine.id}/${replyKey(SECRET, other.id)}`,
    `/reply/${theirs.id}/${replyKey(SECRET, theirs.id)}`,
    `/reply/${mine.id}/${replyKey('another secret that is long enough', mine.id)}`,
    `/reply/${id<'order'>(crypto.randomUUID())}/x`,
  ])
    assert.equal((await room.ask('GET', path, null)).status, 404, path)
  await room.ask('POST', `/api/incidents/${mine.issued.incident}/closure`, 'officer', { outcome: 'resolved' })
  const path = `/reply/${mine.id}/${replyKey(SECRET, mine.id)}`
  assert.equal((await room.ask('GET', path, null)).status, 200, 'told that it was withdrawn')
  room.stage.turn(DAY)
  assert.equal((await room.ask('GET', path, null)).status, 404)
})

/** Alerts over the doors: an authority's messages in any order, attacks and rubbish; an officer tells the public, and anyone reads it within the second. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts'
import type { Alert } from '../../src/dispatch/exchange/alert.ts'
import type { CapAlert } from '../../src/dispatch/exchange/cap.ts'
import { readCap, writeCap } from '../../src/dispatch/exchange/cap-xml.ts'
import { followIncidents } from '../../src/dispatch/exchange/io/road-messages.ts'
import { capTime } from '../../src/dispatch/exchange/public-alert.ts'
import { uuid } from '../../src/dispatch/io/stage.ts'
import { ATTACKS } from '../exchange/cap-samples.ts'
import { openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

/** A gale over the centre, sent `minutes` from now. */
function gale(minutes: number, change: Partial<CapAlert> = {}): CapAlert {
  const now = room.stage.now()
  return {
    identifier: uuid(),
    sender: 'weather.example',
    sent: capTime(now + minutes * MINUTE),
    status: 'Actual',
    msgType: 'Alert',
    scope: 'Public',
    info: [
      {
        language: 'zh-CN',
        category: ['Met'],
        event: '大风',
        urgency: 'Expected',
        severity: 'Severe',
        certainty: 'Likely',
        expires: capTime(now + 3 * HOUR),
        headline: '大风黄色预警',
        description: '详询 13800138000',
        area: [{ areaDesc: '禾城', circle: ['30.71,120.75 20'] }],
      },
    ],
    ...change,
  }
}
const reference = ({ sender, identifier, sent }: CapAlert): string => `${sender},${identifier},${sent}`
const asXml = (cap: CapAlert): Buffer => Buffer.from(writeCap(cap))
const say = (body: unknown, type = 'application/cap+xml', who: 'camera' | 'otherCamera' | 'officer' = 'camera') =>
  room.ask('POST', '/api/alerts', who, body, { 'content-type': type })
type Kept = { readonly version: number; readonly alert: Alert }
async function alerts(): Promise<readonly Kept[]> {
  const said = await room.ask('GET', '/api/alerts', 'officer')
  assert.equal(said.status, 200, said.text)
  return (said.json as unknown as { alerts: readonly Kept[] }).alerts // the door's own answer
}
const kept = async (id: string | undefined): Promise<Alert> =>
  (await alerts()).find(({ alert }) => alert.id === id)?.alert ?? assert.fail('the alert is not there')

test('an alert comes as XML or as JSON, is heard once, and says nothing of a telephone', async () => {
  const cap = gale(-5)
  const first = await say(asXml(cap))
  assert.equal(first.status, 201, first.text)
  const again = await say(cap, 'application/json')
  assert.deepEqual([again.status, again.json.id], [200, first.json.id])
  const alert = await kept(first.json.id)
  assert.equal(alert.notice.headline.zh, '大风黄色预警')
  assert.deepEqual(alert.notice.description, { zh: '', en: '' })
  assert.deepEqual([alert.way, alert.state, alert.way === 'in' && alert.here], ['in', 'standing', true])
})

test('an alert about elsewhere is kept, and said to be about elsewhere', async () => {
  const [info] = gale(0).info ?? []
  assert.ok(info)
  const far = await say(asXml(gale(-1, { info: [{ ...info, area: [{ areaDesc: 'far', circle: ['40,-100 20'] }] }] })))
  const alert = await kept(far.json.id)
  assert.equal(alert.way === 'in' && alert.here, false)
})

test('an update and a cancellation find their alert by reference; another machine’s do not', async () => {
  const cap = gale(-9)
  const { json } = await say(asXml(cap))
  const worse = gale(-8, { msgType: 'Update', references: reference(cap) })
  assert.deepEqual((await say(asXml(worse))).json.id, json.id)
  const stranger = await say(
    asXml(gale(-7, { msgType: 'Cancel', references: reference(cap) })),
    'application/xml',
    'otherCamera',
  )
  assert.deepEqual([stranger.status, stranger.json.refusal], [404, 'alert-unknown'])
  const over = await say(asXml(gale(-6, { msgType: 'Cancel', references: reference(worse) })))
  assert.equal(over.status, 200)
  assert.equal((await kept(json.id)).state, 'cancelled')
  const late = await say(asXml(gale(-5, { msgType: 'Update', references: reference(cap) })))
  assert.deepEqual([late.status, late.json.refusal], [409, 'alert-over'])
})

test('an update whose first message never came is an alert; the first, when it comes after all, is known', async () => {
  const first = gale(-9)
  const update = await say(asXml(gale(-8, { msgType: 'Update', references: reference(first) })))
  assert.equal(update.status, 201)
  const late = await say(asXml(first))
  assert.deepEqual([late.status, late.json.id], [200, update.json.id])
})

test('one update may take the place of several alerts', async () => {
  const [a, b] = [gale(-9), gale(-8)]
  const one = await say(asXml(a))
  const two = await say(asXml(b))
  await say(asXml(gale(-7, { msgType: 'Update', references: `${reference(a)} ${reference(b)}` })))
  assert.equal((await kept(one.json.id)).state, 'standing')
  assert.equal((await kept(two.json.id)).state, 'cancelled')
})

test('two of one message at the same instant make one alert', async () => {
  const xml = asXml(gale(-1))
  const said = await Promise.all([say(xml), say(xml), say(xml)])
  assert.deepEqual(said.map(({ status }) => status).sort(), [200, 200, 201])
  assert.equal(new Set(said.map(({ json }) => json.id)).size, 1)
})

test('attacks, rubbish and what is not for people get a sentence each, and leave nothing', async () => {
  const before = (await alerts()).length
  for (const attack of ATTACKS) {
    const said = await say(Buffer.from(attack), 'text/xml')
    assert.deepEqual([said.status, said.json.refusal], [422, 'xml-doctype'])
    assert.doesNotMatch(said.text, /root:/)
  }
  const refused = [
    [Buffer.from('<alert'), 'xml-unreadable'],
    [Buffer.from([0xff, 0xfe, 0x00]), 'xml-unreadable'],
    [asXml(gale(0, { msgType: 'Ack' })), 'not-an-alert'],
    [asXml(gale(0, { status: 'System' })), 'alert-for-systems'],
    [asXml(gale(0, { info: [] })), 'alert-empty'],
    [Buffer.from(writeCap(gale(0)).replace('<scope>Public</scope>', '')), 'cap-invalid'],
  ] as const
  for (const [body, refusal] of refused) {
    const said = await say(body)
    assert.deepEqual([said.status, said.json.refusal], [422, refusal])
  }
  const past = await say(
    asXml(
      gale(-60 * 48, {
        info: [{ ...(gale(0).info?.[0] ?? assert.fail()), expires: capTime(room.stage.now() - HOUR) }],
      }),
    ),
  )
  assert.deepEqual([past.status, past.json.refusal], [409, 'alert-expired'])
  assert.equal((await say({ hello: 1 }, 'application/json')).status, 400)
  assert.equal((await say(Buffer.alloc(300 * 1024, 32))).status, 413)
  assert.equal((await alerts()).length, before)
})

async function onRoad(): Promise<{ readonly incident: string; readonly warning: string }> {
  const warning = room.warning()
  await room.ask('POST', '/api/warnings', 'camera', warning)
  const judged = await room.ask('POST', `/api/warnings/${warning.id}/verdict`, 'officer', {
    verdict: 'true',
    incident: { kind: 'collision', priority: 2 },
  })
  return { incident: judged.json.incident?.id ?? '', warning: warning.id }
}
type Published = { readonly alert: Extract<Alert, { way: 'out' }> }
async function publish(incident: string): Promise<Published['alert']> {
  const said = await room.ask('POST', `/api/incidents/${incident}/road-message`, 'officer', {})
  assert.equal(said.status, 201, said.text)
  return (said.json as unknown as Published).alert // the door's own answer
}
async function read(id: string): Promise<CapAlert> {
  const said = await room.ask('GET', `/public/alerts/${id}`, null)
  assert.equal(said.status, 200)
  const cap = readCap(said.text)
  return cap.ok ? cap.value : assert.fail(cap.detail)
}

test('from the verdict to what anyone can read: one act, its clock on record, no name in it', async () => {
  const { incident } = await onRoad()
  room.stage.turn(7 * SECOND)
  const alert = await publish(incident)
  assert.equal(alert.publishedAt - alert.verdictAt, 7 * SECOND)
  const cap = await read(alert.id)
  assert.deepEqual([cap.msgType, cap.info?.length, cap.info?.[1]?.headline], ['Alert', 2, 'S12 up K45+300: collision'])
  const feed = await room.ask('GET', '/public/alerts', null)
  assert.equal(feed.status, 200)
  assert.match(feed.text, new RegExp(`/public/alerts/${alert.id}`))
  assert.doesNotMatch(feed.text + JSON.stringify(cap), /wang-min|Wang|王敏/)
  const twice = await room.ask('POST', `/api/incidents/${incident}/road-message`, 'officer', {})
  assert.deepEqual([twice.status, twice.json.refusal], [409, 'alert-there'])
})

test('it is cancelled when the incident closes, by the job and within its second', async () => {
  const { incident } = await onRoad()
  const alert = await publish(incident)
  assert.equal(await followIncidents(room.stage.given, room.stage.now()), 0)
  const closed = await room.ask('POST', `/api/incidents/${incident}/closure`, 'officer', { outcome: 'resolved' })
  assert.equal(closed.status, 200, closed.text)
  assert.equal(await followIncidents(room.stage.given, room.stage.now() + SECOND), 1)
  const cap = await read(alert.id)
  assert.deepEqual([cap.msgType, cap.references], ['Cancel', `127.0.0.1:1,${alert.id}.1,${alert.messages[0]?.sent}`])
  assert.equal(await followIncidents(room.stage.given, room.stage.now() + 2 * SECOND), 0, 'once')
})

test('an officer takes it back, and may publish again', async () => {
  const { incident } = await onRoad()
  const alert = await publish(incident)
  const back = await room.ask('POST', `/api/incidents/${incident}/road-message/withdrawal`, 'officer', {})
  assert.equal(back.status, 200, back.text)
  assert.equal((await read(alert.id)).msgType, 'Cancel')
  const none = await room.ask('POST', `/api/incidents/${incident}/road-message/withdrawal`, 'officer', {})
  assert.deepEqual([none.status, none.json.refusal], [404, 'not-public'])
  assert.notEqual((await publish(incident)).id, alert.id)
})

test('no agency, crew or machine publishes; a stranger’s road message is not there', async () => {
  const { incident } = await onRoad()
  for (const who of ['rescue', 'crew', 'auditor', 'camera'] as const)
    assert.notEqual((await room.ask('POST', `/api/incidents/${incident}/road-message`, who, {})).status, 201, who)
  assert.equal((await room.ask('GET', `/public/alerts/${uuid()}`, null)).status, 404)
  assert.equal((await room.ask('GET', '/public/alerts/..%2f..%2fetc', null)).status, 404)
})

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import pino from 'pino'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { openPolicies } from '../access/io/cedar.ts'
import { sign } from '../access/io/signature.ts'
import type { Principal, Role } from '../access/roles.ts'
import { id } from '../core/ids.ts'
import { DAY, MINUTE } from '../core/time.ts'
import { type Http, openHttp } from '../server/http/server.ts'
import type { Incident } from './incident.ts'
import { openStage, type Stage, uuid } from './io/stage.ts'
import type { Order } from './order.ts'
import type { ProposalLine } from './plan.ts'
import { dispatchDoors } from './routes.ts'
import { AMBULANCE, POLICE, RESCUE, raised, SHOULDER } from './samples.ts'
import type { Warning } from './warning.ts'

const ORIGIN = 'http://localhost:8080'
const SECRETS = new Map(
  [POLICE, RESCUE].map((agency) => [
    agency,
    { url: 'http://127.0.0.1:9/', secret: `secret of ${agency}, long enough` },
  ]),
)
const person = (key: string, role: Role, bound: Partial<Principal> = {}): Principal => ({
  id: id<'person'>(key),
  role,
  name: { zh: key, en: key },
  ...bound,
})
const WHO: Readonly<Record<string, Principal>> = {
  officer: person('wang-min', 'duty-officer'),
  supervisor: person('zhou-lei', 'supervisor'),
  rescue: person('rescue-desk', 'agency-user', { agency: RESCUE }),
  ambulance: person('ambulance-desk', 'agency-user', { agency: AMBULANCE }),
  crew: person('chen-hao', 'field-officer', { agency: POLICE, unit: id<'unit'>('tp-07') }),
  otherCrew: person('liu', 'field-officer', { agency: POLICE, unit: id<'unit'>('tp-08') }),
  auditor: person('auditor', 'auditor'),
  camera: person('S12-K45-up', 'machine'),
  otherCamera: person('S12-K46-up', 'machine'),
}

let fresh: FreshDatabase
let stage: Stage
let http: Http
before(async () => {
  fresh = await freshDatabase()
  stage = openStage(fresh.database, SECRETS, (await openPolicies()).authorise)
  http = await openHttp({
    doors: dispatchDoors(stage.given),
    resolvePrincipal: async (_knock, headers) => WHO[headers['test-person'] ?? ''] ?? null,
    authorise: stage.given.access.authorise,
    listen: { host: '127.0.0.1', port: 0 },
    publicOrigins: [ORIGIN],
    staticFolder: null,
    clock: stage.given.clock,
    chance: stage.given.chance,
    log: pino({ level: 'silent' }),
  })
  await http.fastify.ready()
})
after(() => http.close())

/** What the doors may tell; each test looks at what its door promises. */
type Told = {
  readonly id?: string
  readonly refusal?: string
  readonly detail?: string
  readonly correlation?: string
  readonly incident?: Incident
  readonly order?: Order
  readonly orders?: readonly Order[]
  readonly warnings?: readonly Warning[]
  readonly incidents?: readonly Incident[]
  readonly lines?: readonly ProposalLine[]
}
type Answer = { readonly status: number; readonly json: Told; readonly text: string }

async function ask(
  method: 'GET' | 'POST',
  url: string,
  who: keyof typeof WHO | null,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await http.fastify.inject({
    method,
    url,
    headers: {
      ...(who === null ? {} : { 'test-person': String(who) }),
      ...(method === 'POST' ? { origin: ORIGIN, 'idempotency-key': uuid() } : {}),
      ...(body === undefined || body instanceof Buffer ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body instanceof Buffer ? body : JSON.stringify(body) }),
  })
  const isJson = String(answer.headers['content-type']).includes('json')
  return { status: answer.statusCode, json: isJson ? answer.json() : {}, text: answer.body }
}

const warning = (change: object = {}) => ({
  id: uuid(),
  ...raised({ onsetAt: stage.now() - 9_000, observedAt: stage.now() - 1_000 }),
  ...change,
})

async function openIncident(): Promise<string> {
  const body = warning()
  assert.equal((await ask('POST', '/api/warnings', 'camera', body)).status, 201)
  const judged = await ask('POST', `/api/warnings/${body.id}/verdict`, 'officer', {
    verdict: 'true',
    incident: { kind: 'medical-emergency', priority: 1 },
  })
  assert.equal(judged.status, 200, judged.text)
  return judged.json.incident?.id ?? ''
}

async function openOrders(...agencies: readonly string[]): Promise<readonly Order[]> {
  const sends = agencies.map((agency) => ({ agency, unit: null }))
  const sent = await ask('POST', `/api/incidents/${await openIncident()}/orders`, 'officer', { plan: null, sends })
  assert.equal(sent.status, 201, sent.text)
  return sent.json.orders ?? []
}

async function oneOrder(agency: string): Promise<Order> {
  const [one] = await openOrders(agency)
  assert.ok(one)
  return one
}

test('a sensor raises its warning once, for its own camera, now, and in no other shape', async () => {
  const body = warning()
  const first = await ask('POST', '/api/warnings', 'camera', body)
  assert.deepEqual([first.status, first.json], [201, { id: body.id }])
  assert.equal((await ask('POST', '/api/warnings', 'camera', body)).status, 200)
  assert.equal((await ask('POST', '/api/warnings', 'otherCamera', warning())).status, 403)
  assert.equal((await ask('POST', '/api/warnings', null, warning())).status, 401)
  const wrong: readonly (readonly [object, number])[] = [
    [{ onsetAt: stage.now() - DAY - MINUTE }, 422],
    [{ observedAt: stage.now() + 2 * MINUTE }, 422],
    [{ onsetAt: stage.now() - 500 }, 422],
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
    const answer = await ask('POST', '/api/warnings', 'camera', warning(change))
    assert.equal(answer.status, status, JSON.stringify(change).slice(0, 80))
    assert.doesNotMatch(answer.text, /surprise":1|xxxx/)
  }
})

test('a picture is taken as JPEG under the hash that was announced, and shown with a trace', async () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(uuid())])
  const sha256 = createHash('sha256').update(jpeg).digest('hex')
  const type = { 'content-type': 'image/jpeg' }
  const body = warning({ still: sha256 })
  const path = `/api/warnings/${body.id}/still`
  assert.equal((await ask('POST', path, 'camera', Buffer.from('GIF89a'), type)).status, 422)
  assert.equal((await ask('POST', path, 'camera', Buffer.alloc(513 * 1024, 0xff), type)).status, 413)
  assert.equal((await ask('POST', path, 'officer', jpeg, type)).status, 403)
  assert.equal((await ask('POST', path, 'camera', jpeg, type)).status, 201)
  assert.equal((await ask('POST', '/api/warnings', 'camera', body)).status, 201)
  assert.equal((await ask('POST', path, 'camera', jpeg, type)).status, 201)
  assert.equal((await ask('POST', path, 'otherCamera', jpeg, type)).status, 404)
  const another = Buffer.concat([jpeg, Buffer.from('.')])
  assert.equal((await ask('POST', path, 'camera', another, type)).status, 422)

  const looks = stage.looks.length
  assert.equal((await ask('GET', `/api/stills/${sha256}`, 'officer')).status, 200)
  assert.deepEqual(stage.looks.at(looks)?.what, { kind: 'still', id: sha256 })
  assert.equal((await ask('GET', `/api/stills/${sha256}`, 'rescue')).status, 404)
  const judged = await ask('POST', `/api/warnings/${body.id}/verdict`, 'officer', {
    verdict: 'true',
    incident: { kind: 'medical-emergency', priority: 1 },
  })
  const sends = [{ agency: RESCUE, unit: null }]
  await ask('POST', `/api/incidents/${judged.json.incident?.id}/orders`, 'officer', { plan: null, sends })
  assert.equal((await ask('GET', `/api/stills/${sha256}`, 'rescue')).status, 200)
  assert.equal((await ask('GET', `/api/stills/${sha256}`, 'ambulance')).status, 404)
})

test('only an officer judges, in exactly the words of a verdict, and the second is told who was first', async () => {
  const body = warning()
  await ask('POST', '/api/warnings', 'camera', body)
  const path = `/api/warnings/${body.id}/verdict`
  for (const who of ['rescue', 'crew', 'auditor'] as const)
    assert.equal((await ask('POST', path, who, { verdict: 'false' })).status, 403)
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
    assert.equal((await ask('POST', path, 'officer', wrong)).status, 400, JSON.stringify(wrong))
  assert.equal((await ask('POST', path, 'officer', { verdict: 'false' })).status, 200)
  const second = await ask('POST', path, 'supervisor', { verdict: 'cannot-tell' })
  assert.deepEqual([second.status, second.json.refusal, second.json.detail], [409, 'already-judged', 'wang-min'])
  assert.equal((await ask('POST', `${path}/withdrawal`, 'officer', {})).status, 200)
  assert.equal((await ask('POST', `${path}/withdrawal`, 'officer', { why: 1 })).status, 400)
  const nowhere = await ask('POST', `/api/warnings/${uuid()}/verdict`, 'officer', { verdict: 'false' })
  assert.deepEqual([nowhere.status, nowhere.json.refusal], [404, 'not-raised'])
  assert.equal((await ask('POST', '/api/warnings/1;drop/verdict', 'officer', { verdict: 'false' })).status, 404)
})

test('one key is one command: the same again answers the same, another wish under it is refused', async () => {
  const incident = await openIncident()
  const key = { 'idempotency-key': uuid() }
  const path = `/api/incidents/${incident}/orders`
  const body = { plan: null, sends: [{ agency: RESCUE, unit: null }] }
  const first = await ask('POST', path, 'officer', body, key)
  assert.deepEqual((await ask('POST', path, 'officer', body, key)).json, first.json)
  const other = await ask('POST', path, 'officer', { plan: null, sends: [{ agency: POLICE, unit: null }] }, key)
  assert.deepEqual([other.status, other.json.refusal], [422, 'key-reused'])
  assert.equal(
    (await ask('POST', `/api/incidents/${incident}/closure`, 'officer', { outcome: 'resolved' }, key)).status,
    422,
  )
})

test('an order act is refused whole when one line of it is wrong', async () => {
  const path = `/api/incidents/${await openIncident()}/orders`
  const good = { agency: RESCUE, unit: null }
  const tries: readonly (readonly [object, number])[] = [
    [{ plan: null, sends: [] }, 400],
    [{ plan: null, sends: Array.from({ length: 21 }, () => good) }, 400],
    [{ plan: null, sends: [good, { agency: RESCUE }] }, 400],
    [{ plan: null, sends: [good, { agency: 'navy', unit: null }] }, 422],
    [{ plan: null, sends: [good, { agency: POLICE, unit: 'am-03' }] }, 422],
    [{ plan: 'unheard-of', sends: [good] }, 422],
    [{ sends: [good] }, 400],
  ]
  for (const [body, status] of tries) assert.equal((await ask('POST', path, 'officer', body)).status, status)
  const count = await fresh.database.sql`select 1 from order_view where incident = ${path.split('/')[3] ?? ''}`
  assert.equal(count.length, 0)
  assert.equal((await ask('POST', path, 'rescue', { plan: null, sends: [good] })).status, 403)
})

test('the proposal names the nearest free unit and never one that is on an order', async () => {
  const incident = await openIncident()
  const [police] = stage.given.centre.units
  assert.ok(police)
  stage.units = [{ unit: police, position: SHOULDER.position, fixAt: stage.now(), busy: false }]
  const lines = async () => (await ask('GET', `/api/incidents/${incident}/proposal`, 'officer')).json.lines ?? []
  assert.equal((await lines())[0]?.unit, 'tp-07')
  const sends = [{ agency: POLICE, unit: 'tp-07' }]
  await ask('POST', `/api/incidents/${incident}/orders`, 'officer', { plan: 's12-joint', sends })
  assert.equal((await lines())[0]?.shortfall, 'all-busy')
  assert.equal((await ask('GET', `/api/incidents/${incident}/proposal`, 'rescue')).status, 403)
})

test('the caller is shown to an officer for this very incident, and to nobody for nothing', async () => {
  const body = { kind: 'collision', priority: 2, place: SHOULDER, caller: { name: 'Somebody', phone: '13800000000' } }
  const opened = await ask('POST', '/api/incidents', 'officer', body)
  assert.equal(opened.status, 201)
  assert.doesNotMatch(opened.text, /Somebody|138/)
  const incident = opened.json.incident?.id ?? ''
  const path = `/api/incidents/${incident}/caller`
  assert.equal((await ask('GET', path, 'officer')).status, 403)
  assert.equal((await ask('GET', path, 'officer', undefined, { purpose: 'curiosity' })).status, 403)
  const shown = await ask('GET', path, 'officer', undefined, { purpose: `incident/${incident}` })
  assert.deepEqual(shown.json, { name: 'Somebody', phone: '13800000000' })
  assert.equal((await ask('GET', path, 'rescue', undefined, { purpose: `incident/${incident}` })).status, 403)
  const long = { ...body, caller: { phone: '1'.repeat(33) } }
  const refused = await ask('POST', '/api/incidents', 'officer', long)
  assert.equal(refused.status, 400)
  assert.doesNotMatch(refused.text, /1111/)
  const timeline = await ask('GET', `/api/incidents/${incident}/timeline`, 'officer')
  assert.equal(timeline.status, 200)
  assert.doesNotMatch(timeline.text, /Somebody|138/)
  assert.equal((await ask('GET', `/api/incidents/${incident}/timeline`, 'rescue')).status, 403)
  assert.equal((await ask('GET', `/api/incidents/${uuid()}/timeline`, 'officer')).status, 404)
})

test("another agency's order is not there, and answering goes forward only", async () => {
  const order = await oneOrder(RESCUE)
  const path = `/api/orders/${order.id}/answers`
  const stranger = await ask('POST', path, 'ambulance', { answer: 'signed-for' })
  const nowhere = await ask('POST', `/api/orders/${uuid()}/answers`, 'ambulance', { answer: 'signed-for' })
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
    assert.equal((await ask('POST', path, 'rescue', wrong)).status, 400)
  assert.equal((await ask('POST', path, 'rescue', { answer: 'rejected' })).status, 422)
  assert.equal((await ask('POST', path, 'rescue', { answer: 'arrived', at: stage.now() - DAY - 1 })).status, 422)
  assert.equal((await ask('POST', path, 'rescue', { answer: 'arrived', at: stage.now() + 2 * MINUTE })).status, 422)
  assert.equal((await ask('POST', path, 'rescue', { answer: 'arrived', agencyNumber: 'JY-7' })).status, 200)
  const back = await ask('POST', path, 'rescue', { answer: 'signed-for' })
  assert.deepEqual([back.status, back.json.refusal], [409, 'already-said'])
})

test('a crew answers its own order and takes one that names no crew; the next crew finds it taken', async () => {
  const order = await oneOrder(POLICE)
  const path = `/api/orders/${order.id}/answers`
  const taken = await ask('POST', path, 'crew', { answer: 'signed-for' })
  assert.equal(taken.json.order?.unit, 'tp-07', taken.text)
  assert.equal((await ask('POST', path, 'otherCrew', { answer: 'on-the-way' })).status, 404)
  assert.equal((await ask('POST', path, 'crew', { answer: 'on-the-way' })).status, 200)
  assert.equal((await ask('POST', `/api/orders/${order.id}/resend`, 'crew', {})).status, 403)
  const resent = await ask('POST', `/api/orders/${order.id}/resend`, 'supervisor', {})
  assert.deepEqual([resent.status, resent.json.refusal], [409, 'not-dead'])
})

type Said = Readonly<Record<string, unknown>>
async function signed(agency: string, said: Said, change: { secret?: string; at?: number; body?: string } = {}) {
  const body = Buffer.from(JSON.stringify(said))
  const secret = change.secret ?? SECRETS.get(id<'agency'>(agency))?.secret ?? ''
  return ask('POST', `/api/agencies/${agency}/answers`, null, Buffer.from(change.body ?? body), {
    'content-type': 'application/json',
    'firstminute-signature': sign(secret, body, change.at ?? stage.now()),
    origin: '',
  })
}
const saying = (order: Order, answer: string, change: Said = {}): Said => ({
  version: 1,
  id: uuid(),
  order: order.id,
  answer,
  at: stage.now(),
  ...change,
})

test("an agency's own system is heard when it signed, once, about its own orders", async () => {
  const [mine, theirs] = await openOrders(RESCUE, POLICE)
  assert.ok(mine && theirs)
  const said = saying(mine, 'signed-for', { agencyNumber: 'JY-2291' })
  const first = await signed(RESCUE, said)
  assert.deepEqual([first.status, first.json], [200, { order: mine.id, state: 'signed-for' }], first.text)
  assert.deepEqual((await signed(RESCUE, said)).json, first.json)
  assert.equal((await signed(RESCUE, saying(mine, 'on-the-way'))).status, 200)
  assert.deepEqual((await signed(RESCUE, said)).json, first.json, 'a replay gets the first answer again')
  const late = await signed(RESCUE, saying(mine, 'signed-for'))
  assert.deepEqual([late.status, late.json], [200, { order: mine.id, state: 'on-the-way' }])
  assert.equal((await stage.given.journal.read(`order/${mine.id}`)).length, 3)

  const forged = await signed(RESCUE, saying(theirs, 'cleared'))
  const unheard = await signed(RESCUE, saying({ ...theirs, id: id<'order'>(uuid()) }, 'cleared'))
  assert.deepEqual([forged.status, forged.json.refusal], [unheard.status, unheard.json.refusal])
  assert.equal(forged.status, 404)
  assert.equal((await signed(RESCUE, { ...said, order: theirs.id })).status, 404)
  assert.equal((await signed(RESCUE, { ...said, answer: 'arrived' })).json.refusal, 'key-reused')
})

test('a forged, stale, changed or unreadable answer of an agency changes nothing', async () => {
  const order = await oneOrder(RESCUE)
  const said = saying(order, 'cleared')
  const text = JSON.stringify(said)
  const tries: readonly (readonly [Awaited<ReturnType<typeof signed>>, number])[] = [
    [await signed(RESCUE, said, { secret: 'a secret that somebody guessed at' }), 401],
    [await signed(RESCUE, said, { at: stage.now() - 6 * MINUTE }), 401],
    [await signed(RESCUE, said, { at: stage.now() + 6 * MINUTE }), 401],
    [await signed(RESCUE, said, { body: text.replace('cleared', 'arrived') }), 401],
    [await signed('navy', said, { secret: 'x'.repeat(32) }), 401],
    [await signed(AMBULANCE, said, { secret: '' }), 401],
    [await signed(RESCUE, { ...said, extra: true }), 400],
    [await signed(RESCUE, { ...said, at: 'now' }), 400],
    [await signed(RESCUE, { ...said, at: stage.now() - 2 * DAY }), 422],
    [await signed(RESCUE, { ...said, id: 'not-a-uuid' }), 400],
    [await signed(RESCUE, { ...said, order: 'x' }), 404],
    [await signed(RESCUE, { ...said, version: 2 }), 400],
    [await signed(RESCUE, { ...said, answer: 'rejected' }), 400],
    [await signed(RESCUE, { ...said, agencyNumber: 'a\u0000b' }), 422],
    [await signed(RESCUE, { ...said, unit: 'tp-07' }), 422],
    [await signed(RESCUE, { ...said, agencyNumber: 'x'.repeat(5_000) }), 413],
  ]
  for (const [i, [answer, status]] of tries.entries()) assert.equal(answer.status, status, `${i}: ${answer.text}`)
  const bare = await ask('POST', `/api/agencies/${RESCUE}/answers`, null, said)
  assert.deepEqual([bare.status, bare.json.refusal], [401, 'signature-malformed'])
  assert.equal((await stage.given.journal.read(`order/${order.id}`)).length, 1)
})

test('the emergency button is believed whatever is missing, once for each press', async () => {
  const key = { 'idempotency-key': uuid() }
  const press = { at: stage.now() - 3 * DAY }
  const first = await ask('POST', '/api/field/help', 'crew', press, key)
  assert.equal(first.status, 201, first.text)
  assert.deepEqual((await ask('POST', '/api/field/help', 'crew', press, key)).json, first.json)
  const board = await ask('GET', '/api/board', 'officer')
  const help = (board.json.warnings ?? []).filter((one) => one.raised.kind === 'officer-help')
  assert.deepEqual(
    help.map((one) => one.id),
    [first.json.id],
  )
  assert.equal((await ask('POST', '/api/field/help', 'officer', press)).status, 403)
  assert.equal((await ask('POST', '/api/field/help', 'crew', { at: 'now' })).status, 400)
  assert.equal((await ask('POST', '/api/field/help', 'crew', { ...press, position: [0, 91] })).status, 400)
})

test('the board shows each what is theirs, leaves a trace, and is nothing for machines and auditors', async () => {
  await oneOrder(RESCUE)
  const looks = stage.looks.length
  const agency = await ask('GET', '/api/board', 'rescue')
  assert.equal(stage.looks.at(looks)?.what.kind, 'board')
  assert.deepEqual([agency.json.warnings, agency.json.incidents], [[], []])
  const orders = agency.json.orders ?? []
  assert.ok(orders.length > 0 && orders.every(({ issued }) => issued.agency === RESCUE))
  for (const who of ['auditor', 'camera'] as const) assert.equal((await ask('GET', '/api/board', who)).status, 403)
  assert.equal((await ask('GET', '/api/board', null)).status, 401)
  const reference = await ask('GET', '/api/reference', 'crew')
  assert.equal(reference.status, 200)
  assert.doesNotMatch(reference.text, /secret/)
})

/** A whole centre and a push service that checks as the standards say: an order rings on who is out of the room, at once, encrypted and for nobody else; no service, address or sign-out in the way changes anything for an order. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { masterKeyOf } from '../../src/access/io/master-key.ts'
import { openSessions } from '../../src/access/io/sessions.ts'
import { openJournal } from '../../src/journal/io/log.ts'
import { type OpenCentre, openCentre } from '../../src/server/centre.ts'
import { checkConfig } from '../../src/server/config.ts'
import { openRinging } from '../../src/server/ringing.ts'
import { freePort } from '../centre.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { openPushService, type Pushed, type TestPushService, type TestSubscription } from '../push-service.ts'

const text = (en: string) => ({ zh: en, en })
const HERE = [120.75, 30.71] as const
const PLACE = { position: HERE, label: text('S12 K45+300'), road: 'S12', kilometre: 45.3, carriageway: 'up' }
const SUBJECT = 'mailto:it@centre.example'
const PEOPLE = [
  { id: 'duty', role: 'duty-officer' },
  { id: 'rescue-desk', role: 'agency-user', agency: 'road-rescue' },
  { id: 'police-desk', role: 'agency-user', agency: 'traffic-police' },
  { id: 'crew', role: 'field-officer', agency: 'traffic-police', unit: 'tp-07' },
  { id: 'other-crew', role: 'field-officer', agency: 'traffic-police', unit: 'tp-08' },
  { id: 'auditor', role: 'auditor' },
] as const
type Who = (typeof PEOPLE)[number]['id']

describe('push', () => {
  let fresh: FreshDatabase
  let folder: string
  let service: TestPushService
  let slow: TestPushService
  let centre: OpenCentre
  let cookies: Map<Who, string>
  /** What a test has opened: closed behind it, or its orders ring in another test half a minute later. */
  const running: string[] = []

  const open = async (push: object | null): Promise<OpenCentre> => {
    const config = checkConfig({
      centre: { name: text('Centre') },
      listen: { host: '127.0.0.1', port: await freePort() },
      database: fresh.url,
      dataFolder: folder,
      agencies: ['traffic-police', 'road-rescue'].map((id) => ({ id, kind: id, name: text(id), channel: 'console' })),
      units: ['tp-07', 'tp-08'].map((id) => ({ id, agency: 'traffic-police', kind: 'patrol-car', label: text(id) })),
      people: PEOPLE.map((person) => ({ ...person, name: text(person.id) })),
      ...(push ? { push } : {}),
    })
    assert.ok(config.ok, config.ok ? '' : config.detail)
    return openCentre({ config: { ...config.value, folder }, consoleFolder: null, demo: true, say: () => {} })
  }
  const pushed = () => ({ subject: SUBJECT, services: [service.origin, slow.origin, 'push.city.example'] })

  type Answer = { readonly status: number; readonly json: Record<string, never> & { readonly refusal?: string } }
  async function ask(method: string, path: string, who: Who | null, body?: unknown, cookie?: string): Promise<Answer> {
    const sent = cookie ?? (who === null ? undefined : cookies.get(who))
    const reply = await fetch(centre.url + path, {
      method,
      headers: {
        ...(sent ? { cookie: sent } : {}),
        ...(method === 'GET' ? {} : { origin: centre.url, 'idempotency-key': randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // The doors' own answers; each test looks at what its door promises.
    return { status: reply.status, json: (await reply.json()) as Answer['json'] }
  }
  async function signIn(who: Who): Promise<string> {
    const reply = await fetch(`${centre.url}/api/demo/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: centre.url },
      body: JSON.stringify({ person: who }),
    })
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? ''
    assert.ok(cookie)
    return cookie
  }
  const put = (who: Who, { endpoint, keys }: TestSubscription, language = 'en', cookie?: string) =>
    ask('PUT', '/api/push/subscription', who, { endpoint, keys, language }, cookie)
  async function ringing(who: Who, at = service, language = 'en', cookie?: string): Promise<TestSubscription> {
    const one = at.subscribe()
    const said = await put(who, one, language, cookie)
    assert.equal(said.status, 200, JSON.stringify(said.json))
    return one
  }
  async function incident(change: object = {}): Promise<string> {
    const body = { kind: 'collision', priority: 1, place: PLACE, caller: { name: 'Li Lei', phone: '000' }, ...change }
    const opened = await ask('POST', '/api/incidents', 'duty', body)
    assert.equal(opened.status, 201, JSON.stringify(opened.json))
    const id = String((opened.json as { incident?: { id: string } }).incident?.id)
    running.push(id)
    return id
  }
  async function order(agency: string, unit: string | null = null, change: object = {}) {
    const of = await incident(change)
    const sent = await ask('POST', `/api/incidents/${of}/orders`, 'duty', {
      plan: null,
      sends: [{ agency, unit }],
    })
    assert.equal(sent.status, 201, JSON.stringify(sent.json))
    const [one] = (sent.json as { orders?: { id: string; issued: { number: string } }[] }).orders ?? []
    assert.ok(one)
    return { incident: of, id: one.id, number: one.issued.number }
  }
  const close = (running: string) => ask('POST', `/api/incidents/${running}/closure`, 'duty', { outcome: 'resolved' })

  const of = (one: TestSubscription, at = service): readonly Pushed[] =>
    at.received.filter(({ path }) => one.endpoint.endsWith(path))
  async function come(one: TestSubscription, count: number, at = service): Promise<readonly Record<string, unknown>[]> {
    for (let round = 0; round < 400 && of(one, at).length < count; round++) await sleep(25)
    assert.equal(of(one, at).length, count)
    return of(one, at).map((got) => at.read(got, one))
  }
  /** Long enough for what should not come. */
  const quiet = () => sleep(400)
  const rows = () => fresh.database.sql<{ person: string; endpoint: string }[]>`
    select person, endpoint from push_subscriptions order by added_at`

  before(async () => {
    fresh = await freshDatabase()
    folder = await mkdtemp(join(tmpdir(), 'firstminute-push-'))
    process.env.FIRSTMINUTE_LOG ??= 'silent'
    service = await openPushService()
    slow = await openPushService()
    centre = await open(pushed())
  })
  after(async () => {
    await centre?.close()
    await Promise.all([service?.close(), slow?.close()])
    await fresh?.drop()
    if (folder) await rm(folder, { recursive: true })
  })
  afterEach(async () => {
    await fresh.database.sql`delete from push_subscriptions`
    cookies.set('duty', await signIn('duty'))
    for (const one of running.splice(0)) await close(one)
  })
  beforeEach(async () => {
    for (const one of [service, slow]) Object.assign(one, { status: 201, headers: {} })
    cookies = new Map()
    for (const { id } of PEOPLE) cookies.set(id, await signIn(id))
  })

  test('an order rings on the crew’s phone within moments, signed by this centre, readable by that phone alone', async (t) => {
    const [phone, desk, stranger] = [
      await ringing('crew'),
      await ringing('police-desk', service, 'zh'),
      await ringing('rescue-desk'),
    ]
    const begun = Date.now()
    const { number, id } = await order('traffic-police', 'tp-07')
    const [note] = await come(phone, 1)
    const [got] = of(phone)
    assert.ok(got && note)
    t.diagnostic(`from the order's request to the push service: ${got.at - begun} ms`)
    assert.deepEqual(
      [note.title, note.body, note.page, note.order, note.tag, note.lang],
      ['New order · Collision', `S12 K45+300 up carriageway · ${number}`, '/field', id, `order/${id}`, 'en'],
    )
    const key = (await ask('GET', '/api/push', 'crew')).json as { key?: string }
    assert.deepEqual(got.vapid, { sub: SUBJECT, k: key.key })
    assert.deepEqual([got.urgency, got.ttl > 55 && got.ttl <= 60, got.topic.length], ['high', true, 32])
    const [chinese] = await come(desk, 1)
    assert.deepEqual([chinese?.title, chinese?.page], ['新指令 · 交通事故', '/agency'])
    assert.throws(() => service.read(got, desk), 'another browser’s keys open nothing')
    for (const all of [note, chinese]) assert.doesNotMatch(JSON.stringify(all), /Li Lei|000"|duty|crew/)
    assert.doesNotMatch(got.body.toString('latin1'), /collision|S12|K45/i)
    await quiet()
    assert.equal(of(stranger).length, 0)
    assert.notEqual(of(desk)[0]?.topic, got.topic, 'a service cannot tell that two got the same order')
  })

  test('a withdrawal takes the order’s place under the same topic; an order for another crew rings nowhere else', async () => {
    const [phone, other] = [await ringing('crew'), await ringing('other-crew')]
    const { incident: opened } = await order('traffic-police', 'tp-07')
    await come(phone, 1)
    assert.equal((await close(opened)).status, 200)
    const [, gone] = await come(phone, 2)
    assert.equal(gone?.title, 'Order withdrawn · Collision')
    assert.ok(Number(gone?.seq) > Number((await come(phone, 2))[0]?.seq))
    assert.equal(new Set(of(phone).map(({ topic }) => topic)).size, 1)
    await quiet()
    assert.equal(of(other).length, 0)
  })

  test('an exercise says that it is one', async () => {
    const phone = await ringing('crew')
    await order('traffic-police', 'tp-07', { exercise: true })
    assert.equal((await come(phone, 1))[0]?.title, 'Exercise · New order · Collision')
  })

  test('a broadcast rings on whom it is for, without its sentence', async () => {
    const [phone, desk] = [await ringing('crew'), await ringing('rescue-desk')]
    const body = { text: 'two burnt, landing in ten', to: ['road-rescue'], expiresAt: Date.now() + 600_000 }
    assert.equal((await ask('POST', '/api/broadcasts', 'duty', body)).status, 201)
    const [note] = await come(desk, 1)
    assert.equal(note?.title, 'Broadcast from the centre: read and acknowledge')
    assert.doesNotMatch(JSON.stringify(note), /burnt/)
    await quiet()
    assert.equal(of(phone).length, 0)
  })

  test('whoever signs out is rung no more, where the others of the agency are; what is left of it is swept', async () => {
    const [phone, other] = [await ringing('crew'), await ringing('other-crew')]
    assert.equal((await ask('POST', '/api/sign-out', 'crew', {})).status, 200)
    await order('traffic-police')
    await come(other, 1)
    await quiet()
    assert.equal(of(phone).length, 0)
    const chance = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes))
    const { database } = fresh
    const config = checkConfig({ centre: { name: text('Centre') }, dataFolder: folder, push: pushed() })
    assert.ok(config.ok)
    const beside = await openRinging(
      { ...config.value, folder },
      {
        ...{ database, chance, clock: Date.now, trouble: assert.ifError, journal: openJournal(database, Date.now) },
        access: { sessions: openSessions({ database, chance, demo: true }), masterKey: masterKeyOf(Buffer.alloc(32)) },
      },
    )
    await beside.sweep()
    await beside.close()
    assert.deepEqual(
      (await rows()).map(({ person }) => person),
      ['other-crew'],
    )
  })

  test('who is disabled, or has another role or unit now, is rung as what they are now', async () => {
    const { sql } = fresh.database
    const [phone, other] = [await ringing('crew'), await ringing('other-crew')]
    try {
      await sql`update people set unit = 'tp-08' where id = 'crew'`
      await order('traffic-police', 'tp-07')
      await order('traffic-police', 'tp-08')
      await Promise.all([come(phone, 1), come(other, 1)])
      await sql`update people set role = 'auditor', agency = null, unit = null where id = 'crew'`
      await sql`update people set disabled_at = 1 where id = 'other-crew'`
      const desk = await ringing('police-desk')
      await order('traffic-police')
      await come(desk, 1)
      await quiet()
      assert.deepEqual([of(phone).length, of(other).length], [1, 1])
    } finally {
      await sql`update people set role = 'field-officer', agency = 'traffic-police', unit = 'tp-07' where id = 'crew'`
      await sql`update people set disabled_at = null where id = 'other-crew'`
    }
  })

  test('an hour with nobody at the screen does not silence the phone in the pocket; the end of the session does', async () => {
    const { sql } = fresh.database
    const phone = await ringing('crew')
    await sql`update sessions set last_seen_at = last_seen_at - 2 * 3600000::bigint where person = 'crew'`
    await order('traffic-police', 'tp-07')
    await come(phone, 1)
    await sql`update sessions set ends_at = ${Date.now() - 1} where person = 'crew'`
    await order('traffic-police', 'tp-07')
    await quiet()
    assert.equal(of(phone).length, 1)
  })

  test('the next person at the same browser takes it over; somebody who only knows the address does not', async () => {
    const phone = await ringing('crew')
    assert.equal((await put('other-crew', phone)).status, 200)
    assert.deepEqual(
      (await rows()).map(({ person }) => person),
      ['other-crew'],
    )
    const guessed = { ...phone, keys: service.subscribe().keys }
    const said = await put('rescue-desk', guessed)
    assert.deepEqual([said.status, said.json.refusal], [409, 'push-endpoint-taken'])
    // Nor can anybody else end it.
    await ask('POST', '/api/push/subscription/withdrawal', 'rescue-desk', { endpoint: phone.endpoint })
    assert.equal((await rows()).length, 1)
    await ask('POST', '/api/push/subscription/withdrawal', 'other-crew', { endpoint: phone.endpoint })
    assert.equal((await rows()).length, 0)
  })

  test('ten devices a person, however they are asked for at once; one row an endpoint', async () => {
    const asked = await Promise.all(Array.from({ length: 14 }, () => put('crew', service.subscribe())))
    assert.deepEqual(
      [
        asked.filter(({ status }) => status === 200).length,
        asked.filter(({ json }) => json.refusal === 'too-many-subscriptions').length,
      ],
      [10, 4],
    )
    const again = service.subscribe()
    assert.equal((await put('other-crew', again)).status, 200)
    assert.equal((await put('other-crew', again, 'zh')).status, 200)
    assert.equal((await rows()).filter(({ person }) => person === 'other-crew').length, 1)
  })

  test('the server calls no address that is not named, and nothing of a refused one is kept or logged', async () => {
    const { keys } = service.subscribe()
    const port = new URL(service.origin).port
    for (const endpoint of [
      'https://evil.example/x',
      'https://push.city.example:8443/x',
      'https://user:pw@push.city.example/x',
      'https://push.city.example.evil.example/x',
      `http://localhost:${port}/x`,
      `http://127.0.0.1:${Number(port) + 1}/x`,
      `http://127.1:${port}/x`,
      'https://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'javascript:alert(1)',
    ]) {
      const said = await ask('PUT', '/api/push/subscription', 'crew', { endpoint, keys, language: 'en' })
      assert.deepEqual([said.status, said.json.refusal], [422, 'push-service-unknown'], endpoint)
      assert.doesNotMatch(JSON.stringify(said.json), /evil|passwd|169/)
    }
    assert.equal((await rows()).length, 0)
  })

  test('keys that are none, unknown fields, other languages and whole books are refused', async () => {
    const good = service.subscribe()
    const body = { endpoint: good.endpoint, keys: good.keys, language: 'en' }
    const wrong: readonly [object, number][] = [
      [{ ...body, keys: { ...good.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } }, 422],
      [{ ...body, keys: { ...good.keys, auth: 'AAAA' } }, 422],
      [{ ...body, keys: { ...good.keys, p256dh: '../../etc' } }, 400],
      [{ ...body, keys: { p256dh: good.keys.p256dh } }, 400],
      [{ ...body, language: 'fr' }, 400],
      [{ ...body, person: 'duty' }, 400],
      [{ ...body, session: 'another' }, 400],
      [{ ...body, endpoint: 7 }, 400],
      [{ ...body, endpoint: `${service.origin}/${'x'.repeat(3_000)}` }, 413],
      [[], 400],
    ]
    for (const [one, status] of wrong)
      assert.equal(
        (await ask('PUT', '/api/push/subscription', 'crew', one)).status,
        status,
        JSON.stringify(one).slice(0, 90),
      )
    for (const [who, status] of [
      ['duty', 403],
      ['auditor', 403],
      [null, 401],
    ] as const)
      assert.equal((await ask('PUT', '/api/push/subscription', who, body)).status, status, String(who))
    assert.equal((await rows()).length, 0)
  })

  test('a subscription is on record with its service and without its address', async () => {
    const phone = await ringing('crew')
    await put('crew', phone)
    await ask('POST', '/api/push/subscription/withdrawal', 'crew', { endpoint: phone.endpoint })
    const facts = await openJournal(fresh.database, Date.now).read('access/crew')
    const left = facts.filter(({ fact }) => fact.type.startsWith('push-')).slice(-2)
    assert.deepEqual(
      left.map(({ fact, by }) => [fact.type, by.id]),
      [
        ['push-subscribed', 'crew'],
        ['push-unsubscribed', 'crew'],
      ],
    )
    assert.ok(!JSON.stringify(facts).includes(new URL(phone.endpoint).pathname))
    assert.match(JSON.stringify(left[0]), /127\.0\.0\.1/)
  })

  test('404 and 410 end the subscription; 429 and 503 are tried again while it is news; what is refused is not', async () => {
    for (const status of [404, 410]) {
      const phone = await ringing('crew')
      service.first.push(status)
      await order('traffic-police', 'tp-07')
      await come(phone, 1)
      for (let round = 0; round < 80 && (await rows()).length > 0; round++) await sleep(25)
      assert.equal((await rows()).length, 0)
    }
    for (const [status, requests] of [
      [429, 2],
      [503, 2],
      [0, 1],
      [400, 1],
      [403, 1],
    ] as const) {
      const phone = await ringing('crew')
      if (status !== 0) service.first.push(status)
      await order('traffic-police', 'tp-07')
      await come(phone, requests)
      await quiet()
      assert.equal(of(phone).length, requests, String(status))
      await ask('POST', '/api/push/subscription/withdrawal', 'crew', { endpoint: phone.endpoint })
    }
  })

  test('a service that asks for a pause gets it, and a redirect is not followed', async () => {
    const phone = await ringing('crew')
    service.first.push(429)
    service.headers = { 'retry-after': '2', location: `${slow.origin}/elsewhere` }
    await order('traffic-police', 'tp-07')
    await come(phone, 2)
    const [first, second] = of(phone)
    assert.ok(first && second && second.at - first.at >= 1_900, 'two seconds were asked for')
    service.first.push(307)
    await order('traffic-police', 'tp-07')
    await come(phone, 3)
    await quiet()
    assert.ok(slow.received.every(({ path }) => path !== '/elsewhere'))
  })

  test('what was withdrawn meanwhile is not told as new by a second try', async () => {
    const phone = await ringing('crew')
    service.first.push(503)
    service.headers = { 'retry-after': '1' }
    const { incident: opened } = await order('traffic-police', 'tp-07')
    await come(phone, 1)
    await close(opened)
    await come(phone, 2)
    await sleep(1_500)
    assert.deepEqual(
      (await come(phone, 2)).map(({ title }) => title),
      ['New order · Collision', 'Order withdrawn · Collision'],
    )
  })

  test('who signs for it is not rung again by a second try, nor who has signed out', async () => {
    const [phone, other] = [await ringing('crew'), await ringing('other-crew')]
    service.headers = { 'retry-after': '1' }
    service.first.push(503, 503)
    const one = await order('traffic-police')
    await Promise.all([come(phone, 1), come(other, 1)])
    assert.equal((await ask('POST', `/api/orders/${one.id}/answers`, 'crew', { answer: 'signed-for' })).status, 200)
    await sleep(1_500)
    assert.deepEqual([of(phone).length, of(other).length], [1, 1])
    service.first.push(503, 503)
    await order('traffic-police')
    await Promise.all([come(phone, 2), come(other, 2)])
    await ask('POST', '/api/sign-out', 'other-crew', {})
    await come(phone, 3)
    await quiet()
    assert.equal(of(other).length, 2)
  })

  test('a service that never answers delays no other, and no order', async () => {
    slow.status = 'silent'
    const stuck = await Promise.all(Array.from({ length: 9 }, () => ringing('police-desk', slow)))
    const phone = await ringing('crew')
    for (let n = 1; n <= 5; n++) {
      const begun = performance.now()
      await order('traffic-police', 'tp-07')
      assert.ok(performance.now() - begun < 5_000)
      await come(phone, n)
    }
    assert.ok(stuck.every((one) => of(one, slow).length > 0))
  })

  test('two servers on one database push once', async () => {
    const phone = await ringing('crew')
    const other = await open(pushed())
    try {
      for (let n = 1; n <= 3; n++) {
        await order('traffic-police', 'tp-07')
        await come(phone, n)
      }
      await quiet()
      assert.equal(of(phone).length, 3)
    } finally {
      await other.close()
    }
  })

  test('after a restart what was pushed is not pushed again, and what is older than a minute never', async () => {
    const phone = await ringing('crew')
    await order('traffic-police', 'tp-07')
    await come(phone, 1)
    await centre.close()
    centre = await open(pushed())
    await sleep(1_500)
    assert.equal(of(phone).length, 1)
    // The same log, as if nothing had ever been pushed and everything were old.
    await centre.close()
    await fresh.database.sql`delete from push_cursor`
    await fresh.database.sql`alter table facts disable trigger user`
    await fresh.database.sql`update facts set recorded_at = recorded_at - 61000`
    centre = await open(pushed())
    await sleep(1_500)
    assert.equal(of(phone).length, 1)
    cookies.set('duty', await signIn('duty'))
    await order('traffic-police', 'tp-07')
    await come(phone, 2)
  })

  test('a centre without push says so, keeps what is asked from nobody, and calls nobody', async () => {
    const phone = await ringing('crew')
    await centre.close()
    centre = await open(null)
    assert.deepEqual((await ask('GET', '/api/push', 'crew')).json, { key: null })
    const said = await put('crew', phone)
    assert.deepEqual([said.status, said.json.refusal], [409, 'push-off'])
    await order('traffic-police', 'tp-07')
    await quiet()
    assert.equal(of(phone).length, 0)
  })
})

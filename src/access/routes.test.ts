/** The doors of access, opened as the server opens them. */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type AccessBench, openAccessBench, SENSOR_TOKEN } from '../../test/access.ts'
import { id } from '../core/ids.ts'
import type { Door, Reply } from './door.ts'
import type { Principal } from './roles.ts'
import { accessDoors } from './routes.ts'

let bench: AccessBench
let doors: readonly Door[]
before(async () => {
  bench = await openAccessBench()
  doors = accessDoors(bench)
})
after(() => bench.close())

const NOBODY: Principal = { id: id<'person'>('nobody'), role: 'machine', name: { zh: '无', en: 'nobody' } }
type Asked = { body?: unknown; query?: unknown; headers?: Record<string, string>; as?: Principal; key?: string }

async function open(name: string, asked: Asked = {}): Promise<Reply> {
  const door = doors.find((one) => `${one.method} ${one.path}` === name)
  assert.ok(door, `no door ${name}`)
  return door.answer({
    principal: asked.as ?? NOBODY,
    params: door.params.parse({}),
    query: door.query.parse(asked.query ?? {}),
    body: door.body.parse(asked.body),
    at: bench.clock,
    correlation: 'c',
    idempotencyKey: asked.key ?? randomUUID(),
    bodyHash: createHash('sha256')
      .update(JSON.stringify(asked.body ?? null))
      .digest('hex'),
    rawBody: new Uint8Array(),
    headers: asked.headers ?? {},
    from: '10.0.0.5',
  })
}
const jsonOf = (reply: Reply): unknown => ('json' in reply ? reply.json : undefined)
const refusalOf = (reply: Reply): string | undefined => ('problem' in reply ? reply.problem.refusal : undefined)

async function enter(person: string): Promise<{ principal: Principal; cookie: string }> {
  const reply = await open('POST /api/demo/sign-in', { body: { person } })
  assert.ok('json' in reply && reply.headers)
  const cookie = reply.headers['set-cookie']?.split(';')[0] ?? ''
  const principal = await bench.access.resolvePrincipal('signed-in', { cookie })
  assert.ok(principal)
  return { principal, cookie }
}

test('one click signs a person of the demo in, with a cookie that no script and no other site gets', async () => {
  assert.equal((await open('GET /api/demo/people')).status, 200)
  const reply = await open('POST /api/demo/sign-in', { body: { person: 'wang-min' } })
  assert.deepEqual(jsonOf(reply), {
    person: { id: 'wang-min', role: 'duty-officer', name: { zh: '王敏', en: 'Wang Min' } },
    demo: true,
  })
  assert.ok('headers' in reply && reply.headers)
  assert.match(
    reply.headers['set-cookie'] ?? '',
    /^__Host-fm=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  )
  assert.equal(refusalOf(await open('POST /api/demo/sign-in', { body: { person: 'nobody' } })), 'not-a-demo-person')
})

test('without the demo its doors are not there', () => {
  const real = accessDoors({ ...bench, access: { ...bench.access, demo: false } })
  assert.deepEqual(
    real.filter((one) => one.path.startsWith('/api/demo')),
    [],
  )
})

test('me is the person signed in, without the session', async () => {
  const { principal } = await enter('rescue-desk')
  assert.deepEqual(jsonOf(await open('GET /api/me', { as: principal })), {
    person: {
      id: 'rescue-desk',
      role: 'agency-user',
      name: { zh: '施救坐席', en: 'Rescue desk' },
      agency: 'road-rescue',
    },
    demo: true,
  })
})

test('signing in again ends the session before, and signing out the last one', async () => {
  const first = await enter('wang-min')
  const again = await open('POST /api/demo/sign-in', {
    body: { person: 'zhou-lei' },
    headers: { cookie: first.cookie },
  })
  assert.equal(await bench.access.resolvePrincipal('signed-in', { cookie: first.cookie }), null)
  assert.ok('headers' in again && again.headers)
  const cookie = again.headers['set-cookie']?.split(';')[0] ?? ''
  const principal = await bench.access.resolvePrincipal('signed-in', { cookie })
  assert.equal(principal?.id, 'zhou-lei')
  const out = await open('POST /api/sign-out', { as: principal ?? NOBODY })
  assert.ok('headers' in out && out.headers?.['set-cookie']?.startsWith('__Host-fm=; Max-Age=0'))
  assert.equal(await bench.access.resolvePrincipal('signed-in', { cookie }), null)
})

test('an administrator adds a person, who then signs in; the answer and the store of answers hold no password', async () => {
  const { principal } = await enter('administrator')
  const body = {
    signInName: 'chen.hao',
    name: { zh: '陈浩', en: 'Chen Hao' },
    role: 'field-officer',
    agency: 'traffic-police',
    unit: 'tp-07',
    password: 'correct horse battery',
  }
  const key = randomUUID()
  const added = await open('POST /api/people', { as: principal, body, key })
  assert.equal(added.status, 201)
  assert.deepEqual(
    jsonOf(await open('POST /api/people', { as: principal, body, key })),
    jsonOf(added),
    'said twice, done once',
  )
  assert.equal(refusalOf(await open('POST /api/people', { as: principal, body })), 'name-taken')
  const other = { ...body, password: 'another horse battery' }
  assert.equal(refusalOf(await open('POST /api/people', { as: principal, body: other, key })), 'key-reused')
  assert.equal(
    refusalOf(await open('POST /api/people', { as: principal, body: { ...body, password: 'short' } })),
    'password-too-short',
  )
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const [row] = await bench.fresh.database.sql`select string_agg(a::text, ' ') as text from answers a`
  assert.equal(String(row?.text).includes(hash) || String(row?.text).includes('horse'), false)

  const inside = await open('POST /api/sign-in', { body: { name: 'Chen.Hao', password: body.password } })
  assert.equal(inside.status, 200)
  const wrong = await open('POST /api/sign-in', { body: { name: 'chen.hao', password: 'a guess' } })
  assert.deepEqual([wrong.status, refusalOf(wrong)], [401, 'wrong-name-or-password'])
  for (let guess = 0; guess < 2; guess++)
    await open('POST /api/sign-in', { body: { name: 'chen.hao', password: 'a guess' } })
  const slowed = await open('POST /api/sign-in', { body: { name: 'chen.hao', password: body.password } })
  assert.deepEqual([slowed.status, 'headers' in slowed && slowed.headers?.['retry-after']], [429, '1'])
})

test('an auditor reads the ledger, and finds the own look in it the next time', async () => {
  const { principal } = await enter('auditor')
  assert.equal((await open('GET /api/look-ups', { as: principal, headers: { purpose: 'audit/2026-17' } })).status, 200)
  bench.clock += 1
  const reply = await open('GET /api/look-ups', { as: principal, query: { limit: '1' } })
  const { lookUps, next } = jsonOf(reply) as { lookUps: { purpose: string; by: { id: string } }[]; next: string }
  assert.deepEqual([lookUps[0]?.by.id, lookUps[0]?.purpose], ['auditor', 'audit/ledger'])
  bench.clock += 1
  const page = await open('GET /api/look-ups', { as: principal, query: { limit: '1', before: next } })
  const second = jsonOf(page) as { lookUps: { purpose: string }[] }
  assert.equal(second.lookUps[0]?.purpose, 'audit/2026-17')
  assert.equal(
    refusalOf(await open('GET /api/look-ups', { as: principal, headers: { purpose: 'curiosity' } })),
    'purpose-unknown',
  )
})

test('fields that nobody knows are refused', () => {
  const door = doors.find((one) => one.path === '/api/sign-in')
  assert.equal(door?.body.safeParse({ name: 'a', password: 'b', role: 'administrator' }).success, false)
  assert.equal(door?.body.safeParse({ name: 'a', password: 'x'.repeat(257) }).success, false)
})

test('a machine is known by its token and by nothing else', async () => {
  const { resolvePrincipal } = bench.access
  assert.equal((await resolvePrincipal('machine', { authorization: `Bearer ${SENSOR_TOKEN}` }))?.id, 'cam-1')
  assert.equal(await resolvePrincipal('machine', { authorization: 'Bearer guess' }), null)
  assert.equal(await resolvePrincipal('signed-in', { authorization: `Bearer ${SENSOR_TOKEN}` }), null)
})

/** The HTTP server: whatever is wrong with a request leaves as a problem with its field, and nothing of the inside shows. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { pino } from 'pino'
import { z } from 'zod'
import { type Door, door, json } from '../../access/door.ts'
import type { Principal } from '../../access/roles.ts'
import { id } from '../../core/ids.ts'
import { type HttpDeps, openHttp } from './server.ts'

const ORIGIN = 'http://centre.test'
const officer: Principal = { id: id<'person'>('wang-min'), role: 'duty-officer', name: { zh: '王敏', en: 'Wang Min' } }
const nothing = z.unknown()
const plan = {
  method: 'POST',
  knock: 'signed-in',
  act: 'incident.open',
  trace: { leaves: 'fact' },
  command: true,
  maxBodyBytes: 1000,
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: z.strictObject({ kind: z.enum(['collision']), place: z.strictObject({ lon: z.number() }) }),
  summary: '',
} as const

let calls = 0
const doors: readonly Door[] = [
  door({
    ...plan,
    path: '/api/incidents',
    answer: async (call) => json({ kind: call.body.kind, by: call.principal.id }, 201),
  }),
  door({ ...plan, path: '/api/bug', body: nothing, answer: () => Promise.reject(new Error('secret inside')) }),
  door({ ...plan, path: '/api/slow', body: nothing, answer: () => new Promise(() => {}) }),
  door({
    ...plan,
    path: '/api/things/:name',
    method: 'GET',
    act: null,
    command: false,
    params: z.strictObject({ name: z.string() }),
    body: nothing,
    answer: async (call) => json(call.params),
  }),
  door({
    ...plan,
    path: '/api/film',
    method: 'GET',
    act: null,
    command: false,
    body: nothing,
    answer: async () => ({
      status: 200,
      mediaType: 'image/jpeg',
      stream: (async function* () {
        yield Uint8Array.of(1, 2)
        yield Uint8Array.of(3)
      })(),
    }),
  }),
  door({
    ...plan,
    path: '/machines',
    knock: 'machine',
    act: 'position.report',
    command: false,
    body: nothing,
    answer: async (call) => {
      calls++
      return json({ hash: call.bodyHash, correlation: call.correlation })
    },
  }),
  door({
    ...plan,
    path: '/api/sign-in',
    knock: 'anyone',
    act: null,
    command: false,
    body: nothing,
    answer: async () => json({}),
  }),
]

const lines: string[] = []
const log = pino(
  { level: 'debug' },
  new Writable({
    write: (line, _encoding, done) => {
      lines.push(String(line))
      done()
    },
  }),
)
const folder = mkdtempSync(join(tmpdir(), 'firstminute-static-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<p>console</p>')
writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {}')

const deps: HttpDeps = {
  doors,
  listen: { host: '127.0.0.1', port: 0 },
  publicOrigins: [ORIGIN],
  staticFolder: folder,
  resolvePrincipal: async (knock, headers) =>
    knock === 'machine'
      ? headers.authorization === 'Bearer right'
        ? { ...officer, role: 'machine' }
        : null
      : headers.cookie === 'fm=right'
        ? officer
        : headers.cookie === 'fm=auditor'
          ? { ...officer, role: 'auditor' }
          : null,
  authorise: (principal) =>
    principal.role === 'auditor' ? { allowed: false, by: ['auditors-only-read'] } : { allowed: true, by: ['all'] },
  clock: Date.now,
  chance: (bytes) => randomBytes(bytes),
  log,
  answerWithinMs: 100,
  patience: { headersMs: 200, requestMs: 300 },
}
const http = await openHttp(deps)
const address = new URL(await http.listen())
after(async () => {
  await http.close()
  rmSync(folder, { recursive: true })
})

type Sent = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT'
  path?: string
  headers?: Record<string, string>
  body?: string
  without?: string
}
async function ask(sent: Sent = {}) {
  const headers: Record<string, string> = {
    cookie: 'fm=right',
    origin: ORIGIN,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    ...sent.headers,
  }
  if (sent.without) delete headers[sent.without]
  const method = sent.method ?? 'POST'
  const answer = await http.fastify.inject({
    method,
    url: sent.path ?? '/api/incidents',
    headers,
    ...(method === 'GET' ? {} : { payload: sent.body ?? '{"kind":"collision","place":{"lon":1}}' }),
  })
  const isJson = String(answer.headers['content-type']).includes('json')
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: isJson ? answer.json() : null }
}

test('a command in order is answered, with the person who gave it and a correlation id', async () => {
  const answer = await ask()
  assert.equal(answer.status, 201)
  assert.deepEqual(answer.json, { kind: 'collision', by: 'wang-min' })
  assert.match(String(answer.headers['correlation-id']), /^[0-9a-f-]{36}$/)
  assert.equal(answer.headers['cache-control'], 'no-store')
})

test('every way of being wrong has its status and its word, as problem+json', async () => {
  const cases: [Sent, number, string][] = [
    [{ body: '{' }, 400, 'bad-json'],
    [{ body: '{}' }, 400, 'bad-input'],
    [{ without: 'idempotency-key' }, 400, 'idempotency-key-needed'],
    [{ headers: { 'idempotency-key': '1' } }, 400, 'idempotency-key-needed'],
    [{ path: '/api/incidents?x=1' }, 400, 'bad-input'],
    [{ without: 'cookie' }, 401, 'not-signed-in'],
    [{ path: '/machines', headers: { authorization: 'Bearer wrong' } }, 401, 'token-unknown'],
    [{ headers: { cookie: 'fm=auditor' } }, 403, 'not-allowed'],
    [{ without: 'origin' }, 403, 'wrong-origin'],
    [{ headers: { origin: 'http://evil.test' } }, 403, 'wrong-origin'],
    [{ headers: { origin: 'null' } }, 403, 'wrong-origin'],
    [{ path: '/api/sign-in', headers: { origin: 'http://evil.test' } }, 403, 'wrong-origin'],
    [{ path: '/nowhere' }, 404, 'not-found'],
    [{ method: 'GET', path: '/nowhere' }, 404, 'not-found'],
    [{ method: 'PUT' }, 405, 'method-not-allowed'],
    [{ body: JSON.stringify({ kind: 'x'.repeat(2000) }) }, 413, 'body-too-large'],
    [{ headers: { 'content-type': 'text/xml' } }, 415, 'media-type'],
    [{ headers: { 'content-type': 'image/jpeg' } }, 415, 'media-type'],
    [{ path: '/api/bug' }, 500, 'bug'],
    [{ path: '/api/slow' }, 503, 'busy'],
  ]
  for (const [sent, status, refusal] of cases) {
    const answer = await ask(sent)
    assert.equal(answer.status, status, `${JSON.stringify(sent)} → ${answer.text}`)
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
    assert.equal(answer.json.refusal, refusal)
    assert.equal(answer.json.type, `urn:firstminute:problem:${refusal}`)
    assert.equal(answer.json.status, status)
    assert.equal(answer.json.correlation, answer.headers['correlation-id'])
    assert.doesNotMatch(answer.text, /secret|\.ts|xxxx/)
  }
})

test('each wrong field is named by its pointer, unknown ones too, and no value is echoed', async () => {
  const answer = await ask({ body: '{"kind":"13800001111","place":{"lon":"x","la/t":1},"caller":"Zhang"}' })
  assert.deepEqual(answer.json.errors.map((error: { pointer: string }) => error.pointer).sort(), [
    '/caller',
    '/kind',
    '/place/la~1t',
    '/place/lon',
  ])
  assert.doesNotMatch(answer.text, /13800001111|Zhang/)
})

test('a refusal by policy names the policy that decided', async () => {
  assert.match((await ask({ headers: { cookie: 'fm=auditor' } })).json.detail, /auditors-only-read/)
})

test('a machine needs no Origin and no key, and may bring the correlation id of its observation', async () => {
  const correlation = randomUUID()
  const answer = await ask({
    path: '/machines',
    headers: { authorization: 'Bearer right', 'correlation-id': correlation },
    without: 'origin',
    body: '{}',
  })
  assert.equal(answer.json.correlation, correlation)
  assert.equal(answer.json.hash, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  const odd = await ask({
    path: '/machines',
    headers: { authorization: 'Bearer right', 'correlation-id': 'x\ny' },
    body: '{}',
  })
  assert.notEqual(odd.json.correlation, 'x\ny')
})

test('nobody’s body is read before it is known who knocks', async () => {
  const before = calls
  const answer = await ask({ path: '/machines', body: 'x'.repeat(900), headers: { authorization: 'Bearer wrong' } })
  assert.equal(answer.status, 401)
  assert.equal(calls, before)
})

test('a stream of pictures passes through as it comes', async () => {
  const answer = await fetch(new URL('/api/film', address), { headers: { cookie: 'fm=right' } })
  assert.deepEqual([...new Uint8Array(await answer.arrayBuffer())], [1, 2, 3])
})

test('the console’s pages all lead to the page, its hashed files are kept for ever, and no other address does', async () => {
  for (const path of ['/', '/agency', '/field', '/audit', '/sign-in']) {
    const page = await ask({ method: 'GET', path })
    assert.equal(page.text, '<p>console</p>')
    assert.equal(page.headers['cache-control'], 'no-cache')
    assert.match(String(page.headers['content-security-policy']), /worker-src 'self' blob:/)
    assert.match(String(page.headers['content-security-policy']), /script-src 'self'(;|$)/)
    assert.equal(page.headers['x-content-type-options'], 'nosniff')
    assert.equal((await ask({ method: 'HEAD', path })).status, 200)
  }
  const asset = await ask({ method: 'GET', path: '/assets/app-1a2b.js' })
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable')
  for (const path of ['/assets/none.js', '/other', '/../package.json', '/%2e%2e/package.json', '/.env'])
    assert.ok([400, 403, 404].includes((await ask({ method: 'GET', path })).status), path)
})

test('sign-in attempts from one address are slowed down, those of other addresses are not', async () => {
  const from = (remoteAddress: string) =>
    http.fastify.inject({
      method: 'POST',
      url: '/api/sign-in',
      remoteAddress,
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
      payload: '{}',
    })
  let answer = await from('10.0.0.1')
  for (let i = 0; i < 150 && answer.statusCode === 200; i++) answer = await from('10.0.0.1')
  assert.equal(answer.statusCode, 429)
  assert.ok(Number(answer.headers['retry-after']) >= 1)
  assert.equal((await from('10.0.0.2')).statusCode, 200)
})

/** Speaks raw bytes and answers everything that came back until the server closed. */
function raw(first: string, thenEveryMs?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(address.port), address.hostname, () => socket.write(first))
    const drip = thenEveryMs ? setInterval(() => socket.write('x'), thenEveryMs) : undefined
    let text = ''
    socket.on('data', (bytes) => {
      text += String(bytes)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(drip)
      resolve(text)
    })
    setTimeout(() => reject(new Error('still open')), 5000).unref()
  })
}

test('a client that sends its headers or its body a byte at a time is sent away', async () => {
  const headers = `POST /machines HTTP/1.1\r\nhost: x\r\nauthorization: Bearer right\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n`
  const [slowHeaders, slowBody] = await Promise.all([raw('POST /machines HTTP/1.1\r\nx-', 50), raw(headers, 50)])
  assert.match(slowHeaders, /^HTTP\/1\.1 408 [\s\S]*too-slow/)
  assert.match(slowBody, /^HTTP\/1\.1 408 [\s\S]*too-slow/)
})

test('what is not HTTP, or has headers without end, is answered with a problem and closed', async () => {
  assert.match(await raw('GIVE ME\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*urn:firstminute:problem:bad-request/)
  assert.match(
    await raw(`GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431 [\s\S]*headers-too-large/,
  )
})

test('no body, no cookie, no token and no query is ever logged', async () => {
  await ask({ path: '/api/incidents?who=Zhang', body: '{"caller":"Zhang"}' })
  await ask({ path: '/api/bug' })
  const text = lines.join('')
  assert.match(text, /"route":"\/api\/incidents"/)
  assert.doesNotMatch(text, /Zhang|fm=right|Bearer right/)
  assert.match(text, /secret inside/, 'a bug is logged with its error, for us')
})

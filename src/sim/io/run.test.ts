/** The running city at its front doors: signed orders in, signed answers out, positions with tokens, cameras that stream. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type AnswerMessage, answerMessage } from '../../dispatch/wire.ts'
import { type Prepared, prepare, readPrepared } from './prepare.ts'
import { type Running, run } from './run.ts'
import { check, sign } from './signing.ts'

type Heard = {
  readonly path: string
  readonly token: string | undefined
  readonly signature: string | undefined
  readonly body: Buffer
}
const heard: Heard[] = []
let folder: string
let prepared: Prepared
let centre: Server
let running: Running
let answersFail = 2

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fm-sim-'))
  centre = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = (name: string): string | undefined => {
        const value = request.headers[name]
        return typeof value === 'string' ? value : undefined
      }
      const isAnswer = request.url?.startsWith('/api/agencies/') ?? false
      // The centre is away for the first two answers: the agency tries again.
      if (isAnswer && answersFail-- > 0) return response.writeHead(503).end()
      heard.push({
        path: request.url ?? '',
        token: one('authorization'),
        signature: one('firstminute-signature'),
        body: Buffer.concat(chunks),
      })
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((listening) => centre.listen(0, '127.0.0.1', listening))
  const address = centre.address()
  assert.ok(typeof address === 'object' && address)
  prepare(folder, 7, { server: address.port, sim: 1 })
  prepared = { ...readPrepared(folder), simPort: 0 }
  running = await run(prepared, { agency: 'ambulance-120', forMs: 60_000 })
})

after(async () => {
  await running.close()
  centre.closeAllConnections()
  await new Promise((closed) => centre.close(closed))
  rmSync(folder, { recursive: true })
})

const url = (path: string): string => `http://127.0.0.1:${running.port}${path}`
const secretOf = (agency: string): string => {
  const secret = prepared.agencies.find(({ id }) => id === agency)?.webhook?.secret
  assert.ok(secret)
  return secret
}

function orderFor(agency: string, order: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      version: 1,
      order,
      number: '20261123-0001-1',
      agency,
      unit: null,
      issuedAt: Date.now(),
      brief: {
        incidentNumber: '20261123-0001',
        kind: 'stopped-vehicle',
        priority: 1,
        place: {
          position: [120.743, 30.7205],
          label: { zh: 'S12 K45+300', en: 'S12 K45+300' },
          road: 'S12',
          kilometre: 45.3,
          carriageway: 'up',
        },
        reason: { zh: '停车', en: 'stopped' },
        firstObservedAt: Date.now(),
        together: [],
      },
      answerTo: `${prepared.publicUrl}/api/agencies/${agency}/answers`,
    }),
  )
}

function post(agency: string, body: Buffer, signature: string): Promise<Response> {
  return fetch(url(`/agencies/${agency}/orders`), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'firstminute-signature': signature },
    body: new Uint8Array(body),
  })
}

async function until<T>(look: () => T | undefined, withinMs: number): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((later) => setTimeout(later, 50))
  }
  throw new Error('it did not come')
}

test('each preparing writes fresh secrets that only the owner can read, and the same map', () => {
  const file = join(folder, 'firstminute.config.json')
  const [secrets, map] = [secretOf('traffic-police'), readFileSync(join(folder, 'map.geojson'), 'utf8')]
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, 'map.geojson')).mode & 0o777, 0o600)
  prepare(folder, 7, { server: 1, sim: 2 })
  assert.ok(!readFileSync(file, 'utf8').includes(secrets))
  assert.equal(readFileSync(join(folder, 'map.geojson'), 'utf8'), map)
  const tokens = readPrepared(folder).units.map((unit) => unit.token)
  assert.equal(new Set(tokens).size, tokens.length)
})

test('a signed order is taken once however often it comes, and answered by a signature that the centre can check', async () => {
  const body = orderFor('road-rescue', 'order-1')
  const first = await post('road-rescue', body, sign(secretOf('road-rescue'), Date.now(), body))
  const again = await post('road-rescue', body, sign(secretOf('road-rescue'), Date.now(), body))
  assert.equal(first.status, 200)
  assert.deepEqual(await again.json(), await first.json())
  const signedFor = (): readonly AnswerMessage[] =>
    heard.flatMap(({ path, signature, body: said }) => {
      if (path !== '/api/agencies/road-rescue/answers') return []
      assert.ok(check(secretOf('road-rescue'), signature, said, Date.now()).ok)
      const read = answerMessage.parse(JSON.parse(said.toString()))
      return read.answer === 'signed-for' ? [read] : []
    })
  const said = await until(() => signedFor()[0], 15_000)
  assert.equal(said.order, 'order-1')
  assert.match(said.agencyNumber ?? '', /^QZ\d{4}$/)
  assert.match(said.unit ?? '', /^rr-/)
  assert.equal(signedFor().length, 1)
})

test('an order with a wrong, a stale or no signature is refused, and so is one for another agency', async () => {
  const body = orderFor('traffic-police', 'order-2')
  const secret = secretOf('traffic-police')
  const cases: readonly (readonly [string, string])[] = [
    [sign(secretOf('road-rescue'), Date.now(), body), 'signature-forged'],
    [sign(secret, Date.now() - 301_000, body), 'signature-stale'],
    [`t=${Date.now()},v1=00`, 'signature-malformed'],
  ]
  for (const [signature, refusal] of cases) {
    const response = await post('traffic-police', body, signature)
    assert.equal(response.status, 401)
    assert.deepEqual(await response.json(), { refusal })
  }
  const crossed = orderFor('road-rescue', 'order-3')
  assert.equal((await post('traffic-police', crossed, sign(secret, Date.now(), crossed))).status, 400)
  assert.equal((await post('no-such-agency', body, 'x')).status, 404)
})

test('the line that is to be down hangs up without an answer', async () => {
  const body = orderFor('ambulance-120', 'order-4')
  await assert.rejects(post('ambulance-120', body, sign(secretOf('ambulance-120'), Date.now(), body)))
})

test('the signature is plain HMAC-SHA-256 over time, dot and body', () => {
  const hex = createHmac('sha256', 'key').update('1700000000000.{"a":1}').digest('hex')
  assert.equal(sign('key', 1_700_000_000_000, Buffer.from('{"a":1}')), `t=1700000000000,v1=${hex}`)
})

test('units report in the Traccar Client form with the token of the unit', async () => {
  const one = await until(() => heard.find(({ path }) => path === '/positions'), 6_000)
  const report = JSON.parse(one.body.toString())
  const token = prepared.units.find(({ id }) => id === report.device_id)?.token
  assert.equal(one.token, `Bearer ${token}`)
  assert.ok(Math.abs(report.location.coords.latitude - 30.71) < 0.1)
  assert.ok(Date.now() - Date.parse(report.location.timestamp) < 10_000)
})

test('a camera streams whole frames in real time; one that does not exist is not found', async () => {
  const leave = new AbortController()
  const response = await fetch(url('/cameras/ZS-HX.y4m'), { signal: leave.signal })
  assert.equal(response.status, 200)
  assert.ok(response.body)
  const began = Date.now()
  const frame = 6 + (320 * 180 * 3) / 2
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > 6 * frame) break
  }
  const whole = Buffer.concat(chunks)
  const header = whole.indexOf('\n') + 1
  assert.match(whole.subarray(0, header).toString(), /^YUV4MPEG2 W320 H180 F5:1 /)
  for (let i = 0; i < 5; i++)
    assert.equal(whole.subarray(header + i * frame, header + i * frame + 6).toString(), 'FRAME\n')
  assert.ok(Date.now() - began > 600, 'five pictures a second, not faster')
  leave.abort()
  assert.equal((await fetch(url('/cameras/none.y4m'))).status, 404)
})

test('the PTZ of the main camera answers ONVIF with the password of its configuration, and streams what it sees', async () => {
  const turning = prepared.cameras.find(({ ptz }) => ptz)
  assert.ok(turning?.ptz)
  const asked = new URL(turning.ptz.onvif)
  assert.ok(asked.password.length >= 32)
  const body =
    '<Envelope><Body><GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/></Body></Envelope>'
  const answer = await fetch(url(asked.pathname), { method: 'POST', body })
  assert.match(await answer.text(), /GetSystemDateAndTimeResponse/)
  const locked = await fetch(url(asked.pathname), { method: 'POST', body: body.replace('SystemDateAndTime', 'Status') })
  assert.match(await locked.text(), /NotAuthorized/)
  const leave = new AbortController()
  const stream = await fetch(url(new URL(turning.ptz.source).pathname), { signal: leave.signal })
  const first = await stream.body?.getReader().read()
  assert.match(Buffer.from(first?.value ?? []).toString('latin1'), /^YUV4MPEG2 W640 H360 F25:2 /)
  leave.abort()
})

/** Tracks over MQTT, against a real broker: with user, password and TLS, across its restart, and past messages that are no reports. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import { Aedes } from 'aedes'
import { SENSOR } from '../../roadside/generated.fixture.ts'
import type { Broker } from '../../roadside/record.ts'
import type { Report } from '../../roadside/report.ts'
import { type MqttGiven, openMqttTracks } from './mqtt.ts'

const PASSWORD = 'gravel-and-tar'
const TOPIC = 'road/s12/radar-k45'
const REPORT: Report = { v: 1, frames: [{ at: 1_764_000_000_000, tracks: [{ id: '7', metres: [3, 120] }] }] }

const closers: (() => Promise<void> | void)[] = []
after(async () => {
  for (const close of closers.reverse()) await close()
})

async function openBroker(port = 0, secure?: { key: Buffer; cert: Buffer }) {
  const broker = await Aedes.createBroker()
  broker.authenticate = (_client, user, password, done) =>
    done(null, user === 'firstminute' && password?.toString() === PASSWORD)
  const sockets = new Set<Socket>()
  const take = (socket: Socket): void => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    broker.handle(socket)
  }
  const server: Server = secure ? createTlsServer(secure, take) : createServer(take)
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()))
  const address = server.address()
  const close = async (): Promise<void> => {
    await new Promise<void>((done) => broker.close(() => done()))
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close,
    say: (payload: string | Buffer, topic = TOPIC) =>
      new Promise<void>((done, failed) =>
        broker.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, (error) =>
          error ? failed(error) : done(),
        ),
      ),
  }
}

function listen(broker: Partial<Broker> & { readonly url: string }) {
  const reports: Report[] = []
  const unreadable: string[] = []
  const states: string[] = []
  const given: MqttGiven = {
    brokers: [{ id: 'road', user: 'firstminute', password: PASSWORD, ...broker }],
    sensors: [{ ...SENSOR, mqtt: { broker: 'road', topic: TOPIC } }],
    onReport: (sensor, report) => {
      assert.equal(sensor, SENSOR.id)
      reports.push(report)
    },
    onUnreadable: (_sensor, why) => unreadable.push(why),
    onState: (_broker, state, why) => states.push(why === null ? state : `${state}: ${why}`),
    retryMs: 100,
  }
  const tracks = openMqttTracks(given)
  closers.push(() => tracks.close())
  return { reports, unreadable, states, close: () => tracks.close() }
}

async function until(what: () => boolean, forMs = 8_000): Promise<void> {
  const end = Date.now() + forMs
  while (!what()) {
    if (Date.now() > end) throw new Error('it did not happen')
    await sleep(20)
  }
  // The subscription is answered right behind the connection.
  await sleep(50)
}

test('a report on a sensor’s topic arrives; what is no report is named without what it said', async () => {
  const broker = await openBroker()
  closers.push(broker.close)
  const ear = listen({ url: `mqtt://127.0.0.1:${broker.port}` })
  await until(() => ear.states.includes('connected'))
  await broker.say('{"v":1,"frames":[{"at":1,"tracks":[{"id":1,"metres":[1e999,0]}]}]}')
  await broker.say(Buffer.from([0xff, 0xfe]))
  await broker.say('x'.repeat(600 * 1024))
  await broker.say('NaN')
  await broker.say(JSON.stringify(REPORT), 'road/s12/somebody-else')
  await broker.say(JSON.stringify(REPORT))
  await until(() => ear.reports.length === 1)
  assert.deepEqual(ear.reports, [REPORT])
  assert.equal(ear.unreadable.length, 4)
  assert.match(ear.unreadable[0] ?? '', /^frames\.0\.tracks\.0\.metres\.0: /)
  assert.deepEqual(ear.unreadable.slice(1), ['not JSON', 'too large', 'not JSON'])
})

test('a broker that was restarted is found again, and the topic with it', async () => {
  const first = await openBroker()
  const ear = listen({ url: `mqtt://127.0.0.1:${first.port}` })
  await until(() => ear.states.includes('connected'))
  await first.close()
  await until(() => ear.states.some((state) => state.startsWith('away')))
  const second = await openBroker(first.port)
  closers.push(second.close)
  await until(() => ear.states.filter((state) => state === 'connected').length === 2)
  await second.say(JSON.stringify(REPORT))
  await until(() => ear.reports.length === 1)
})

test('a wrong password is said without the password, and asked again', async () => {
  const broker = await openBroker()
  closers.push(broker.close)
  const ear = listen({ url: `mqtt://127.0.0.1:${broker.port}`, password: 'not-this-one' })
  await until(() => ear.states.some((state) => /refused/i.test(state)))
  assert.ok(!JSON.stringify(ear.states).includes('not-this-one'))
  await ear.close()
})

test('over TLS the broker’s certificate must hold', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstminute-mqtt-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  const key = join(folder, 'key.pem')
  const cert = join(folder, 'cert.pem')
  try {
    // biome-ignore format: one command
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' })
  } catch {
    console.log('skipped: openssl is not here')
    return
  }
  const broker = await openBroker(0, { key: readFileSync(key), cert: readFileSync(cert) })
  closers.push(broker.close)
  const url = `mqtts://127.0.0.1:${broker.port}`
  const stranger = listen({ url })
  await until(() => stranger.states.some((state) => /certificate/i.test(state)))
  await stranger.close()
  const known = listen({ url, authority: cert })
  await until(() => known.states.includes('connected'))
  await broker.say(JSON.stringify(REPORT))
  await until(() => known.reports.length === 1)
  assert.throws(() => listen({ url, authority: join(folder, 'missing.pem') }), /cannot be read/)
})

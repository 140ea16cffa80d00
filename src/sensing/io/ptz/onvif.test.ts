/** The real client against a simulated device over HTTP, whole and with each fault that real cameras have. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import type { Result } from '../../../core/result.ts'
import { type Device, type DeviceFault, type DeviceOptions, openDevice } from '../../../sim/io/onvif.ts'
import type { Pose } from '../../../sim/ptz/head.ts'
import * as soap from '../../../sim/ptz/soap.ts'
import type { PtzRecord } from '../../camera.ts'
import type { Aim } from '../../ptz/aim.ts'
import { isThere, type PtzDevice, type PtzStatus, type UnderWay } from '../../ptz/device.ts'
import { openOnvif } from './onvif.ts'

const HOME: Pose = { pan: 0, tilt: 0, zoom: 0 }
const SHOULDER: Pose = { pan: 0.2, tilt: -0.1, zoom: 0.5 }
const PASSWORD = 's3cret & <more>'
const LEFT_ALONE_MS = 300
const servers: Server[] = []
const clients: PtzDevice[] = []

async function peer(
  fault: DeviceFault | null = null,
  over: Partial<DeviceOptions> = {},
  login = `operator:${encodeURIComponent(PASSWORD)}@`,
): Promise<{ device: Device; client: PtzDevice; record: PtzRecord }> {
  const device = openDevice({
    clock: Date.now,
    stream: 'http://127.0.0.1/none',
    home: 'home',
    presets: new Map([
      ['home', HOME],
      ['2', SHOULDER],
      ['a&b', SHOULDER],
    ]),
    credentials: { user: 'operator', password: PASSWORD },
    motors: { turn: 0.5, zoom: 1.2 },
    ...over,
  })
  device.fault = fault
  const server = createServer((request, response) => device.answer(request, response))
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const record: PtzRecord = {
    onvif: `http://${login}127.0.0.1:${port}/onvif/device_service`,
    home: 'home',
    presets: [{ token: '2', zone: 'shoulder', position: SHOULDER }],
  }
  const client = openOnvif(record, LEFT_ALONE_MS)
  clients.push(client)
  return { device, client, record }
}
const shut = (): void => {
  for (const client of clients.splice(0)) client.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
}
afterEach(shut)
after(shut)

const TO_PRESET: Aim = { kind: 'preset', token: '2', position: SHOULDER }
const TO_PLACE: Aim = { kind: 'position', position: { pan: 0.1, tilt: 0.05, zoom: 0.3 }, between: '2' }

async function arrives(client: PtzDevice, way: Result<UnderWay>, withinMs = 3_000): Promise<boolean> {
  assert.ok(way.ok, way.ok ? '' : way.detail)
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(50)) {
    const status = await client.status()
    if (status.ok && isThere(status.value, way.value.expects)) return true
  }
  return false
}
const howOf = (way: Result<UnderWay>): string => (way.ok ? way.value.how : way.refusal)
/** What an operator reads: a sentence that names the camera and no credentials. */
function readable(result: Result<unknown>, refusal: string): void {
  assert.ok(!result.ok)
  assert.equal(result.refusal, refusal)
  assert.match(result.detail ?? '', /^127\.0\.0\.1:\d+: \w/)
  assert.doesNotMatch(result.detail ?? '', /s3cret|operator|undefined|null|Cannot read/)
}

test('a whole camera goes to a preset, and is on its way before it is there', async () => {
  const { client, device } = await peer()
  const way = await client.goTo(TO_PRESET)
  assert.equal(howOf(way), 'preset')
  const early = await client.status()
  assert.ok(early.ok && early.value.moving && !isThere(early.value, SHOULDER))
  assert.ok(await arrives(client, way))
  assert.deepEqual(device.pose(), SHOULDER)
})

test('a whole camera goes to a place between presets by an absolute move', async () => {
  const { client, device } = await peer()
  const way = await client.goTo(TO_PLACE)
  assert.equal(howOf(way), 'absolute')
  assert.ok(await arrives(client, way))
  assert.ok(Math.abs(device.pose().pan - 0.1) < 1e-9)
})

test('it says what it can', async () => {
  const can = async (fault: DeviceFault | null) => {
    const abilities = await (await peer(fault)).client.abilities()
    assert.ok(abilities.ok)
    return Object.entries(abilities.value).flatMap(([ability, has]) => (has ? [ability] : []))
  }
  assert.deepEqual(await can(null), ['absolute', 'relative', 'continuous', 'presets'])
  assert.deepEqual(await can('relative-only'), ['relative'])
  assert.deepEqual(await can('presets-only'), ['presets'])
})

test('a joystick drives it until it is let go, and what is not repeated ends by itself', async () => {
  const { client, device } = await peer()
  assert.ok((await client.hand({ kind: 'continuous', pan: -1, tilt: 0, zoom: 0 })).ok)
  await sleep(200)
  assert.ok((await client.hand({ kind: 'stop' })).ok)
  const stood = device.pose()
  assert.ok(stood.pan < -0.05 && stood.pan > -0.4, `${stood.pan}`)
  await sleep(100)
  assert.deepEqual(device.pose(), stood)
  assert.ok((await client.hand({ kind: 'continuous', pan: 0, tilt: 0.2, zoom: 0 })).ok)
  await sleep(1_500)
  assert.equal(device.moving(), false)
  assert.ok((await client.hand({ kind: 'relative', pan: 0, tilt: 0, zoom: 0.2 })).ok)
  assert.ok((await client.hand({ kind: 'preset', token: 'a&b' })).ok)
})

test('a camera that takes relative moves only goes to the preset by as much as it is off', async () => {
  const { client, device } = await peer('relative-only')
  const way = await client.goTo(TO_PRESET)
  assert.equal(howOf(way), 'relative')
  assert.ok(await arrives(client, way))
  for (const axis of ['pan', 'tilt', 'zoom'] as const) assert.ok(Math.abs(device.pose()[axis] - SHOULDER[axis]) < 1e-4)
  assert.ok((await client.hand({ kind: 'continuous', pan: 1, tilt: 0, zoom: 0 })).ok)
})

test('a camera that knows presets only goes to the one nearest to the place, and is believed when it stands', async () => {
  const { client, device } = await peer('presets-only')
  const way = await client.goTo(TO_PLACE)
  assert.equal(howOf(way), 'preset')
  const early = await client.status()
  assert.ok(early.ok && early.value.position === null && early.value.moving)
  assert.ok(await arrives(client, way))
  assert.deepEqual(device.pose(), SHOULDER)
  readable(await client.hand({ kind: 'continuous', pan: 1, tilt: 0, zoom: 0 }), 'camera-cannot')
})

test('a camera that claims absolute moves and refuses them is sent to the preset, and is not asked again', async () => {
  const { client, device } = await peer('refuses-claimed-space')
  assert.equal(howOf(await client.goTo(TO_PLACE)), 'preset')
  assert.equal(howOf(await client.goTo(TO_PLACE)), 'preset')
  assert.equal(device.heard.filter((operation) => operation === 'AbsoluteMove').length, 1)
  const abilities = await client.abilities()
  assert.ok(abilities.ok && !abilities.value.absolute)
})

test('a camera that never says IDLE, and one that accepts moves and stays, never arrive', async () => {
  for (const fault of ['never-idle', 'stuck'] as const) {
    const { client } = await peer(fault)
    assert.equal(await arrives(client, await client.goTo(TO_PRESET), 1_500), false, fault)
  }
})

test('profiles without an encoder, on which the client library waits for ever, are no trouble', async () => {
  const { client } = await peer('half-broken-profiles')
  assert.ok(await arrives(client, await client.goTo(TO_PRESET)))
})

test('an answer that is not XML is one sentence', async () => {
  const { client } = await peer('not-xml')
  readable(await client.goTo(TO_PRESET), 'camera-not-onvif')
  readable(await client.status(), 'camera-not-onvif')
})

test('a camera that never answers costs a second, not the desk', async () => {
  const { client } = await peer('never-answers')
  const began = Date.now()
  readable(await client.goTo(TO_PRESET), 'camera-silent')
  assert.ok(Date.now() - began < 2_000)
})

test('a camera that falls silent, drops the line or locks us out on the way is heard again when it is well', async () => {
  const { client, device } = await peer()
  assert.ok((await client.abilities()).ok)
  for (const [fault, refusal] of [
    ['never-answers', 'camera-silent'],
    ['drops', 'camera-unreachable'],
    ['unauthorised', 'camera-locked'],
    ['not-xml', 'camera-not-onvif'],
  ] as const) {
    device.fault = fault
    readable(await client.goTo(TO_PRESET), refusal)
    readable(await client.hand({ kind: 'stop' }), refusal)
    if (refusal === 'camera-locked') await sleep(LEFT_ALONE_MS + 100)
  }
  device.fault = null
  assert.ok(await arrives(client, await client.goTo(TO_PRESET)))
})

test('one call that hangs does not cut the line of another', async () => {
  const { client, device } = await peer()
  assert.ok((await client.abilities()).ok)
  device.fault = 'never-answers'
  const hangs = client.goTo(TO_PRESET)
  await sleep(500)
  device.fault = 'slow'
  const fine = client.status()
  readable(await hangs, 'camera-silent')
  assert.ok((await fine).ok)
})

test('a wrong password is said as such and never repeated', async () => {
  for (const login of ['operator:wrong-s3cret@', ''])
    readable(await (await peer(null, {}, login)).client.goTo(TO_PRESET), 'camera-locked')
  readable(await (await peer('unauthorised')).client.goTo(TO_PRESET), 'camera-locked')
})

test('a camera that locks us out is left alone for a while, so that it does not lock the account', async () => {
  const { device, record } = await peer()
  const client = openOnvif(record, 2_000)
  clients.push(client)
  assert.ok((await client.status()).ok)
  device.fault = 'unauthorised'
  readable(await client.status(), 'camera-locked')
  device.fault = null
  const { length } = device.heard
  for (let tries = 0; tries < 20; tries++) readable(await client.goTo(TO_PRESET), 'camera-locked')
  assert.equal(device.heard.length, length)
  await sleep(2_100)
  assert.equal(howOf(await client.goTo(TO_PRESET)), 'preset')
})

test('a camera that asks for HTTP digest gets it', async () => {
  const { client } = await peer(null, { digest: true })
  assert.ok(await arrives(client, await client.goTo(TO_PRESET)))
  readable(await (await peer(null, { digest: true }, 'operator:nonsense@')).client.goTo(TO_PRESET), 'camera-locked')
})

test('a slow camera is waited for', async () => {
  const { client } = await peer('slow')
  assert.ok(await arrives(client, await client.goTo(TO_PRESET), 4_000))
})

test('nothing at the address, a preset that is gone, and a camera that was closed are each one sentence', async () => {
  const { record, client } = await peer()
  const gone = await client.goTo({ kind: 'preset', token: 'nowhere', position: null })
  readable(gone, 'camera-declined')
  assert.match(gone.ok ? '' : (gone.detail ?? ''), /preset token does not exist/)
  client.close()
  readable(await client.goTo(TO_PRESET), 'camera-unreachable')
  shut()
  const lonely = openOnvif(record)
  clients.push(lonely)
  readable(await lonely.status(), 'camera-unreachable')
})

test('an answer without an end is hung up on', async () => {
  const chunk = Buffer.alloc(1 << 16, 'x')
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/soap+xml' })
    const pour = (): void => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', pour)
    pour()
  })
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const client = openOnvif({
    onvif: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    home: '1',
    presets: [],
  })
  clients.push(client)
  readable(await client.status(), 'camera-not-onvif')
})

/** Answers as a broken firmware might make them: the right names in the wrong places, with anything inside. */
const name = fc.constantFrom(
  ...['Envelope', 'Body', 'Fault', 'Reason', 'Text', 'Code', 'GetServicesResponse', 'Service', 'Namespace', 'XAddr'],
  ...['GetCapabilitiesResponse', 'Capabilities', 'PTZ', 'Media', 'Extension', 'GetProfilesResponse', 'Profiles'],
  ...['GetNodesResponse', 'PTZNode', 'GetPresetsResponse', 'Preset', 'PTZPosition', 'GetStatusResponse', 'PTZStatus'],
  ...['Position', 'PanTilt', 'Zoom', 'MoveStatus', 'GetSystemDateAndTimeResponse', 'SystemDateAndTime', 'UTCDateTime'],
)
const { element } = fc.letrec<{ element: string; inside: string }>((tie) => ({
  element: fc
    .tuple(name, fc.constantFrom('', ' token="1"', ' x="1e-7" y="NaN"', ' token=""'), tie('inside'))
    .map(([tag, attributes, inside]) => `<${tag}${attributes}>${inside}</${tag}>`),
  inside: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom('', 'true', '1e400', 'http://', 'IDLE', '2026-01-01T00:00:00Z', '__proto__'),
    fc.array(tie('element'), { maxLength: 4 }).map((all) => all.join('')),
  ),
}))
const answer = fc.oneof(
  element,
  element.map((inside) => `<Envelope><Body>${inside}</Body></Envelope>`),
  fc.tuple(element, fc.nat({ max: 60 })).map(([whole, at]) => whole.slice(0, at)),
)

test('whatever a firmware answers, each call ends with a result and nothing is thrown past it', async () => {
  let answers: readonly string[] = []
  let count = 0
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(count % 5 === 4 ? 500 : 200).end(answers[count++ % answers.length])
  })
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const onvif = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  const wholeDevice = [
    soap.dateAndTime(0),
    soap.services(onvif),
    soap.profiles(false),
    soap.nodes({ absolute: true, relative: true, continuous: true }, 3),
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 6 }), fc.nat({ max: 4 }), async (strange, wellFor) => {
      answers = [...wholeDevice.slice(0, wellFor), ...strange]
      count = 0
      const client = openOnvif({ onvif, home: '1', presets: [] })
      for (const said of [await client.status(), await client.goTo(TO_PLACE), await client.hand({ kind: 'stop' })])
        if (!said.ok) assert.match(said.refusal, /^camera-/)
      client.close()
    }),
    { numRuns: 150 },
  )
})

test('answers of any form are read without a throw', async () => {
  const answers = [
    '',
    '{"json":true}',
    '<a/>',
    '<Envelope><Body/></Envelope>',
    '<Envelope><Body><GetStatusResponse/></Body></Envelope>',
    '<Envelope><Body><GetProfilesResponse/></Body></Envelope>',
    '<Envelope><Body><Fault/></Body></Envelope>',
    `<Envelope><Body>${'<a>'.repeat(5_000)}</Body></Envelope>`,
  ]
  let next = ''
  const server = createServer((_request, response) => response.writeHead(200).end(next))
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const onvif = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  for (next of answers) {
    const client = openOnvif({ onvif, home: '1', presets: [] })
    clients.push(client)
    const said: Result<PtzStatus> = await client.status()
    assert.ok(!said.ok, next)
    assert.match(said.refusal, /^camera-(not-onvif|declined)$/)
    assert.doesNotMatch(said.detail ?? '', /undefined|Cannot/)
  }
})

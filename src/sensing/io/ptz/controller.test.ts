/** The controller with a real journal, the real ONVIF client and a simulated device over HTTP; the eyes are a double of their port. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FreshDatabase, freshDatabase } from '../../../../test/database.ts'
import { id } from '../../../core/ids.ts'
import { ok, refuse } from '../../../core/result.ts'
import type { Command } from '../../../journal/command.ts'
import { openJournal } from '../../../journal/io/log.ts'
import type { Journal } from '../../../journal/journal.ts'
import { type Device, type DeviceFault, openDevice } from '../../../sim/io/onvif.ts'
import { type Camera, cameraOf } from '../../camera.ts'
import type { CloseLook } from '../../eyes.ts'
import type { Errand, HandMove, PtzFact } from '../../ptz/ptz.ts'
import { type Controller, openController, type Raised } from './controller.ts'
import { openOnvif } from './onvif.ts'

let fresh: FreshDatabase
let journal: Journal
before(async () => {
  fresh = await freshDatabase()
  journal = openJournal(fresh.database, Date.now)
})
after(() => fresh.drop())
const closers: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const WANG = id<'person'>('wang-min')
const ZHOU = id<'person'>('zhou-lei')
const SEEN: CloseLook = {
  stills: [{ at: 1, jpeg: new Uint8Array([0xff, 0xd8]) }],
  hazardLights: true,
  hz: 1.5,
}
let cameras = 0

type Peer = {
  readonly controller: Controller
  readonly device: Device
  readonly camera: Camera
  readonly eyes: string[]
  readonly looks: { readonly errand: Errand; readonly look: CloseLook }[]
  facts(): Promise<readonly PtzFact[]>
  said(): Promise<readonly string[]>
  steer(move: HandMove, by?: typeof WANG, key?: string): ReturnType<Controller['steer']>
  home(): Promise<void>
}

async function peer(isPair: boolean, fault: DeviceFault | null = null, lookMs = 50): Promise<Peer> {
  const device = openDevice({
    clock: Date.now,
    stream: 'http://127.0.0.1/none',
    home: 'home',
    presets: new Map([
      ['home', { pan: 0, tilt: 0, zoom: 0 }],
      ['shoulder', { pan: 0.2, tilt: -0.1, zoom: 0.4 }],
    ]),
    motors: { turn: 1, zoom: 1 },
  })
  device.fault = fault
  const server: Server = createServer((request, response) => device.answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const name = `turning-${++cameras}`
  const read = cameraOf({
    id: name,
    name: { zh: '甲', en: 'A' },
    position: [120.75, 30.71],
    view: { width: 320, height: 240 },
    zones: [
      {
        kind: 'shoulder',
        polygon: [
          [0, 200],
          [90, 120],
          [60, 239],
        ],
      },
    ],
    road: { road: 'S12', kilometre: 45.3, carriageway: 'up' },
    ptz: {
      onvif: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/onvif/device_service`,
      ...(isPair ? { source: 'http://127.0.0.1/none.y4m' } : {}),
      home: 'home',
      presets: [{ token: 'shoulder', fromKm: 45.2, toKm: 45.4, zone: 'shoulder' }],
    },
  })
  assert.ok(read.ok, read.ok ? '' : read.detail)
  const camera = read.value
  const eyes: string[] = []
  const looks: Peer['looks'] = []
  const controller = openController({
    cameras: [camera],
    camera: (asked) => (asked === name ? camera : null),
    eyes: {
      leaveHome: () => eyes.push('leaves home'),
      comeHome: () => eyes.push('comes home'),
      closeLook: async () => {
        eyes.push(`looks at ${JSON.stringify(device.pose())}`)
        await sleep(lookMs)
        return ok(SEEN)
      },
    },
    journal,
    clock: Date.now,
    chance: (bytes) => randomBytes(bytes),
    onLook: (_camera, errand, look) => looks.push({ errand, look }),
    trouble: () => {},
    open: (record) => openOnvif(record, 500),
  })
  closers.push(async () => {
    await controller.close()
    server.closeAllConnections()
    server.close()
  })
  const facts = async (): Promise<readonly PtzFact[]> =>
    // The stream of a camera holds, in this test, what the controller has written.
    (await journal.read(`camera/${name}`)).map((recorded) => recorded.fact as PtzFact)
  const made: Peer = {
    controller,
    device,
    camera,
    eyes,
    looks,
    facts,
    said: async () => (await facts()).map(({ type }) => type),
    steer: (move, by = WANG, key = randomUUID()) => {
      const command: Command = {
        by: { kind: 'person', id: by, role: 'duty-officer' },
        at: Date.now(),
        correlation: 'c-hand',
        key,
        asks: JSON.stringify(move),
      }
      return controller.steer(name, command, { by, purpose: 'incident/i1', move })
    },
    home: () => until(() => controller.line(name)?.state === 'home' || controller.line(name)?.state === 'relearn'),
  }
  return made
}

async function until(is: () => boolean, withinMs = 8_000): Promise<void> {
  for (const end = Date.now() + withinMs; !is(); await sleep(20)) assert.ok(Date.now() < end, 'it did not come')
}
const raised = ({ camera }: Peer, over: Partial<Raised> = {}): Raised => ({
  warning: id<'warning'>(randomUUID()),
  type: 'stopped-vehicle',
  place: {
    position: [120.75, 30.71],
    label: { zh: '', en: '' },
    road: 'S12',
    kilometre: 45.3,
    carriageway: 'up',
    zone: 'shoulder',
  },
  seen: { camera: camera.id, box: [40, 160, 20, 20] },
  correlation: 'c-warning',
  ...over,
})
const LEFT: HandMove = { kind: 'continuous', pan: -0.5, tilt: 0, zoom: 0 }

test('a warning is looked at where it stands, its lamps are told, and every move is on record under its correlation', async () => {
  const one = await peer(false)
  await one.home()
  const warning = raised(one)
  one.controller.look(warning)
  await until(() => one.looks.length === 1)
  assert.equal(one.looks[0]?.errand.warning, warning.warning)
  assert.equal(one.looks[0]?.look.hazardLights, true)
  assert.ok(
    one.eyes.some((said) => said === 'looks at {"pan":0.2,"tilt":-0.1,"zoom":0.4}'),
    one.eyes.join(),
  )
  const recorded = await journal.read(`camera/${one.camera.id}`)
  const look = recorded.filter(({ correlation }) => correlation === 'c-warning')
  assert.deepEqual(
    look.map(({ fact }) => fact.type),
    ['slewed', 'arrived', 'looked'],
  )
  assert.deepEqual(look[0]?.by, { kind: 'machine', id: one.camera.id })
})

test('a camera that turns itself away stops judging by its zones before it moves, and learns anew when it is back', async () => {
  const alone = await peer(false)
  await alone.home()
  assert.deepEqual(alone.eyes, ['leaves home', 'comes home'])
  alone.controller.look(raised(alone))
  await until(() => alone.controller.line(alone.camera.id)?.state === 'slew')
  assert.equal(alone.eyes[2], 'leaves home')
  await until(() => alone.looks.length === 1)
  await alone.steer({ kind: 'home' })
  await alone.home()
  assert.equal(alone.eyes.at(-1), 'comes home')
  assert.equal(alone.controller.line(alone.camera.id)?.state, 'relearn')
})

test('a camera that locks us out goes on judging by its zones: nobody has turned it', async () => {
  const locked = await peer(false, 'unauthorised')
  await sleep(500)
  assert.deepEqual(locked.eyes, [])
  assert.deepEqual(
    [locked.controller.line(locked.camera.id)?.state, locked.controller.line(locked.camera.id)?.trouble],
    ['return', 'camera-locked'],
  )
  locked.device.fault = null
  await until(() => locked.controller.line(locked.camera.id)?.state === 'relearn')
  assert.deepEqual(locked.eyes, ['leaves home', 'comes home'])
  // And one that refuses a look is home again as soon as the look is given up, and learns anew to be sure.
  locked.device.fault = 'unauthorised'
  locked.controller.look(raised(locked))
  await until(() => locked.controller.line(locked.camera.id)?.state === 'slew')
  await until(() => locked.controller.line(locked.camera.id)?.state === 'relearn')
  assert.deepEqual(locked.eyes.slice(2), ['leaves home', 'comes home'])
})

test('beside a fixed overview the overview goes on', async () => {
  const pair = await peer(true)
  await pair.home()
  pair.controller.look(raised(pair))
  await until(() => pair.looks.length === 1)
  assert.deepEqual(
    pair.eyes.filter((said) => said.endsWith('home')),
    [],
  )
})

test("a person's joystick breaks off the machine's look, holds the camera against another person, and gives it back", async () => {
  const one = await peer(true, null, 3_000)
  await one.home()
  one.controller.look(raised(one))
  await until(() => one.controller.line(one.camera.id)?.state === 'evidence')
  const steered = await one.steer(LEFT)
  assert.ok(steered.ok && steered.value.state === 'held' && steered.value.by === WANG)
  await until(() => one.device.pose().pan < 0.15)
  assert.deepEqual(await one.steer({ kind: 'stop' }, ZHOU), refuse('held-by-another', WANG))
  assert.ok((await one.steer({ kind: 'stop' })).ok)
  const { pan } = one.device.pose()
  await sleep(200)
  assert.equal(one.device.pose().pan, pan)
  assert.ok((await one.steer({ kind: 'home' })).ok)
  await until(() => one.device.pose().pan === 0)
  const facts = await one.facts()
  const hand = facts.find((fact) => fact.type === 'steered')
  assert.deepEqual(hand?.type === 'steered' && [hand.by, hand.purpose, hand.move], [WANG, 'incident/i1', LEFT])
  assert.deepEqual(one.looks, [])
})

test('a move repeated under its key is one move', async () => {
  const one = await peer(true)
  await one.home()
  const key = randomUUID()
  const step: HandMove = { kind: 'relative', pan: 0.1, tilt: 0, zoom: 0 }
  assert.ok((await one.steer(step, WANG, key)).ok)
  assert.ok((await one.steer(step, WANG, key)).ok)
  await until(() => !one.device.moving())
  assert.ok(Math.abs(one.device.pose().pan - 0.1) < 1e-9)
  assert.deepEqual(await one.steer(LEFT, WANG, key), refuse('key-reused'))
})

test('a joystick that falls silent leaves no camera turning', async () => {
  const one = await peer(true)
  await one.home()
  await one.steer({ kind: 'continuous', pan: 0.1, tilt: 0, zoom: 0 })
  assert.ok(one.device.moving())
  await until(() => !one.device.moving(), 3_000)
})

for (const fault of ['stuck', 'never-idle', 'never-answers', 'not-xml', 'drops', 'unauthorised'] as const)
  test(`a camera that is ${fault} is said not to have arrived, and no picture of it supports the warning`, async () => {
    const one = await peer(true)
    await one.home()
    one.device.fault = fault
    const began = Date.now()
    one.controller.look(raised(one))
    assert.ok(Date.now() - began < 50, 'the warning waited for the camera')
    const missed = async (): Promise<number> => (await one.said()).filter((type) => type === 'did-not-arrive').length
    for (const end = Date.now() + 9_000; (await missed()) < 2; await sleep(50)) assert.ok(Date.now() < end)
    assert.ok(Date.now() - began > 5_900, 'each of its two tries has three seconds')
    assert.deepEqual(one.looks, [])
    one.device.fault = null
    await one.home()
  })

test('a camera that did not answer at first is turned at the second try', async () => {
  const one = await peer(true)
  await one.home()
  one.device.fault = 'never-answers'
  one.controller.look(raised(one))
  await sleep(3_200)
  one.device.fault = null
  await until(() => one.looks.length === 1)
})

test('a camera that never says IDLE comes home all the same, when it has stood there', async () => {
  const one = await peer(false, 'never-idle')
  await one.home()
})

test('a camera that knows presets only is turned, and believed when it stands', async () => {
  const one = await peer(true, 'presets-only')
  await one.home()
  one.controller.look(raised(one))
  await until(() => one.looks.length === 1)
  assert.ok(Math.abs(one.device.pose().pan - 0.2) < 1e-9)
})

test("another sensor's warning of that kilometre and carriageway is looked at, one elsewhere is not", async () => {
  const one = await peer(true)
  await one.home()
  one.controller.look(raised(one, { seen: null, place: { ...raised(one).place, carriageway: 'down' } }))
  one.controller.look(raised(one, { seen: null, place: { ...raised(one).place, kilometre: 47 } }))
  one.controller.look(raised(one, { type: 'congestion' }))
  await sleep(200)
  assert.equal(one.controller.line(one.camera.id)?.state, 'home')
  one.controller.look(raised(one, { seen: null }))
  await until(() => one.looks.length === 1)
})

test('it says where it looks, what it can do, and its presets, without an address', async () => {
  const one = await peer(true)
  await one.home()
  const where = await one.controller.whereabouts(one.camera.id)
  assert.ok(where.ok)
  assert.deepEqual(where.value.position, { pan: 0, tilt: 0, zoom: 0 })
  assert.equal(where.value.abilities?.absolute, true)
  assert.doesNotMatch(JSON.stringify(where.value), /127\.0\.0\.1/)
  assert.deepEqual(await one.controller.whereabouts('none'), refuse('camera-fixed'))
})

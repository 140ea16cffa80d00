/** No door without a trace: every door of a running centre is opened and its trace looked for; and the audit itself is put to the test. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { encode } from 'jpeg-js'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { type Door, door, json } from '../src/access/door.ts'
import { openPolicies } from '../src/access/io/cedar.ts'
import { openPasswords } from '../src/access/io/passwords.ts'
import { openPeople } from '../src/access/io/people.ts'
import { openJournal } from '../src/journal/io/log.ts'
import type { Journal } from '../src/journal/journal.ts'
import { type OpenCentre, openCentre } from '../src/server/centre.ts'
import { checkConfig } from '../src/server/config.ts'
import { layCity } from '../src/sim/city.ts'
import { extractOf } from '../src/sim/io/extract.ts'
import { openDevice } from '../src/sim/io/onvif.ts'
import { auditConfig, greyFootage } from './audit-centre.ts'
import { type Coverage, gaps, nameOf } from './audit-coverage.ts'
import { type Bench, openBench } from './audit-doors.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { keptEvidence } from './evidence.ts'

// A suite of its own, so that the centre is closed before the file's database server is.
describe('audit coverage', () => {
  let fresh: FreshDatabase
  let folder: string
  let refusing: Server
  let turning: Server
  let centre: OpenCentre
  let bench: Bench
  let journal: Journal
  let coverage: Coverage

  async function listening(server: Server): Promise<number> {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const address = server.address()
    // A server listening on TCP has an address of this form.
    return (address as AddressInfo).port
  }

  async function freePort(): Promise<number> {
    const probe = createServer()
    const port = await listening(probe)
    await new Promise((closed) => probe.close(closed))
    return port
  }

  before(async () => {
    fresh = await freshDatabase()
    folder = await mkdtemp(join(tmpdir(), 'firstminute-audit-'))
    refusing = createServer((_request, response) => response.writeHead(410).end())
    const nowhere = `http://127.0.0.1:${await listening(refusing)}/orders`
    const port = await freePort()
    const footage = join(folder, 'grey.y4m')
    await writeFile(footage, greyFootage())
    const roads = join(folder, 'roads.osm.pbf')
    await writeFile(roads, extractOf(layCity(7)))
    process.env.FIRSTMINUTE_LOG ??= 'error'
    const presets = new Map(['home', 'shoulder'].map((token) => [token, { pan: 0, tilt: 0, zoom: 0 }]))
    const device = openDevice({ clock: Date.now, stream: nowhere, home: 'home', presets })
    turning = createServer((request, response) => device.answer(request, response))
    const ptz = `http://127.0.0.1:${await listening(turning)}/onvif/device_service`
    const config = checkConfig(
      auditConfig({ database: fresh.url, dataFolder: folder, port, nowhere, footage, roads, ptz }),
    )
    assert.ok(config.ok, config.ok ? '' : config.detail)
    centre = await openCentre({ config: { ...config.value, folder }, consoleFolder: null, demo: true, say: () => {} })
    journal = openJournal(fresh.database, Date.now)
    const { authorise } = await openPolicies()
    const jpeg = encode({ width: 64, height: 48, data: Buffer.alloc(64 * 48 * 4, 128) }, 80).data

    bench = await openBench(
      centre.url,
      jpeg,
      async () => {
        const passwords = await openPasswords()
        const chance = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes))
        const people = openPeople({ database: fresh.database, journal, passwords, chance })
        const [name, password] = ['root-of-audit', 'correct horse battery']
        const added = await people.add(
          { signInName: name, name: { zh: '管理员', en: 'Admin' }, role: 'administrator' },
          password,
          {
            by: { kind: 'system', id: 'test' },
            at: Date.now(),
            correlation: 'c',
          },
        )
        assert.ok(added.ok)
        return { name, password, id: added.value.id }
      },
      () => keptEvidence({ journal, database: fresh.database, folder: join(folder, 'evidence') }),
    )
    coverage = {
      doors: centre.doors,
      samples: bench.samples,
      open: bench.open,
      journal,
      authorise,
      everybody: bench.everybody,
    }
  })
  after(async () => {
    await centre?.close()
    refusing?.close()
    turning?.close()
    await fresh?.drop()
    if (folder) await rm(folder, { recursive: true })
  })

  test('every door of the centre leaves the trace it promises, naming who knocked, and refuses who may not', async () => {
    assert.ok(centre.doors.length >= 25, `only ${centre.doors.length} doors`)
    assert.deepEqual(await gaps(coverage), [])
  })

  test('following the live stream is a look-up of the board', async () => {
    const duty = bench.everybody.find((knocker) => knocker.principal.role === 'duty-officer')
    assert.ok(duty)
    const head = await journal.head()
    const socket = new WebSocket(`${centre.url.replace('http', 'ws')}/live`, {
      headers: duty.headers,
      origin: centre.url,
    })
    await new Promise((joined, refused) => socket.once('open', joined).once('error', refused))
    socket.close()
    const left = (await journal.readFrom(head, 100)).filter((fact) => fact.stream.startsWith('look-up/'))
    assert.deepEqual(
      left.map((fact) => fact.by.id),
      ['duty'],
    )
  })

  // The test of the test: what is planted has to be found.

  const planted = (over: Partial<Door>): Door => ({
    ...door({
      method: 'GET',
      path: '/api/map',
      knock: 'signed-in',
      act: null,
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({}),
      query: z.strictObject({}),
      body: z.unknown(),
      summary: 'planted',
      answer: async () => json({}),
    }),
    ...over,
  })
  const only = (one: Door, samples = coverage.samples): Coverage => ({
    ...coverage,
    doors: [one],
    samples: samples.filter((sample) => sample.door === nameOf(one)),
  })

  test('a door that declares no trace is found', async () => {
    const { trace: _trace, ...rest } = planted({})
    // As plain JavaScript could hang it.
    assert.deepEqual(await gaps(only(rest as Door)), ['GET /api/map: declares no trace'])
  })

  test('a door that promises a look-up and leaves none is found', async () => {
    assert.deepEqual(await gaps(only(planted({}))), ['GET /api/map: left no look-up that names duty'])
  })

  test('a door that promises a fact and leaves a look-up is found', async () => {
    const board = planted({ path: '/api/board', act: 'board.read', trace: { leaves: 'fact' } })
    const found = await gaps(only(board))
    assert.deepEqual(
      [...new Set(found)].toSorted(),
      ['agency', 'crew', 'duty', 'station'].map((who) => `GET /api/board: left no fact that names ${who}`),
    )
  })

  test('reading incidents with a reason in place of a trace is found, and so is an empty reason', async () => {
    const because = 'somebody thought that this was harmless'
    const reading = planted({ act: 'incident.read', trace: { leaves: 'none', because } })
    assert.ok((await gaps(only(reading))).includes('GET /api/map: incident.read without a trace'))
    const empty = planted({ trace: { leaves: 'none', because: 'x' } })
    assert.deepEqual(await gaps(only(empty)), ['GET /api/map: leaves no trace and gives no reason'])
  })

  test('a door without a sample, and a sample without a door, are found', async () => {
    const secret = planted({ path: '/api/secret' })
    assert.deepEqual(await gaps(only(secret)), [
      'GET /api/secret: no sample, so nobody knows whether it leaves its trace',
    ])
    assert.equal((await gaps({ ...coverage, doors: [] })).length, coverage.samples.length)
  })

  test('a trace that names somebody else does not count', async () => {
    const board = planted({ path: '/api/board', act: 'board.read' })
    const samples = coverage.samples.map((sample) => ({ ...sample, names: 'somebody-else' }))
    assert.ok(
      (await gaps(only(board, samples))).every((gap) => gap.endsWith('left no look-up that names somebody-else')),
    )
  })

  test('a door that lets in whom the policies refuse, or nobody at all, is found', async () => {
    const open = planted({ path: '/livez', act: 'person.manage', trace: { leaves: 'fact' } })
    const found = await gaps(only(open))
    assert.ok(found.includes('GET /livez: answers 200 to nobody'))
    assert.ok(found.includes('GET /livez: answers 200 to the duty-officer'))
  })
})

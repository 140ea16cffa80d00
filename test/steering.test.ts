/** The whole way of a PTZ in a running centre: the simulated camera's car stops, the warning stands, the second camera turns, its zoomed picture supports the warning, and a person takes the joystick. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Warning } from '../src/dispatch/warning.ts'
import { openJournal } from '../src/journal/io/log.ts'
import type { TurnLine } from '../src/journal/lane.ts'
import type { PtzFact } from '../src/sensing/ptz/ptz.ts'
import { type OpenCentre, openCentre } from '../src/server/centre.ts'
import { checkConfig } from '../src/server/config.ts'
import { MAIN_CAMERA } from '../src/sim/city/cameras.ts'
import { prepare, readPrepared } from '../src/sim/io/prepare.ts'
import { type Running, run } from '../src/sim/io/run.ts'
import { freePort } from './centre.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

describe('a camera that turns, in a running centre', () => {
  let fresh: FreshDatabase
  let folder: string
  let simulated: Running
  let centre: OpenCentre

  before(async () => {
    process.env.FIRSTMINUTE_LOG ??= 'error'
    fresh = await freshDatabase()
    folder = await mkdtemp(join(tmpdir(), 'firstminute-turning-'))
    prepare(folder, 7, { server: await freePort(), sim: await freePort() })
    const written = JSON.parse(await readFile(join(folder, 'firstminute.config.json'), 'utf8'))
    const cameras = written.cameras.filter(({ id }: { id: string }) => id === MAIN_CAMERA)
    const config = checkConfig({
      ...written,
      cameras,
      map: join(folder, 'map.geojson'),
      database: fresh.url,
      dataFolder: folder,
    })
    assert.ok(config.ok, config.ok ? '' : config.detail)
    simulated = await run(readPrepared(folder), null)
    centre = await openCentre({ config: { ...config.value, folder }, consoleFolder: null, demo: true, say: () => {} })
  })
  after(async () => {
    await centre?.close()
    await simulated?.close()
    await fresh?.drop()
    if (folder) await rm(folder, { recursive: true })
  })

  async function signIn(person: string): Promise<Record<string, string>> {
    const response = await fetch(`${centre.url}/api/demo/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: centre.url },
      body: JSON.stringify({ person }),
    })
    return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', origin: centre.url }
  }
  const steer = (headers: Record<string, string>, move: unknown) =>
    fetch(`${centre.url}/api/cameras/${MAIN_CAMERA}/ptz/moves`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(move),
    })
  async function until<T>(look: () => Promise<T | undefined>, withinMs: number): Promise<T> {
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(200)) {
      const found = await look()
      if (found !== undefined) return found
    }
    throw new Error('it did not come')
  }

  test('the zoomed picture comes to the warning by itself, behind it, and a person can take over', async () => {
    const wang = await signIn('wang-min')
    const warning = await until(async () => {
      const board = (await (await fetch(`${centre.url}/api/board`, { headers: wang })).json()) as {
        warnings: Warning[]
      }
      return board.warnings.find(({ supports }) => supports?.some(({ source }) => source.kind === 'ptz'))
    }, 120_000)
    assert.equal(warning.raised.kind, 'stopped-vehicle')
    const sign = warning.supports?.find(({ source }) => source.kind === 'ptz')
    assert.equal(sign?.hazardLights, true)
    assert.equal(sign?.grade, 'A')
    const still = await fetch(`${centre.url}/api/stills/${sign?.still}`, { headers: wang })
    assert.equal(still.headers.get('content-type'), 'image/jpeg')

    const journal = openJournal(fresh.database, Date.now)
    const recorded = await journal.read(`camera/${MAIN_CAMERA}`)
    // The stream holds what the controller has written: nobody has drawn this camera.
    const facts = recorded.map((each) => each.fact as PtzFact)
    const slewed = facts.find((fact) => fact.type === 'slewed')
    assert.ok(slewed?.type === 'slewed' && slewed.errand.warning === warning.id)
    assert.ok(slewed.at >= warning.raisedAt, 'it turned before the warning stood')
    assert.equal(slewed.errand.aim.kind, 'position', 'between two presets it turns to the place itself')
    assert.deepEqual(
      facts
        .map(({ type }) => type)
        .filter((type) => type !== 'did-not-arrive')
        .slice(0, 5),
      ['sent-home', 'came-home', 'slewed', 'arrived', 'looked'],
    )

    const zhou = await signIn('zhou-lei')
    const held = await steer(wang, { kind: 'continuous', pan: 0.3, tilt: 0, zoom: 0 })
    assert.equal(held.status, 200)
    assert.equal(((await held.json()) as TurnLine).by, 'wang-min')
    const refused = await steer(zhou, { kind: 'stop' })
    assert.equal(refused.status, 409)
    assert.deepEqual(((await refused.json()) as { refusal: string; detail: string }).refusal, 'held-by-another')
    assert.equal((await steer(wang, { kind: 'home' })).status, 200)
    await until(async () => {
      const where = await fetch(`${centre.url}/api/cameras/${MAIN_CAMERA}/ptz`, { headers: zhou })
      return ((await where.json()) as { line: TurnLine }).line.state === 'home' ? true : undefined
    }, 20_000)
    const after = (await journal.read(`camera/${MAIN_CAMERA}`)).slice(recorded.length)
    const steered = after.filter(({ fact }) => fact.type === 'steered')
    assert.deepEqual(
      steered.map(({ by }) => [by.kind, by.id]),
      [
        ['person', 'wang-min'],
        ['person', 'wang-min'],
      ],
    )
  })
})

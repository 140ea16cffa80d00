import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { id } from '../../core/ids.ts'
import { openJournal } from '../../journal/io/log.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Drawing } from '../calibration.ts'
import type { Camera } from '../camera.ts'
import { type Calibrations, openCalibrations } from './calibrations.ts'

const BY = id<'person'>('zhou-lei')
const CAMERA: Camera = {
  id: 'cam-1',
  name: { zh: 'K45', en: 'K45' },
  position: [120.75, 30.71],
  view: { width: 640, height: 360 },
  zones: [
    {
      kind: 'shoulder',
      polygon: [
        [10, 300],
        [200, 100],
        [260, 340],
      ],
    },
  ],
}
const drawing = (x: number): Drawing => ({
  view: CAMERA.view,
  zones: [
    {
      kind: 'lane',
      polygon: [
        [x, 350],
        [300, 100],
        [400, 350],
      ],
    },
  ],
})

let fresh: FreshDatabase
let journal: Journal
const troubles: unknown[] = []
const open = (cameras: readonly Camera[] = [CAMERA]): Promise<Calibrations> =>
  openCalibrations({ database: fresh.database, journal, configured: cameras, trouble: (error) => troubles.push(error) })
const draw = (calibrations: Calibrations, base: number, x: number, key: string = randomUUID()) =>
  calibrations.calibrate(
    { by: { kind: 'person', id: BY, role: 'supervisor' }, at: 7, correlation: 'c', key, asks: `${base} ${x}` },
    { camera: 'cam-1', base, drawing: drawing(x), by: BY },
  )

before(async () => {
  fresh = await freshDatabase()
  journal = openJournal(fresh.database, () => 7)
})
after(() => fresh.drop())

test('a drawing is in force at once and after a restart, and its fact holds its digest and not its lines', async () => {
  const calibrations = await open()
  assert.equal(calibrations.now('cam-1'), null)
  const key = randomUUID()
  assert.deepEqual(await draw(calibrations, 0, 50, key), { ok: true, value: { version: 1, by: BY, at: 7 } })
  assert.deepEqual(await draw(calibrations, 0, 50, key), { ok: true, value: { version: 1, by: BY, at: 7 } })
  assert.equal(calibrations.camera('cam-1')?.zones[0]?.kind, 'lane')
  const again = await open()
  assert.equal(again.camera('cam-1')?.zones[0]?.polygon[0]?.[0], 50)
  assert.equal(again.now('cam-1')?.version, 1)
  const facts = await journal.read('camera/cam-1')
  assert.deepEqual(
    facts.map(({ fact }) => fact.type),
    ['calibrated'],
  )
  assert.ok(!JSON.stringify(facts).includes('polygon'))
})

test('of two people who draw over the same version one is told to look again', async () => {
  const calibrations = await open()
  const base = calibrations.now('cam-1')?.version ?? 0
  const both = await Promise.all([draw(calibrations, base, 60), draw(calibrations, base, 70)])
  assert.deepEqual(both.map((each) => (each.ok ? 'drawn' : each.refusal)).sort(), ['conflict', 'drawn'])
  assert.deepEqual(
    (await calibrations.versions('cam-1')).map(({ version }) => version),
    [2, 1],
  )
})

test('a kept drawing that no longer fits its camera is told, and the configuration is in force', async () => {
  await fresh.database.sql`
    insert into camera_drawings (camera, version, at, person, digest, drawing)
    values ('cam-1', 9, 7, 'zhou-lei', ${'0'.repeat(64)}, ${JSON.stringify({ ...drawing(5), zones: [] })}::text::json)`
  const calibrations = await open()
  assert.equal(calibrations.camera('cam-1')?.zones[0]?.kind, 'shoulder')
  assert.equal(troubles.length, 1)
})

test('a camera that is not configured cannot be drawn', async () => {
  const calibrations = await open([])
  assert.deepEqual(await draw(calibrations, 0, 50), { ok: false, refusal: 'not-found' })
})

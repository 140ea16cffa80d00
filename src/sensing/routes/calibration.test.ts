import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Look } from '../../access/access.ts'
import type { Call } from '../../access/door.ts'
import type { Role } from '../../access/roles.ts'
import { id } from '../../core/ids.ts'
import { ok, refuse } from '../../core/result.ts'
import type { Camera } from '../camera.ts'
import type { Rehearsal } from '../eyes.ts'
import type { Calibrations } from '../io/calibrations.ts'
import { calibrationDoors } from './calibration.ts'

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
  source: 'rtsp://user:secret@camera/1',
}
const DRAWING = { view: CAMERA.view, zones: CAMERA.zones }

type Answered = ReturnType<Calibrations['calibrate']> extends Promise<infer R> ? R : never

function bench(
  options: { readonly answered?: Answered; readonly steps?: AsyncIterable<Rehearsal>; readonly allowed?: boolean } = {},
) {
  const looks: Look[] = []
  const redrawn: string[] = []
  const stopped = { by: null as AbortSignal | null }
  const reading = (async (look: Look, read: (tx: never) => Promise<unknown>) => {
    looks.push(look)
    // The doors of calibration read nothing inside the transaction of the trace.
    return read({} as never)
  }) as unknown as Parameters<typeof calibrationDoors>[0]['ledger']['reading']
  const doors = calibrationDoors({
    calibrations: {
      cameras: () => [CAMERA],
      camera: (key) => (key === CAMERA.id ? CAMERA : null),
      now: () => null,
      versions: async () => [],
      calibrate: async () => options.answered ?? ok({ version: 1, by: id<'person'>('p'), at: 0 }),
    },
    eyes: {
      health: () => [],
      redraw: ({ id: key }) => void redrawn.push(key),
      rehearse: (_camera, _lastMs, signal) => {
        stopped.by = signal
        return options.steps ?? (async function* () {})()
      },
    },
    ledger: {
      reading,
      picture: async (look) => {
        looks.push(look)
        return ok(null)
      },
    },
    authorise: () => ({ allowed: options.allowed ?? true, by: [] }),
    judged: async () => new Map([['cam-1', { right: 3, wrong: 1, cannotTell: 2, awaiting: 1 }]]),
  })
  const find = (method: string, path: string) => {
    const door = doors.find((one) => one.method === method && one.path === path)
    assert.ok(door)
    return door
  }
  return { find, looks, redrawn, stopped }
}

const asked = (role: Role, body: unknown = undefined, camera = 'cam-1'): Call<unknown, unknown, unknown> => ({
  principal: { id: id<'person'>('p'), role, name: { zh: '某人', en: 'Somebody' } },
  params: { id: camera },
  query: {},
  body,
  at: 0,
  correlation: 'c',
  idempotencyKey: '0193f000-0000-7000-8000-000000000001',
  bodyHash: 'h',
  rawBody: new Uint8Array(),
  headers: {},
  from: '::1',
})

test('the list shows what could not be told beside what was true, and no address of a source', async () => {
  const { find, looks } = bench()
  const reply = await find('GET', '/api/cameras').answer(asked('administrator'))
  assert.ok('json' in reply)
  const text = JSON.stringify(reply.json)
  assert.match(text, /"right":3,"wrong":1,"cannotTell":2,"awaiting":1/)
  const one = await find('GET', '/api/cameras/:id/calibration').answer(asked('supervisor'))
  assert.ok('json' in one)
  assert.ok(!`${text}${JSON.stringify(one.json)}`.includes('secret'))
  assert.deepEqual(
    looks.map(({ purpose }) => purpose.for),
    ['audit', 'duty'],
  )
})

test('a drawing that is saved is in force at once; one that was overtaken, or whose survey is off, says so', async () => {
  const path = '/api/cameras/:id/calibration'
  const body = { base: 0, drawing: DRAWING }
  const saved = bench()
  assert.equal((await saved.find('PUT', path).answer(asked('supervisor', body))).status, 200)
  assert.deepEqual(saved.redrawn, ['cam-1'])
  const late = bench({ answered: refuse('conflict') })
  assert.equal((await late.find('PUT', path).answer(asked('supervisor', body))).status, 409)
  assert.deepEqual(late.redrawn, [])
  const off = bench({ answered: refuse('ground-unusable', 'point 4') })
  const told = await off.find('PUT', path).answer(asked('supervisor', body))
  assert.ok('problem' in told && told.status === 422 && told.problem.detail === 'point 4')
})

test('no camera, no permission and no purpose are refused before anything is read', async () => {
  const { find, looks } = bench()
  const path = '/api/cameras/:id/calibration'
  assert.equal((await find('GET', path).answer(asked('supervisor', undefined, 'cam-9'))).status, 404)
  assert.equal((await find('GET', path).answer(asked('auditor'))).status, 403)
  const barred = bench({ allowed: false })
  for (const method of ['GET', 'PUT'])
    assert.equal(
      (await barred.find(method, path).answer(asked('duty-officer', { base: 0, drawing: DRAWING }))).status,
      403,
    )
  assert.deepEqual([...looks, ...barred.looks], [])
})

test('what is no drawing does not get through the door', () => {
  const { body } = bench().find('PUT', '/api/cameras/:id/calibration')
  const wrong: readonly unknown[] = [
    null,
    {},
    { base: -1, drawing: DRAWING },
    { base: 0.5, drawing: DRAWING },
    { base: 0, drawing: { ...DRAWING, source: 'rtsp://elsewhere' } },
    { base: 0, drawing: { ...DRAWING, zones: [{ kind: 'wall', polygon: CAMERA.zones[0]?.polygon }] } },
    { base: 0, drawing: { ...DRAWING, zones: [{ kind: 'lane', polygon: [[Number.NaN, 0]] }] } },
    { base: 0, drawing: { ...DRAWING, zones: Array.from({ length: 65 }, () => CAMERA.zones[0]) } },
    { base: 0, drawing: { ...DRAWING, ground: [{ pixel: [1, 1], metres: ['0', 0] }] } },
  ]
  for (const each of wrong) assert.equal(body.safeParse(each).success, false, JSON.stringify(each)?.slice(0, 80))
  assert.equal(body.safeParse({ base: 0, drawing: DRAWING }).success, true)
})

test('a trial comes out step by step, and the one who leaves stops it at once', async () => {
  let end: () => void = () => {}
  const steps = (async function* (): AsyncGenerator<Rehearsal> {
    yield { kind: 'progress', doneMs: 1, ofMs: 2 }
    await new Promise<void>((done) => {
      end = done
    })
  })()
  const { find, stopped } = bench({ steps })
  const reply = await find('POST', '/api/cameras/:id/rehearsal').answer(asked('supervisor', { drawing: DRAWING }))
  assert.ok('stream' in reply && reply.mediaType === 'application/x-ndjson')
  const reader = reply.stream[Symbol.asyncIterator]()
  const first = await reader.next()
  assert.equal(new TextDecoder().decode(first.value), '{"kind":"progress","doneMs":1,"ofMs":2}\n')
  const waiting = reader.next()
  const leaving = reader.return?.()
  assert.equal(stopped.by?.aborted, true)
  end()
  await Promise.all([waiting, leaving])
})

test('a drawing that shows no road is not even tried', async () => {
  const { find } = bench()
  const drawing = { ...DRAWING, zones: [{ ...CAMERA.zones[0], kind: 'ignore' }] }
  const reply = await find('POST', '/api/cameras/:id/rehearsal').answer(asked('supervisor', { drawing }))
  assert.ok('problem' in reply && reply.status === 422)
})

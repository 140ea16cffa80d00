/** The position door: a terminal speaks for its own unit and for no other, and is never told "stored" before it is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call } from '../access/door.ts'
import type { Principal } from '../access/roles.ts'
import { id } from '../core/ids.ts'
import { ok, refuse } from '../core/result.ts'
import { DAY } from '../core/time.ts'
import { vehicleDoors } from './routes.ts'

const terminal: Principal = {
  id: id<'person'>('unit:tp-07'),
  role: 'machine',
  name: { zh: '车载终端', en: 'terminal' },
  unit: id<'unit'>('tp-07'),
}
const at = Date.parse('2026-11-23T08:30:00Z')
const body = (more: object = {}) => ({
  location: { timestamp: '2026-11-23T08:29:59Z', coords: { latitude: 30.7, longitude: 120.7 } },
  ...more,
})

async function say(said: unknown, more: Partial<Call<unknown, unknown, unknown>> = {}, deps: object = {}) {
  const taken: unknown[] = []
  const [door] = vehicleDoors({
    positions: {
      record: async (unit, fix) => {
        taken.push([unit, fix.at])
        return ok('stored')
      },
    },
    authorise: () => ({ allowed: true, by: [] }),
    ...deps,
  })
  assert.ok(door)
  const call = { principal: terminal, params: {}, query: {}, at, correlation: 'c', idempotencyKey: '', bodyHash: '' }
  const rest = { rawBody: new Uint8Array(), headers: {}, from: '::1' }
  return { answer: await door.answer({ ...call, ...rest, body: door.body.parse(said), ...more }), taken }
}

test('a terminal reports its own unit', async () => {
  const { answer, taken } = await say(body({ device_id: 'tp-07' }))
  assert.deepEqual(answer, { status: 200, json: { stored: true } })
  assert.deepEqual(taken, [['tp-07', at - 1000]])
})

test('a terminal that names another unit is refused and nothing is taken', async () => {
  const { answer, taken } = await say(body({ device_id: 'tp-08' }))
  assert.deepEqual(answer, { status: 403, problem: { refusal: 'other-unit' } })
  assert.deepEqual(taken, [])
})

test('a camera’s token reports no position, and the policy is asked about the unit itself', async () => {
  const { unit: _unit, ...camera } = terminal
  assert.equal((await say(body(), { principal: camera })).answer.status, 403)
  const asked: unknown[] = []
  const authorise = (_who: unknown, act: string, what: unknown) => {
    asked.push([act, what])
    return { allowed: false, by: ['units-report-themselves'] }
  }
  assert.equal((await say(body(), {}, { authorise })).answer.status, 403)
  assert.deepEqual(asked, [['position.report', { kind: 'unit', id: 'tp-07', unit: 'tp-07' }]])
})

test('a time that cannot be is refused at its field, a full queue asks to wait', async () => {
  const late = await say(body(), { at: at + 31 * DAY })
  assert.deepEqual(late.answer, {
    status: 400,
    problem: { refusal: 'fix-time', errors: [{ pointer: '/location/timestamp', detail: 'too-old' }] },
  })
  const full = await say(body(), {}, { positions: { record: async () => refuse('busy') } })
  assert.deepEqual(full.answer, { status: 503, problem: { refusal: 'busy' }, headers: { 'retry-after': '1' } })
})

test('an OwnTracks phone gets its empty list of messages, also for what is not a position', async () => {
  const own = { _type: 'location', lat: 30.7, lon: 120.7, tst: at / 1000 }
  assert.deepEqual((await say(own)).answer, { status: 200, json: [] })
  const { answer, taken } = await say({ _type: 'lwt', tst: 1 })
  assert.deepEqual(answer, { status: 200, json: [] })
  assert.deepEqual(taken, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Look } from '../../access/access.ts'
import type { Call, Door } from '../../access/door.ts'
import { CENTRE } from '../../access/policy.ts'
import { id } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { TurnLine } from '../../journal/lane.ts'
import type { Controller } from '../io/ptz/controller.ts'
import type { Steering } from '../io/ptz/turning.ts'
import { steeringDoors } from './steering.ts'

const HELD: TurnLine = { state: 'held', by: id<'person'>('wang-min'), until: 2, warning: null, trouble: null }

function open(answer: Awaited<ReturnType<Controller['steer']>> = ok(HELD), may = true) {
  const steered: Steering[] = []
  const looks: Look[] = []
  const doors = steeringDoors({
    controller: {
      line: (camera) => (camera === 'turning' ? HELD : null),
      whereabouts: async () => refuse('camera-fixed'),
      steer: async (_id, _command, wish) => {
        steered.push(wish)
        return answer
      },
    },
    ledger: {
      picture: async (look): Promise<Result<null, 'purpose-unknown'>> => {
        looks.push(look)
        return look.purpose.for === 'incident' ? refuse('purpose-unknown') : ok(null)
      },
    },
    authorise: (_principal, _act, resource) => ({ allowed: may || resource === CENTRE, by: [] }),
  })
  const [where, moves] = doors
  assert.ok(where && moves)
  return { where, moves, steered, looks }
}
const knock = (door: Door, camera: string, body: unknown, purpose?: string) => {
  const call: Call<unknown, unknown, unknown> = {
    principal: { id: id<'person'>('wang-min'), role: 'duty-officer', name: { zh: '王敏', en: 'Wang Min' } },
    params: { id: camera },
    query: {},
    body,
    at: 1,
    correlation: 'c',
    idempotencyKey: 'k',
    bodyHash: 'h',
    rawBody: new Uint8Array(),
    headers: { purpose },
    from: '127.0.0.1',
  }
  return door.answer(call)
}
const refusalOf = async (reply: ReturnType<Door['answer']>): Promise<string> => {
  const answer = await reply
  return 'problem' in answer
    ? `${answer.status} ${answer.problem.refusal} ${answer.problem.detail ?? ''}`.trim()
    : `${answer.status}`
}

test('a move outside the joystick, of no kind, or with something added, is not understood', () => {
  const { moves } = open()
  for (const body of [
    { kind: 'continuous', pan: 1.1, tilt: 0, zoom: 0 },
    { kind: 'continuous', pan: Number.NaN, tilt: 0, zoom: 0 },
    { kind: 'continuous', pan: 0, tilt: 0 },
    { kind: 'relative', pan: '0', tilt: 0, zoom: 0 },
    { kind: 'preset', token: '' },
    { kind: 'preset', token: 'x'.repeat(65) },
    { kind: 'stop', until: 9e15 },
    { kind: 'absolute', pan: 0, tilt: 0, zoom: 0 },
    {},
    null,
  ])
    assert.equal(moves.body.safeParse(body).success, false, JSON.stringify(body))
  assert.ok(moves.body.safeParse({ kind: 'continuous', pan: -1, tilt: 1, zoom: 0 }).success)
})

test('nobody steers a camera that does not turn, without the right to it, or for an incident that is none', async () => {
  const one = open()
  assert.equal(await refusalOf(knock(one.moves, 'fixed', { kind: 'stop' })), '404 camera-fixed')
  assert.equal(
    await refusalOf(knock(one.moves, 'turning', { kind: 'stop' }, 'incident/nowhere')),
    '403 purpose-unknown',
  )
  assert.equal(await refusalOf(knock(one.moves, 'turning', { kind: 'stop' }, 'because')), '403 purpose-unknown')
  const other = open(ok(HELD), false)
  assert.equal(await refusalOf(knock(other.moves, 'turning', { kind: 'stop' })), '403 not-allowed')
  assert.deepEqual([one.steered, other.steered], [[], []])
})

test('whoever steers has looked, and the purpose goes with the move', async () => {
  const { moves, steered, looks } = open()
  assert.equal(await refusalOf(knock(moves, 'turning', { kind: 'stop' })), '200')
  assert.deepEqual(steered, [{ by: 'wang-min', purpose: 'duty', move: { kind: 'stop' } }])
  assert.deepEqual(
    looks.map(({ what }) => what),
    [{ kind: 'camera', id: 'turning' }],
  )
})

test('it is told who holds the camera, and nothing of what the device said', async () => {
  const held = open(refuse('held-by-another', 'zhou-lei'))
  assert.equal(await refusalOf(knock(held.moves, 'turning', { kind: 'stop' })), '409 held-by-another zhou-lei')
  const silent = open(refuse('camera-silent', '10.0.0.2: no answer within a second'))
  assert.equal(await refusalOf(knock(silent.moves, 'turning', { kind: 'stop' })), '504 camera-silent')
})

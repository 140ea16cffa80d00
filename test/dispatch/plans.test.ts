import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR } from '../../src/core/time.ts'
import { POLICE, RESCUE, SHOULDER } from '../../src/dispatch/samples.ts'
import { openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

const rule = (id: string, change: object = {}) => ({
  id,
  name: { zh: '夜间', en: 'At night' },
  kinds: ['medical-emergency'],
  priorities: [1],
  sections: [{ road: 'S12', fromKm: 40, toKm: 52 }],
  times: [{ days: ['mon'], from: '07:00', to: '09:00' }],
  sends: [
    { agency: POLICE, unitKind: 'patrol-car', count: 2 },
    { agency: RESCUE, unitKind: 'tow-truck', level: 2 },
  ],
  ...change,
})
const publish = (id: string, change: object = {}, who = 'supervisor') =>
  room.ask('POST', `/api/plans/${id}/versions`, who, { expected: 0, reason: 'two at night', rule: rule(id), ...change })
const proposed = async (incident: string, level = '') =>
  JSON.parse((await room.ask('GET', `/api/incidents/${incident}/proposal${level}`, 'officer')).text)

test('a plan is published in versions with a reason, and the second editor of one version is told', async () => {
  assert.equal((await publish('night')).status, 201)
  const two = { expected: 1, rule: rule('night', { priorities: [1, 2] }) }
  assert.equal((await publish('night', two)).status, 201)
  const late = await publish('night', { ...two, rule: rule('night', { priorities: [3] }) })
  assert.deepEqual([late.status, late.json.refusal, late.json.detail], [409, 'plan-changed', '2'])
  const { versions } = JSON.parse((await room.ask('GET', '/api/plans/night/versions', 'supervisor')).text)
  assert.deepEqual(
    versions.map(({ fact }: { fact: { rule: { priorities: number[] } } }) => fact.rule.priorities),
    [[1], [1, 2]],
  )
  assert.equal(
    (await room.ask('POST', '/api/plans/night/retirement', 'supervisor', { expected: 2, reason: 'no' })).status,
    200,
  )
  const again = await room.ask('POST', '/api/plans/night/retirement', 'supervisor', { expected: 3, reason: 'no' })
  assert.equal(again.json.refusal, 'plan-retired')
})

test('a plan that cannot be, names a person, or comes from somebody without the right changes nothing', async () => {
  const tries: readonly (readonly [Awaited<ReturnType<typeof publish>>, number])[] = [
    [await publish('bad', { rule: rule('other') }), 404],
    [await publish('bad', { reason: '' }), 400],
    [await publish('bad', { reason: 'call 13812345678' }), 422],
    [await publish('bad', { rule: rule('bad', { sends: [] }) }), 400],
    [await publish('bad', { rule: rule('bad', { kinds: ['flood'] }) }), 400],
    [await publish('bad', { rule: rule('bad', { sends: [{ agency: 'navy', unitKind: null }] }) }), 422],
    [await publish('bad', { rule: rule('bad', { areas: ['atlantis'] }) }), 422],
    [await publish('bad', { rule: rule('bad', { sections: [{ road: 'S12', fromKm: 9, toKm: 3 }] }) }), 422],
    [await publish('bad', { rule: rule('bad', { times: [{ days: ['mon'], from: '25:00', to: '07:00' }] }) }), 400],
    [await publish('bad', { rule: { ...rule('bad'), surprise: 1 } }), 400],
    [await publish('bad', { expected: -1 }), 400],
    [await publish('bad', {}, 'officer'), 403],
    [await publish('bad', {}, 'rescue'), 403],
  ]
  for (const [at, [answer, status]] of tries.entries()) assert.equal(answer.status, status, `${at}: ${answer.text}`)
  assert.equal((await room.ask('GET', '/api/plans/bad/versions', 'supervisor')).status, 404)
})

test('the proposal takes the plan of this hour; orders name its version, its level, and who was proposed; raising adds only what is new', async () => {
  assert.equal((await publish('rush')).status, 201)
  const incident = await room.openIncident()
  const [police] = room.stage.given.centre.units
  assert.ok(police)
  room.stage.units = [{ unit: police, position: SHOULDER.position, fixAt: room.stage.now(), headingDegrees: null }]
  const first = await proposed(incident)
  assert.deepEqual(
    [first.plan, first.version, first.because, first.level, first.top],
    ['rush', 1, 'area-and-time', 1, 2],
  )
  assert.deepEqual(
    first.lines.map((line: { shortfall: string | null }) => line.shortfall),
    [null, 'on-another-line'],
  )
  const sent = await room.ask('POST', `/api/incidents/${incident}/orders`, 'officer', {
    ...{ plan: 'rush', version: 1, level: 1 },
    sends: [
      { agency: POLICE, unit: null, proposed: 'tp-07' },
      { agency: POLICE, unit: null },
    ],
  })
  assert.equal(sent.status, 201, sent.text)
  const [own, other] = sent.json.orders ?? []
  assert.deepEqual(own?.issued.plan, { id: 'rush', version: 1, level: 1 })
  assert.deepEqual([own?.issued.proposed, own?.unit, other?.issued.proposed], ['tp-07', null, undefined])
  assert.equal(own?.issued.number.slice(-2), '-1')
  assert.equal(other?.issued.number.slice(-2), '-2')
  const raised = await proposed(incident, '?level=2')
  assert.deepEqual([raised.standing, raised.level, raised.met], [1, 2, 2])
  assert.deepEqual(
    raised.lines.map((line: { agency: string }) => line.agency),
    [RESCUE],
  )
  for (const level of ['0', '9', 'two', '1.5'])
    assert.equal((await room.ask('GET', `/api/incidents/${incident}/proposal?level=${level}`, 'officer')).status, 400)
  const future = { plan: 'rush', version: 7, sends: [{ agency: POLICE, unit: null }] }
  assert.equal(
    (await room.ask('POST', `/api/incidents/${incident}/orders`, 'officer', future)).json.refusal,
    'unknown-plan',
  )
})

test('a draft is tried on what happened, a page at a time', async () => {
  const draft = rule('draft', { times: [], sections: [], sends: [{ agency: RESCUE, unitKind: null }] })
  const ask = async (before: string | null, who = 'supervisor') =>
    room.ask('POST', '/api/plans/trial', who, { draft, before, take: 1 })
  const seen: string[] = []
  for (let before: string | null = null; ; ) {
    const { tried, next, total } = JSON.parse((await ask(before)).text)
    seen.push(...tried.map(({ number }: { number: string }) => number))
    before = next
    if (next === null) {
      assert.equal(new Set(seen).size, total)
      break
    }
  }
  assert.equal((await ask(null, 'officer')).status, 403)
})

test('what is said of a unit counts in the next proposal; nonsense and strangers are refused', async () => {
  const incident = await room.openIncident()
  const say = (body: object, who = 'officer', unit = 'tp-07') => room.ask('POST', `/api/units/${unit}/duty`, who, body)
  assert.equal((await say({ type: 'rest', until: room.stage.now() + HOUR })).status, 200)
  assert.equal((await proposed(incident)).lines[0].shortfall, 'resting')
  room.stage.turn(HOUR)
  room.stage.units = room.stage.units.map((each) => ({ ...each, fixAt: room.stage.now() }))
  assert.equal((await proposed(incident)).lines[0].pick.unit, 'tp-07')
  assert.equal((await say({ type: 'off' })).status, 200)
  const { units } = JSON.parse((await room.ask('GET', '/api/units', 'officer')).text)
  assert.deepEqual([units[0].id, units[0].duty.state, units[0].version], ['tp-07', 'off-duty', 2])
  const tries: readonly (readonly [Awaited<ReturnType<typeof say>>, number])[] = [
    [await say({ type: 'off' }), 409],
    [await say({ type: 'on', crew: -1 }), 400],
    [await say({ type: 'on' }), 400],
    [await say({ type: 'out', cause: 'lazy' }), 400],
    [await say({ type: 'rest', until: 1 }), 409],
    [await say({ type: 'move-up', post: 'nowhere' }), 422],
    [await say({ type: 'dance' }), 400],
    [await say({ type: 'off' }, 'officer', 'tp-99'), 404],
    [await say({ type: 'off' }, 'rescue'), 403],
    [await say({ type: 'off' }, 'crew'), 403],
  ]
  for (const [at, [answer, status]] of tries.entries()) assert.equal(answer.status, status, `${at}: ${answer.text}`)
  assert.equal((await room.ask('GET', '/api/coverage?without=tp-07', 'officer')).status, 200)
  assert.equal((await room.ask('GET', `/api/coverage?without=${'x,'.repeat(100)}`, 'officer')).status, 400)
})

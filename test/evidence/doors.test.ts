import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { id } from '../../src/core/ids.ts'
import type { Evidence } from '../../src/sensing/evidence/evidence.ts'
import type { Export } from '../../src/sensing/evidence/export.ts'
import { type Answer, BLIND, openRoom, type Room, WILLING } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

const WHY = { for: 'case', file: '2026-118' }
type Told = Answer['json']
// The door's own answer: one piece of evidence, or of a list all of them.
const evidenceIn = (told: Told): Evidence => told.evidence as Evidence
const listIn = (told: Told): readonly Evidence[] => told.evidence as readonly Evidence[]
function exportIn(told: Told): Export {
  assert.ok(told.export, JSON.stringify(told))
  return told.export
}

async function copied(path: string, wanted: Export['state'], who = 'officer'): Promise<Export> {
  for (let round = 0; round < 200; round += 1) {
    const { json } = await room.ask('GET', path, who)
    if (json.export?.state === wanted) return json.export
    await sleep(25)
  }
  assert.fail(`${path} never was ${wanted}`)
}

test('a clip plays in ranges, and a minute of playing leaves one trace with its purpose', async () => {
  const { id: key } = await room.kept()
  const path = `/api/evidence/${key}/clip.mp4`
  const whole = await room.ask('GET', path, 'officer')
  assert.deepEqual([whole.status, whole.text, whole.headers.get('accept-ranges')], [200, 'a clip', 'bytes'])
  assert.equal(whole.headers.get('cache-control'), 'no-store')
  const part = await room.ask('GET', path, 'officer', undefined, { range: 'bytes=2-3' })
  assert.deepEqual([part.status, part.text, part.headers.get('content-range')], [206, 'cl', 'bytes 2-3/6'])
  const beyond = await room.ask('GET', path, 'officer', undefined, { range: 'bytes=99-' })
  assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */6'])
  assert.deepEqual(
    (await room.looks()).filter(({ what }) => what.includes(key)),
    [{ what: `evidence ${key}:clip`, by: 'duty', purpose: 'duty' }],
  )
  const said = await room.ask('GET', `${path}?purpose=incident/running-1`, 'officer')
  assert.equal(said.status, 200)
  assert.equal((await room.looks()).at(-1)?.purpose, 'incident/running-1')
})

test('without a purpose that holds nothing is shown, and who may not look is sent away before a byte is read', async () => {
  const { id: key } = await room.kept()
  for (const path of ['/api/evidence', `/api/evidence/${key}`, `/api/evidence/${key}/clip.mp4`]) {
    for (const who of ['rescue', 'auditor', 'administrator'])
      assert.equal((await room.ask('GET', path, who)).status, 403)
    for (const who of [null, 'camera']) assert.notEqual((await room.ask('GET', path, who)).status, 200)
    const wrong = await room.ask('GET', path, 'officer', undefined, { purpose: 'curiosity' })
    assert.deepEqual([wrong.status, wrong.json.refusal], [403, 'purpose-unknown'])
    const unknown = await room.ask('GET', path, 'officer', undefined, { purpose: 'incident/nowhere' })
    assert.equal(unknown.status, 403)
  }
})

test('what is asked in another shape is refused by its field, and what is not there is not there', async () => {
  const { id: key } = await room.kept()
  const bad: readonly (readonly ['GET' | 'POST', string, unknown, number])[] = [
    ['GET', '/api/evidence/not-an-id', undefined, 404],
    ['GET', '/api/evidence/..%2f..%2fetc%2fpasswd/clip.mp4', undefined, 404],
    ['GET', `/api/evidence/${randomUUID()}`, undefined, 404],
    ['GET', `/api/evidence/${randomUUID()}/clip.mp4`, undefined, 404],
    ['GET', `/api/evidence/${key}/exports/${randomUUID()}`, undefined, 404],
    ['GET', `/api/evidence/${key}/exports/${randomUUID()}/copy.mp4`, undefined, 404],
    ['GET', '/api/evidence?camera=../x', undefined, 400],
    ['GET', '/api/evidence?limit=100000', undefined, 400],
    ['GET', '/api/evidence?surprise=1', undefined, 400],
    ['POST', `/api/evidence/${key}/exports`, { form: 'bare', why: WHY }, 400],
    [
      'POST',
      `/api/evidence/${key}/exports`,
      { form: 'masked', why: { for: 'case', file: 'Mr Somebody, 138 0000' } },
      400,
    ],
    ['POST', `/api/evidence/${key}/exports`, { form: 'masked', why: WHY, by: 'somebody-else' }, 400],
    ['POST', `/api/evidence/${key}/exports`, { form: 'masked' }, 400],
    ['POST', `/api/evidence/${randomUUID()}/exports`, { form: 'masked', why: WHY }, 404],
    ['POST', `/api/evidence/${key}/exports`, { form: 'x'.repeat(3000) }, 413],
  ]
  for (const [method, path, body, status] of bad) {
    const answer = await room.ask(method, path, 'officer', body)
    assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)?.slice(0, 60)}: ${answer.text}`)
    assert.doesNotMatch(answer.text, /Somebody|xxxx/)
  }
})

test('a supervisor holds with a file number and lets go again; an officer may not', async () => {
  const { id: key } = await room.kept()
  assert.equal((await room.ask('POST', `/api/evidence/${key}/hold`, 'officer', { why: WHY })).status, 403)
  const held = await room.ask('POST', `/api/evidence/${key}/hold`, 'supervisor', { why: WHY })
  const evidence = evidenceIn(held.json)
  assert.ok(evidence.state === 'held')
  assert.deepEqual([evidence.hold.by, evidence.hold.why], ['zhou-lei', WHY])
  const twice = await room.ask('POST', `/api/evidence/${key}/hold`, 'second', { why: WHY })
  assert.deepEqual([twice.status, twice.json.refusal, twice.json.detail], [409, 'already-held', 'zhou-lei'])
  const released = await room.ask('POST', `/api/evidence/${key}/release`, 'second', { why: WHY })
  assert.equal(evidenceIn(released.json).state, 'kept')
})

test('an unmasked copy waits for a second supervisor, never the one who asked, and goes to the asker alone', async () => {
  const { id: key } = await room.kept()
  const asked = await room.ask('POST', `/api/evidence/${key}/exports`, 'supervisor', { form: 'unmasked', why: WHY })
  assert.equal(asked.status, 201)
  const copy = exportIn(asked.json)
  assert.equal(copy.state, 'waiting')
  const path = `/api/evidence/${key}/exports/${copy.id}`
  assert.equal((await room.ask('GET', `${path}/copy.mp4`, 'supervisor')).json.refusal, 'no-copy-yet')
  const own = await room.ask('POST', `${path}/approval`, 'supervisor', {})
  assert.deepEqual([own.status, own.json.refusal], [403, 'needs-second-person'])
  assert.equal((await room.ask('POST', `${path}/approval`, 'officer', {})).status, 403)
  assert.equal((await room.ask('POST', `${path}/approval`, 'second', {})).status, 200)
  const made = await copied(path, 'made')
  assert.equal(made.approvedBy, 'li-na')
  assert.equal((await room.ask('GET', `${path}/copy.mp4`, 'second')).json.refusal, 'not-your-export')
  const fetched = await room.ask('GET', `${path}/copy.mp4`, 'supervisor')
  assert.deepEqual([fetched.status, fetched.text], [200, 'a unmasked copy'])
  assert.match(fetched.headers.get('content-disposition') ?? '', /^attachment; filename="evidence-[\w-]+\.mp4"$/)
  await room.ask('GET', `${path}/copy.mp4`, 'supervisor')
  const facts = (await room.bench.journal.read(`evidence/${key}`)).map(({ fact }) => fact.type)
  assert.deepEqual(facts.slice(-5), [
    'export-asked',
    'export-approved',
    'export-made',
    'export-fetched',
    'export-fetched',
  ])
  const looks = (await room.looks()).filter(
    ({ what, by }) => what === `evidence ${key}:${copy.id}` && by === 'zhou-lei',
  )
  assert.ok(looks.length >= 2, 'every fetching has its own trace')
})

test('a second person may refuse, and then nothing is made', async () => {
  const { id: key, waiting } = await room.kept()
  const path = `/api/evidence/${key}/exports/${waiting}`
  assert.equal((await room.ask('POST', `${path}/refusal`, 'supervisor', {})).status, 200)
  assert.equal((await room.ask('POST', `${path}/approval`, 'supervisor', {})).json.refusal, 'not-waiting')
  assert.equal((await room.ask('GET', `${path}/copy.mp4`, 'officer')).json.refusal, 'no-copy-yet')
})

test('without a detector that runs there is no masked copy, and nothing is on record of one', async () => {
  const { id: key } = await room.kept()
  room.copier = BLIND
  const before = (await room.bench.journal.read(`evidence/${key}`)).length
  const asked = await room.ask('POST', `/api/evidence/${key}/exports`, 'officer', { form: 'masked', why: WHY })
  assert.deepEqual([asked.status, asked.json.refusal], [409, 'no-detector'])
  assert.equal((await room.bench.journal.read(`evidence/${key}`)).length, before)
  room.copier = { ...WILLING, make: async () => ({ ok: false, refusal: 'no-detector' }) }
  const later = await room.ask('POST', `/api/evidence/${key}/exports`, 'officer', { form: 'masked', why: WHY })
  const path = `/api/evidence/${key}/exports/${exportIn(later.json).id}`
  const failed = await copied(path, 'failed')
  assert.equal(failed.state === 'failed' && failed.cause, 'no-detector')
  assert.equal((await room.ask('GET', `${path}/copy.mp4`, 'officer')).json.refusal, 'no-copy-yet')
  room.copier = WILLING
})

test('a copy that is being made shows how far it is, and stops when it is told to', async () => {
  const { id: key } = await room.kept()
  room.copier = {
    ...WILLING,
    make: ({ signal, onProgress }) => {
      onProgress({ step: 'looking', done: 30, of: 100 })
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, refusal: 'stopped' }))
      })
    },
  }
  const asked = await room.ask('POST', `/api/evidence/${key}/exports`, 'officer', { form: 'masked', why: WHY })
  const path = `/api/evidence/${key}/exports/${exportIn(asked.json).id}`
  let progress: Told['progress'] = null
  for (let round = 0; round < 100 && progress === null; round += 1) {
    progress = (await room.ask('GET', path, 'officer')).json.progress ?? null
    await sleep(20)
  }
  assert.deepEqual(progress, { step: 'looking', done: 30, of: 100 })
  assert.equal((await room.ask('POST', `${path}/stop`, 'officer', {})).status, 200)
  const stopped = await copied(path, 'stopped')
  assert.equal(stopped.state === 'stopped' && stopped.endedBy, 'duty')
  room.copier = WILLING
  // The next one is not kept waiting by the one that was stopped.
  const next = await room.ask('POST', `/api/evidence/${key}/exports`, 'officer', { form: 'masked', why: WHY })
  await copied(`/api/evidence/${key}/exports/${exportIn(next.json).id}`, 'made')
})

test('the same key asks for one copy however often it is sent', async () => {
  const { id: key } = await room.kept()
  const headers = { 'idempotency-key': randomUUID() }
  const body = { form: 'unmasked', why: WHY }
  const answers = await Promise.all(
    [1, 2, 3].map(() => room.ask('POST', `/api/evidence/${key}/exports`, 'officer', body, headers)),
  )
  assert.equal(new Set(answers.map(({ json }) => exportIn(json).id)).size, 1)
})

test('a file that is missing is said to be missing, and a list can be paged', async () => {
  const { id: key, made } = await room.kept()
  await rm(room.folder.clip(id<'evidence'>(key)))
  assert.equal((await room.ask('GET', `/api/evidence/${key}/clip.mp4`, 'officer')).json.refusal, 'clip-missing')
  await writeFile(room.folder.copy(id<'evidence'>(key), id<'export'>(made)), '')
  assert.deepEqual((await room.ask('GET', `/api/evidence/${key}/exports/${made}/copy.mp4`, 'officer')).text, '')
  const first = (await room.ask('GET', '/api/evidence?camera=cam-1&limit=2', 'officer')).json
  assert.equal(listIn(first).length, 2)
  const { next } = first
  assert.ok(typeof next === 'number')
  const second = (await room.ask('GET', `/api/evidence?camera=cam-1&limit=2&before=${next}`, 'officer')).json
  assert.ok(listIn(second).every(({ subject }) => subject.observedAt < next))
  const one = (await room.ask('GET', `/api/evidence?warning=${key}`, 'officer')).json
  assert.deepEqual(
    listIn(one).map((evidence) => evidence.id),
    [key],
  )
})

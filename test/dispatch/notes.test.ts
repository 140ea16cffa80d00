import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { destination } from '../../src/core/geo.ts'
import { DAY, MINUTE } from '../../src/core/time.ts'
import { uuid } from '../../src/dispatch/io/stage.ts'
import { expireNotes } from '../../src/dispatch/notes/io/notes.ts'
import type { Content, Note } from '../../src/dispatch/notes/note.ts'
import type { Event } from '../../src/dispatch/notes/recent.ts'
import { HAZARD, KEYS } from '../../src/dispatch/notes/samples.ts'
import { SHOULDER } from '../../src/dispatch/samples.ts'
import { openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

async function write(change: Partial<Content> = {}): Promise<Note> {
  const said = await room.ask('POST', '/api/notes', 'officer', { ...HAZARD, ...change })
  assert.equal(said.status, 201, said.text)
  // The door's own answer.
  return (said.json as { note: Note }).note
}
type AtPlace = { readonly notes: readonly Note[]; readonly events: readonly Event[] }
async function atPlace(path: string, who: 'officer' | 'rescue' | 'ambulance' | 'crew'): Promise<AtPlace> {
  const said = await room.ask('GET', path, who)
  assert.equal(said.status, 200, said.text)
  return said.json as unknown as AtPlace
}
const texts = ({ notes }: AtPlace): readonly string[] => notes.map(({ content }) => content.text).sort()

test('the desk sees every note where the incident is, the agency of an order there only those for crews, and each look is on record', async () => {
  const incident = await room.openIncident()
  const sent = await room.ask('POST', `/api/incidents/${incident}/orders`, 'officer', {
    plan: null,
    sends: [{ agency: 'road-rescue', unit: null }],
  })
  const order = sent.json.orders?.[0]?.id
  await write()
  await write(KEYS)
  await write({ text: 'elsewhere', place: { by: 'address', address: 'Lakeside 10' } })
  const looks = room.stage.looks.length
  assert.deepEqual(texts(await atPlace(`/api/incidents/${incident}/place`, 'officer')), [KEYS.text, HAZARD.text].sort())
  assert.deepEqual(texts(await atPlace(`/api/orders/${order}/notes`, 'rescue')), [HAZARD.text])
  assert.deepEqual(
    room.stage.looks.slice(looks).map(({ principal, what }) => [principal.id, what.kind, what.id]),
    [
      ['wang-min', 'note', incident],
      ['rescue-desk', 'note', order],
    ],
  )
  assert.equal((await room.ask('GET', `/api/orders/${order}/notes`, 'ambulance')).status, 404)
})

test('no note is shown from its end on, although the job that records the end has not run', async () => {
  const incident = await room.openIncident()
  const note = await write({
    text: 'until noon',
    reviewAt: room.stage.now() + MINUTE,
    expiresAt: room.stage.now() + 5 * MINUTE,
  })
  const shown = async () => {
    const here = texts(await atPlace(`/api/incidents/${incident}/place`, 'officer')).includes('until noon')
    const listed = await room.ask('GET', '/api/notes', 'officer')
    assert.equal(JSON.stringify(listed.json).includes('until noon'), here)
    return here
  }
  assert.equal(await shown(), true)
  room.stage.turn(5 * MINUTE - 1)
  assert.equal(await shown(), true)
  assert.equal(await expireNotes(room.stage.given, room.stage.now()), 0)
  room.stage.turn(1)
  assert.equal(await shown(), false)
  const late = await room.ask('POST', `/api/notes/${note.id}/withdrawal`, 'officer', {})
  assert.deepEqual([late.status, late.json.refusal], [409, 'note-over'])
  assert.equal(await expireNotes(room.stage.given, room.stage.now()), 1)
  assert.equal(await expireNotes(room.stage.given, room.stage.now()), 0)
  const stream = await room.stage.given.journal.read(`note/${note.id}`)
  assert.deepEqual(
    stream.map(({ fact, by }) => [fact.type, by.kind]),
    [
      ['written', 'person'],
      ['expired', 'system'],
    ],
  )
})

test('a revision is a new entry, a review moves the next look, a withdrawal takes it away', async () => {
  const note = await write({ text: 'first' })
  const said = { ...HAZARD, text: 'second' }
  assert.equal((await room.ask('POST', `/api/notes/${note.id}/revision`, 'officer', said)).status, 200)
  const reviewAt = HAZARD.reviewAt + DAY
  assert.equal((await room.ask('POST', `/api/notes/${note.id}/review`, 'officer', { reviewAt })).status, 200)
  assert.equal((await room.ask('POST', `/api/notes/${note.id}/withdrawal`, 'officer', {})).status, 200)
  const facts = (await room.stage.given.journal.read(`note/${note.id}`)).map(({ fact }) => fact)
  assert.deepEqual(
    facts.map(({ type }) => type),
    ['written', 'revised', 'reviewed', 'withdrawn'],
  )
  const listed = await room.ask('GET', '/api/notes?ended=also', 'officer')
  assert.match(listed.text, /"withdrawn"/)
})

test('what cannot be kept is refused by field or by word, and nobody but the room may write', async () => {
  const cases: readonly (readonly [object, number, string])[] = [
    [{ text: 'call 13800138000 first' }, 422, 'particulars-refused'],
    [{ expiresAt: HAZARD.expiresAt + 400 * DAY }, 422, 'expiry-too-far'],
    [{ place: { by: 'section', road: 'S12', fromKm: 46, toKm: 45, carriageway: null } }, 422, 'place-unreadable'],
    [{ text: '' }, 400, 'bad-input'],
    [{ text: 'a\u0000b' }, 400, 'bad-input'],
    [{ extra: 1 }, 400, 'bad-input'],
    [{ place: { by: 'point', position: [200, 0], radiusM: 20 } }, 400, 'bad-input'],
  ]
  for (const [change, status, refusal] of cases) {
    const said = await room.ask('POST', '/api/notes', 'officer', { ...HAZARD, ...change })
    assert.deepEqual([said.status, said.json.refusal], [status, refusal], JSON.stringify(change))
    assert.doesNotMatch(said.text, /13800138000/)
  }
  for (const who of ['rescue', 'crew'] as const)
    assert.equal((await room.ask('POST', '/api/notes', who, HAZARD)).status, 403, who)
  assert.equal((await room.ask('GET', '/api/notes', 'rescue')).status, 403)
})

test('earlier incidents of the place come with it, and none from around the corner', async () => {
  const call = async (metres: number) => {
    const place = { position: destination([121.3, 31.2], 90, metres), label: SHOULDER.label }
    const said = await room.ask('POST', '/api/incidents', 'officer', { kind: 'collision', priority: 2, place })
    return said.json.incident?.id ?? ''
  }
  const near = await call(120)
  await call(900)
  room.stage.turn(DAY)
  const here = await call(0)
  const { events } = await atPlace(`/api/incidents/${here}/place`, 'officer')
  assert.deepEqual(
    events.map(({ id, distanceM }) => [id, distanceM]),
    [[near, 120]],
  )
})

test('the same note sent twice is written once', async () => {
  const headers = { 'idempotency-key': uuid() }
  const first = await room.ask('POST', '/api/notes', 'officer', HAZARD, headers)
  const second = await room.ask('POST', '/api/notes', 'officer', HAZARD, headers)
  assert.equal(first.status, 201)
  assert.deepEqual(second.json, first.json)
})

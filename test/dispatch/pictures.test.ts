import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { DAY, MINUTE } from '../../src/core/time.ts'
import { uuid } from '../../src/dispatch/io/stage.ts'
import type { Order } from '../../src/dispatch/order.ts'
import { DEVICE, exif, mosaic, within } from '../../src/dispatch/picture/jpeg.fixture.ts'
import { MOST_PIXELS } from '../../src/dispatch/picture/jpeg.ts'
import { MOST_PICTURES, picturesOf } from '../../src/dispatch/picture/picture.ts'
import { POLICE, RESCUE } from '../../src/dispatch/samples.ts'
import { erasePictures } from '../../src/server/evidence.ts'
import { openRoom, type Room } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

const JPEG = { 'content-type': 'image/jpeg' }
let shade = 0
/** Another picture each time. */
const taken = (): Buffer =>
  Buffer.from(
    within(
      mosaic(64, 48, (x, y) => (x * 5 + y * 7 + shade++) % 250),
      exif(),
    ),
  )
const at = (ms = room.stage.now()): string => `?at=${ms}`

/** An order that this crew has signed for. */
async function signed(): Promise<Order> {
  const order = await room.oneOrder(POLICE)
  const answer = await room.ask('POST', `/api/orders/${order.id}/answers`, 'crew', { answer: 'signed-for' })
  assert.equal(answer.status, 200, answer.text)
  return order
}
const send = (
  order: Pick<Order, 'id'>,
  who: 'crew' | 'otherCrew' | 'rescue' | 'officer' | null,
  body: Buffer,
  when = at(),
  headers = {},
) => room.ask('POST', `/api/orders/${order.id}/pictures${when}`, who, body, { ...JPEG, ...headers })
async function onBoard(order: Pick<Order, 'id'>): Promise<Order> {
  const { json } = await room.ask('GET', '/api/board', 'officer')
  const found = (json.orders ?? []).find(({ id }) => id === order.id)
  assert.ok(found)
  return found
}

test('a crew’s picture stands on its order with the time of the thumb, and nothing in it says where or with what it was taken', async () => {
  const order = await signed()
  const picture = taken()
  const when = room.stage.now() - 5 * MINUTE
  const sent = await send(order, 'crew', picture, at(when))
  assert.equal(sent.status, 201, sent.text)
  const [known, ...more] = picturesOf(await onBoard(order))
  assert.ok(known && more.length === 0)
  assert.deepEqual([known.at, known.by], [when, { via: 'field', id: 'chen-hao' }])
  assert.ok(picture.includes(DEVICE))

  const looks = room.stage.looks.length
  const seen = await room.raw(`/api/stills/${known.still}`, 'officer')
  assert.deepEqual([seen.status, seen.type], [200, 'image/jpeg'])
  assert.deepEqual(room.stage.looks.at(looks)?.what, { kind: 'still', id: known.still })
  assert.equal(createHash('sha256').update(seen.bytes).digest('hex'), known.still)
  for (const trace of ['Exif', DEVICE, 'II*\0']) assert.ok(!seen.bytes.includes(trace), trace)
  const [row] = await room.database.sql<{ count: number }[]>`
    select count(*)::int as count from order_pictures where position(${Buffer.from(DEVICE)}::bytea in bytes) > 0`
  assert.equal(row?.count, 0)
  const facts = await room.database.sql<{ body: object }[]>`
    select body from facts where stream = ${`order/${order.id}`} and body->>'type' = 'pictured'`
  assert.deepEqual(
    facts.map(({ body }) => Object.keys(body).toSorted()),
    [['at', 'by', 'still', 'type', 'v']],
  )
})

test('the desk sees every picture, an agency and a crew those of their own orders, and to others there is none', async () => {
  const order = await signed()
  await send(order, 'crew', taken())
  const path = `/api/stills/${picturesOf(await onBoard(order))[0]?.still}`
  for (const who of ['officer', 'supervisor', 'crew'] as const)
    assert.equal((await room.raw(path, who)).status, 200, who)
  for (const who of ['rescue', 'ambulance', 'otherCrew'] as const)
    assert.equal((await room.raw(path, who)).status, 404, who)
  for (const who of ['auditor', 'camera'] as const) assert.equal((await room.raw(path, who)).status, 403, who)
  const other = await room.oneOrder(RESCUE)
  await room.ask('POST', `/api/orders/${other.id}/answers`, 'rescue', { answer: 'signed-for' })
  assert.equal((await send(other, 'rescue', taken())).status, 201)
  const theirs = picturesOf(await onBoard(other))[0]
  assert.equal(theirs?.by.via, 'console')
  assert.equal((await room.raw(`/api/stills/${theirs?.still}`, 'rescue')).status, 200)
  assert.equal((await room.raw(`/api/stills/${theirs?.still}`, 'crew')).status, 404)
})

test('what is no whole picture, too large, or not a picture at all stays outside, and nothing of it is written', async () => {
  const order = await signed()
  const whole = Buffer.from(mosaic(64, 48, () => 100))
  const wide = Buffer.from(whole)
  wide.writeUInt16BE(MOST_PIXELS + 1, wide.indexOf(Uint8Array.of(0xff, 0xc0)) + 7)
  const tries: readonly (readonly [string, Buffer, number, string])[] = [
    ['a GIF', Buffer.from('GIF89a and the rest of it'), 422, 'not-a-jpeg'],
    ['nothing', Buffer.alloc(0), 422, 'not-a-jpeg'],
    ['cut short', whole.subarray(0, -2), 422, 'picture-cut-short'],
    ['cut in its head', whole.subarray(0, 30), 422, 'picture-cut-short'],
    ['absurdly wide', wide, 413, 'picture-too-large'],
    ['too many bytes', Buffer.concat([whole, Buffer.alloc(512 * 1024)]), 413, 'body-too-large'],
  ]
  for (const [what, body, status, refusal] of tries) {
    const answer = await send(order, 'crew', body)
    assert.deepEqual([answer.status, answer.json.refusal], [status, refusal], what)
  }
  assert.equal((await send(order, 'crew', whole, at(), { 'content-type': 'image/png' })).status, 415)
  assert.equal((await send(order, 'crew', Buffer.from('{}'), at(), { 'content-type': 'application/json' })).status, 400)
  assert.deepEqual(picturesOf(await onBoard(order)), [])
  assert.equal((await room.database.sql`select from order_pictures where order_id = ${order.id}`).count, 0)
})

test('somebody else’s order is not there, nobody is nobody, and an officer at the desk sends none', async () => {
  const order = await signed()
  const nowhere = await send({ id: uuid() as Order['id'] }, 'crew', taken())
  for (const who of ['otherCrew', 'rescue'] as const) {
    const answer = await send(order, who, taken())
    assert.deepEqual([answer.status, answer.json.refusal], [nowhere.status, nowhere.json.refusal])
  }
  assert.equal(nowhere.status, 404)
  assert.equal((await send(order, 'officer', taken())).status, 403)
  assert.equal((await send(order, null, taken())).status, 401)
  assert.equal((await send(order, 'crew', taken(), at(), { 'idempotency-key': 'once' })).status, 400)
  assert.equal((await room.ask('POST', `/api/orders/1;drop/pictures${at()}`, 'crew', taken(), JPEG)).status, 404)
})

test('a picture has a time, near enough to now, and comes after the signature', async () => {
  const order = await signed()
  const now = room.stage.now()
  for (const [when, status] of [
    [at(now + 2 * MINUTE), 422],
    [at(now - DAY - MINUTE), 422],
    ['', 400],
    ['?at=yesterday', 400],
    ['?at=1.5', 400],
    ['?at=-1', 400],
    [`${at()}&surprise=1`, 400],
  ] as const)
    assert.equal((await send(order, 'crew', taken(), when)).status, status, when)
  const unsigned = await room.oneOrder(POLICE)
  const early = await send(unsigned, 'crew', taken())
  assert.deepEqual([early.status, early.json.refusal], [409, 'not-signed-for'])
})

test('sent twice under one key it is one picture, another under that key is refused, and the thirteenth is one too many', async () => {
  const order = await signed()
  const key = { 'idempotency-key': uuid() }
  const picture = taken()
  const when = at()
  const first = await send(order, 'crew', picture, when, key)
  assert.equal(first.status, 201)
  assert.deepEqual((await send(order, 'crew', picture, when, key)).json, first.json)
  assert.equal((await send(order, 'crew', taken(), when, key)).json.refusal, 'key-reused')
  assert.equal((await send(order, 'crew', picture, at(room.stage.now() - 1), key)).json.refusal, 'key-reused')
  assert.equal((await send(order, 'crew', picture)).json.refusal, 'already-said')
  const both = await Promise.all([taken(), taken()].map((one) => send(order, 'crew', one)))
  assert.deepEqual(
    both.map(({ status }) => status),
    [201, 201],
  )
  for (let sent = 3; sent < MOST_PICTURES; sent++) assert.equal((await send(order, 'crew', taken())).status, 201)
  const more = await send(order, 'crew', taken())
  assert.deepEqual([more.status, more.json.refusal], [409, 'enough-pictures'])
  assert.equal(picturesOf(await onBoard(order)).length, MOST_PICTURES)
})

test('when its days are over the bytes go and the fact stays, and the one who may see it is told so', async () => {
  const order = await signed()
  await send(order, 'crew', taken())
  const still = picturesOf(await onBoard(order))[0]?.still
  await erasePictures(room.database, room.stage.now() + 1)
  const told = await room.ask('GET', `/api/stills/${still}`, 'officer')
  assert.deepEqual([told.status, told.json.refusal], [404, 'picture-erased'])
  assert.equal((await room.ask('GET', `/api/stills/${still}`, 'rescue')).json.refusal, 'not-found')
  assert.equal(picturesOf(await onBoard(order))[0]?.still, still)
})

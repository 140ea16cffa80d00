import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sign } from '../../src/access/io/signature.ts'
import { id } from '../../src/core/ids.ts'
import { DAY, MINUTE } from '../../src/core/time.ts'
import { uuid } from '../../src/dispatch/io/stage.ts'
import type { Order } from '../../src/dispatch/order.ts'
import { AMBULANCE, POLICE, RESCUE } from '../../src/dispatch/samples.ts'
import { openRoom, type Room, SECRETS } from './room.ts'

let room: Room
before(async () => {
  room = await openRoom()
})
after(() => room.close())

type Said = Readonly<Record<string, unknown>>
async function signed(agency: string, said: Said, change: { secret?: string; at?: number; body?: string } = {}) {
  const body = Buffer.from(JSON.stringify(said))
  const secret = change.secret ?? SECRETS.get(id<'agency'>(agency))?.secret ?? ''
  return room.ask('POST', `/api/agencies/${agency}/answers`, null, Buffer.from(change.body ?? body), {
    'content-type': 'application/json',
    'firstminute-signature': sign(secret, body, change.at ?? room.stage.now()),
    origin: '',
  })
}
const saying = (order: Order, answer: string, change: Said = {}): Said => ({
  version: 1,
  id: uuid(),
  order: order.id,
  answer,
  at: room.stage.now(),
  ...change,
})

test("an agency's own system is heard when it signed, once, about its own orders", async () => {
  const [mine, theirs] = await room.openOrders(RESCUE, POLICE)
  assert.ok(mine && theirs)
  const said = saying(mine, 'signed-for', { agencyNumber: 'JY-2291' })
  const first = await signed(RESCUE, said)
  assert.deepEqual([first.status, first.json], [200, { order: mine.id, state: 'signed-for' }], first.text)
  assert.deepEqual((await signed(RESCUE, said)).json, first.json)
  assert.equal((await signed(RESCUE, saying(mine, 'on-the-way'))).status, 200)
  assert.deepEqual((await signed(RESCUE, said)).json, first.json, 'a replay gets the first answer again')
  const late = await signed(RESCUE, saying(mine, 'signed-for'))
  assert.deepEqual([late.status, late.json], [200, { order: mine.id, state: 'on-the-way' }])
  assert.equal((await room.stage.given.journal.read(`order/${mine.id}`)).length, 3)

  const forged = await signed(RESCUE, saying(theirs, 'cleared'))
  const unheard = await signed(RESCUE, saying({ ...theirs, id: id<'order'>(uuid()) }, 'cleared'))
  assert.deepEqual([forged.status, forged.json.refusal], [unheard.status, unheard.json.refusal])
  assert.equal(forged.status, 404)
  assert.equal((await signed(RESCUE, { ...said, order: theirs.id })).status, 404)
  assert.equal((await signed(RESCUE, { ...said, answer: 'arrived' })).json.refusal, 'key-reused')
})

test('a forged, stale, changed or unreadable answer of an agency changes nothing', async () => {
  const order = await room.oneOrder(RESCUE)
  const said = saying(order, 'cleared')
  const text = JSON.stringify(said)
  const tries: readonly (readonly [Awaited<ReturnType<typeof signed>>, number])[] = [
    [await signed(RESCUE, said, { secret: 'a secret that somebody guessed at' }), 401],
    [await signed(RESCUE, said, { at: room.stage.now() - 6 * MINUTE }), 401],
    [await signed(RESCUE, said, { at: room.stage.now() + 6 * MINUTE }), 401],
    [await signed(RESCUE, said, { body: text.replace('cleared', 'arrived') }), 401],
    [await signed('navy', said, { secret: 'x'.repeat(32) }), 401],
    [await signed(AMBULANCE, said, { secret: '' }), 401],
    [await signed(RESCUE, { ...said, extra: true }), 400],
    [await signed(RESCUE, { ...said, at: 'now' }), 400],
    [await signed(RESCUE, { ...said, at: room.stage.now() - 2 * DAY }), 422],
    [await signed(RESCUE, { ...said, id: 'not-a-uuid' }), 400],
    [await signed(RESCUE, { ...said, order: 'x' }), 404],
    [await signed(RESCUE, { ...said, version: 2 }), 400],
    [await signed(RESCUE, { ...said, answer: 'rejected' }), 400],
    [await signed(RESCUE, { ...said, agencyNumber: 'a\u0000b' }), 422],
    [await signed(RESCUE, { ...said, unit: 'tp-07' }), 422],
    [await signed(RESCUE, { ...said, agencyNumber: 'x'.repeat(5_000) }), 413],
  ]
  for (const [i, [answer, status]] of tries.entries()) assert.equal(answer.status, status, `${i}: ${answer.text}`)
  const bare = await room.ask('POST', `/api/agencies/${RESCUE}/answers`, null, said)
  assert.deepEqual([bare.status, bare.json.refusal], [401, 'signature-malformed'])
  assert.equal((await room.stage.given.journal.read(`order/${order.id}`)).length, 1)
})

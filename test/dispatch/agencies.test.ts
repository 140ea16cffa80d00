/** The contract of every interface to an agency, the same for page, webhook, EIDO and mail: nothing lost, nothing done twice, every answer heard once or told why not. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE, SECOND } from '../../src/core/time.ts'
import { type Outbox, openOutbox } from '../../src/dispatch/io/outbox.ts'
import { readIncident, readOrder } from '../../src/dispatch/io/store.ts'
import type { Order } from '../../src/dispatch/order.ts'
import { POLICE, RESCUE } from '../../src/dispatch/samples.ts'
import {
  consolePartner,
  eidoPartner,
  mailPartner,
  type Partner,
  SECRET,
  webhookPartner,
  wish,
} from '../exchange/partners.ts'
import { openRoom, type Room } from './room.ts'

const KINDS: Readonly<Record<string, () => Promise<Partner>>> = {
  page: consolePartner,
  webhook: webhookPartner,
  EIDO: eidoPartner,
  mail: mailPartner,
}
const OTHER = { via: 'webhook', url: 'http://127.0.0.1:9/', secret: SECRET } as const

for (const [name, openPartner] of Object.entries(KINDS))
  describe(`an agency reached by ${name}`, () => {
    let partner: Partner
    let room: Room
    let outbox: Outbox
    before(async () => {
      partner = await openPartner()
      // The police have a system of their own, so that there is an order that is not ours to answer.
      const reach = new Map([[POLICE, OTHER] as const, ...(partner.reach ? [[RESCUE, partner.reach] as const] : [])])
      room = await openRoom(reach, partner.mail)
      outbox = openOutbox(room.stage.given, { look: false })
      await partner.on(room)
    })
    after(async () => {
      await outbox.stop()
      await partner.close()
      await room.close()
    })

    const pushes = (): boolean => partner.reach !== null
    async function settled(): Promise<void> {
      // The wait before another try is over, and so is the lease of a worker that died.
      room.stage.turn(2 * MINUTE)
      await outbox.settle()
    }
    const now = async (order: Pick<Order, 'id'>): Promise<Order> =>
      (await readOrder(room.database.sql, order.id)) ?? assert.fail('the order is gone')
    const told = async (order: Order, says: 'order' | 'withdrawn') =>
      (await partner.got(room)).filter((one) => one.order === order.id && one.says === says)
    async function sent(): Promise<Order> {
      const order = await room.oneOrder(RESCUE)
      assert.equal(order.issued.channel, partner.channel)
      await outbox.settle()
      return order
    }
    async function withdraw(order: Order): Promise<void> {
      const closed = await room.ask('POST', `/api/incidents/${order.issued.incident}/closure`, 'officer', {
        outcome: 'resolved',
      })
      assert.equal(closed.status, 200, closed.text)
    }

    test('an order arrives once, with its receipt on record', async () => {
      const order = await sent()
      assert.equal((await told(order, 'order')).length, 1)
      if (pushes())
        assert.deepEqual(
          [(await now(order)).state, (await now(order)).clocks.deliveredAt !== null],
          ['delivered', true],
        )
      await settled()
      assert.equal((await told(order, 'order')).length, 1, 'and not again')
    })

    test('while it is off the order waits, the desk is told since when and how many, and all arrive when it is back', async () => {
      await partner.off(room)
      const orders = [await sent(), await sent()]
      await outbox.settle()
      const line = outbox.lines().find(({ agency }) => agency === RESCUE)
      assert.notEqual(line?.state, 'ok')
      assert.ok((line?.waiting ?? 0) >= 2, JSON.stringify(line))
      if (pushes())
        for (const order of orders)
          assert.equal((await now(order)).line.state, 'retrying', (await now(order)).line.state)
      await partner.on(room)
      await settled()
      await settled()
      for (const order of orders) {
        const got = await told(order, 'order')
        assert.ok(got.length >= 1)
        assert.equal(new Set(got.map(({ key }) => key)).size, 1, 'under one key')
      }
      assert.equal(outbox.lines().find(({ agency }) => agency === RESCUE)?.state, 'ok')
    })

    test('a worker that dies with an order in hand loses nothing: another brings it under the same key', async () => {
      if (!pushes()) return
      await partner.off(room)
      const order = await sent()
      await room.database
        .sql`update outbox set leased_until = ${room.stage.now() + 30 * SECOND} where order_id = ${order.id}`
      await outbox.stop()
      await partner.on(room)
      outbox = openOutbox(room.stage.given, { look: false })
      await outbox.settle()
      assert.equal((await told(order, 'order')).length, 0, 'it may still be in the other’s hand')
      await settled()
      assert.equal((await told(order, 'order')).length, 1)
    })

    test('a withdrawal is told, and told when it is back if it was off', async () => {
      const order = await sent()
      await partner.off(room)
      await withdraw(order)
      await outbox.settle()
      const waiting = await now(order)
      assert.equal(waiting.state === 'withdrawn' && waiting.toldAt, undefined)
      await partner.on(room)
      await settled()
      assert.ok((await told(order, 'withdrawn')).length >= 1)
      const known = await now(order)
      if (pushes())
        assert.ok(known.state === 'withdrawn' && known.toldAt !== undefined, 'and it is on record that it knows')
      const [row] = await room.database.sql`select from outbox where order_id = ${order.id}`
      assert.equal(row, undefined)
    })

    test('an order that was withdrawn before anybody was written to is told to nobody', async () => {
      if (!pushes()) return
      const order = await room.oneOrder(RESCUE)
      await withdraw(order)
      await settled()
      assert.deepEqual([...(await told(order, 'order')), ...(await told(order, 'withdrawn'))], [])
    })

    test('it answers the whole way with its own number; what is said twice is heard once', async () => {
      const order = await sent()
      const way = [
        [wish('signed-for', { number: 'QZ-17' }), 'signed-for'],
        [wish('on-the-way'), 'on-the-way'],
        [wish('arrived'), 'arrived'],
        [wish('cleared'), 'cleared'],
      ] as const
      for (const [said, state] of way) {
        room.stage.turn(10 * SECOND)
        const first = await partner.say(room, order, said)
        assert.equal(first.status, 200, first.text)
        const again = await partner.say(room, order, said)
        const twice = await partner.say(room, order, { ...said, id: crypto.randomUUID() })
        // A machine hears how it stands; a person is told that it was said already.
        for (const one of [again, twice]) assert.ok(one.status === 200 || one.status === 409, one.text)
        assert.equal((await now(order)).state, state)
      }
      const facts = await room.stage.given.journal.read(`order/${order.id}`)
      const types = facts
        .map(({ fact }) => fact.type)
        .filter((type) => !['issued', 'delivered', 'delivery-failed'].includes(type))
      assert.deepEqual(types, ['signed-for', 'set-out', 'arrived', 'cleared'])
      assert.equal((await now(order)).agencyNumber, 'QZ-17')
    })

    test('it says no with a cause, and not without one', async () => {
      const order = await sent()
      const bare = await partner.say(room, order, wish('rejected'))
      assert.ok(bare.status >= 400, bare.text)
      assert.notEqual((await now(order)).state, 'rejected')
      const said = await partner.say(room, order, wish('rejected', { cause: 'no-unit' }))
      assert.equal(said.status, 200, said.text)
      const over = await now(order)
      assert.equal(over.state === 'rejected' && over.cause, 'no-unit')
    })

    test('it takes an incident over by signing for it, the others are told to stop, and its completion is heard', async () => {
      const before = await sent()
      const { incident } = before.issued
      const said = await room.ask('POST', `/api/incidents/${incident}/offer`, 'officer', { to: RESCUE })
      assert.equal(said.status, 201, said.text)
      const order = said.json.order ?? assert.fail('no order')
      assert.equal(order.issued.brief.handOver, true)
      await outbox.settle()
      assert.ok((await told(order, 'order')).length >= 1)
      assert.equal((await partner.say(room, order, wish('signed-for', { number: 'T-5' }))).status, 200)
      const ours = (await readIncident(room.database.sql, incident)) ?? assert.fail('the incident is gone')
      assert.equal(ours.state === 'closed' && ours.outcome, 'handed-over')
      await settled()
      assert.ok((await told(before, 'withdrawn')).length >= 1, 'the order that it had before')
      assert.equal((await partner.say(room, order, wish('cleared'))).status, 200)
      assert.deepEqual([(await now(order)).state, (await now(order)).agencyNumber], ['cleared', 'T-5'])
    })

    test('an order that stands again after its withdrawal was told is told again, under another key', async () => {
      if (!pushes()) return
      const order = await sent()
      // An order that nobody has taken is taken back where the other event has one to the same agency.
      const into = (await sent()).issued.incident
      const merger = `/api/incidents/${order.issued.incident}/merger`
      const merged = await room.ask('POST', merger, 'officer', { into })
      assert.equal(merged.status, 200, merged.text)
      await settled()
      assert.ok((await told(order, 'withdrawn')).length >= 1)
      const parted = await room.ask('POST', `${merger}/withdrawal`, 'officer', {})
      assert.equal(parted.status, 200, parted.text)
      await settled()
      assert.equal((await now(order)).state, 'delivered')
      assert.equal(new Set((await told(order, 'order')).map(({ key }) => key)).size, 2)
    })

    test('a place that was put right is told to whoever has the order, signed for or not, under another key', async () => {
      const order = await sent()
      if (pushes()) assert.equal((await partner.say(room, order, wish('signed-for', { number: 'T-6' }))).status, 200)
      const { place } = order.issued.brief
      const right = { ...place, label: { zh: '对面', en: 'the other side' }, carriageway: 'down' }
      const path = `/api/incidents/${order.issued.incident}/amendments`
      const said = await room.ask('POST', path, 'officer', { amendment: { place: right }, was: { place } })
      assert.equal(said.status, 200, said.text)
      const corrected = await now(order)
      assert.deepEqual(corrected.issued.brief.place.label, right.label)
      assert.deepEqual(corrected.corrected?.was.place?.label, place.label)
      // Whoever answers before it has left has answered to the old one.
      if (pushes()) assert.equal((await partner.say(room, order, wish('on-the-way'))).status, 200)
      await settled()
      if (pushes()) assert.equal(new Set((await told(order, 'order')).map(({ key }) => key)).size, 2)
      await settled()
      if (pushes()) assert.equal((await told(order, 'order')).length, 2, 'and not again')
    })

    test('too late is told so, and changes nothing', async () => {
      const order = await sent()
      await withdraw(order)
      await settled()
      const said = await partner.say(room, order, wish('signed-for'))
      assert.ok(said.status >= 400, said.text)
      assert.equal((await now(order)).state, 'withdrawn')
    })

    test('another’s order is not there for it', async () => {
      const theirs = await room.oneOrder(POLICE)
      const said = await partner.say(room, theirs, wish('signed-for'))
      assert.equal(said.status, 404, said.text)
      assert.equal((await now(theirs)).state, 'issued')
    })
  })

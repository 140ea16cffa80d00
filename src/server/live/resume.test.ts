/** Resume against a real database: tabs are cut at random while several writers commit late and out of order, and in the end each holds every fact it may see, once and in order. */
import assert from 'node:assert/strict'
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import type { Principal } from '../../access/roles.ts'
import { type AgencyId, id } from '../../core/ids.ts'
import { ok } from '../../core/result.ts'
import type { Fact, Numbered } from '../../journal/fact.ts'
import { openJournal } from '../../journal/io/log.ts'
import { endOf, follows, readServerMessage } from '../../journal/lane.ts'
import { openWorld } from '../../vehicles/io/world.ts'
import { openLive } from './hub.ts'
import { openUpgrade } from './upgrade.ts'

const ORIGIN = 'http://centre.test'
const police = id<'agency'>('traffic-police')
const rescue = id<'agency'>('road-rescue')
const who = (name: string, role: Principal['role'], agency?: AgencyId): Principal => ({
  id: id<'person'>(name),
  role,
  name: { zh: name, en: name },
  ...(agency ? { agency } : {}),
})
const people: Record<string, Principal> = {
  officer: who('officer', 'duty-officer'),
  police: who('police', 'agency-user', police),
}

// Before the database is opened: hooks run in order, and its own server stops in one.
after(() => fresh.drop())
const fresh: FreshDatabase = await freshDatabase()

test('no gap and no double through forty cuts, for the centre and for an agency', async (t) => {
  const journal = openJournal(fresh.database, Date.now)
  const troubles: unknown[] = []
  // Little is kept in memory, so that most who come back are read to from the journal.
  const live = await openLive({
    journal,
    world: openWorld([]),
    cameras: () => [],
    agencies: () => [],
    clock: Date.now,
    standing: async (sessions) => new Set(sessions),
    onTrouble: (error) => troubles.push(error),
    kept: 16,
  })
  const server = createServer()
  server.on(
    'upgrade',
    openUpgrade({
      live,
      resolvePrincipal: async (_knock, headers) => people[headers.cookie ?? ''] ?? null,
      authorise: () => ({ allowed: true, by: [] }),
      onFollow: async () => ok(null),
      publicOrigins: [ORIGIN],
      clock: Date.now,
      chance: (bytes) => randomBytes(bytes),
      onTrouble: (error) => troubles.push(error),
    }),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.after(async () => {
    await live.close()
    server.close()
  })
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/live`

  let writing = true
  /** Writes orders and what follows on them; every transaction stays open for a moment of its own. */
  async function writer(agency: AgencyId): Promise<void> {
    while (writing) {
      const stream = `order/${randomUUID()}` as const
      const origin = { by: { kind: 'system', id: 'test' }, correlation: 'c', recordedAt: Date.now() } as const
      const write = (expected: number, facts: readonly Fact[]) =>
        journal.transact(async (tx) => {
          const done = await journal.append(tx, [{ stream, expected, facts }], origin)
          await sleep(randomInt(12))
          return done
        })
      const issued: Fact & { agency: string; unit: null } = { type: 'issued', v: 1, at: 1, agency, unit: null }
      await write(0, [issued])
      await write(1, [{ type: 'rang', v: 1, at: 2 }])
    }
  }

  /** Follows, is cut again and again, and comes back with the number it has. */
  async function tab(cookie: string, cuts: number) {
    const facts: Numbered[] = []
    let last = 0
    const once = (until: () => boolean): Promise<void> =>
      new Promise((cut) => {
        const socket = new WebSocket(url, { headers: { cookie, origin: ORIGIN } })
        socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', after: last })))
        socket.on('message', (bytes, isBinary) => {
          const message = isBinary ? null : readServerMessage(String(bytes))
          assert.notEqual(message?.type, 'reset')
          // What still arrives after the cut is lost, as on a broken line.
          if (socket.readyState !== WebSocket.OPEN || !message) return
          if (message.type === 'facts' || message.type === 'mark') {
            assert.equal(follows(last, message), 'next')
            last = endOf(message)
            if (message.type === 'facts') facts.push(...message.facts)
            socket.send(JSON.stringify({ type: 'ack', seq: last }))
          }
        })
        // A cut may come before the connection stands.
        socket.on('error', () => {})
        socket.on('close', () => cut())
        const look = setInterval(() => {
          if (!until()) return
          clearInterval(look)
          socket.terminate()
        }, 5)
      })
    for (let n = 0; n < cuts; n++) {
      const end = Date.now() + randomInt(100)
      await once(() => Date.now() > end)
    }
    return { facts, finish: (head: number) => once(() => last >= head) }
  }

  const writers = [police, rescue, police, rescue].map(writer)
  const tabs = await Promise.all([tab('officer', 20), tab('police', 20), tab('officer', 1)])
  writing = false
  await Promise.all(writers)
  const head = await journal.head()
  await Promise.all(tabs.map((one) => one.finish(head)))

  const log = await journal.readFrom(0, 1_000_000)
  const ofPolice = new Set(log.filter((f) => 'agency' in f.fact && f.fact.agency === police).map((f) => f.stream))
  const [officer, agency, steady] = tabs
  assert.ok(log.length > 50, `${log.length} facts`)
  assert.deepEqual(officer?.facts, log)
  assert.deepEqual(steady?.facts, log)
  assert.deepEqual(
    agency?.facts,
    log.filter((fact) => ofPolice.has(fact.stream)),
  )
  assert.deepEqual(troubles, [])
})

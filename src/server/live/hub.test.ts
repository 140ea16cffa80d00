/** The live stream over real sockets: who may follow, what each sees, and what happens to a tab that does not keep up. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import type { Principal } from '../../access/roles.ts'
import { id, type SessionId } from '../../core/ids.ts'
import { ok, refuse } from '../../core/result.ts'
import type { SaidView } from '../../dispatch/replay/view.ts'
import type { Numbered, Recorded, StreamName } from '../../journal/fact.ts'
import { CLOSED, endOf, follows, readServerMessage, type ServerMessage } from '../../journal/lane.ts'
import { openWorld } from '../../vehicles/io/world.ts'
import { decodeFrame, type StateFrame } from '../../vehicles/lane.ts'
import { type LiveDeps, openLive } from './hub.ts'
import { type FollowLook, openUpgrade } from './upgrade.ts'

const ORIGIN = 'http://centre.test'
const police = id<'agency'>('traffic-police')
const rescue = id<'agency'>('road-rescue')
const person = (name: string, role: Principal['role'], more: Partial<Principal> = {}): Principal => ({
  id: id<'person'>(name),
  role,
  name: { zh: name, en: name },
  session: id<'session'>(`session-${name}`),
  ...more,
})
const people: Record<string, Principal> = {
  officer: person('officer', 'duty-officer'),
  other: person('other', 'duty-officer'),
  police: person('police', 'agency-user', { agency: police }),
  rescue: person('rescue', 'agency-user', { agency: rescue }),
  auditor: person('auditor', 'auditor'),
}

/** A journal on paper: what is written is followed a moment later. */
function paperJournal() {
  const facts: Numbered[] = []
  let wake = (): void => {}
  return {
    write(stream: StreamName, type: string, more: object = {}): void {
      const version = facts.filter((f) => f.stream === stream).length + 1
      facts.push({
        seq: facts.length + 1,
        stream,
        version,
        recordedAt: Date.now(),
        by: { kind: 'system', id: 'test' },
        correlation: 'c',
        fact: { type, v: 1, at: Date.now(), ...more },
      })
      wake()
    },
    head: async () => facts.length,
    read: async (stream: StreamName): Promise<readonly Recorded[]> => facts.filter((f) => f.stream === stream),
    readFrom: async (from: number, limit: number) => facts.slice(from, from + limit),
    follow(from: number, sink: (facts: readonly Numbered[]) => void | Promise<void>) {
      let at = from
      let running = Promise.resolve()
      wake = () => {
        running = running.then(async () => {
          const batch = facts.slice(at)
          at = facts.length
          if (batch.length > 0) await sink(batch)
        })
      }
      return { stop: () => running }
    },
  }
}

const units = [
  { id: id<'unit'>('tp-07'), agency: police, index: 0 },
  { id: id<'unit'>('rr-01'), agency: rescue, index: 1 },
]

async function openStage(more: Partial<LiveDeps> = {}) {
  const journal = paperJournal()
  const world = openWorld(units)
  const revoked = new Set<SessionId>()
  const looks: FollowLook[] = []
  const troubles: unknown[] = []
  const stage = { trace: true }
  const live = await openLive({
    journal,
    world,
    cameras: () => [
      { id: id<'camera'>('K45'), state: 'watching', cause: null, since: 1, framesPerSecond: 25, lastFrameAt: 2 },
    ],
    agencies: () => [police, rescue].map((agency) => ({ agency, state: 'ok', since: 1, waiting: 0 })),
    clock: Date.now,
    standing: async (sessions) => new Set(sessions.filter((session) => !revoked.has(session))),
    onTrouble: (error) => troubles.push(error),
    ...more,
  })
  const upgrade = openUpgrade({
    live,
    resolvePrincipal: async (_knock, headers) => people[headers.cookie ?? ''] ?? null,
    authorise: (principal) => ({ allowed: principal.role !== 'auditor', by: ['followers'] }),
    onFollow: async (look) => {
      looks.push(look)
      return stage.trace ? ok(null) : refuse('no-trace')
    },
    publicOrigins: [ORIGIN],
    clock: Date.now,
    chance: (bytes) => randomBytes(bytes),
    onTrouble: (error) => troubles.push(error),
  })
  const server = createServer()
  server.on('upgrade', upgrade)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    ...{ journal, world, live, looks, revoked, stage, url, troubles },
    async close() {
      await live.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
type Stage = Awaited<ReturnType<typeof openStage>>

type Tab = {
  readonly socket: WebSocket
  last: number
  readonly facts: Numbered[]
  readonly messages: ServerMessage[]
  readonly frames: StateFrame[]
  gap: boolean
  closed: number | null
  sees(): number[]
  until(what: (now: Tab) => boolean, ms?: number): Promise<void>
}

/** A tab that keeps to the protocol: it checks its own chain and acknowledges, unless told to be lazy. */
function openTab(stage: Stage, who: string, from = 0, lazy = false) {
  const socket = new WebSocket(`${stage.url}/live`, { headers: { cookie: who, origin: ORIGIN } })
  const tab: Tab = {
    socket,
    last: from,
    facts: [],
    messages: [],
    frames: [],
    gap: false,
    closed: null,
    sees: () => tab.facts.map((f) => f.seq),
    async until(what, ms = 4000) {
      for (const end = Date.now() + ms; !what(tab); await sleep(5))
        if (Date.now() > end) throw new Error(`still not: ${what} (sees ${tab.sees().join(' ')}, closed ${tab.closed})`)
    },
  }
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', after: from })))
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (isBinary) {
      const frame = decodeFrame(new Uint8Array(bytes))
      assert.ok(frame)
      tab.frames.push(frame)
      return
    }
    const message = readServerMessage(String(bytes))
    assert.ok(message, String(bytes))
    tab.messages.push(message)
    if (message.type !== 'facts' && message.type !== 'mark') return
    if (follows(tab.last, message) !== 'next') tab.gap = true
    tab.last = endOf(message)
    if (message.type === 'facts') {
      tab.facts.push(...message.facts)
      if (!lazy) socket.send(JSON.stringify({ type: 'ack', seq: tab.last }))
    }
  })
  socket.on('error', () => {})
  socket.on('close', (code) => {
    tab.closed = code
  })
  return tab
}

/** The status and body with which an upgrade is refused. */
function refusedUpgrade(stage: Stage, headers: Record<string, string>, path = '/live'): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${stage.url}${path}`, { headers })
    socket.on('open', () => reject(new Error('it opened')))
    socket.on('error', () => {})
    socket.on('unexpected-response', (_request, response: IncomingMessage) => {
      let text = ''
      response.on('data', (bytes) => {
        text += String(bytes)
      })
      response.on('end', () => resolve([response.statusCode ?? 0, JSON.parse(text).refusal]))
    })
  })
}

const stage = await openStage()
after(() => stage.close())

test('nobody follows from another site, without a session, against the policy, or without leaving a trace', async () => {
  assert.deepEqual(await refusedUpgrade(stage, { cookie: 'officer', origin: 'http://evil.test' }), [
    403,
    'wrong-origin',
  ])
  assert.deepEqual(await refusedUpgrade(stage, { cookie: 'officer' }), [403, 'wrong-origin'])
  assert.deepEqual(await refusedUpgrade(stage, { origin: ORIGIN }), [401, 'not-signed-in'])
  assert.deepEqual(await refusedUpgrade(stage, { cookie: 'auditor', origin: ORIGIN }), [403, 'not-allowed'])
  assert.deepEqual(await refusedUpgrade(stage, { cookie: 'officer', origin: ORIGIN }, '/other'), [404, 'not-found'])
  assert.equal(stage.looks.length, 0)
  stage.stage.trace = false
  assert.deepEqual(await refusedUpgrade(stage, { cookie: 'officer', origin: ORIGIN }), [403, 'not-allowed'])
  stage.stage.trace = true
  assert.equal(stage.looks.length, 1)
  assert.equal(stage.live.figures().clients, 0)
})

test('an agency gets the facts of its own orders in a whole chain, the centre gets everything', async () => {
  const { journal } = stage
  const before = await journal.head()
  const [officer, mine] = [openTab(stage, 'officer', before), openTab(stage, 'police', before)]
  await Promise.all([officer, mine].map((tab) => tab.until((t) => t.messages.some((m) => m.type === 'mark'))))
  journal.write('incident/1', 'opened')
  journal.write('order/1', 'issued', { agency: police, unit: null })
  journal.write('order/2', 'issued', { agency: rescue, unit: null })
  journal.write('look-up/1', 'looked-up')
  await sleep(30)
  journal.write('order/1', 'signed-for', { unit: null })
  await officer.until((t) => t.last >= before + 5)
  await mine.until((t) => t.last >= before + 5)
  assert.deepEqual(
    officer.sees(),
    [1, 2, 3, 5].map((n) => before + n),
  )
  assert.deepEqual(
    mine.sees(),
    [2, 5].map((n) => before + n),
  )
  assert.equal(officer.gap || mine.gap, false)
  for (const tab of [officer, mine]) tab.socket.close()
})

test('a tab that comes back gets what it missed, once, and the first frame starts where it had stopped', async () => {
  const { journal } = stage
  const from = await journal.head()
  for (let n = 0; n < 700; n++) journal.write(`incident/back-${n}`, 'opened')
  const tab = openTab(stage, 'officer', from)
  await tab.until((t) => t.last >= from + 700)
  assert.deepEqual(
    tab.sees(),
    Array.from({ length: 700 }, (_, n) => from + 1 + n),
  )
  assert.equal(tab.gap, false)
  tab.socket.close()
})

test('a board of another journal, or one too far behind, is told to load again, and may then go on', async (t) => {
  const { journal } = stage
  const head = await journal.head()
  const future = openTab(stage, 'officer', head + 1000)
  await future.until((t) => t.messages.some((m) => m.type === 'reset'))
  future.last = head
  future.socket.send(JSON.stringify({ type: 'hello', after: head }))
  journal.write('incident/after-reset', 'opened')
  await future.until((t) => t.sees().includes(head + 1))
  assert.equal(future.gap, false)
  future.socket.close()

  const small = await openStage({ kept: 4, mostBehind: 10 })
  t.after(() => small.close())
  for (let n = 0; n < 40; n++) small.journal.write(`incident/${n}`, 'opened')
  await sleep(20)
  const old = openTab(small, 'officer', 5)
  await old.until((t) => t.messages.some((m) => m.type === 'reset'))
  assert.deepEqual(old.sees(), [])
  old.socket.close()
})

test('positions come as one picture and then as changes, and an agency sees its own units', async () => {
  const fix = (at: number) => ({ at, position: [120.75, 30.71] as const, speedKmh: 40, headingDegrees: null })
  stage.world.put(id<'unit'>('tp-07'), fix(Date.now() - 100))
  stage.world.put(id<'unit'>('rr-01'), fix(Date.now() - 100))
  const [officer, mine] = [openTab(stage, 'officer'), openTab(stage, 'police')]
  await officer.until((t) => t.frames.length > 0)
  await mine.until((t) => t.frames.length > 0)
  assert.deepEqual(
    officer.frames[0]?.fixes.map((f) => f.index),
    [0, 1],
  )
  assert.deepEqual(
    mine.frames[0]?.fixes.map((f) => f.index),
    [0],
  )
  await sleep(450)
  assert.equal(officer.frames.length, 1, 'nothing moved')
  stage.world.put(id<'unit'>('rr-01'), fix(Date.now()))
  await officer.until((t) => t.frames.length > 1)
  assert.deepEqual(
    officer.frames[1]?.fixes.map((f) => f.index),
    [1],
  )
  assert.equal(mine.frames.length, 1)
  const lines = (tab: typeof officer) => tab.messages.flatMap((m) => (m.type === 'agencies' ? [m.lines.length] : []))[0]
  await officer.until((t) => lines(t) !== undefined && t.messages.some((m) => m.type === 'cameras'))
  await mine.until((t) => lines(t) !== undefined)
  assert.deepEqual([lines(officer), lines(mine)], [2, 1])
  assert.equal(
    mine.messages.some((m) => m.type === 'cameras'),
    false,
  )
  for (const tab of [officer, mine]) tab.socket.close()
})

test('a session that ends takes its tabs with it within five seconds, and an agency’s desk is seen to be manned', async () => {
  const { live } = stage
  const mine = openTab(stage, 'rescue')
  await mine.until((t) => t.messages.length > 0)
  assert.equal(live.isManned(rescue), true)
  stage.revoked.add(id<'session'>('session-rescue'))
  await mine.until((t) => t.closed === 4001, 5000)
  stage.revoked.clear()
  assert.equal(live.isManned(rescue), true, 'for a minute after it left')
  assert.equal(live.isManned(id<'agency'>('ambulance-120')), false)
})

test('a tab that acknowledges nothing is closed as not receiving, and the others notice nothing', async (t) => {
  const strict = await openStage({ limits: { unackedMs: 600 } })
  t.after(() => strict.close())
  const [lazy, good] = [openTab(strict, 'other', 0, true), openTab(strict, 'officer')]
  await good.until((t) => t.messages.length > 0)
  await lazy.until((t) => t.messages.length > 0)
  for (let n = 0; n < 20; n++) {
    strict.journal.write(`incident/${n}`, 'opened')
    await sleep(100)
  }
  assert.equal(lazy.closed, 4008)
  await good.until((t) => t.last >= 20)
  assert.equal(good.closed, null)
  assert.deepEqual(
    good.sees(),
    Array.from({ length: 20 }, (_, n) => n + 1),
  )
  assert.equal(strict.live.figures().notReceiving, 1)
  good.socket.close()
})

test('a tab whose line is blocked loses state frames first, then the connection, and the others notice nothing', async (t) => {
  const strict = await openStage({ limits: { stateBytes: 2_000, mostBytes: 2_000_000 } })
  t.after(() => strict.close())
  const [stuck, good] = [openTab(strict, 'other', 0, true), openTab(strict, 'officer')]
  await good.until((t) => t.messages.length > 0)
  await stuck.until((t) => t.messages.length > 0)
  stuck.socket.pause()
  const long = 'x'.repeat(10_000)
  let written = 0
  while (strict.live.figures().notReceiving === 0 && written < 3000) {
    for (let n = 0; n < 20; n++) strict.journal.write(`incident/${++written}`, 'opened', { long })
    strict.world.put(id<'unit'>('tp-07'), { at: Date.now(), position: [120, 30], speedKmh: 1, headingDegrees: 1 })
    await sleep(20)
  }
  assert.equal(strict.live.figures().notReceiving, 1)
  assert.ok(strict.live.figures().droppedFrames > 0)
  await good.until((t) => t.last >= written)
  assert.equal(good.gap, false)
  assert.equal(good.closed, null)
  stuck.socket.terminate()
  good.socket.close()
})

test('a tab that says what is not of the protocol, too much, or acknowledges what it was not sent, is closed', async () => {
  for (const said of ['{"type":"hello","after":0}', 'x', '{"type":"ack","seq":99999999}', '{"type":"gossip"}']) {
    const tab = openTab(stage, 'officer')
    await tab.until((t) => t.messages.length > 0)
    tab.socket.send(said)
    await tab.until((t) => t.closed !== null)
    assert.equal(tab.closed, 4000, said)
  }
  const [big, flood] = [openTab(stage, 'officer'), openTab(stage, 'officer')]
  await big.until((t) => t.messages.length > 0)
  big.socket.send('x'.repeat(2000))
  await big.until((t) => t.closed === 1009)
  await flood.until((t) => t.messages.length > 0)
  for (let n = 0; n < 300; n++) flood.socket.send('{"type":"ack","seq":0}')
  await flood.until((t) => t.closed === 4000)
  assert.deepEqual(stage.troubles, [])
})

test('a view is heard under the sight of who said it; one of another number or another time is not', async (t) => {
  const heard: SaidView[] = []
  const own = await openStage({ onView: (said) => heard.push(said) })
  t.after(() => own.close())
  own.journal.write('order/o-view', 'issued', { agency: rescue, unit: null })
  const tab = openTab(own, 'rescue')
  await tab.until((now) => now.sees().length === 1)
  const say = (seq: number, at: number): void =>
    tab.socket.send(JSON.stringify({ type: 'view', seq, at, hash: 'b'.repeat(64) }))
  const at = Date.now()
  say(1, at - 10 * 60_000)
  say(1, at)
  await tab.until(() => heard.length > 0)
  assert.deepEqual(heard, [{ sight: { scope: 'agency', agency: rescue }, seq: 1, at, hash: 'b'.repeat(64) }])
  say(1_000, at)
  await tab.until((now) => now.closed !== null)
  assert.equal(tab.closed, CLOSED.protocol)
  assert.equal(heard.length, 1)
})

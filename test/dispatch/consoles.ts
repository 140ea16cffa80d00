/** Consoles without a browser: each loads its board and follows the live stream over a real socket, folds with the browser's own code, and says its views. */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type postgres from 'postgres'
import WebSocket, { WebSocketServer } from 'ws'
import type { Principal } from '../../src/access/roles.ts'
import { sightOf } from '../../src/access/sight.ts'
import type { Clock } from '../../src/core/time.ts'
import { type Board, EMPTY_BOARD, foldAll } from '../../src/dispatch/board.ts'
import { snapshot } from '../../src/dispatch/io/board.ts'
import { openViewHash, type SaidView, viewOf } from '../../src/dispatch/replay/view.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { endOf, follows, LIVE_PATH, readServerMessage } from '../../src/journal/lane.ts'
import { openLive } from '../../src/server/live/hub.ts'
import { openWorld } from '../../src/vehicles/io/world.ts'

export const nodeHash = openViewHash((text) => createHash('sha256').update(text).digest('hex'))

export type TestConsole = {
  readonly principal: Principal
  /** Everything up to this number has been taken in. */
  seq(): number
  /** Times it was told to load its board anew. */
  resets(): number
  board(): Board
  /** Says the hash of what it has now. */
  sayView(): void
  close(): void
}

export type Consoles = {
  open(principal: Principal): Promise<TestConsole>
  /** The newest number sent out. */
  head(): number
  close(): Promise<void>
}

export async function openConsoles(given: {
  readonly sql: postgres.Sql
  readonly journal: Journal
  readonly clock: Clock
  readonly onView: (said: SaidView) => void
}): Promise<Consoles> {
  const { sql, journal, clock, onView } = given
  const live = await openLive({
    ...{ journal, clock, onView, world: openWorld([]), cameras: () => [], agencies: () => [] },
    standing: async (sessions) => new Set(sessions),
    onTrouble: (error) => {
      throw error
    },
    // A measurement lives through hours in a second: nobody is slow, and nobody says too much.
    limits: {
      unackedMs: Number.MAX_SAFE_INTEGER,
      helloMs: Number.MAX_SAFE_INTEGER,
      messagesPerSecond: Number.MAX_SAFE_INTEGER,
    },
  })
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  const people = new Map<string, Principal>()
  sockets.on('connection', (socket, { url }) => {
    const principal = people.get(url?.split('?')[1] ?? '')
    if (principal) live.join(socket, principal)
    else socket.close()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const open = new Set<TestConsole>()

  return {
    head: () => live.figures().head,
    async open(principal) {
      people.set(principal.id, principal)
      const sight = sightOf(principal)
      let board = EMPTY_BOARD
      let last = 0
      let resets = 0
      let loading = true
      const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}?${principal.id}`)
      await new Promise<void>((done, fail) => socket.once('open', done).once('error', fail))
      const load = async (): Promise<void> => {
        loading = true
        const { seq, warnings, incidents, orders, room, conditions } = await snapshot(sql, sight, clock())
        board = {
          seq,
          warnings: new Map(warnings.map((warning) => [warning.id, warning])),
          incidents: new Map(incidents.map((incident) => [incident.id, incident])),
          orders: new Map(orders.map((order) => [order.id, order])),
          room: new Map(room.map((thing) => [thing.id, thing])),
          conditions: new Map(conditions.map((one) => [one.id, one])),
        }
        last = seq
        loading = false
        socket.send(JSON.stringify({ type: 'hello', after: seq }))
      }
      socket.on('message', (bytes, isBinary) => {
        const message = isBinary ? null : readServerMessage(String(bytes))
        if (message?.type === 'reset') {
          resets += 1
          void load()
          return
        }
        if (loading || (message?.type !== 'facts' && message?.type !== 'mark')) return
        if (follows(last, message) !== 'next') throw new Error(`${principal.id} has a gap behind ${last}`)
        last = endOf(message)
        if (message.type === 'facts') board = foldAll(board, message.facts)
        socket.send(JSON.stringify({ type: 'ack', seq: last }))
      })
      await load()
      const one: TestConsole = {
        principal,
        seq: () => (loading ? -1 : last),
        resets: () => resets,
        board: () => board,
        sayView() {
          if (loading) return
          const at = clock()
          socket.send(JSON.stringify({ type: 'view', seq: last, at, hash: nodeHash(viewOf(board, sight, at)) }))
        },
        close() {
          open.delete(one)
          socket.close()
        },
      }
      open.add(one)
      return one
    },
    async close() {
      for (const one of open) one.close()
      await live.close()
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

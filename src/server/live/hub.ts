/** The live stream: one follower of the journal and one beat of the world for every tab; facts in a whole chain, state as fresh as the line allows. */
import type { WebSocket } from 'ws'
import type { Principal } from '../../access/roles.ts'
import type { AgencyId, SessionId } from '../../core/ids.ts'
import { type Clock, MINUTE, SECOND } from '../../core/time.ts'
import type { SaidView } from '../../dispatch/replay/view.ts'
import type { Numbered } from '../../journal/fact.ts'
import type { Journal } from '../../journal/journal.ts'
import { type AgencyLine, type CameraLine, CLOSED, readClientMessage } from '../../journal/lane.ts'
import type { World } from '../../vehicles/io/world.ts'
import { openAddressees } from './addressees.ts'
import { Client, LIMITS, type Limits } from './client.ts'
import { type Entry, openRing, shareOut } from './ring.ts'
import { openStateLane } from './state.ts'

export type LiveDeps = {
  readonly journal: Pick<Journal, 'head' | 'follow' | 'readFrom' | 'read'>
  readonly world: World
  readonly cameras: () => readonly CameraLine[]
  readonly agencies: () => readonly AgencyLine[]
  readonly clock: Clock
  /** Which of these sessions still stand; asked every two seconds. */
  readonly standing: (sessions: readonly SessionId[]) => Promise<ReadonlySet<SessionId>>
  readonly onTrouble: (error: unknown) => void
  readonly limits?: Partial<Limits>
  /** Facts that are kept in memory for tabs that come back. */
  readonly kept?: number
  /** Facts that a tab may be behind before it is told to load its board. */
  readonly mostBehind?: number
  /** Every batch once it has gone out to all: for metrics and other followers of the same reading. */
  readonly onFacts?: (facts: readonly Numbered[]) => void
  /** What a tab says it had on its screen: to be compared with a replay. */
  readonly onView?: (said: SaidView) => void
}

export type LiveFigures = {
  readonly clients: number
  readonly waitingBytes: number
  readonly droppedFrames: number
  readonly notReceiving: number
  /** The number of the newest fact sent out. */
  readonly head: number
}

export type Live = {
  /** Takes over an accepted WebSocket of this person. */
  join(socket: WebSocket, principal: Principal): void
  /** Whether somebody of the agency sits at a screen that follows, or did within the last minute. */
  isManned(agency: AgencyId): boolean
  figures(): LiveFigures
  close(): Promise<void>
}

const FRAME_FACTS = 256
const READ_FACTS = 500
const VIEW_APART_MS = MINUTE

export async function openLive(deps: LiveDeps): Promise<Live> {
  const { journal, clock } = deps
  const limits = { ...LIMITS, ...deps.limits }
  const mostBehind = deps.mostBehind ?? 10_000
  const clients = new Set<Client>()
  const addressees = openAddressees(journal)
  const start = await journal.head()
  const ring = openRing(start, deps.kept)
  const state = openStateLane(deps, clients)
  /** When the last of an agency's screens went dark. */
  const leftAt = new Map<AgencyId, number>()
  let dropped = 0
  let notReceiving = 0

  const follower = journal.follow(start, async (facts) => {
    const entries = await addressees.passing(facts)
    ring.push(entries)
    // From here on nothing waits: whoever is live gets this batch now, whoever becomes live finds it in the ring.
    for (const chunk of chunks(entries)) {
      const share = shareOut(chunk)
      for (const client of clients) if (client.phase === 'live') give(client, share)
    }
    deps.onFacts?.(facts)
  })

  function give(client: Client, share: ReturnType<typeof shareOut>): Promise<void> | undefined {
    const mine = share(client.sight, client.key, client.cursor)
    if (mine === 'reset') client.reset()
    else if (mine) return client.facts(mine.frame, mine.end)
    return undefined
  }

  /** Reads the past to one tab until the ring has the rest; then, in one go, the rest. */
  async function catchUp(client: Client): Promise<void> {
    const { turn } = client
    const stillWaits = (): boolean => client.phase === 'catching-up' && client.turn === turn
    let read = client.cursor
    // A number from the future is a board of another journal, unless our own follower is only a moment late.
    if (read > ring.head() && read > (await journal.head())) return client.reset()
    while (stillWaits() && read < ring.floor()) {
      if (ring.head() - read > mostBehind) return client.reset()
      const facts = await journal.readFrom(read, READ_FACTS)
      const entries = client.sight.scope === 'all' ? facts.map(plainEntry) : await addressees.past(facts)
      const last = facts.at(-1)
      if (!last) throw new Error(`the journal ends at ${read}, before ${ring.floor()}`)
      for (const chunk of chunks(entries)) if (stillWaits()) await give(client, shareOut(chunk))
      read = last.seq
    }
    if (!stillWaits()) return
    client.phase = 'live'
    for (const chunk of chunks(ring.after(read))) if (client.phase === 'live') give(client, shareOut(chunk))
  }

  function join(socket: WebSocket, principal: Principal): void {
    const client = new Client(socket, principal, clock, limits)
    clients.add(client)
    socket.on('message', (bytes, isBinary) => {
      client.said()
      const said = isBinary ? null : readClientMessage(String(bytes))
      if (!said || (said.type === 'hello') !== (client.phase === 'greeting')) {
        // An ack that crossed a reset on its way is of yesterday.
        if (said?.type !== 'ack' && said?.type !== 'view') client.close(CLOSED.protocol)
        return
      }
      if (said.type === 'ack') return client.acked(said.seq)
      if (said.type === 'view') {
        // A number that was never sent to it, or another time than ours, is no view of this centre.
        if (said.seq > client.cursor) client.close(CLOSED.protocol)
        else if (Math.abs(said.at - clock()) <= VIEW_APART_MS)
          deps.onView?.({ sight: client.sight, seq: said.seq, at: said.at, hash: said.hash })
        return
      }
      client.greeted(said.after)
      catchUp(client).catch((error: unknown) => {
        deps.onTrouble(error)
        client.close(CLOSED.leaving)
      })
    })
    socket.on('pong', () => {
      client.alive = true
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (client.closedAs === CLOSED.notReceiving) notReceiving++
      client.phase = 'gone'
      dropped += client.droppedFrames
      if (principal.role === 'agency-user' && principal.agency) leftAt.set(principal.agency, clock())
      clients.delete(client)
    })
  }

  let beatAt = clock()
  const beat = setInterval(() => {
    const now = clock()
    const stalledMs = Math.max(0, now - beatAt - 2 * SECOND)
    beatAt = now
    const marks = new Map<number, Buffer>()
    for (const client of clients) {
      client.review(stalledMs)
      if (client.phase !== 'live') continue
      const end = Math.max(client.cursor, ring.head())
      const mark = marks.get(client.cursor) ?? markFrame(client.cursor, end, now)
      marks.set(client.cursor, mark)
      client.line(mark, end)
    }
  }, SECOND)
  const watch = setInterval(() => void endSessions().catch(deps.onTrouble), 2 * SECOND)
  const pings = setInterval(() => {
    for (const client of clients) client.ping()
  }, 15 * SECOND)

  async function endSessions(): Promise<void> {
    const asked = [...clients]
    const sessions = new Set(asked.flatMap(({ principal }) => principal.session ?? []))
    if (sessions.size === 0) return
    const standing = await deps.standing([...sessions])
    for (const client of asked) {
      const { session } = client.principal
      if (session && !standing.has(session)) client.close(CLOSED.signedOut)
    }
  }

  return {
    join,
    isManned(agency) {
      for (const { principal, phase } of clients)
        if (principal.role === 'agency-user' && principal.agency === agency && phase !== 'gone') return true
      return clock() - (leftAt.get(agency) ?? Number.NEGATIVE_INFINITY) < MINUTE
    },
    figures() {
      let waitingBytes = 0
      let droppedNow = dropped
      for (const client of clients) {
        waitingBytes += client.waitingBytes
        droppedNow += client.droppedFrames
      }
      return { clients: clients.size, waitingBytes, droppedFrames: droppedNow, notReceiving, head: ring.head() }
    },
    async close() {
      for (const timer of [beat, watch, pings]) clearInterval(timer)
      state.close()
      await follower.stop()
      for (const client of clients) client.close(CLOSED.leaving)
    },
  }
}

/** For those who see everything it does not matter whom an order is addressed to. */
const plainEntry = (numbered: Numbered): Entry => ({
  numbered,
  json: JSON.stringify(numbered),
  before: null,
  after: null,
})

function markFrame(prev: number, seq: number, at: number): Buffer {
  return Buffer.from(`{"type":"mark","prev":${prev},"seq":${seq},"at":${at}}`)
}

function* chunks(entries: readonly Entry[]): Generator<readonly Entry[]> {
  for (let from = 0; from < entries.length; from += FRAME_FACTS) yield entries.slice(from, from + FRAME_FACTS)
}

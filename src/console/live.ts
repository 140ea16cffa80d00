/** The live store: the board from its snapshot and the fact lane, without a gap or a double; positions, cameras and lines beside it; and whether all this is still coming in. */

import { sightOf } from '../access/sight.ts'
import type { Position } from '../core/geo.ts'
import type { AgencyId, CameraId, IncidentId, OrderId, WarningId } from '../core/ids.ts'
import { SECOND } from '../core/time.ts'
import { type Board, bringsBack, EMPTY_BOARD, foldAll } from '../dispatch/board.ts'
import type { Incident } from '../dispatch/incident.ts'
import type { Order } from '../dispatch/order.ts'
import { viewOf } from '../dispatch/replay/view.ts'
import type { RoomId } from '../dispatch/shift/entry.ts'
import type { RoomThing } from '../dispatch/shift/room.ts'
import type { Warning } from '../dispatch/warning.ts'
import type { Numbered } from '../journal/fact.ts'
import {
  type AgencyLine,
  type CameraLine,
  CLOSED,
  type ClientMessage,
  endOf,
  type FactsFrame,
  follows,
  LIVE_PATH,
  type Mark,
  readServerMessage,
} from '../journal/lane.ts'
import type { Condition, ConditionId } from '../roads/conditions/condition.ts'
import { decodeFrame } from '../vehicles/lane.ts'
import { get } from './api.ts'
import { cell, useCell } from './cell.ts'
import { keepClock, nowByServer } from './now.ts'
import { session } from './session.ts'
import { viewHash } from './view-hash.ts'

/** `since` and `lastAt` are by this browser's clock: when the state began, and when the last frame came. */
export type Connection =
  | { readonly state: 'connecting'; readonly since: number; readonly lastAt: number | null }
  | { readonly state: 'live'; readonly since: number; readonly lastAt: number }
  | { readonly state: 'cut-off'; readonly since: number; readonly lastAt: number | null }

export type Fix = {
  readonly position: Position
  readonly speedKmh: number | null
  readonly headingDegrees: number | null
  /** When the unit took its fix, by the server's clock. */
  readonly fixAt: number
}

export type BoardNow =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly refusal: string }
  | { readonly state: 'here'; readonly board: Board }

export const board = cell<BoardNow>({ state: 'loading' })
/** By `Unit.index`. */
export const fixes = cell<ReadonlyMap<number, Fix>>(new Map())
export const cameraLines = cell<ReadonlyMap<CameraId, CameraLine>>(new Map())
export const agencyLines = cell<ReadonlyMap<AgencyId, AgencyLine>>(new Map())
export const connection = cell<Connection>({ state: 'connecting', since: Date.now(), lastAt: null })

export const useBoardNow = (): BoardNow => useCell(board)
/** The board, empty while it loads. */
export const useBoard = (): Board => useCell(board, boardOf)
export const useUnits = (): ReadonlyMap<number, Fix> => useCell(fixes)
export const useCameras = (): ReadonlyMap<CameraId, CameraLine> => useCell(cameraLines)
export const useLines = (): ReadonlyMap<AgencyId, AgencyLine> => useCell(agencyLines)
export const useConnection = (): Connection => useCell(connection)
const stateOf = (line: Connection): Connection['state'] => line.state
/** For screens that only ask whether something comes in: a frame that keeps it so draws nothing anew. */
export const useLineState = (): Connection['state'] => useCell(connection, stateOf)
const cutOf = (line: Connection): Connection | null => (line.state === 'cut-off' ? line : null)
/** null: it is not cut off. */
export const useCutOff = (): Connection | null => useCell(connection, cutOf)

export const boardOf = (now: BoardNow): Board => (now.state === 'here' ? now.board : EMPTY_BOARD)

const listeners = new Set<(facts: readonly Numbered[]) => void>()
/** Calls back with facts as they come (not those of the snapshot); returns the way to stop. */
export function onFacts(listener: (facts: readonly Numbered[]) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const ACK_EVERY_MS = 400
/** How often this tab says what it has on its screen, so that a replay can be held against it. */
const VIEW_EVERY_MS = 10 * SECOND
/** A mark comes every second; without any frame for this long the line counts as dead. */
const SILENT_MS = 6 * SECOND
const PAUSE_MS = { first: 500, most: 4 * SECOND } as const

let started = false
/** Everything up to this number has been taken in; facts for other eyes move it without drawing anything anew. */
let last = 0

/** Starts once a page; runs until the page goes. */
export function startLive(): void {
  if (started) return
  started = true
  void reload()
}

/** A picture that this browser kept: shown as cut off since its last frame until the server has a newer one. */
export function showKept(kept: {
  readonly board: Board
  readonly fixes: ReadonlyMap<number, Fix>
  readonly lastAt: number
}): void {
  board.set({ state: 'here', board: kept.board })
  fixes.set(kept.fixes)
  connection.set({ state: 'cut-off', since: kept.lastAt, lastAt: kept.lastAt })
}
/** Whether this page follows the present: what has begun to, goes on until the page is loaded anew. */
export const followsLive = (): boolean => started

async function reload(): Promise<void> {
  for (let pauseMs: number = PAUSE_MS.first; ; pauseMs = Math.min(PAUSE_MS.most, pauseMs * 2)) {
    const answer = await get<{
      seq: number
      at: number
      warnings: readonly Warning[]
      incidents: readonly Incident[]
      orders: readonly Order[]
      room: readonly RoomThing[]
      conditions: readonly Condition[]
    }>('/api/board')
    if (answer.ok) {
      const { seq, at, warnings, incidents, orders, room, conditions } = answer.value
      keepClock(at)
      last = seq
      board.set({
        state: 'here',
        board: {
          seq,
          warnings: new Map<WarningId, Warning>(warnings.map((warning) => [warning.id, warning])),
          incidents: new Map<IncidentId, Incident>(incidents.map((incident) => [incident.id, incident])),
          orders: new Map<OrderId, Order>(orders.map((order) => [order.id, order])),
          room: new Map<RoomId, RoomThing>(room.map((thing) => [thing.id, thing])),
          conditions: new Map<ConditionId, Condition>(conditions.map((one) => [one.id, one])),
        },
      })
      follow(PAUSE_MS.first)
      return
    }
    if (answer.refusal === 'not-signed-in') return session.set({ state: 'out' })
    if (answer.refusal !== 'not-reached') {
      // A board that is already here stays, grey; a refusal is shown only instead of nothing.
      if (board.get().state !== 'here') board.set({ state: 'refused', refusal: answer.refusal })
    }
    cut()
    await new Promise((done) => setTimeout(done, pauseMs))
  }
}

function cut(): void {
  const now = connection.get()
  if (now.state !== 'cut-off') connection.set({ state: 'cut-off', since: Date.now(), lastAt: now.lastAt })
}

/** One connection: hello with what the board holds, then frames; its end starts the next one. */
function follow(pauseMs: number): void {
  const address = new URL(LIVE_PATH, location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  let acked = last
  let lastFrameAt = Date.now()
  let viewAt = Date.now()
  let viewed = -1
  let stale = false
  let good = false

  const say = (message: ClientMessage): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }
  const lostTrack = (): void => {
    stale = true
    socket.close()
  }
  const sayView = (): void => {
    // What waits to be drawn stands under `last` already.
    takeWaiting()
    const now = session.get()
    const here = board.get()
    if (now.state !== 'in' || here.state !== 'here' || last === viewed || Date.now() - viewAt < VIEW_EVERY_MS) return
    viewAt = Date.now()
    viewed = last
    const at = Math.round(nowByServer())
    // `sightOf` asks for the role and its bindings only.
    say({ type: 'view', seq: last, at, hash: viewHash(viewOf(here.board, sightOf(now.person), at)) })
  }
  const advance = (frame: FactsFrame | Mark): void => {
    const means = follows(last, frame)
    if (means === 'gap') lostTrack()
    if (means !== 'next') return
    last = endOf(frame)
    if (frame.type !== 'facts') return
    const now = board.get()
    if (now.state === 'here' && frame.facts.some((one) => bringsBack(now.board, one))) lostTrack()
    else take(frame.facts)
  }

  socket.onopen = () => say({ type: 'hello', after: last })
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    lastFrameAt = Date.now()
    good = true
    const now = connection.get()
    connection.set({ state: 'live', since: now.state === 'live' ? now.since : lastFrameAt, lastAt: lastFrameAt })
    if (typeof data !== 'string') return takePositions(data)
    const message = readServerMessage(data)
    if (!message) return lostTrack()
    switch (message.type) {
      case 'facts':
        return advance(message)
      case 'mark':
        keepClock(message.at)
        return advance(message)
      case 'reset':
        return lostTrack()
      case 'cameras':
        return cameraLines.set(new Map(message.cameras.map((line) => [line.id, line])))
      case 'agencies':
        return agencyLines.set(new Map(message.lines.map((line) => [line.agency, line])))
    }
  }
  const beat = setInterval(() => {
    if (last > acked) {
      acked = last
      say({ type: 'ack', seq: last })
    }
    if (good && !stale) sayView()
    if (Date.now() - lastFrameAt > SILENT_MS) end(null)
  }, ACK_EVERY_MS)
  let ended = false
  const end = (code: number | null): void => {
    if (ended) return
    ended = true
    clearInterval(beat)
    socket.close()
    if (code === CLOSED.signedOut) {
      session.set({ state: 'out' })
      return
    }
    cut()
    const next = good ? PAUSE_MS.first : Math.min(PAUSE_MS.most, pauseMs * 2)
    // A little chance, so that a room full of consoles does not come back in one instant.
    setTimeout(() => (stale ? void reload() : follow(next)), next * (0.7 + Math.random() * 0.6))
  }
  socket.onclose = ({ code }) => end(code)
}

/** The board is drawn anew at most so often: the first fact at once, those behind it together. */
const DRAWN_EVERY_MS = 100
let takenAt = Number.NEGATIVE_INFINITY
let waiting: readonly Numbered[] = []

function take(facts: readonly Numbered[]): void {
  const isFirst = waiting.length === 0
  waiting = [...waiting, ...facts]
  const pauseMs = takenAt + DRAWN_EVERY_MS - performance.now()
  if (pauseMs <= 0) takeWaiting()
  else if (isFirst) setTimeout(takeWaiting, pauseMs)
}

function takeWaiting(): void {
  const facts = waiting
  waiting = []
  const now = board.get()
  if (facts.length === 0 || now.state !== 'here') return
  takenAt = performance.now()
  // A whole board that came in between has some of them already: they are known by their number.
  board.set({ state: 'here', board: foldAll(now.board, facts) })
  for (const listener of [...listeners]) listener(facts)
}

function takePositions(bytes: ArrayBuffer): void {
  const frame = decodeFrame(bytes)
  if (!frame) return
  const next = new Map(fixes.get())
  for (const { index, ageMs, ...fix } of frame.fixes) next.set(index, { ...fix, fixAt: frame.at - ageMs })
  fixes.set(next)
}

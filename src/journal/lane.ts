/** The fact lane and the status lines of the live stream: JSON text over the one WebSocket of a tab, written and read by the same code on both sides. */
import type { AgencyId, CameraId, PersonId, WarningId } from '../core/ids.ts'
import { type Numbered, STREAM_KINDS } from './fact.ts'

/** First word of a tab: `after` is the number of the last fact it holds, 0 for none. */
export type Hello = { readonly type: 'hello'; readonly after: number }
/** Said at least every second while facts come: everything up to `seq` has been taken in. */
export type Ack = { readonly type: 'ack'; readonly seq: number }
/**
 * Said now and then: with everything up to `seq` taken in, this tab's view of the instant `at` (of the server's clock) has
 * this hash (dispatch/replay/view.ts). It is kept, and a replay of that number must come to the same.
 */
export type ViewSaid = { readonly type: 'view'; readonly seq: number; readonly at: number; readonly hash: string }
export type ClientMessage = Hello | Ack | ViewSaid

/** Visible facts in order. `prev` is where the last frame of this connection ended (the first one's: `after`). */
export type FactsFrame = { readonly type: 'facts'; readonly prev: number; readonly facts: readonly Numbered[] }
/** At least once a second: everything up to `seq` is known here, and this is what the server's clock says. */
export type Mark = { readonly type: 'mark'; readonly prev: number; readonly seq: number; readonly at: number }
/** The tab is further behind than what is kept: it reloads its board. */
export type Reset = { readonly type: 'reset' }

export type CameraLine = {
  readonly id: CameraId
  readonly state: 'watching' | 'unfit' | 'down' | 'off'
  readonly cause: string | null
  readonly since: number
  readonly framesPerSecond: number
  readonly lastFrameAt: number | null
  /** What confirms its warnings; absent while nobody watches it. */
  readonly model?: ModelLine
  /** Of a camera that turns. */
  readonly turn?: TurnLine
}
/** The object model where a camera is watched: without one its warnings rest on one sign. `model` is its name and hash, `why` a word. */
export type ModelLine =
  | { readonly state: 'none' }
  | { readonly state: 'starting' | 'ready'; readonly model: string }
  | { readonly state: 'down'; readonly model: string; readonly why: string }
/** Where a camera that turns looks, and in whose hand it is. */
export type TurnLine = {
  readonly state: 'home' | 'slew' | 'evidence' | 'return' | 'relearn' | 'held'
  /** Who holds it, and until when unless they move it again; null: nobody. */
  readonly by: PersonId | null
  readonly until: number | null
  /** The warning whose place it looks at. */
  readonly warning: WarningId | null
  /** Why it did not do the last thing it was told: a refusal's word. */
  readonly trouble: string | null
}
export type AgencyLine = {
  readonly agency: AgencyId
  readonly state: 'ok' | 'failing' | 'unknown'
  readonly since: number
  /** Orders that have not reached it yet. */
  readonly waiting: number
}
/** Status lines are state, not facts: the newest wins, and they may be dropped. */
export type CamerasFrame = { readonly type: 'cameras'; readonly at: number; readonly cameras: readonly CameraLine[] }
export type AgenciesFrame = { readonly type: 'agencies'; readonly at: number; readonly lines: readonly AgencyLine[] }

export type ServerMessage = FactsFrame | Mark | Reset | CamerasFrame | AgenciesFrame

/** The path of the WebSocket and the codes it is closed with. */
export const LIVE_PATH = '/live'
export const CLOSED = {
  /** What was said is not of this protocol. */
  protocol: 4000,
  /** The session ended or was revoked: sign in again. */
  signedOut: 4001,
  /** The fact lane stood unacknowledged for too long: shown as "not receiving". */
  notReceiving: 4008,
  /** The server stops: come back soon. */
  leaving: 1001,
} as const

/** A facts frame from facts that were encoded once each. */
export function factsFrame(prev: number, facts: readonly string[]): string {
  return `{"type":"facts","prev":${prev},"facts":[${facts.join(',')}]}`
}

/** What a frame means to a side whose last number is `last`: take it, ignore it because all of it is known, or reload because facts are missing. */
export function follows(last: number, frame: FactsFrame | Mark): 'next' | 'known' | 'gap' {
  if (frame.prev === last) return 'next'
  return frame.prev > last ? 'gap' : endOf(frame) <= last ? 'known' : 'gap'
}

/** The number up to which a frame brings its reader. */
export function endOf(frame: FactsFrame | Mark): number {
  return frame.type === 'mark' ? frame.seq : (frame.facts.at(-1)?.seq ?? frame.prev)
}

/** null: not of this protocol; the server then closes the connection. */
export function readClientMessage(text: string): ClientMessage | null {
  const said = parsed(text)
  if (!said) return null
  const { type, after, seq, at, hash } = said
  const fields = Object.keys(said).length
  if (type === 'hello' && fields === 2 && isSeq(after)) return { type, after }
  if (type === 'ack' && fields === 2 && isSeq(seq)) return { type, seq }
  if (type === 'view' && fields === 4 && isSeq(seq) && isSeq(at) && isHash(hash)) return { type, seq, at, hash }
  return null
}

/** null: not of this protocol; the browser then reconnects. A frame is checked for order and form, its facts' content was checked when they were appended. */
export function readServerMessage(text: string): ServerMessage | null {
  const said = parsed(text)
  if (!said) return null
  switch (said.type) {
    case 'facts':
      return isSeq(said.prev) && isRun(said.prev, said.facts)
        ? { type: 'facts', prev: said.prev, facts: said.facts }
        : null
    case 'mark':
      return isSeq(said.prev) && isSeq(said.seq) && said.seq >= said.prev && isInstant(said.at)
        ? { type: 'mark', prev: said.prev, seq: said.seq, at: said.at }
        : null
    case 'reset':
      return { type: 'reset' }
    case 'cameras':
      return isInstant(said.at) && isLines<CameraLine>(said.cameras, 'id')
        ? { type: 'cameras', at: said.at, cameras: said.cameras }
        : null
    case 'agencies':
      return isInstant(said.at) && isLines<AgencyLine>(said.lines, 'agency')
        ? { type: 'agencies', at: said.at, lines: said.lines }
        : null
  }
  return null
}

type Said = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): Said | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isInstant = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function isNumbered(value: unknown): value is Numbered {
  return (
    isRecord(value) &&
    isSeq(value.seq) &&
    isSeq(value.version) &&
    isInstant(value.recordedAt) &&
    typeof value.stream === 'string' &&
    STREAM_KINDS.some((kind) => String(value.stream).startsWith(`${kind}/`)) &&
    isRecord(value.by) &&
    isRecord(value.fact) &&
    typeof value.fact.type === 'string' &&
    isInstant(value.fact.at)
  )
}

/** Facts in rising order, all of them after `prev`. */
function isRun(prev: number, value: unknown): value is readonly Numbered[] {
  if (!Array.isArray(value)) return false
  let last = prev
  for (const fact of value) {
    if (!isNumbered(fact) || fact.seq <= last) return false
    last = fact.seq
  }
  return true
}

function isLines<L extends CameraLine | AgencyLine>(value: unknown, key: 'id' | 'agency'): value is readonly L[] {
  return (
    Array.isArray(value) &&
    value.every(
      (line) =>
        isRecord(line) && typeof line[key] === 'string' && typeof line.state === 'string' && isInstant(line.since),
    )
  )
}

/** One tab that follows: where it stands in the log, whether it keeps up, and how it is sent away when it does not. */
import type { WebSocket } from 'ws'
import type { Principal } from '../../access/roles.ts'
import { type Sight, sightKey, sightOf } from '../../access/sight.ts'
import type { Clock } from '../../core/time.ts'
import { CLOSED } from '../../journal/lane.ts'

export type Limits = {
  /** A fact unacknowledged for longer: the tab is not receiving. */
  readonly unackedMs: number
  /** Beyond this many waiting bytes state frames are dropped; they are made good by a whole picture later. */
  readonly stateBytes: number
  /** Beyond this many the connection is given up. */
  readonly mostBytes: number
  readonly helloMs: number
  readonly messagesPerSecond: number
}
export const LIMITS: Limits = {
  unackedMs: 5_000,
  stateBytes: 256 * 1024,
  mostBytes: 8 * 1024 * 1024,
  helloMs: 10_000,
  messagesPerSecond: 100,
}

/** greeting: its `hello` is awaited; catching-up: it is read to from the journal; live: it has everything. */
export type Phase = 'greeting' | 'catching-up' | 'live' | 'gone'

export class Client {
  readonly principal: Principal
  readonly sight: Sight
  readonly key: string
  /** Where the last frame ended: `prev` of the next. */
  cursor = 0
  phase: Phase = 'greeting'
  /** How often it said hello: reading the past for an earlier hello stops. */
  turn = 0
  /** The next state frame is the whole picture. */
  wantsPicture = true
  droppedFrames = 0
  alive = true
  /** The code it was sent away with; a tab that does not read never confirms it. */
  closedAs: number | null = null
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #limits: Limits
  #since: number
  /** The oldest fact frame known to be unacknowledged; kept as a probe, not as a list. */
  #awaited: { readonly seq: number; readonly at: number } | null = null
  #messages = 0

  constructor(socket: WebSocket, principal: Principal, clock: Clock, limits: Limits) {
    this.#socket = socket
    this.#clock = clock
    this.#limits = limits
    this.#since = clock()
    this.principal = principal
    this.sight = sightOf(principal)
    this.key = sightKey(this.sight)
  }

  get waitingBytes(): number {
    return this.#socket.bufferedAmount
  }

  greeted(after: number): void {
    this.phase = 'catching-up'
    this.turn++
    this.cursor = after
    this.#awaited = null
    this.wantsPicture = true
  }

  /** Resolves when the bytes are on their way, so that reading the past does not pile up in memory. */
  facts(frame: Buffer, end: number): Promise<void> {
    this.cursor = end
    this.#awaited ??= { seq: end, at: this.#clock() }
    return this.#send(frame, false)
  }

  /** Marks and status lines: lost on a tab that does not keep up. */
  line(frame: Buffer, end = this.cursor): void {
    if (this.waitingBytes > this.#limits.stateBytes) return
    this.cursor = end
    this.#send(frame, false)
  }

  /** False: dropped, because the tab has not taken what was sent before. */
  state(frame: Buffer): boolean {
    if (this.waitingBytes > this.#limits.stateBytes) {
      this.droppedFrames++
      this.wantsPicture = true
      return false
    }
    this.#send(frame, true)
    return true
  }

  acked(seq: number): void {
    if (seq > this.cursor) this.close(CLOSED.protocol)
    if (!this.#awaited || seq < this.#awaited.seq) return
    // What was sent in between is awaited from now on: at most one more span passes before a slow tab is noticed.
    this.#awaited = seq < this.cursor ? { seq: this.cursor, at: this.#clock() } : null
  }

  /** The tab is to load its board and say hello again. */
  reset(): void {
    if (this.phase === 'gone') return
    this.phase = 'greeting'
    this.#since = this.#clock()
    this.#awaited = null
    this.#send(RESET, false)
  }

  said(): void {
    if (++this.#messages > this.#limits.messagesPerSecond) this.close(CLOSED.protocol)
  }

  /** Once a second. `stalledMs`: for so long the server itself did not get round to reading, which is not the tab's fault. */
  review(stalledMs: number): void {
    this.#messages = 0
    if (this.phase === 'gone') return
    const now = this.#clock()
    if (this.#awaited && stalledMs > 0) this.#awaited = { ...this.#awaited, at: this.#awaited.at + stalledMs }
    if (this.phase === 'greeting' && now - this.#since > this.#limits.helloMs + stalledMs) this.close(CLOSED.protocol)
    else if (this.#awaited && now - this.#awaited.at > this.#limits.unackedMs) this.close(CLOSED.notReceiving)
    else if (this.waitingBytes > this.#limits.mostBytes) this.close(CLOSED.notReceiving)
  }

  /** A network that has gone quiet answers no ping. */
  ping(): void {
    if (this.alive) this.#socket.ping()
    else this.#socket.terminate()
    this.alive = false
  }

  close(code: number): void {
    if (this.phase === 'gone') return
    this.phase = 'gone'
    this.closedAs = code
    this.#socket.close(code)
    // A tab that does not read does not read the close either.
    setTimeout(() => this.#socket.terminate(), 1_000).unref()
  }

  #send(frame: Buffer, binary: boolean): Promise<void> {
    if (this.phase === 'gone' || this.#socket.readyState !== this.#socket.OPEN) return Promise.resolve()
    return new Promise((resolve) => this.#socket.send(frame, { binary }, () => resolve()))
  }
}

const RESET = Buffer.from('{"type":"reset"}')

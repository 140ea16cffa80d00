/** Hands notes to push services, each a hint that may be lost: tried again while it is news, at once for every service, so that a slow one delays nobody else. */
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Chance, type Clock, MINUTE, SECOND } from '../../../core/time.ts'
import { gate } from '../../../journal/io/gate.ts'
import { openPoster } from '../../io/post.ts'
import { waitMs, worthRetrying } from '../../retry.ts'
import type { Vapid } from './vapid.ts'

const TIMEOUT_MS = 10 * SECOND
/** Requests to one service at once. */
const AT_ONCE = 32
const MAX_ANSWER_BYTES = 4_096
const COMPLAIN_EVERY_MS = MINUTE

export type Letter = {
  readonly endpoint: string
  readonly service: string
  /** What it is about: a later letter to this endpoint about the same takes its place. */
  readonly tag: string
  /** Made when it is its turn: it costs a tenth of a millisecond. */
  readonly body: () => Uint8Array
  /** When it stops being news, UTC ms. */
  readonly until: number
}

export type Sender = {
  send(letter: Letter): void
  /** Nothing more about it goes out to anybody. */
  drop(tag: string): void
  /** Resolves when nothing is on its way; for tests. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export type SenderGiven = {
  readonly vapid: Vapid
  readonly clock: Clock
  readonly chance: Chance
  /** Keys the topics, so that a service cannot tell which of its customers got the same order. */
  readonly topicKey: Uint8Array
  /** Whether somebody still wants it, asked before it is tried once more. */
  readonly isWanted: (endpoint: string) => Promise<boolean>
  /** The service does not know this endpoint any more. */
  readonly onGone: (endpoint: string) => Promise<void>
  readonly trouble: (error: unknown) => void
  readonly timeoutMs?: number
}

export function openSender(given: SenderGiven): Sender {
  const { vapid, clock, chance, topicKey, isWanted, onGone, trouble } = given
  const poster = openPoster({ timeoutMs: given.timeoutMs ?? TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES })
  const gates = new Map<string, ReturnType<typeof gate>>()
  /** The newest letter of each endpoint about each thing, while it is on its way. */
  const newest = new Map<string, { readonly letter: Letter; readonly stop: AbortController }>()
  const complainedAt = new Map<string, number>()
  const under = new Set<Promise<void>>()

  const keyOf = ({ endpoint, tag }: Letter): string => `${tag}\n${endpoint}`
  const gateOf = (service: string): ReturnType<typeof gate> => {
    const known = gates.get(service) ?? gate(AT_ONCE)
    gates.set(service, known)
    return known
  }
  /** RFC 8030 §5.4: 32 letters of base64url at most. */
  const topicOf = (letter: Letter): string =>
    createHmac('sha256', topicKey).update(keyOf(letter)).digest('base64url').slice(0, 32)

  /** The address is nobody's business but its browser's: the log names the service alone, and not a line for every phone. */
  function complain(service: string, cause: string, now: number): void {
    if (now < (complainedAt.get(service) ?? 0) + COMPLAIN_EVERY_MS) return
    complainedAt.set(service, now)
    trouble(new Error(`push service ${service}: ${cause}`))
  }

  async function attempt(letter: Letter, stop: AbortSignal): Promise<number | null> {
    const now = clock()
    if (stop.aborted || now >= letter.until) return null
    const { status, cause, retryAfterS } = await poster.post(
      letter.endpoint,
      {
        authorization: vapid.authorization(letter.endpoint, now),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(Math.ceil((letter.until - now) / SECOND)),
        urgency: 'high',
        topic: topicOf(letter),
      },
      letter.body(),
    )
    if (status >= 200 && status < 300) return null
    if (status === 404 || status === 410) {
      await onGone(letter.endpoint)
      return null
    }
    complain(letter.service, cause, now)
    return worthRetrying(status) ? (retryAfterS ?? 0) * SECOND : null
  }

  async function carry(letter: Letter, stop: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      const asked = await gateOf(letter.service)(() => attempt(letter, stop))
      const own = waitMs(tries, (chance(1)[0] ?? 0) / 256)
      if (asked === null || own === null) return
      const pause = Math.max(asked, own)
      if (clock() + pause >= letter.until) return
      await sleep(pause, undefined, { signal: stop }).catch(() => {})
      if (stop.aborted || !(await isWanted(letter.endpoint))) return
    }
  }

  return {
    send(letter) {
      const key = keyOf(letter)
      newest.get(key)?.stop.abort()
      const one = { letter, stop: new AbortController() }
      newest.set(key, one)
      const carried = carry(letter, one.stop.signal)
        .catch(trouble)
        .finally(() => {
          under.delete(carried)
          if (newest.get(key) === one) newest.delete(key)
        })
      under.add(carried)
    },
    drop(tag) {
      for (const { letter, stop } of newest.values()) if (letter.tag === tag) stop.abort()
    },
    async settle() {
      while (under.size > 0) await Promise.all(under)
    },
    async stop() {
      for (const { stop } of newest.values()) stop.abort()
      poster.close()
      await Promise.all(under)
    },
  }
}

/** Sends an agency's answers to the centre, signed, one after the other for each order, and keeps trying while the centre is away. */

import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { uuidv7 } from '../../core/ids.ts'
import type { Clock } from '../../core/time.ts'
import type { AnswerMessage } from '../../dispatch/wire.ts'
import type { Said } from '../desk.ts'
import { sign } from './signing.ts'

export type Answering = { send(to: AnswerTo, said: Said): void; close(): void }
export type AnswerTo = { readonly order: AnswerMessage['order']; readonly url: string; readonly secret: string }

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
const GIVES_UP_MS = 30 * 60_000
const ANSWER_WITHIN_MS = 5_000

export function openAnswering(clock: Clock): Answering {
  const closing = new AbortController()
  const lines = new Map<string, Promise<void>>()
  return {
    send: (to, said) => {
      const at = clock()
      const message: AnswerMessage = { version: 1, id: uuidv7(at, randomBytes(10)), order: to.order, at, ...said }
      const before = lines.get(to.order) ?? Promise.resolve()
      const line = before.then(() => deliver(to, message, clock, closing.signal))
      lines.set(to.order, line)
      void line.then(() => {
        if (lines.get(to.order) === line) lines.delete(to.order)
      })
    },
    close: () => closing.abort(),
  }
}

/** Never rejects: what the centre refuses for good is dropped, as a real system would log it. */
async function deliver(to: AnswerTo, message: AnswerMessage, clock: Clock, closing: AbortSignal): Promise<void> {
  const body = Buffer.from(JSON.stringify(message))
  let wait = FIRST_PAUSE_MS
  while (!closing.aborted && clock() - message.at < GIVES_UP_MS) {
    const status = await post(to, body, clock(), closing)
    if (status !== null && status < 500 && status !== 429) return
    await pause(wait, undefined, { signal: closing }).catch(() => undefined)
    wait = Math.min(LONGEST_PAUSE_MS, wait * 2)
  }
}

async function post(to: AnswerTo, body: Buffer<ArrayBuffer>, at: number, closing: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(to.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'firstminute-signature': sign(to.secret, at, body) },
      body,
      signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}

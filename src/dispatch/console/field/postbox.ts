/** The outbox at work in this browser: keeps it in IndexedDB before it is shown, sends one letter at a time, tries until the server has it. */
import { get, update } from 'idb-keyval'
import { type Cell, cell } from '../../../console/cell.ts'
import { nowByServer } from '../../../console/now.ts'
import { never } from '../../../core/result.ts'
import { bytesOf, dropBytes, dropOld } from './kept-pictures.ts'
import {
  EMPTY_OUTBOX,
  type Letter,
  next,
  type Outbox,
  type Outcome,
  outcomeOf,
  overtakes,
  put,
  retryAfterMs,
  settle,
} from './outbox.ts'

export type PostboxState = {
  readonly box: Outbox
  /** Nothing goes out until somebody signs in again. */
  readonly signedOut: boolean
  /** False: the browser forbids storage, so a reload loses what is waiting. */
  readonly kept: boolean
}

export type Postbox = {
  readonly state: Cell<PostboxState>
  /** Resolves when the letter is kept; it is shown from then on. */
  readonly give: (letter: Letter) => Promise<void>
  readonly change: (how: (box: Outbox) => Outbox) => Promise<void>
  /** The line may be back: try now. */
  readonly nudge: () => void
  readonly close: () => void
}

const SEND_TIMEOUT_MS = 10_000
const HELP_TIMEOUT_MS = 5_000
/** A little longer than the server waits for a request to come whole. */
const PICTURE_TIMEOUT_MS = 20_000

/** One person's letters: another person signed in on the same phone never sends them as their own. */
export function openPostbox(person: string): Postbox {
  const name = `outbox/${person}`
  const state = cell<PostboxState>({ box: EMPTY_OUTBOX, signedOut: false, kept: true })
  const say = (part: Partial<PostboxState>): void => state.set({ ...state.get(), ...part })
  const otherTabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`firstminute.${name}`) : null
  const closing = new AbortController()
  let failures = 0
  let wake: () => void = () => {}
  let onItsWay: { readonly letter: Letter; readonly abort: AbortController } | null = null

  // Changes are made one after the other, each in one transaction of the store, so that two tabs cannot overwrite each other.
  let queue: Promise<void> = get<unknown>(name).then(
    (stored) => say({ box: asOutbox(stored) }),
    () => say({ kept: false }),
  )
  const change = (how: (box: Outbox) => Outbox): Promise<void> => {
    queue = queue.then(async () => {
      let box = state.get().box
      if (state.get().kept) {
        try {
          await update<unknown>(name, (stored) => {
            box = how(asOutbox(stored))
            return box
          })
          otherTabs?.postMessage('changed')
        } catch {
          box = how(state.get().box)
          say({ kept: false })
        }
      } else box = how(box)
      say({ box })
    })
    return queue
  }

  const nudge = (): void => {
    failures = 0
    say({ signedOut: false })
    wake()
  }
  const seen = (): void => {
    if (document.visibilityState === 'visible') nudge()
  }
  otherTabs?.addEventListener('message', () => {
    void get<unknown>(name).then((stored) => say({ box: asOutbox(stored) }))
  })
  window.addEventListener('online', nudge, { signal: closing.signal })
  document.addEventListener('visibilitychange', seen, { signal: closing.signal })

  const pause = (ms: number | null): Promise<void> =>
    new Promise((done) => {
      const timer = ms === null ? undefined : setTimeout(done, ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })

  const work = async (): Promise<void> => {
    await queue
    while (!closing.signal.aborted) {
      const letter = next(state.get().box)
      if (!letter || state.get().signedOut) {
        await pause(null)
        continue
      }
      const abort = new AbortController()
      onItsWay = { letter, abort }
      const outcome = await deliver(letter, AbortSignal.any([abort.signal, closing.signal]))
      onItsWay = null
      switch (outcome.came) {
        case 'accepted':
        case 'refused':
          failures = 0
          await change((box) => settle(box, letter.key, outcome))
          if (letter.to === 'picture') await dropBytes(letter.key)
          break
        case 'signed-out':
          say({ signedOut: true })
          break
        case 'unknown':
          // A letter pulled back for one that goes before it is not a failure: that one goes at once.
          if (!abort.signal.aborted) await pause(retryAfterMs(failures++))
      }
    }
  }
  void work()
  void dropOld(nowByServer())

  return {
    state,
    change,
    nudge,
    async give(letter) {
      await change((box) => put(box, letter))
      if (onItsWay && overtakes(letter, onItsWay.letter)) onItsWay.abort.abort()
      nudge()
    },
    close() {
      closing.abort()
      otherTabs?.close()
      wake()
    },
  }
}

/** Only this file writes there; `v` says in which shape. */
function asOutbox(stored: unknown): Outbox {
  const isOne = typeof stored === 'object' && stored !== null && 'v' in stored && stored.v === 1
  return isOne ? (stored as Outbox) : EMPTY_OUTBOX
}

type Post = {
  readonly path: string
  readonly type: string
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly timeoutMs: number
}

/** null: the picture is no longer on this phone. */
async function postOf(letter: Letter): Promise<Post | null> {
  const type = 'application/json'
  switch (letter.to) {
    case 'help': {
      const body = { at: letter.at, ...(letter.position ? { position: letter.position } : {}) }
      return { path: '/api/field/help', type, body: JSON.stringify(body), timeoutMs: HELP_TIMEOUT_MS }
    }
    case 'order': {
      const body = { answer: letter.answer, at: letter.at }
      const path = `/api/orders/${encodeURIComponent(letter.order)}/answers`
      return { path, type, body: JSON.stringify(body), timeoutMs: SEND_TIMEOUT_MS }
    }
    case 'picture': {
      const body = await bytesOf(letter.key)
      const path = `/api/orders/${encodeURIComponent(letter.order)}/pictures?at=${letter.at}`
      return body && { path, type: 'image/jpeg', body, timeoutMs: PICTURE_TIMEOUT_MS }
    }
  }
  return never(letter)
}

async function deliver(letter: Letter, signal: AbortSignal): Promise<Outcome> {
  try {
    const post = await postOf(letter)
    if (!post) return { came: 'refused', refusal: 'picture-gone' }
    const reply = await fetch(post.path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': post.type, 'idempotency-key': letter.key },
      body: post.body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(post.timeoutMs)]),
    })
    const said: unknown = await reply.json().catch(() => null)
    const refusal = typeof said === 'object' && said !== null && 'refusal' in said ? String(said.refusal) : null
    return outcomeOf(reply.status, refusal, nowByServer())
  } catch {
    return { came: 'unknown' }
  }
}

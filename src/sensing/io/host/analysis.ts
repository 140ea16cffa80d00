/** The analysis threads of a detector host: each camera at one of them, the newest picture waiting at most, and what comes late is dropped and counted. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Camera } from '../../camera.ts'
import { type Frame, frameBytes, frameOver, workSize } from '../../detector/frame.ts'
import type { HeldPlace } from '../../detector/places.ts'
import type { Answer } from '../../objects/objects.ts'
import type { FromAnalysis, ToAnalysis } from './analysis-wire.ts'

export type Seen = FromAnalysis & {
  /** From the whole picture in hand to its analysis done. */
  readonly tookMs: number
  /** The picture itself; its arrays hold during the call only. */
  readonly picture: Frame
}

export type AnalysisOptions = {
  readonly onSeen: (seen: Seen) => void
  /** A thread died or hung and has been replaced: its cameras learn anew. */
  readonly onReplaced: (cameras: readonly string[], why: string) => void
}

export type Analysis = {
  /** Opens the camera's detector, or opens it anew. */
  open(camera: Camera, held: readonly HeldPlace[]): void
  close(id: string): void
  /** Copies the picture. False: an older one was dropped for it. */
  see(id: string, frame: Frame): boolean
  /** What an object detector says to one of its asks. */
  told(id: string, answer: Answer): void
  dropped(id: string): number
  end(): Promise<void>
}

const THREAD = new URL('./analysis-thread.ts', import.meta.url)
const HUNG_MS = 10_000
const LOOK_EVERY_MS = 1_000
/** More than cores: a picture waits behind those of its own thread only, and the system shares the cores better than a fixed seat does. */
const THREADS = Math.min(8, 2 * availableParallelism())

type Slot = { readonly shared: SharedArrayBuffer; readonly bytes: Uint8Array; at: number; inHandAt: number }
type Post = {
  readonly camera: Camera
  readonly slots: readonly [Slot, Slot]
  thread: Thread
  held: readonly HeldPlace[]
  /** Which slot is lent out, which waits. */
  lent: Slot | null
  waiting: Slot | null
  dropped: number
}
type Thread = { worker: Worker; cameras: number; isGone: boolean }

const now = (): number => performance.timeOrigin + performance.now()

export function openAnalysis(options: AnalysisOptions): Analysis {
  const posts = new Map<string, Post>()
  let ended = false
  const threads: Thread[] = Array.from({ length: THREADS }, () => start())

  function start(): Thread {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: 512 } })
    const thread: Thread = { worker, cameras: 0, isGone: false }
    worker.on('message', (said: FromAnalysis) => {
      if (!thread.isGone) hear(said)
    })
    worker.on('error', (error) => replace(thread, error.message))
    return thread
  }

  function say(thread: Thread, said: ToAnalysis): void {
    thread.worker.postMessage(said)
  }

  function lend(id: string, post: Post, slot: Slot): void {
    post.lent = slot
    say(post.thread, { do: 'see', id, slot: slot.shared, at: slot.at })
  }

  function hear(said: FromAnalysis): void {
    const post = posts.get(said.id)
    const slot = post?.lent
    if (!post || !slot || slot.at !== said.at) return
    if (said.held) post.held = said.held
    options.onSeen({
      ...said,
      tookMs: said.doneAt - slot.inHandAt,
      picture: frameOver(slot.bytes, workSize(post.camera.view), said.at),
    })
    post.lent = null
    const next = post.waiting
    post.waiting = null
    if (next) lend(said.id, post, next)
  }

  /** What its detectors had learnt is gone; what they had announced is not. */
  function replace(thread: Thread, why: string): void {
    if (thread.isGone || ended) return
    thread.isGone = true
    const fresh = start()
    threads[threads.indexOf(thread)] = fresh
    const lost: string[] = []
    for (const [id, post] of posts) {
      if (post.thread !== thread) continue
      lost.push(id)
      fresh.cameras += 1
      post.thread = fresh
      post.lent = null
      post.waiting = null
      say(fresh, { do: 'open', id, camera: post.camera, held: post.held })
    }
    void thread.worker.terminate()
    options.onReplaced(lost, why)
  }

  const look = setInterval(() => {
    const hung = new Set<Thread>()
    for (const post of posts.values()) if (post.lent && now() - post.lent.inHandAt > HUNG_MS) hung.add(post.thread)
    for (const thread of hung) replace(thread, 'it did not answer')
  }, LOOK_EVERY_MS)
  look.unref()

  return {
    open(camera, held) {
      const before = posts.get(camera.id)
      const thread = before?.thread ?? threads.reduce((least, one) => (one.cameras < least.cameras ? one : least))
      if (!before) thread.cameras += 1
      const slot = (): Slot => {
        const shared = new SharedArrayBuffer(frameBytes(workSize(camera.view)))
        return { shared, bytes: new Uint8Array(shared), at: Number.NaN, inHandAt: 0 }
      }
      const dropped = before?.dropped ?? 0
      const post: Post = { camera, slots: [slot(), slot()], thread, held, lent: null, waiting: null, dropped }
      posts.set(camera.id, post)
      say(thread, { do: 'open', id: camera.id, camera, held })
    },
    close(id) {
      const post = posts.get(id)
      if (!post) return
      posts.delete(id)
      post.thread.cameras -= 1
      say(post.thread, { do: 'close', id })
    },
    see(id, frame) {
      const post = posts.get(id)
      if (!post) return false
      const slot = post.waiting ?? post.slots.find((one) => one !== post.lent) ?? post.slots[0]
      const luma = frame.y.length
      slot.bytes.set(frame.y)
      slot.bytes.set(frame.u, luma)
      slot.bytes.set(frame.v, luma + frame.u.length)
      slot.at = frame.at
      slot.inHandAt = now()
      const isFresh = post.waiting === null
      if (!isFresh) post.dropped += 1
      if (post.lent) post.waiting = slot
      else lend(id, post, slot)
      return isFresh
    },
    told(id, answer) {
      const post = posts.get(id)
      if (post) say(post.thread, { do: 'told', id, answer })
    },
    dropped: (id) => posts.get(id)?.dropped ?? 0,
    async end() {
      ended = true
      clearInterval(look)
      await Promise.all(threads.map((thread) => thread.worker.terminate()))
    },
  }
}

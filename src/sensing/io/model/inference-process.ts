/** One inference process from start to end: opens the model, looks at one picture at a time, and is ended when it hangs. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Model } from '../../objects/model.ts'
import type { ModelTrouble } from '../../objects/objects.ts'
import { type InferenceOrder, type Picture, type Seen, saidSchema } from './inference-wire.ts'

export type InferenceEnd = { readonly why: ModelTrouble; readonly detail: string }

export type InferenceProcess = {
  readonly pid: number | null
  /** One at a time. null: the look failed, and the process may go on. */
  look(picture: Picture, judge?: boolean): Promise<Seen | null>
  /** Waits for the look in hand. */
  close(): Promise<void>
}

export type InferenceOptions = {
  readonly file: string
  readonly model: Model
  readonly onOpen: (runtime: string) => void
  /** Once, unless closed before: it is gone. */
  readonly onEnd: (end: InferenceEnd) => void
}

const ENTRY = fileURLToPath(new URL('./inference.ts', import.meta.url))
/** A starved machine is slow and not broken; a look takes 20 ms on an idle one. */
const HANGS_AFTER_MS = 10_000
const OPENS_WITHIN_MS = 30_000
const CLOSES_WITHIN_MS = 3_000

export function openInference({ file, model, onOpen, onEnd }: InferenceOptions): InferenceProcess {
  const child: ChildProcess = fork(ENTRY, [], {
    serialization: 'advanced',
    execArgv: ['--max-old-space-size=128'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let closing = false
  let over = false
  let nextId = 1
  let complaint = ''
  let trouble: InferenceEnd | null = null
  let waiting: { readonly id: number; readonly settle: (seen: Seen | null) => void } | null = null
  const gone = new Promise<void>((resolve) => {
    const ended = (how: string): void => {
      if (over) return
      over = true
      clearTimeout(watch)
      settle(null)
      resolve()
      if (!closing)
        onEnd(trouble ?? { why: 'ended', detail: complaint.trim().split('\n').at(-1)?.slice(0, 300) || how })
    }
    child.on('error', () => ended('the inference process could not be started'))
    // Not `close`: where this side ended the channel Node never says that. One turn later, for what it wrote last.
    child.on('exit', (code, signal) =>
      setImmediate(
        ended,
        signal ? `the inference process was ended by ${signal}` : `the inference process ended (${code})`,
      ),
    )
  })
  let watch = hangsAfter(OPENS_WITHIN_MS)

  function hangsAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      trouble ??= { why: 'no-answer', detail: `no answer within ${ms / 1000} s` }
      child.kill('SIGKILL')
    }, ms)
  }
  function settle(seen: Seen | null): void {
    const { settle: answer } = waiting ?? {}
    waiting = null
    answer?.(seen)
  }
  function send(order: InferenceOrder): void {
    if (child.connected) child.send(order, () => {})
  }

  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000)
  })
  child.on('message', (raw) => {
    const read = saidSchema.safeParse(raw)
    if (!read.success) return
    const said = read.data
    switch (said.kind) {
      case 'open':
        clearTimeout(watch)
        onOpen(said.runtime)
        return
      case 'trouble':
        trouble = { why: said.why, detail: said.detail }
        if (child.connected) child.disconnect()
        return
      case 'seen':
      case 'failed':
        if (said.id !== waiting?.id) return
        clearTimeout(watch)
        settle(said.kind === 'seen' ? said : null)
    }
  })
  send({ kind: 'open', file, sha256: model.sha256, form: model.form })

  return {
    get pid() {
      return child.pid ?? null
    },
    look: (picture, judge = false) => {
      if (over || waiting !== null) return Promise.resolve(null)
      const id = nextId
      nextId += 1
      return new Promise((resolve) => {
        waiting = { id, settle: resolve }
        watch = hangsAfter(HANGS_AFTER_MS)
        send({ kind: 'look', id, picture, judge })
      })
    },
    close: async () => {
      closing = true
      if (over) return
      if (child.connected) child.disconnect()
      const hurry = setTimeout(() => child.kill('SIGKILL'), CLOSES_WITHIN_MS)
      await gone
      clearTimeout(hurry)
    },
  }
}

/** The inference process: runs one object-detection model on one thread, a picture at a time, and never leaves in the middle of a run (onnxruntime aborts then). */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { InferenceSession } from 'onnxruntime-node'
import { fillLetterbox, letterboxOf, outOfLetterbox } from '../../objects/letterbox.ts'
import { heardOf, type ModelForm } from '../../objects/model.ts'
import type { ModelTrouble } from '../../objects/objects.ts'
import { readYolox } from '../../objects/yolox.ts'
import { yieldTo } from '../niceness.ts'
import type { InferenceOrder, InferenceSaid, Picture } from './inference-wire.ts'

/** Weak sights are told too: a rule that follows something small over several looks may add them up. */
const LEAST_SCORE = 0.1
/** Analysis goes first when there is too little of the machine: a look may wait, a frame may not. */
const NICENESS = 19

type Opened = { readonly session: InferenceSession; readonly form: ModelForm; readonly tensor: Float32Array }

function say(what: InferenceSaid): void {
  // The keeper may be gone at any time; the channel's end is heard below.
  if (process.connected) process.send?.(what, () => {})
}

class Trouble extends Error {
  readonly why: ModelTrouble
  constructor(why: ModelTrouble, detail: string) {
    super(detail)
    this.why = why
  }
}

const runtime = import('onnxruntime-node').then(
  (module) => module,
  (error: unknown) => new Trouble('no-runtime', wordsOf(error)),
)

async function open(order: Extract<InferenceOrder, { kind: 'open' }>): Promise<Opened> {
  const ort = await runtime
  if (ort instanceof Trouble) throw ort
  const bytes = await readFile(order.file).catch((error: unknown) => {
    throw new Trouble('model-changed', wordsOf(error))
  })
  // The bytes that are run are the bytes that were examined.
  if (createHash('sha256').update(bytes).digest('hex') !== order.sha256)
    throw new Trouble('model-changed', 'the stored file is not the one that was added')
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  })
  say({ kind: 'open', runtime: ort.env.versions.node ?? 'unknown' })
  return { session, form: order.form, tensor: new Float32Array(3 * order.form.side ** 2) }
}

async function look(opened: Opened, id: number, picture: Picture, judge: boolean): Promise<InferenceSaid> {
  const ort = await runtime
  if (ort instanceof Trouble) throw ort
  const { session, form, tensor } = opened
  const letterbox = letterboxOf([0, 0, picture.width, picture.height], picture, form.side)
  if (letterbox === null) return { kind: 'failed', id, detail: 'an empty picture' }
  const begun = performance.now()
  fillLetterbox(tensor, picture, letterbox)
  const results = await session.run({
    [form.input]: new ort.Tensor('float32', tensor, [1, 3, form.side, form.side]),
  })
  const output = results[form.output]?.data
  if (!(output instanceof Float32Array)) return { kind: 'failed', id, detail: 'the output is not of floats' }
  const objects = readYolox(output, form.side, heardOf(form), LEAST_SCORE).map((object) => ({
    ...object,
    box: outOfLetterbox(object.box, letterbox),
  }))
  const runMs = performance.now() - begun
  const judged = judge ? judgeOutput(output, 5 + form.names.length) : { finite: true, scored: true }
  return { kind: 'seen', id, objects, runMs, ...judged }
}

function judgeOutput(output: Float32Array, columns: number): { finite: boolean; scored: boolean } {
  let finite = true
  let scored = true
  for (let at = 0; at < output.length; at += 1) {
    const value = output[at] ?? 0
    if (!Number.isFinite(value)) finite = false
    if (at % columns >= 4 && !(value >= -0.001 && value <= 1.001)) scored = false
  }
  return { finite, scored }
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? ''
}

yieldTo(NICENESS)

let opened: Promise<Opened> | null = null
let last: Promise<void> = Promise.resolve()

async function answer(order: InferenceOrder): Promise<void> {
  if (order.kind === 'open') {
    opened = open(order)
    await opened
  } else if (opened !== null) say(await look(await opened, order.id, order.picture, order.judge))
}

process.on('message', (order: InferenceOrder) => {
  last = last
    .then(() => answer(order))
    .catch((error: unknown) => {
      if (order.kind === 'look') say({ kind: 'failed', id: order.id, detail: wordsOf(error) })
      else say({ kind: 'trouble', why: error instanceof Trouble ? error.why : 'ended', detail: wordsOf(error) })
    })
})
process.on('disconnect', () => {
  void last.then(async () => {
    await opened?.then(({ session }) => session.release()).catch(() => {})
    process.exit(0)
  })
})
// Ctrl-C reaches the whole group: the keeper closes the channel when it is ready.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

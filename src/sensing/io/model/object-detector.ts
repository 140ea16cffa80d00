/** The object detector of one host: many cameras ask, one process answers one after the other; it comes back by itself, and without it everything else goes on. */
import type { Clock } from '../../../core/time.ts'
import { chromaSize } from '../../detector/frame.ts'
import type { Box } from '../../facts.ts'
import { type Model, modelVersion } from '../../objects/model.ts'
import type { Answer, Ask, ModelState, ModelTrouble, SeenObject } from '../../objects/objects.ts'
import { Turns } from '../../objects/turns.ts'
import { backoffMs } from '../backoff.ts'
import { type InferenceEnd, type InferenceProcess, openInference } from './inference-process.ts'
import type { Picture } from './inference-wire.ts'

export type ObjectDetector = {
  /** Takes what it needs of the picture before it returns. null: nobody looked (no model, down, too late, or a newer picture came). */
  look(cameraId: string, picture: Picture, ask: Ask): Promise<Answer | null>
  state(): ModelState
  /** The inference process, for tests and measurements; null while there is none. */
  process(): number | null
  /** CPU and waiting are seen from here: looks answered, and those that nobody answered. */
  counts(): { readonly answered: number; readonly unanswered: number }
  /** Waits for the look in hand; every waiting one gets null. */
  close(): Promise<void>
}

export type ObjectDetectorOptions = {
  /** null: none was added. */
  readonly model: { readonly model: Model; readonly file: string } | null
  readonly onTrouble: (end: InferenceEnd) => void
  /** Milliseconds, rising. */
  readonly clock?: Clock
}

/** An answer about a picture older than this says little about what stands there now. */
const TOO_LATE_MS = 2_000
const STEADY_MS = 30_000
/** These do not pass by themselves. */
const LASTING: readonly ModelTrouble[] = ['no-runtime', 'model-changed']

type Turn = {
  readonly ask: Ask
  readonly piece: Box
  readonly picture: Picture
  readonly since: number
  readonly settle: (answer: Answer | null) => void
}

export function openObjectDetector({
  model,
  onTrouble,
  clock = () => performance.now(),
}: ObjectDetectorOptions): ObjectDetector {
  if (model === null)
    return {
      look: () => Promise.resolve(null),
      state: () => ({ state: 'none' }),
      process: () => null,
      counts: () => ({ answered: 0, unanswered: 0 }),
      close: () => Promise.resolve(),
    }
  const kept = model
  const version = modelVersion(kept.model)
  const turns = new Turns<Turn>()
  let state: ModelState = { state: 'starting', model: version }
  let inference: InferenceProcess | null = null
  let looking = false
  let closed = false
  let failures = 0
  let startedAt = 0
  let retry: NodeJS.Timeout | null = null
  let answered = 0
  let unanswered = 0

  function start(): void {
    startedAt = clock()
    inference = openInference({
      ...kept,
      onOpen: () => {
        state = { state: 'ready', model: version }
        void next()
      },
      onEnd: (end) => {
        inference = null
        failures = clock() - startedAt > STEADY_MS ? 1 : failures + 1
        state = { state: 'down', model: version, why: end.why }
        for (const turn of turns.clear()) turn.settle(null)
        onTrouble(end)
        if (!closed && !LASTING.includes(end.why)) retry = setTimeout(start, backoffMs(failures, Math.random()))
      },
    })
  }

  async function next(): Promise<void> {
    if (looking || inference === null || state.state !== 'ready') return
    looking = true
    try {
      for (let turn = turns.take(); turn !== null && inference !== null; turn = turns.take()) {
        if (clock() - turn.since > TOO_LATE_MS) {
          turn.settle(null)
          continue
        }
        const seen = await inference.look(turn.picture)
        turn.settle(seen === null ? null : answerOf(turn, seen.objects, version))
      }
    } finally {
      looking = false
    }
  }

  start()
  return {
    look: (cameraId, picture, ask) => {
      if (closed || state.state !== 'ready') return Promise.resolve(null)
      const cut = cutOut(picture, ask.box)
      if (cut === null) return Promise.resolve(null)
      return new Promise((resolve) => {
        const settle = (answer: Answer | null): void => {
          if (answer === null) unanswered += 1
          else answered += 1
          resolve(answer)
        }
        turns.put(cameraId, ask.priority, { ask, ...cut, since: clock(), settle })?.settle(null)
        void next()
      })
    },
    state: () => state,
    process: () => inference?.pid ?? null,
    counts: () => ({ answered, unanswered }),
    close: async () => {
      closed = true
      if (retry) clearTimeout(retry)
      for (const turn of turns.clear()) turn.settle(null)
      await inference?.close()
    },
  }
}

function answerOf({ ask, piece }: Turn, objects: readonly SeenObject[], model: string): Answer {
  return {
    at: ask.at,
    box: piece,
    objects: objects.map(({ box, ...object }) => ({
      ...object,
      box: [piece[0] + box[0], piece[1] + box[1], box[2], box[3]],
    })),
    model,
  }
}

/** A copy of what the box holds, on even pixels so that chroma goes with it; null where it holds nothing. */
export function cutOut(picture: Picture, box: Box): { readonly piece: Box; readonly picture: Picture } | null {
  const left = Math.max(0, Math.floor(box[0] / 2) * 2)
  const top = Math.max(0, Math.floor(box[1] / 2) * 2)
  const right = Math.min(picture.width, Math.ceil((box[0] + box[2]) / 2) * 2)
  const bottom = Math.min(picture.height, Math.ceil((box[1] + box[3]) / 2) * 2)
  const size = { width: right - left, height: bottom - top }
  if (!(size.width >= 2) || !(size.height >= 2)) return null
  const half = chromaSize(size)
  const across = chromaSize(picture).width
  const part = (plane: Uint8Array, stride: number, x: number, y: number, width: number, height: number): Uint8Array => {
    const out = new Uint8Array(width * height)
    for (let row = 0; row < height; row += 1)
      out.set(plane.subarray((y + row) * stride + x, (y + row) * stride + x + width), row * width)
    return out
  }
  return {
    piece: [left, top, size.width, size.height],
    picture: {
      ...size,
      y: part(picture.y, picture.width, left, top, size.width, size.height),
      u: part(picture.u, across, left / 2, top / 2, half.width, half.height),
      v: part(picture.v, across, left / 2, top / 2, half.width, half.height),
    },
  }
}

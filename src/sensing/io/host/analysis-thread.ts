/** An analysis thread of a detector host: several cameras' detectors, one picture at a time, nothing kept but what they remember. */
import { parentPort } from 'node:worker_threads'
import { type Detector, openDetector } from '../../detector/detector.ts'
import { frameOver } from '../../detector/frame.ts'
import { jpegOf } from '../video/picture.ts'
import type { FromAnalysis, ToAnalysis } from './analysis-wire.ts'

type Post = { readonly detector: Detector; readonly scale: readonly [number, number]; heldAt: number }

const STILL_QUALITY = 85
const HELD_EVERY_MS = 1_000
const posts = new Map<string, Post>()

function see(post: Post, id: string, slot: SharedArrayBuffer, at: number): FromAnalysis {
  const { detector, scale } = post
  const frame = frameOver(new Uint8Array(slot), detector.size, at)
  const warnings = detector.see(frame).map((warning) => {
    const [x, y, width, height] = warning.box
    const box = [x * scale[0], y * scale[1], width * scale[0], height * scale[1]] as const
    return { warning, jpeg: jpegOf(frame, box, STILL_QUALITY) }
  })
  const tellsHeld = warnings.length > 0 || at - post.heldAt >= HELD_EVERY_MS
  if (tellsHeld) post.heldAt = at
  return {
    kind: 'seen',
    id,
    at,
    doneAt: performance.timeOrigin + performance.now(),
    fitness: detector.fitness(),
    suspicion: detector.suspicion(),
    warnings,
    ask: detector.asks(at),
    held: tellsHeld ? detector.held() : null,
  }
}

parentPort?.on('message', (said: ToAnalysis) => {
  switch (said.do) {
    case 'open': {
      const detector = openDetector(said.camera, said.held)
      const { view } = said.camera
      posts.set(said.id, {
        detector,
        scale: [detector.size.width / view.width, detector.size.height / view.height],
        heldAt: Number.NEGATIVE_INFINITY,
      })
      return
    }
    case 'see': {
      const post = posts.get(said.id)
      if (post) parentPort?.postMessage(see(post, said.id, said.slot, said.at))
      return
    }
    case 'told':
      posts.get(said.id)?.detector.told(said.answer)
      return
    case 'close':
      posts.delete(said.id)
  }
})

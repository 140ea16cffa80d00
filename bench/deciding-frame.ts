/** The simulated expressway camera brought to the moment of its warning, so that each scripted stop can pay for a frame of analysis and its still. */

import { once } from 'node:events'
import { parentPort, Worker } from 'node:worker_threads'
import { cameraOf } from '../src/sensing/camera.ts'
import { openDetector } from '../src/sensing/detector/detector.ts'
import type { Frame } from '../src/sensing/detector/frame.ts'
import type { Box } from '../src/sensing/facts.ts'
import { jpegOf } from '../src/sensing/io/video/picture.ts'
import { cameraRecord, camerasOf } from '../src/sim/city/cameras.ts'
import { layCity } from '../src/sim/city.ts'
import { renderedFrames } from '../src/sim/scene/scene.ts'
import { firstProgramme } from '../src/sim/scene/stage.ts'

const SEED = 7
const AT_MOST_FRAMES = 600
const KEPT_FRAMES = 40

/** Answers a function that analyses the next frame of the standing car and encodes its still; throws when the detector never warns. */
function decidingFrame(): () => { readonly still: Uint8Array } {
  const [site] = camerasOf(layCity(SEED))
  if (!site) throw new Error('the simulated city has no camera')
  const camera = cameraOf(cameraRecord(site, 'rendered'))
  if (!camera.ok) throw new Error(camera.detail ?? camera.refusal)
  const detector = openDetector(camera.value)
  const { stop } = firstProgramme(SEED)
  const kept: Frame[] = []
  let box: Box | null = null
  let last = 0
  for (const frame of renderedFrames(site, SEED, AT_MOST_FRAMES, () => ({ stop, standing: [] }))) {
    const warning = detector.see(frame).find(({ type }) => type === 'stopped-vehicle')
    last = frame.at
    if (warning) box = warning.box
    if (!box) continue
    kept.push({ ...frame, y: frame.y.slice(), u: frame.u.slice(), v: frame.v.slice() })
    if (kept.length === KEPT_FRAMES) break
  }
  if (!box) throw new Error('the detector did not warn of the rendered stop')
  const [over, under] = site.rate
  let n = 0
  return () => {
    const frame = kept[n++ % kept.length]
    if (!frame) throw new Error('no frame was kept')
    last += (1000 * under) / over
    detector.see({ ...frame, at: last })
    return { still: jpegOf(frame, box) }
  }
}

/** As a worker it is what a camera's process is: analysis and encoding do not hold up the officer or the agencies. */
if (parentPort) {
  const port = parentPort
  const decide = decidingFrame()
  port.postMessage('ready')
  port.on('message', (n: number) => port.postMessage({ n, still: decide().still }))
}

export type Camera = { still(): Promise<Uint8Array>; close(): Promise<number> }

export async function openCamera(): Promise<Camera> {
  const worker = new Worker(new URL(import.meta.url))
  await once(worker, 'message')
  const waiting = new Map<number, (still: Uint8Array) => void>()
  let n = 0
  worker.on('message', (said: { n: number; still: Uint8Array }) => {
    waiting.get(said.n)?.(said.still)
    waiting.delete(said.n)
  })
  return {
    still: () =>
      new Promise((done) => {
        waiting.set(++n, done)
        worker.postMessage(n)
      }),
    close: () => worker.terminate(),
  }
}

/** The thread of one trial: decodes the listed files and shows their pictures to a fresh detector; says how far it is and what it would have warned of. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Camera } from '../../camera.ts'
import { openDetector } from '../../detector/detector.ts'
import { workSize } from '../../detector/frame.ts'
import type { Rehearsal } from '../../eyes.ts'
import { readWithFfmpeg } from '../video/ffmpeg.ts'

export type RehearsalOrder = {
  readonly camera: Camera
  /** A list for ffmpeg's `concat`. */
  readonly list: string
  readonly ofMs: number
  /** UTC ms of the first picture. */
  readonly beganAt: number
}

const PROGRESS_EVERY_MS = 2_000

async function run({ camera, list, ofMs, beganAt }: RehearsalOrder): Promise<void> {
  const say = (step: Rehearsal): void => parentPort?.postMessage(step)
  const stop = new AbortController()
  parentPort?.on('message', () => stop.abort())
  const detector = openDetector(camera)
  let frames = 0
  let at = 0
  let saidAt = 0
  await readWithFfmpeg(list, {
    size: workSize(camera.view),
    live: false,
    isList: true,
    signal: stop.signal,
    onFrame: (frame) => {
      frames += 1
      at = frame.at
      for (const warning of detector.see(frame))
        say({ kind: 'warning', warning, at: Math.round(beganAt + warning.mediaSeconds * 1000) })
      if (at - saidAt < PROGRESS_EVERY_MS) return
      saidAt = at
      say({ kind: 'progress', doneMs: Math.round(Math.min(at, ofMs)), ofMs: Math.round(ofMs) })
    },
  })
  say({ kind: 'end', frames, watchedMs: Math.round(at) })
  parentPort?.close()
}

// Only `rehearse` starts this thread, and with nothing else.
void run(workerData as RehearsalOrder)

/** A trial: the recording of the last minutes played through a detector made of another record, in a thread of its own, as fast as it goes. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Camera } from '../../camera.ts'
import type { Rehearsal } from '../../eyes.ts'
import { covering } from '../../life/recording.ts'
import { type Ring, writeList } from '../video/ring.ts'
import type { RehearsalOrder } from './rehearse-thread.ts'

export type RehearsalEnd = Omit<Rehearsal & { kind: 'end' }, 'kind'>

const THREAD = new URL('./rehearse-thread.ts', import.meta.url)

export async function rehearse(
  ring: Ring,
  camera: Camera,
  lastMs: number,
  at: number,
  signal: AbortSignal,
  onStep: (step: Rehearsal) => void,
): Promise<RehearsalEnd> {
  // What is still being written would end the play in the middle of a picture.
  const chosen = covering(await ring.segments(), at - lastMs, at).filter((segment) => !segment.isOpen)
  const first = chosen[0]
  const nothing: RehearsalEnd = { frames: 0, watchedMs: 0 }
  if (!first) return nothing
  const folder = await mkdtemp(join(tmpdir(), 'firstminute-trial-'))
  const list = join(folder, 'list.txt')
  await writeList(ring.folder, chosen, list)
  const { source: _source, ...record } = camera
  const order: RehearsalOrder = {
    camera: record,
    list,
    ofMs: chosen.reduce((sum, one) => sum + one.to - one.from, 0),
    beganAt: first.from,
  }
  const worker = new Worker(THREAD, { workerData: order })
  try {
    return await new Promise<RehearsalEnd>((resolve) => {
      signal.addEventListener('abort', () => resolve(nothing), { once: true })
      worker.on('error', () => resolve(nothing))
      worker.on('exit', () => resolve(nothing))
      worker.on('message', (step: Rehearsal) => (step.kind === 'end' ? resolve(step) : onStep(step)))
    })
  } finally {
    worker.postMessage('stop')
    await worker.terminate()
    await rm(folder, { recursive: true, force: true })
  }
}

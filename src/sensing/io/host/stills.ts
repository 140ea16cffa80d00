/** Pictures for people out of raw frames: one JPEG a camera under way at most, what comes meanwhile is left out. */
import { Worker } from 'node:worker_threads'
import type { Frame } from '../../detector/frame.ts'
import type { FromStills, ToStills } from './stills-thread.ts'

export type Stills = {
  /** Copies the frame; `at` comes back with the JPEG. */
  encode(id: string, frame: Frame, at: number, onJpeg: (jpeg: Uint8Array, at: number) => void): void
  end(): Promise<unknown>
}

const THREAD = new URL('./stills-thread.ts', import.meta.url)

export function openStills(): Stills {
  const underWay = new Map<string, (jpeg: Uint8Array, at: number) => void>()
  let worker: Worker | null = null
  /** Started when the first picture is wanted: ffmpeg makes most of them itself. */
  function started(): Worker {
    if (worker) return worker
    const fresh = new Worker(THREAD)
    fresh.on('message', ({ id, at, jpeg }: FromStills) => {
      const tell = underWay.get(id)
      underWay.delete(id)
      tell?.(jpeg, at)
    })
    fresh.on('error', () => {
      underWay.clear()
      worker = null
    })
    worker = fresh
    return fresh
  }
  return {
    encode(id, frame, at, onJpeg) {
      if (underWay.has(id)) return
      underWay.set(id, onJpeg)
      const bytes = new Uint8Array(frame.y.length + frame.u.length + frame.v.length)
      bytes.set(frame.y)
      bytes.set(frame.u, frame.y.length)
      bytes.set(frame.v, frame.y.length + frame.u.length)
      const size = { width: frame.width, height: frame.height }
      started().postMessage({ id, size, bytes, at } satisfies ToStills, [bytes.buffer])
    },
    end: async () => worker?.terminate(),
  }
}

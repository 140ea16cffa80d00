/** Encodes pictures as JPEG in a thread of its own: it takes longer than analysing one, and nobody waits for it. */
import { parentPort } from 'node:worker_threads'
import { frameOver, type Size } from '../../detector/frame.ts'
import { jpegOf } from '../video/picture.ts'

const QUALITY = 75

export type ToStills = { readonly id: string; readonly size: Size; readonly bytes: Uint8Array; readonly at: number }
export type FromStills = { readonly id: string; readonly at: number; readonly jpeg: Uint8Array }

parentPort?.on('message', ({ id, size, bytes, at }: ToStills) => {
  const jpeg = new Uint8Array(jpegOf(frameOver(bytes, size, at), null, QUALITY))
  parentPort?.postMessage({ id, at, jpeg } satisfies FromStills, [jpeg.buffer])
})

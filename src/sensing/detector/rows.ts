/** Which stretches of each row are worth looking at: what the zones need and a rim around it, so that the hot path asks no pixel. */
import type { Size } from './frame.ts'
import { IGNORED } from './zones.ts'

export type Rows = {
  /** First pixel and the one behind the last of each stretch, as indexes into the picture. */
  readonly runs: Int32Array
  /** By row the number of its first stretch; one more than there are rows. */
  readonly firstRun: Int32Array
}

/** The rim is as wide as the outlines of things are compared over. */
export function rimOf(size: Size): number {
  return Math.max(2, Math.round(size.width / 110)) + 1
}

export function rowsOf(size: Size, where: Uint8Array, mask: Uint8Array): Rows {
  const { width, height } = size
  const near = grown(grown(where, size, 1, width), size, width, height)
  const runs: number[] = []
  const firstRun = new Int32Array(height + 1)
  for (let y = 0; y < height; y += 1) {
    firstRun[y] = runs.length / 2
    let isInside = false
    for (let at = y * width; at < (y + 1) * width; at += 1) {
      const isWanted = near[at] === 1 && mask[at] !== IGNORED
      if (isWanted !== isInside) runs.push(at)
      isInside = isWanted
    }
    if (isInside) runs.push((y + 1) * width)
  }
  firstRun[height] = runs.length / 2
  return { runs: Int32Array.from(runs), firstRun }
}

/** Every `stride`-th pixel of the picture that lies in a stretch. */
export function sampled({ runs }: Rows, stride: number): Int32Array {
  const samples: number[] = []
  for (let run = 0; run < runs.length; run += 2) {
    const from = runs[run] ?? 0
    for (let at = from + ((stride - (from % stride)) % stride); at < (runs[run + 1] ?? 0); at += stride)
      samples.push(at)
  }
  return Int32Array.from(samples)
}

/** Grown by the rim along one axis: `step` between neighbours on it, `length` of them. */
function grown(from: Uint8Array, size: Size, step: number, length: number): Uint8Array {
  const rim = rimOf(size)
  const to = new Uint8Array(from.length)
  for (let at = 0; at < from.length; at += 1) {
    if (from[at] === 0) continue
    const place = Math.floor(at / step) % length
    const first = Math.max(-rim, -place)
    const last = Math.min(rim, length - 1 - place)
    for (let off = first; off <= last; off += 1) to[at + off * step] = 1
  }
  return to
}

/** Reads what a YOLOX network puts out: anchor-free cells at strides 8, 16 and 32, each a box, a presence and its classes (arXiv 2107.08430). */
import type { Box } from '../facts.ts'
import type { ObjectClass } from './objects.ts'

const STRIDES = [8, 16, 32] as const
/** Two boxes of one thing overlap more than this. */
const SAME_THING = 0.45
/** More than a road holds; bounds the work on a picture that makes a model rave. */
const MOST = 100

/** Cells for a square of this side: 3,549 at 416. */
export function cellsOf(side: number): number {
  return STRIDES.reduce((sum, stride) => sum + Math.floor(side / stride) ** 2, 0)
}

export type SquareObject = { readonly class: ObjectClass; readonly score: number; readonly box: Box }

/**
 * `output` is cells × (5 + classes), row by row: cx, cy, log w, log h in strides, presence, class scores (both already 0–1).
 * `classes` names the columns that are heard (null: not heard); boxes come back in pixels of the square, best first.
 */
export function readYolox(
  output: Float32Array,
  side: number,
  classes: readonly (ObjectClass | null)[],
  least: number,
): readonly SquareObject[] {
  const columns = 5 + classes.length
  const found: SquareObject[] = []
  let cell = 0
  for (const stride of STRIDES) {
    const across = Math.floor(side / stride)
    for (let row = 0; row < across; row += 1)
      for (let column = 0; column < across; column += 1, cell += 1) {
        const at = cell * columns
        const presence = output[at + 4] ?? 0
        if (!(presence >= least)) continue
        let best = -1
        let score = least
        for (let index = 0; index < classes.length; index += 1) {
          if (classes[index] === null) continue
          const each = presence * (output[at + 5 + index] ?? 0)
          if (each >= score) {
            score = each
            best = index
          }
        }
        const named = classes[best]
        if (!named) continue
        const width = Math.exp(output[at + 2] ?? 0) * stride
        const height = Math.exp(output[at + 3] ?? 0) * stride
        const x = ((output[at] ?? 0) + column) * stride
        const y = ((output[at + 1] ?? 0) + row) * stride
        found.push({ class: named, score, box: [x - width / 2, y - height / 2, width, height] })
      }
  }
  return oneOfEach(found)
}

/** Keeps the best of what overlaps, whatever its class: a van that is half truck and half car is one thing. */
export function oneOfEach(found: readonly SquareObject[]): readonly SquareObject[] {
  const kept: SquareObject[] = []
  for (const each of found.toSorted((a, b) => b.score - a.score)) {
    if (kept.length === MOST) break
    // A rider and the bicycle overlap and are two things.
    if (kept.every((other) => overlap(other.box, each.box) <= SAME_THING || ridden(other.class, each.class)))
      kept.push(each)
  }
  return kept
}

function ridden(a: ObjectClass, b: ObjectClass): boolean {
  return (a === 'person') !== (b === 'person')
}

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  if (!(width > 0) || !(height > 0)) return 0
  const both = width * height
  return both / (a[2] * a[3] + b[2] * b[3] - both)
}

/** A piece of a picture laid into the square that an object detector takes, and the way back; proportions are kept, the rest is grey. */

import { chromaSize, type Frame, type Size } from '../detector/frame.ts'
import type { Box } from '../facts.ts'

export type Letterbox = {
  /** Whole pixels of the picture, clipped to it. */
  readonly piece: Box
  /** Side of the square. */
  readonly side: number
  /** Square pixels for one pixel of the picture. */
  readonly scale: number
}

/** Grey of the part that no picture covers: the value the model was trained with (YOLOX, data_augment.py). */
const PADDING = 114

/** null: nothing of the box lies within the picture. */
export function letterboxOf(box: Box, picture: Size, side: number): Letterbox | null {
  const left = Math.max(0, Math.floor(box[0]))
  const top = Math.max(0, Math.floor(box[1]))
  const right = Math.min(picture.width, Math.ceil(box[0] + box[2]))
  const bottom = Math.min(picture.height, Math.ceil(box[1] + box[3]))
  if (!(right - left >= 1) || !(bottom - top >= 1)) return null
  const piece: Box = [left, top, right - left, bottom - top]
  return { piece, side, scale: side / Math.max(piece[2], piece[3]) }
}

/** From the square back into the picture. */
export function outOfLetterbox(box: Box, { piece, scale }: Letterbox): Box {
  return [piece[0] + box[0] / scale, piece[1] + box[1] / scale, box[2] / scale, box[3] / scale]
}

/**
 * Fills `tensor` (3 × side × side) with blue, green and red planes of 0–255, the form YOLOX is trained on, by bilinear
 * samples at pixel centres; a piece more than twice too large is first averaged over whole pixels, so that thin things stay.
 */
export function fillLetterbox(tensor: Float32Array, frame: Omit<Frame, 'at'>, letterbox: Letterbox): void {
  const { piece, side, scale } = letterbox
  const area = side * side
  tensor.fill(PADDING)
  const width = Math.min(side, Math.round(piece[2] * scale))
  const height = Math.min(side, Math.round(piece[3] * scale))
  const half = chromaSize(frame)
  const luma = linesOf(frame.y, frame, letterbox, 1, width)
  const blue = linesOf(frame.u, half, letterbox, 2, width)
  const red = linesOf(frame.v, half, letterbox, 2, width)
  for (let row = 0; row < height; row += 1) {
    const y = piece[1] + (row + 0.5) / scale
    luma.take(y)
    blue.take(y / 2)
    red.take(y / 2)
    for (let column = 0, to = row * side; column < width; column += 1, to += 1) {
      // BT.601, studio swing.
      const grey = 1.164 * ((luma.line[column] ?? 0) - 16)
      const u = (blue.line[column] ?? 0) - 128
      const v = (red.line[column] ?? 0) - 128
      tensor[to] = clamp(grey + 2.017 * u)
      tensor[area + to] = clamp(grey - 0.392 * u - 0.813 * v)
      tensor[2 * area + to] = clamp(grey + 1.596 * v)
    }
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}

type Lines = { readonly line: Float32Array; take(y: number): void }

/** One row of the square after the other out of one plane: down first, then across, so that most of the work is a table's. */
function linesOf(
  plane: Uint8Array,
  { width, height }: Size,
  { piece, scale }: Letterbox,
  coarser: 1 | 2,
  across: number,
): Lines {
  const step = Math.max(1, Math.floor(1 / scale / coarser))
  const line = new Float32Array(across)
  const left = new Int32Array(across)
  const right = new Int32Array(across)
  const share = new Float32Array(across)
  for (let column = 0; column < across; column += 1) {
    const x = Math.min(width - 1, Math.max(0, (piece[0] + (column + 0.5) / scale) / coarser - 0.5))
    left[column] = Math.floor(x)
    right[column] = Math.min(width - 1, Math.floor(x) + 1)
    share[column] = x - Math.floor(x)
  }
  const from = left[0] ?? 0
  const to = right[across - 1] ?? 0
  const row = new Float32Array(width)
  const take = (at: number): void => {
    const y = Math.min(height - 1, Math.max(0, at - 0.5))
    const upper = Math.floor(y) * width
    const lower = Math.min(height - 1, Math.floor(y) + 1) * width
    const lowerShare = y - Math.floor(y)
    for (let x = from; x <= to; x += 1)
      row[x] = (plane[upper + x] ?? 0) * (1 - lowerShare) + (plane[lower + x] ?? 0) * lowerShare
    for (let column = 0; column < across; column += 1) {
      const part = share[column] ?? 0
      line[column] = (row[left[column] ?? 0] ?? 0) * (1 - part) + (row[right[column] ?? 0] ?? 0) * part
    }
  }
  const mean = (at: number): void => {
    const top = Math.min(height - step, Math.max(0, Math.round(at - step / 2))) * width
    for (let column = 0; column < across; column += 1) {
      const x = (piece[0] + (column + 0.5) / scale) / coarser
      const begin = top + Math.min(width - step, Math.max(0, Math.round(x - step / 2)))
      let sum = 0
      for (let down = 0; down < step; down += 1)
        for (let side = 0; side < step; side += 1) sum += plane[begin + down * width + side] ?? 0
      line[column] = sum / (step * step)
    }
  }
  return { line, take: step === 1 ? take : mean }
}

/** A piece of a picture laid into the square that an object detector takes, and the way back; proportions are kept, the rest is grey. */
import type { Box } from './facts.ts'
import { chromaSize, type Frame, type Size } from './frame.ts'

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
export function fillLetterbox(tensor: Float32Array, frame: Omit<Frame, 'at'>, { piece, side, scale }: Letterbox): void {
  const plane = side * side
  tensor.fill(PADDING)
  const width = Math.min(side, Math.round(piece[2] * scale))
  const height = Math.min(side, Math.round(piece[3] * scale))
  const half = chromaSize(frame)
  const step = Math.max(1, Math.floor(1 / scale))
  for (let row = 0; row < height; row += 1) {
    const y = piece[1] + (row + 0.5) / scale
    for (let column = 0; column < width; column += 1) {
      const x = piece[0] + (column + 0.5) / scale
      const luma =
        1.164 *
        ((step === 1 ? bilinear(frame.y, frame.width, frame.height, x, y) : mean(frame.y, frame, x, y, step)) - 16)
      const u = bilinear(frame.u, half.width, half.height, x / 2, y / 2) - 128
      const v = bilinear(frame.v, half.width, half.height, x / 2, y / 2) - 128
      const to = row * side + column
      // BT.601, studio swing.
      tensor[to] = clamp(luma + 2.017 * u)
      tensor[plane + to] = clamp(luma - 0.392 * u - 0.813 * v)
      tensor[2 * plane + to] = clamp(luma + 1.596 * v)
    }
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}

function bilinear(plane: Uint8Array, width: number, height: number, x: number, y: number): number {
  const left = Math.min(width - 1, Math.max(0, x - 0.5))
  const top = Math.min(height - 1, Math.max(0, y - 0.5))
  const x0 = Math.floor(left)
  const y0 = Math.floor(top)
  const x1 = Math.min(width - 1, x0 + 1)
  const y1 = Math.min(height - 1, y0 + 1)
  const fx = left - x0
  const fy = top - y0
  const upper = (plane[y0 * width + x0] ?? 0) * (1 - fx) + (plane[y0 * width + x1] ?? 0) * fx
  const lower = (plane[y1 * width + x0] ?? 0) * (1 - fx) + (plane[y1 * width + x1] ?? 0) * fx
  return upper * (1 - fy) + lower * fy
}

function mean(plane: Uint8Array, { width, height }: Size, x: number, y: number, step: number): number {
  const left = Math.min(width - step, Math.max(0, Math.round(x - step / 2)))
  const top = Math.min(height - step, Math.max(0, Math.round(y - step / 2)))
  let sum = 0
  for (let row = 0; row < step; row += 1)
    for (let column = 0; column < step; column += 1) sum += plane[(top + row) * width + left + column] ?? 0
  return sum / (step * step)
}

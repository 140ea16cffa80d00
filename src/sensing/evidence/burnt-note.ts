/** Lines burnt into every picture of a copy, white on a dark band along the top edge: which copy this is stands in the picture itself. Pure. */
import { GLYPHS } from '../../core/glyphs.ts'
import { chromaSize, type Frame, type Size } from '../detector/frame.ts'

/** Luma of the band, and its rows; chroma under it becomes grey. */
export type BurntNote = { readonly rows: number; readonly luma: Uint8Array }

/** Signs across the width of a large picture; a smaller one takes as many as fit and more lines. */
const ACROSS = 64
const WHITE = 235
const DARK = 24

export function noteOver(size: Size, lines: readonly string[]): BurntNote {
  const dot = Math.max(1, Math.floor(size.width / (6 * ACROSS)))
  const most = Math.max(1, Math.floor((size.width - 2 * dot) / (6 * dot)))
  const wrapped = lines.flatMap((line) => pieces(line, most))
  const pitch = 9 * dot
  const rows = Math.min(size.height, Math.ceil((wrapped.length * pitch + 2 * dot) / 2) * 2)
  const luma = new Uint8Array(rows * size.width).fill(DARK)
  wrapped.forEach((line, nth) => {
    ;[...line].forEach((sign, place) => {
      write(luma, size.width, rows, sign, dot + place * 6 * dot, dot + nth * pitch, dot)
    })
  })
  return { rows, luma }
}

export function burn(frame: Frame, { rows, luma }: BurntNote): void {
  frame.y.set(luma)
  const half = chromaSize(frame).width * (rows >> 1)
  frame.u.fill(128, 0, half)
  frame.v.fill(128, 0, half)
}

function pieces(line: string, most: number): readonly string[] {
  return Array.from({ length: Math.max(1, Math.ceil(line.length / most)) }, (_, nth) =>
    line.slice(nth * most, (nth + 1) * most),
  )
}

function write(luma: Uint8Array, width: number, rows: number, sign: string, x: number, y: number, dot: number): void {
  const glyph = GLYPHS[sign]
  if (glyph === undefined) return
  for (let row = 0; row < 7 * dot; row += 1) {
    const bits = Number.parseInt(glyph.slice(Math.floor(row / dot) * 2, Math.floor(row / dot) * 2 + 2), 16)
    for (let column = 0; column < 5 * dot; column += 1) {
      const isSet = (bits >> (4 - Math.floor(column / dot))) & 1
      if (isSet && y + row < rows && x + column < width) luma[(y + row) * width + x + column] = WHITE
    }
  }
}

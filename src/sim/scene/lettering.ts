/** Lettering burnt into the picture as a camera does. */
import { GLYPHS } from '../../core/glyphs.ts'
import { fill } from './brush.ts'
import { type Ink, ink, type Picture } from './picture.ts'

const WHITE = ink(226, 228, 226)
const SHADE = ink(24, 26, 28)

/** Writes at the top left corner `x`, `y`, one dot being `dot` pixels; unknown signs are blanks. */
export function letter(picture: Picture, text: string, x: number, y: number, dot: number): void {
  for (const [shift, of] of [
    [dot * 0.6, SHADE],
    [0, WHITE],
  ] as const)
    [...text].forEach((sign, i) => {
      dots(picture, GLYPHS[sign], x + i * 6 * dot + shift, y + shift, dot, of)
    })
}

function dots(picture: Picture, rows: string | undefined, x: number, y: number, dot: number, of: Ink): void {
  if (!rows) return
  for (let row = 0; row < 7; row++) {
    const bits = Number.parseInt(rows.slice(row * 2, row * 2 + 2), 16)
    for (let column = 0; column < 5; column++) {
      if (!((bits >> (4 - column)) & 1)) continue
      const [left, top] = [x + column * dot, y + row * dot]
      fill(picture, [left, top, left + dot, top, left + dot, top + dot, left, top + dot], of, 0.85)
    }
  }
}

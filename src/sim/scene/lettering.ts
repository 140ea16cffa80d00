/** Capitals, digits and a few signs of five by seven dots, burnt into the picture as a camera does. */
import { fill } from './brush.ts'
import { type Ink, ink, type Picture } from './picture.ts'

const GLYPHS: Readonly<Record<string, string>> = {
  A: '0e11111f111111',
  B: '1e11111e11111e',
  C: '0e11101010110e',
  D: '1e11111111111e',
  E: '1f10101e10101f',
  F: '1f10101e101010',
  G: '0e11101711110f',
  H: '1111111f111111',
  I: '0e04040404040e',
  K: '11121418141211',
  L: '1010101010101f',
  M: '111b1515111111',
  N: '11191513111111',
  O: '0e11111111110e',
  P: '1e11111e101010',
  R: '1e11111e141211',
  S: '0f10100e01011e',
  T: '1f040404040404',
  U: '1111111111110e',
  V: '11111111110a04',
  W: '1111111515150a',
  X: '11110a040a1111',
  Y: '11110a04040404',
  Z: '1f01020408101f',
  0: '0e11131519110e',
  1: '040c040404040e',
  2: '0e11010204081f',
  3: '1f02040201110e',
  4: '02060a121f0202',
  5: '1f101e0101110e',
  6: '0608101e11110e',
  7: '1f010204080808',
  8: '0e11110e11110e',
  9: '0e11110f01020c',
  '+': '0004041f040400',
  ':': '000c0c000c0c00',
  '-': '0000001f000000',
  '.': '00000000000c0c',
  '/': '00010204081000',
}

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

/** Lays a cut-out into a picture, with its lamps as bright as they are at that instant. */
import { chromaSize, frameOver, type Size } from '../../src/sensing/detector/frame.ts'
import type { CutOut } from './cut-outs.ts'

/** Brightness of each lamp, 0–1. */
export type Lit = { readonly left: number; readonly right: number; readonly colour: 'amber' | 'red' }

export const DARK: Lit = { left: 0, right: 0, colour: 'amber' }

const COLOURS = { amber: { y: 190, u: 50, v: 175 }, red: { y: 120, u: 105, v: 200 } } as const
/** Side of a lamp against the vehicle's width; a real indicator's housing takes about an eighth. */
const LAMP_SHARE = 0.13

/** With the middle of its foot at (x, y), under the picture's own exposure. The lamps sit at half its height, at the ends of what is there of it: a cut-out does not fill its box. */
export function paste(
  bytes: Uint8Array,
  size: Size,
  what: CutOut,
  x: number,
  y: number,
  exposure = 1,
  lit: Lit = DARK,
): void {
  const frame = frameOver(bytes, size, 0)
  const half = chromaSize(size)
  const left = Math.round(x - what.width / 2)
  const top = Math.round(y - what.height)
  const side = Math.max(2, Math.round(LAMP_SHARE * what.width))
  const lampTop = Math.round(0.5 * what.height)
  const [leftEnd, rightEnd] = endsOf(what, lampTop, side)
  const colour = COLOURS[lit.colour]
  for (let row = 0; row < what.height; row += 1)
    for (let column = 0; column < what.width; column += 1) {
      const px = left + column
      const py = top + row
      if (px < 0 || py < 0 || px >= size.width || py >= size.height) continue
      const at = row * what.width + column
      const cover = (what.cover[at] ?? 0) / 255
      if (cover === 0) continue
      const inRows = row >= lampTop && row < lampTop + side
      const inLeft = inRows && column >= leftEnd && column < leftEnd + side
      const inRight = inRows && column < rightEnd && column >= rightEnd - side
      const share = inLeft ? lit.left : inRight ? lit.right : 0
      const ownY = what.y[at] ?? 0
      const luma = exposed(ownY + share * (Math.max(colour.y, ownY) - ownY), exposure)
      const to = py * size.width + px
      frame.y[to] = (frame.y[to] ?? 0) * (1 - cover) + luma * cover
      const chroma = (py >> 1) * half.width + (px >> 1)
      const u = (what.u[at] ?? 128) * (1 - share) + colour.u * share
      const v = (what.v[at] ?? 128) * (1 - share) + colour.v * share
      frame.u[chroma] = (frame.u[chroma] ?? 128) * (1 - cover) + u * cover
      frame.v[chroma] = (frame.v[chroma] ?? 128) * (1 - cover) + v * cover
    }
}

/** Columns where the left lamp begins and the right one ends. */
function endsOf({ width, cover }: CutOut, top: number, side: number): readonly [number, number] {
  const margin = Math.round(0.05 * width)
  let first = 0
  let last = width
  for (let row = top; row < top + side; row += 1) {
    const line = cover.subarray(row * width, (row + 1) * width)
    const from = line.indexOf(255)
    if (from === -1) continue
    first = Math.max(first, from)
    last = Math.min(last, line.lastIndexOf(255) + 1)
  }
  return last - first > 3 * side ? [first + margin, last - margin] : [margin, width - margin]
}

function exposed(luma: number, exposure: number): number {
  return Math.min(235, 16 + (luma - 16) * exposure)
}

export type Lamps =
  | { readonly kind: 'off' }
  | { readonly kind: 'left' | 'right' | 'both'; readonly hz: number; readonly phase: number }
  /** Held, let go and trodden again, as in a slow queue. */
  | { readonly kind: 'brake'; readonly phase: number }

/** What the lamps show at an instant: a bulb takes about 60 ms to glow and to fade, and is lit for half of each period. */
export function litAt(lamps: Lamps, seconds: number): Lit {
  switch (lamps.kind) {
    case 'off':
      return DARK
    case 'brake': {
      // Two slow periods that never meet: no rate of its own.
      const held = Math.sin(seconds * 0.9 + lamps.phase) + Math.sin(seconds * 1.57 + 2 * lamps.phase) > -0.9
      return held ? { left: 1, right: 1, colour: 'red' } : DARK
    }
    case 'left':
    case 'right':
    case 'both': {
      const within = (seconds * lamps.hz + lamps.phase) % 1
      const fade = 0.06 * lamps.hz
      const glow = within < 0.5 ? Math.min(1, within / fade) : Math.max(0, 1 - (within - 0.5) / fade)
      return {
        left: lamps.kind === 'right' ? 0 : glow,
        right: lamps.kind === 'left' ? 0 : glow,
        colour: 'amber',
      }
    }
  }
}

/** Hot path: a binomial 3×3 blur of the luma, which takes the noise and half-pixel shake out before anything is compared. */
import type { Size } from './frame.ts'

/** Fills `to` from `from`; `row` is scratch of at least `width`. The outermost pixels are copied. */
export function smooth(from: Uint8Array, to: Uint8Array, size: Size, row: Uint16Array): void {
  const { width, height } = size
  to.set(from.subarray(0, width))
  to.set(from.subarray((height - 1) * width, height * width), (height - 1) * width)
  for (let y = 1; y < height - 1; y += 1) {
    const at = y * width
    for (let x = 0; x < width; x += 1)
      row[x] = (from[at - width + x] ?? 0) + 2 * (from[at + x] ?? 0) + (from[at + width + x] ?? 0)
    to[at] = from[at] ?? 0
    to[at + width - 1] = from[at + width - 1] ?? 0
    for (let x = 1; x < width - 1; x += 1)
      to[at + x] = ((row[x - 1] ?? 0) + 2 * (row[x] ?? 0) + (row[x + 1] ?? 0) + 8) >> 4
  }
}

/** Hot path: connected patches of a mask, found on a coarse grid of cells into buffers made once. */
import type { Size } from './frame.ts'

const MOST = 128

export class Blobs {
  /** Boxes of the patches found last, in pixels: [x, y, width, height] each; `filled`: pixels of the mask in each. */
  readonly boxes = new Int32Array(MOST * 4)
  readonly filled = new Int32Array(MOST)
  count = 0
  /** Side of a cell in pixels. */
  readonly cell: number
  readonly #columns: number
  readonly #rows: number
  readonly #cells: Uint8Array
  readonly #queue: Int32Array
  readonly #size: Size

  constructor(size: Size) {
    this.#size = size
    this.cell = Math.max(2, Math.round(size.width / 160))
    this.#columns = Math.ceil(size.width / this.cell)
    this.#rows = Math.ceil(size.height / this.cell)
    this.#cells = new Uint8Array(this.#columns * this.#rows)
    this.#queue = new Int32Array(this.#columns * this.#rows)
  }

  /**
   * Fills `boxes` from the pixels set in `mask` where `where` is not 0. A cell counts when `share` of its pixels are set;
   * cells up to `reach` apart belong together; patches of fewer than `least` cells are dropped.
   */
  find(mask: Uint8Array, where: Uint8Array, share: number, reach: number, least: number): void {
    const { width, height } = this.#size
    const { cell } = this
    const columns = this.#columns
    const rows = this.#rows
    const cells = this.#cells
    const queue = this.#queue
    cells.fill(0)
    for (let y = 0; y < height; y += 1) {
      const row = Math.floor(y / cell) * columns
      const start = y * width
      for (let x = 0; x < width; x += 1)
        if (mask[start + x] === 1 && where[start + x] !== 0) {
          const at = row + Math.floor(x / cell)
          cells[at] = (cells[at] ?? 0) + 1
        }
    }
    const enough = Math.max(1, Math.ceil(share * cell * cell))
    this.count = 0
    for (let seed = 0; seed < cells.length; seed += 1) {
      if ((cells[seed] ?? 0) < enough || this.count >= MOST) continue
      let head = 0
      let tail = 0
      let left = columns
      let right = -1
      let top = rows
      let bottom = -1
      let filled = cells[seed] ?? 0
      queue[tail] = seed
      tail += 1
      cells[seed] = 0
      while (head < tail) {
        const at = queue[head] ?? 0
        head += 1
        const row = Math.floor(at / columns)
        const column = at - row * columns
        if (column < left) left = column
        if (column > right) right = column
        if (row < top) top = row
        if (row > bottom) bottom = row
        const lastRow = row + reach < rows ? row + reach : rows - 1
        const lastColumn = column + reach < columns ? column + reach : columns - 1
        for (let y = Math.max(row - reach, 0); y <= lastRow; y += 1)
          for (let x = Math.max(column - reach, 0); x <= lastColumn; x += 1) {
            const next = y * columns + x
            const inside = cells[next] ?? 0
            if (inside < enough) continue
            filled += inside
            cells[next] = 0
            queue[tail] = next
            tail += 1
          }
      }
      if (tail < least) continue
      const index = this.count
      this.boxes[index * 4] = left * cell
      this.boxes[index * 4 + 1] = top * cell
      this.boxes[index * 4 + 2] = Math.min(width, (right + 1) * cell) - left * cell
      this.boxes[index * 4 + 3] = Math.min(height, (bottom + 1) * cell) - top * cell
      this.filled[index] = filled
      this.count += 1
    }
  }
}

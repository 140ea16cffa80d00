/** Hot path: connected patches of a mask, found on a coarse grid of cells that the background has counted, into buffers made once. */
import type { Size } from './frame.ts'

const MOST = 128

export type CellGrid = {
  /** Side of a cell in pixels. */
  readonly cell: number
  readonly columns: number
  readonly rows: number
}

export function cellGridOf(size: Size): CellGrid {
  const cell = Math.max(2, Math.round(size.width / 160))
  return { cell, columns: Math.ceil(size.width / cell), rows: Math.ceil(size.height / cell) }
}

export class Blobs {
  /** Boxes of the patches found last, in pixels: [x, y, width, height] each; `filled`: pixels of the mask in each. */
  readonly boxes = new Int32Array(MOST * 4)
  readonly filled = new Int32Array(MOST)
  count = 0
  readonly #grid: CellGrid
  readonly #cells: Uint16Array
  readonly #queue: Int32Array
  readonly #size: Size

  constructor(size: Size) {
    this.#size = size
    this.#grid = cellGridOf(size)
    this.#cells = new Uint16Array(this.#grid.columns * this.#grid.rows)
    this.#queue = new Int32Array(this.#cells.length)
  }

  /**
   * Fills `boxes` from how many pixels each cell of the grid holds. A cell counts when `share` of its pixels are set;
   * cells up to `reach` apart belong together; patches of fewer than `least` cells are dropped.
   */
  find(counts: Uint16Array, share: number, reach: number, least: number): void {
    const { width, height } = this.#size
    const { cell, columns, rows } = this.#grid
    const cells = this.#cells
    const queue = this.#queue
    cells.set(counts)
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

/**
 * What moves in a clip although no object detector named it: a second look for masked copies, so that a person or plate
 * that the model misses is covered while it moves. Pure.
 *
 * The ground is the median of pictures from the beginning, the middle and the end of the clip, each a ground of its own;
 * whatever differs from any of them counts as moving. That covers too much (shadows, leaves, the place that a car has left)
 * rather than too little. What stands through the whole clip is not seen here.
 */

import { type Frame, type Size, scalePlane } from '../detector/frame.ts'
import type { Box } from '../facts.ts'

const WIDEST = 320
/** Side of a cell in small pixels. */
const CELL = 4
/** Pictures of each ground: more say no more. */
const SAMPLES = 15
const GROUNDS = 3
/** Grey levels of difference that count, pixels of a cell that have to differ, and cells that make a thing. */
const DIFFERS = 20
const DIFFERS_MOST = 68
const STEP = 8
const PIXELS = 3
const CELLS = 2
/** More of the picture than this at once is the light, not something that moves. */
const LIGHT = 0.35
/** A patch wider than this share of the picture is covered where it is, without the gaps in its rows. */
const WIDE = 0.4

export type Movers = {
  /** Boxes in whole, even pixels of the frame; what lies within `known` is left to those who know it. */
  boxes(frame: Frame, known: readonly Box[]): readonly Box[]
}

/** Takes pictures in the order of the clip; keeps few of them however long it is. */
export class Ground {
  /** Of the pictures themselves. */
  readonly of: Size
  readonly #samples: Uint8Array[] = []
  readonly #size: Size
  readonly #factor: number
  #every = 1
  #seen = 0

  constructor(size: Size) {
    this.of = { width: size.width, height: size.height }
    this.#factor = Math.max(1, Math.ceil(size.width / WIDEST))
    this.#size = { width: Math.floor(size.width / this.#factor), height: Math.floor(size.height / this.#factor) }
  }

  see(frame: Frame): void {
    if (this.#seen % this.#every === 0) this.#samples.push(small(frame, this.#size))
    this.#seen += 1
    if (this.#samples.length < 2 * SAMPLES * GROUNDS) return
    // Every second one goes: what is left spans the clip as evenly as before.
    this.#every *= 2
    const kept = this.#samples.filter((_, nth) => nth % 2 === 0)
    this.#samples.splice(0, this.#samples.length, ...kept)
  }

  learnt(): Movers {
    const third = Math.ceil(this.#samples.length / GROUNDS)
    const grounds = Array.from({ length: GROUNDS }, (_, nth) => this.#samples.slice(nth * third, (nth + 1) * third))
      .filter((samples) => samples.length > 0)
      .map((samples) => median(samples, this.#size))
    const [size, factor] = [this.#size, this.#factor]
    return { boxes: (frame, known) => moving(small(frame, size), grounds, size, factor, known, frame) }
  }
}

function small(frame: Frame, size: Size): Uint8Array {
  const out = new Uint8Array(size.width * size.height)
  scalePlane(frame.y, frame, out, size)
  return out
}

function median(samples: readonly Uint8Array[], { width, height }: Size): Uint8Array {
  const out = new Uint8Array(width * height)
  const column = new Uint8Array(samples.length)
  for (let at = 0; at < out.length; at += 1) {
    for (let nth = 0; nth < samples.length; nth += 1) column[nth] = samples[nth]?.[at] ?? 0
    column.sort()
    out[at] = column[samples.length >> 1] ?? 0
  }
  return out
}

function moving(
  now: Uint8Array,
  grounds: readonly Uint8Array[],
  size: Size,
  factor: number,
  known: readonly Box[],
  frame: Size,
): readonly Box[] {
  const columns = Math.ceil(size.width / CELL)
  const rows = Math.ceil(size.height / CELL)
  const differences = grounds.map((ground) => differenceOf(now, ground))
  const isKnown = knownCells(known, columns, rows, factor)
  let cells = new Uint8Array(columns * rows)
  for (let least = DIFFERS; least <= DIFFERS_MOST; least += STEP) {
    cells = changed(differences, size, columns, rows, least)
    const count = cells.reduce((sum, cell) => sum + cell, 0)
    if (count <= LIGHT * cells.length) break
  }
  for (let at = 0; at < cells.length; at += 1) if (isKnown[at] === 1) cells[at] = 0
  const covered = patches(cells, columns, rows)
  return runs(covered, columns, rows).flatMap((run) => inFrame(run, factor, frame))
}

/** Without the change of light that all of the picture shares. */
function differenceOf(now: Uint8Array, ground: Uint8Array): Uint8Array {
  const counts = new Int32Array(511)
  for (let at = 0; at < now.length; at += 1) {
    const by = (now[at] ?? 0) - (ground[at] ?? 0) + 255
    counts[by] = (counts[by] ?? 0) + 1
  }
  let below = 0
  let light = 0
  for (let by = 0; by < counts.length; by += 1) {
    below += counts[by] ?? 0
    if (below * 2 < now.length) continue
    light = by - 255
    break
  }
  return now.map((value, at) => Math.min(255, Math.abs(value - (ground[at] ?? 0) - light)))
}

function changed(
  differences: readonly Uint8Array[],
  { width, height }: Size,
  columns: number,
  rows: number,
  least: number,
): Uint8Array<ArrayBuffer> {
  const cells = new Uint8Array(columns * rows)
  for (const difference of differences) {
    const counts = new Uint8Array(columns * rows)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        if ((difference[y * width + x] ?? 0) >= least) {
          const at = Math.floor(y / CELL) * columns + Math.floor(x / CELL)
          counts[at] = (counts[at] ?? 0) + 1
        }
    for (let at = 0; at < cells.length; at += 1) if ((counts[at] ?? 0) >= PIXELS) cells[at] = 1
  }
  return cells
}

/** Cells whose middle lies within a known thing. */
function knownCells(known: readonly Box[], columns: number, rows: number, factor: number): Uint8Array {
  const cells = new Uint8Array(columns * rows)
  const side = CELL * factor
  for (const [x, y, width, height] of known) {
    const [left, right] = [Math.ceil(x / side - 0.5), Math.floor((x + width) / side - 0.5)]
    const [top, bottom] = [Math.ceil(y / side - 0.5), Math.floor((y + height) / side - 0.5)]
    for (let row = Math.max(0, top); row <= Math.min(rows - 1, bottom); row += 1)
      cells.fill(1, row * columns + Math.max(0, left), row * columns + Math.max(0, Math.min(columns - 1, right) + 1))
  }
  return cells
}

/** Patches of enough cells, the gaps in their rows closed, one cell wider on every side. */
function patches(cells: Uint8Array, columns: number, rows: number): Uint8Array {
  const out = new Uint8Array(columns * rows)
  const left = new Uint8Array(cells)
  for (let seed = 0; seed < left.length; seed += 1) {
    if (left[seed] !== 1) continue
    const patch = grown(left, columns, rows, seed)
    if (patch.length < CELLS) continue
    const spans = new Map<number, [number, number]>()
    for (const at of patch) {
      const [row, column] = [Math.floor(at / columns), at % columns]
      const span = spans.get(row)
      spans.set(row, span ? [Math.min(span[0], column), Math.max(span[1], column)] : [column, column])
    }
    const all = [...spans.values()]
    const isWide = Math.max(...all.map((span) => span[1])) - Math.min(...all.map((span) => span[0])) > WIDE * columns
    const marks = isWide
      ? patch.map((at): [number, number, number] => [Math.floor(at / columns), at % columns, at % columns])
      : [...spans].map(([row, [from, to]]): [number, number, number] => [row, from, to])
    for (const [row, from, to] of marks)
      for (let near = Math.max(0, row - 1); near <= Math.min(rows - 1, row + 1); near += 1)
        out.fill(1, near * columns + Math.max(0, from - 1), near * columns + Math.min(columns - 1, to + 1) + 1)
  }
  return out
}

/** The cells that hang together with `seed`; they are taken out of `left`. */
function grown(left: Uint8Array, columns: number, rows: number, seed: number): readonly number[] {
  const patch = [seed]
  left[seed] = 0
  for (let nth = 0; nth < patch.length; nth += 1) {
    const at = patch[nth] ?? seed
    const [row, column] = [Math.floor(at / columns), at % columns]
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
        const near = y * columns + x
        if (left[near] !== 1) continue
        left[near] = 0
        patch.push(near)
      }
  }
  return patch
}

/** Covered cells as [column, row, cells] of each row. */
function runs(covered: Uint8Array, columns: number, rows: number): readonly (readonly [number, number, number])[] {
  const found: [number, number, number][] = []
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (covered[row * columns + column] !== 1) continue
      const from = column
      while (column + 1 < columns && covered[row * columns + column + 1] === 1) column += 1
      found.push([from, row, column - from + 1])
    }
  return found
}

function inFrame(
  [column, row, cells]: readonly [number, number, number],
  factor: number,
  { width, height }: Size,
): readonly Box[] {
  const side = CELL * factor
  const [x, y] = [column * side, row * side]
  // The last small pixels stand for what is left of the picture.
  const right = x + cells * side >= width - side ? width : x + cells * side
  const bottom = y + side >= height - side ? height : y + side
  return right > x && bottom > y ? [[x, y, right - x, bottom - y]] : []
}

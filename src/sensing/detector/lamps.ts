/** Do lamps flash on both sides in phase? Amber brightness of a grid of cells over a few seconds, searched for 0.6–3 Hz. */

/** UN R48 §6.6 and R6: 90 ± 30 flashes a minute; a little slack for worn relays. */
const SLOWEST_HZ = 0.9
const FASTEST_HZ = 2.1
const SEARCH_FROM_HZ = 0.6
const SEARCH_TO_HZ = 3
const SEARCH_STEP_HZ = 0.1
const LEAST_SPAN_MS = 3_500
/** Where something beats but both sides do not yet, it is looked at for longer before it is said not to flash. */
const DOUBT_SPAN_MS = 5_300
const DOUBT_SHARE = 0.6
const WINDOW_MS = 6_000
/** Below this the fastest allowed flash cannot be sampled. */
const LEAST_RATE_HZ = 4.4
const LEAST_AMPLITUDE = 4
const LEAST_SHARE = 0.38
const CHANCE_PEAK = 1.4e-5
const MOST_PHASE_APART = 0.9
/** Pixels, on the average; less is the noise of a camera that stands firm. */
const LEAST_SWAY = 0.05

export const LAMP_COLUMNS = 16
export const LAMP_ROWS = 12
const CELLS = LAMP_COLUMNS * LAMP_ROWS
const SAMPLES = 192

export type LampFinding = {
  /** null: could not be told. */
  readonly flashing: boolean | null
  readonly hz: number
  /** It cannot be told yet, but will be when more has been seen. */
  readonly soon: boolean
}

/** A recorder over one object's surroundings; made when the object is first seen to stand. */
export class Lamps {
  /** The area recorded, in pixels of the road. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly #values = new Float32Array(CELLS * SAMPLES)
  readonly #times = new Float64Array(SAMPLES)
  /** How far the picture lay beside whole pixels: edges then beat as a swaying mast does. */
  readonly #restX = new Float32Array(SAMPLES)
  readonly #restY = new Float32Array(SAMPLES)
  #next = 0
  #count = 0

  constructor(x: number, y: number, width: number, height: number) {
    this.x = x
    this.y = y
    this.width = width
    this.height = height
  }

  /** `amber(x, y)` reads one pixel; `rest`: what is left of the picture's move beside whole pixels. Every pixel of the area is read once, or a 4×4 raster of a cell where it is larger. */
  record(at: number, amber: (x: number, y: number) => number, rest: readonly [x: number, y: number] = [0, 0]): void {
    // At more than 30 frames a second the ring would be shorter than the window.
    const newest = this.#times[(this.#next + SAMPLES - 1) % SAMPLES] ?? 0
    if (this.#count > 0 && at - newest < 33) return
    const base = this.#next * CELLS
    const cellWidth = this.width / LAMP_COLUMNS
    const cellHeight = this.height / LAMP_ROWS
    const across = Math.min(4, Math.max(1, Math.round(cellWidth)))
    const down = Math.min(4, Math.max(1, Math.round(cellHeight)))
    for (let row = 0; row < LAMP_ROWS; row += 1)
      for (let column = 0; column < LAMP_COLUMNS; column += 1) {
        let sum = 0
        for (let j = 0; j < down; j += 1)
          for (let i = 0; i < across; i += 1)
            sum += amber(
              Math.floor(this.x + (column + (i + 0.5) / across) * cellWidth),
              Math.floor(this.y + (row + (j + 0.5) / down) * cellHeight),
            )
        this.#values[base + row * LAMP_COLUMNS + column] = sum / (across * down)
      }
    this.#times[this.#next] = at
    this.#restX[this.#next] = rest[0]
    this.#restY[this.#next] = rest[1]
    this.#next = (this.#next + 1) % SAMPLES
    this.#count = Math.min(SAMPLES, this.#count + 1)
  }

  /** Decides over the last seconds for the object's box inside the area; null where too little was seen to tell. */
  decide(x: number, y: number, width: number, height: number): LampFinding {
    const order: number[] = []
    const newest = this.#times[(this.#next + SAMPLES - 1) % SAMPLES] ?? 0
    for (let back = this.#count - 1; back >= 0; back -= 1) {
      const slot = (this.#next + SAMPLES - 1 - back) % SAMPLES
      if (newest - (this.#times[slot] ?? 0) <= WINDOW_MS) order.push(slot)
    }
    const first = this.#times[order[0] ?? 0] ?? 0
    const span = newest - first
    const tooCoarse = width < 9 || (span > 1_000 && ((order.length - 1) * 1000) / span < LEAST_RATE_HZ)
    if (tooCoarse || span < LEAST_SPAN_MS) return { flashing: null, hz: 0, soon: !tooCoarse }
    // Above half the frame rate a rate cannot be told from its mirror below.
    const mirrorHz = (0.49 * (order.length - 1) * 1000) / span
    const found = this.#beats(order, Math.min(SEARCH_TO_HZ, mirrorHz))
    const cellWidth = this.width / LAMP_COLUMNS
    const cellHeight = this.height / LAMP_ROWS
    const slackX = 0.12 * width + cellWidth
    const slackY = 0.15 * height + cellHeight
    const near = found.filter((beat) => {
      const cx = this.x + (beat.column + 0.5) * cellWidth
      const cy = this.y + (beat.row + 0.5) * cellHeight
      return cx >= x - slackX && cx <= x + width + slackX && cy >= y - slackY && cy <= y + height + slackY
    })
    const clear = near.filter((beat) => beat.isClear)
    for (const a of clear)
      for (const b of clear) {
        const apart = (b.column - a.column) * cellWidth
        const level = Math.abs(b.row - a.row) * cellHeight
        if (apart < 0.4 * width || level > 0.4 * height || Math.abs(a.hz - b.hz) > 0.16) continue
        if (!areInPhase(a, b) || isEdge(a, b, near)) continue
        return { flashing: true, hz: (a.hz + b.hz) / 2, soon: false }
      }
    return { flashing: false, hz: 0, soon: near.length > 0 && span < DOUBT_SPAN_MS }
  }

  /** Cells that beat within the allowed rates, clearly or perhaps. */
  #beats(order: readonly number[], upToHz: number): readonly Beat[] {
    const n = order.length
    const steps = Math.floor((upToHz - SEARCH_FROM_HZ) / SEARCH_STEP_HZ + 1e-6) + 1
    const cos = new Float64Array(steps * n)
    const sin = new Float64Array(steps * n)
    const start = this.#times[order[0] ?? 0] ?? 0
    for (let step = 0; step < steps; step += 1)
      for (let index = 0; index < n; index += 1) {
        const hz = SEARCH_FROM_HZ + step * SEARCH_STEP_HZ
        const angle = (2 * Math.PI * hz * ((this.#times[order[index] ?? 0] ?? 0) - start)) / 1000
        cos[step * n + index] = Math.cos(angle)
        sin[step * n + index] = Math.sin(angle)
      }
    // Few samples of mere noise make a peak too: Fisher's test (1929), held against all cells and rates together.
    const leastShare = Math.max(LEAST_SHARE, 1 - CHANCE_PEAK ** (2 / (n - 3)))
    const means = this.#means(order)
    const common = order.map((slot) => this.#common(slot, means))
    const drifts = driftsOver(
      order.map((slot) => (this.#times[slot] ?? 0) - start),
      [this.#restX, this.#restY].map((rests) => order.map((slot) => rests[slot] ?? 0)),
    )
    const beats: Beat[] = []
    const series = new Float64Array(n)
    for (let cell = 0; cell < CELLS; cell += 1) {
      for (let index = 0; index < n; index += 1)
        series[index] = (this.#values[(order[index] ?? 0) * CELLS + cell] ?? 0) - (common[index] ?? 0)
      takeOut(series, drifts)
      let energy = 0
      for (let index = 0; index < n; index += 1) energy += (series[index] ?? 0) ** 2 / n
      if (energy < (LEAST_AMPLITUDE * LEAST_AMPLITUDE) / 2) continue
      let best = 0
      let bestStep = 0
      let bestPhase = 0
      for (let step = 0; step < steps; step += 1) {
        let re = 0
        let im = 0
        for (let index = 0; index < n; index += 1) {
          const value = series[index] ?? 0
          re += value * (cos[step * n + index] ?? 0)
          im += value * (sin[step * n + index] ?? 0)
        }
        const amplitude = (2 * Math.hypot(re, im)) / n
        if (amplitude <= best) continue
        best = amplitude
        bestStep = step
        bestPhase = Math.atan2(im, re)
      }
      const hz = SEARCH_FROM_HZ + bestStep * SEARCH_STEP_HZ
      if (best < LEAST_AMPLITUDE || hz < SLOWEST_HZ - 0.01 || hz > FASTEST_HZ + 0.01) continue
      const share = (best * best) / 2 / energy
      if (share < DOUBT_SHARE * leastShare) continue
      const isClear = share >= leastShare
      beats.push({ column: cell % LAMP_COLUMNS, row: Math.floor(cell / LAMP_COLUMNS), hz, phase: bestPhase, isClear })
    }
    return beats
  }

  #means(order: readonly number[]): Float32Array {
    const means = new Float32Array(CELLS)
    for (const slot of order)
      for (let cell = 0; cell < CELLS; cell += 1)
        means[cell] = (means[cell] ?? 0) + (this.#values[slot * CELLS + cell] ?? 0) / order.length
    return means
  }

  /** What most of the area does together at an instant is light, not a lamp: the middle of how far each cell is from its own mean. */
  #common(slot: number, means: Float32Array): number {
    return medianOf(means.map((mean, cell) => (this.#values[slot * CELLS + cell] ?? 0) - mean))
  }
}

/** Orthonormal curves of what is no lamp: a light that drifts (level, slope and bend), and a mast that sways. */
function driftsOver(times: readonly number[], sways: readonly (readonly number[])[]): readonly Float64Array[] {
  const span = (times.at(-1) ?? 1) - (times[0] ?? 0)
  const curves: Float64Array[] = []
  const add = (curve: Float64Array, least: number): void => {
    takeOut(curve, curves)
    const length = Math.hypot(...curve)
    if (length > least) curves.push(curve.map((value) => value / length))
  }
  for (const power of [0, 1, 2])
    add(
      Float64Array.from(times, (time) => ((time - (times[0] ?? 0)) / span) ** power),
      0,
    )
  for (const sway of sways) add(Float64Array.from(sway), LEAST_SWAY * Math.sqrt(times.length))
  return curves
}

function takeOut(series: Float64Array, curves: readonly Float64Array[]): void {
  for (const curve of curves) {
    let share = 0
    for (let index = 0; index < series.length; index += 1) share += (series[index] ?? 0) * (curve[index] ?? 0)
    for (let index = 0; index < series.length; index += 1)
      series[index] = (series[index] ?? 0) - share * (curve[index] ?? 0)
  }
}

type Beat = {
  readonly column: number
  readonly row: number
  readonly hz: number
  readonly phase: number
  /** Too strong to be chance. */
  readonly isClear: boolean
}

function areInPhase(a: Beat, b: Beat): boolean {
  const turn = Math.abs(a.phase - b.phase)
  return Math.min(turn, 2 * Math.PI - turn) <= MOST_PHASE_APART
}

/** Two lamps leave the middle dark; what beats all the way across is an edge that sways with the mast. */
function isEdge(a: Beat, b: Beat, beats: readonly Beat[]): boolean {
  const reach = (b.column - a.column) / 6
  const middle = (a.column + b.column) / 2
  const columns = Math.floor(middle + reach) - Math.ceil(middle - reach) + 1
  const top = Math.min(a.row, b.row)
  const bottom = Math.max(a.row, b.row)
  const between = beats.filter(
    (beat) => Math.abs(beat.column - middle) <= reach && beat.row >= top && beat.row <= bottom && areInPhase(beat, a),
  )
  return columns > 0 && between.length > 0.5 * columns * (bottom - top + 1)
}

function medianOf(values: Float32Array): number {
  const sorted = values.slice().sort()
  return sorted[sorted.length >> 1] ?? 0
}

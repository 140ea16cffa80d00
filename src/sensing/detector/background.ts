/** Hot path: the long background (the empty road) and the short one (what each pixel has held lately, and for how long); no allocation per frame. */
import { type CellGrid, cellGridOf } from './blobs.ts'
import { FirstRoad } from './first-road.ts'
import { type Size, sampleStride } from './frame.ts'
import { type Rows, rowsOf, sampled } from './rows.ts'
import { IGNORED } from './zones.ts'

/** Steps of the backgrounds in one grey level: whole numbers are half the price of floating ones here. */
export const LEVEL = 128

/** What passed while the road was learnt has left by then: where the picture still agrees with what was learnt, that is the road. */
const DOUBT_MS = 5_000
/** And what has shown itself there unchanged for so long is the road instead; a slow lorry passes in less. */
const ANEW_MS = 4_000
const LONG_TAU_MS = 60_000
/** The backgrounds of a bare road move slowly: each row is tended once in this time, an even share of them at every frame. */
const TEND_MS = 3_000
const SLICES = 16
const HELD_TAU_MS = 800
/** Noise is taken from about so many pixels. */
const LISTENED = 3_300
/** A pixel of the empty road is believed to have changed after this; one that stands foreign is remembered through passers-by. */
const ROAD_HOLD_MS = 400
const FOREIGN_HOLD_MS = 12_000
const LEAST_CONTRAST = 15
/** In a picture learnt at dusk everything differs by less: down to this, in proportion to the brightness, as the noise allows. */
const LEAST_AT_DUSK = 9
const DAYLIGHT = 80
const MOST_CONTRAST = 70
/** Grey levels above the least up to which a pixel counts as flat, and how many of them tell the noise. */
const FLAT_SLOPE = 5
const FLAT_ENOUGH = 300
/** Luma of black. */
const BLACK = 16
/** From here on a pixel is burnt out, and up to there drowned. */
const BURNT = 232
const DROWNED = 19

/** What Light finds. */
type Tone = { readonly gain: number; readonly offset: number; readonly bend: Float32Array }

export class Background {
  /** Long background and held value in 1/LEVEL grey levels of the learnt brightness. */
  readonly long: Int16Array
  readonly held: Int16Array
  /** For how long the held value has stood, ms. */
  readonly age: Uint16Array
  /** 1 where the frame differs from the long background. */
  readonly foreign: Uint8Array
  /** 1 where a foreign value has been held for at least `standsMs`. */
  readonly standing: Uint8Array
  /** Grey levels of contrast needed per pixel: more beside sharp edges, where half a pixel of shake is a difference. */
  readonly needed: Uint8Array
  /** How many foreign and standing pixels of `where` each cell holds: what patches are found in. */
  readonly foreignCells: Uint16Array
  readonly standingCells: Uint16Array
  /** Foreign pixels by zone number. */
  readonly foreignIn = new Int32Array(256)
  /** 1 where the pictures learnt from disagreed: something passed there, and what was learnt may be its ghost. */
  readonly doubtful: Uint8Array
  /** Grey levels of noise (standard deviation) after smoothing. */
  noise = 2
  learnt = false
  readonly #size: Size
  readonly #mask: Uint8Array
  readonly #where: Uint8Array
  readonly #rows: Rows
  readonly #grid: CellGrid
  readonly #columnOf: Uint16Array
  /** A grey level of this frame as a value of the learnt brightness; the same in whole grey levels, 0 and 255 being outside. */
  readonly #valueOf = new Int16Array(256)
  readonly #levelOf = new Uint8Array(256)
  /** A pixel at rest is bare road, holds what the road is, and does so still within these whole grey levels: nothing else need be asked. 255: not at rest. */
  readonly #least: Uint8Array
  readonly #most: Uint8Array
  /** Pixels whose noise is taken, and what each has shown lately. */
  readonly #listened: Int32Array
  readonly #usual: Int16Array
  /** 1 where a doubtful pixel has not shown since what was learnt. */
  readonly #unproven: Uint8Array
  readonly #first: FirstRoad
  /** Since the road was learnt, up to a minute. */
  #learntMs = 0
  #slice = 0
  #slicesDue = 0
  /** The picture seen last, and where in it a pixel of the road is. */
  #picture: Uint8Array = new Uint8Array(0)
  #move = 0
  /** Grey levels asked of every pixel. */
  #leastContrast = LEAST_CONTRAST
  /** How far a pixel may be from what it has held, before what is needed there is added. */
  #tolerance = 0
  /** Road at least as bright, or at most as dark, as this may be burnt out, or drowned, in this frame. */
  #burntRoad = 0
  #drownedRoad = 0

  /** Only what lies where `where` is not 0, and a rim around it, is told apart; the long background is kept everywhere. */
  constructor(size: Size, mask: Uint8Array, where: Uint8Array) {
    const pixels = size.width * size.height
    this.#size = size
    this.#mask = mask
    this.#where = where
    this.#first = new FirstRoad(size)
    this.#rows = rowsOf(size, where, mask)
    this.#grid = cellGridOf(size)
    this.#columnOf = Uint16Array.from({ length: size.width }, (_, x) => Math.floor(x / this.#grid.cell))
    this.foreignCells = new Uint16Array(this.#grid.columns * this.#grid.rows)
    this.standingCells = new Uint16Array(this.#grid.columns * this.#grid.rows)
    this.long = new Int16Array(pixels)
    this.held = new Int16Array(pixels)
    this.age = new Uint16Array(pixels)
    this.foreign = new Uint8Array(pixels)
    this.standing = new Uint8Array(pixels)
    this.doubtful = new Uint8Array(pixels)
    this.#unproven = new Uint8Array(pixels)
    this.needed = new Uint8Array(pixels).fill(LEAST_CONTRAST)
    this.#least = new Uint8Array(pixels).fill(255)
    this.#most = new Uint8Array(pixels)
    this.#listened = sampled(this.#rows, sampleStride(size, LISTENED))
    this.#usual = new Int16Array(this.#listened.length)
  }

  /** Forgets everything: the camera looks elsewhere. */
  relearn(): void {
    this.learnt = false
    this.#first.forget()
    this.doubtful.fill(0)
    this.foreign.fill(0)
    this.standing.fill(0)
    this.foreignCells.fill(0)
    this.standingCells.fill(0)
    this.foreignIn.fill(0)
    this.age.fill(0)
  }

  /** Nothing has been learnt towards yet: the next picture is the one the others are laid upon. */
  get blank(): boolean {
    return this.#first.blank
  }

  /** The first picture stands in for the road until there is a better one. */
  begin(picture: Uint8Array, at: number): void {
    this.#first.begin(at)
    for (let index = 0; index < picture.length; index += 1) this.long[index] = (picture[index] ?? 0) * LEVEL
  }

  /** Takes one smoothed picture, shaken by (dx, dy), towards the first long background; true once that is learnt. */
  learn(picture: Uint8Array, dx: number, dy: number, at: number): boolean {
    if (!this.#first.take(picture, dx, dy, at)) return false
    this.#first.settle(this.long, LEVEL, this.doubtful)
    this.#unproven.set(this.doubtful)
    this.held.set(this.long)
    this.age.fill(0)
    this.#least.fill(255)
    this.#most.fill(0)
    for (let index = 0; index < this.#usual.length; index += 1)
      this.#usual[index] = this.long[this.#listened[index] ?? 0] ?? 0
    this.learnt = true
    this.#learntMs = 0
    const bright = this.long.reduce((sum, each) => sum + each, 0) / this.long.length / LEVEL - BLACK
    this.#leastContrast = Math.max(LEAST_AT_DUSK, Math.min(LEAST_CONTRAST, (LEAST_CONTRAST * bright) / DAYLIGHT))
    const { width, height } = this.#size
    for (let y = 1; y < height - 1; y += 1) this.#weigh(y * width + 1, (y + 1) * width - 1)
    return true
  }

  /** Sets the contrast needed between two pixels of a row from the long background's own edges and the noise. */
  #weigh(from: number, to: number): void {
    const { width } = this.#size
    const { long, needed } = this
    const base = Math.round(Math.max(this.#leastContrast, 5 * this.noise) * LEVEL)
    for (let at = from; at < to; at += 1) {
      const across = Math.abs((long[at + 1] ?? 0) - (long[at - 1] ?? 0))
      const down = Math.abs((long[at + width] ?? 0) - (long[at - width] ?? 0))
      // 0.4 of the steeper slope.
      const value = (base + ((102 * Math.max(across, down)) >> 8)) >> 7
      needed[at] = Math.min(value, MOST_CONTRAST)
    }
  }

  /** One frame: `picture` smoothed; (dx, dy) where the picture has moved to; `light`: frame = gain × road + offset + bend(road). */
  see(picture: Uint8Array, dx: number, dy: number, light: Tone, dtMs: number, standsMs: number): void {
    const { width, height } = this.#size
    this.#prepare(light)
    this.#learntMs = Math.min(this.#learntMs + dtMs, LONG_TAU_MS)
    this.#slicesDue += (Math.min(dtMs, TEND_MS) * SLICES) / TEND_MS
    const slices = Math.floor(this.#slicesDue)
    this.#slicesDue -= slices
    const { runs, firstRun } = this.#rows
    const left = Math.max(0, -dx)
    const right = Math.min(width, width - dx)
    const move = dy * width + dx
    this.#picture = picture
    this.#move = move
    const bottom = Math.min(height, height - dy)
    for (let y = Math.max(0, -dy); y < bottom; y += 1) {
      const row = y * width
      const isDue = ((y - this.#slice) & (SLICES - 1)) < slices
      if (isDue) this.#tend(picture, row + left, row + right, move)
      const last = firstRun[y + 1] ?? 0
      for (let run = firstRun[y] ?? 0; run < last; run += 1) {
        const from = Math.max(runs[2 * run] ?? 0, row + left)
        const to = Math.min(runs[2 * run + 1] ?? 0, row + right)
        if (isDue && y > 0 && y < height - 1) this.#settle(Math.max(from, row + 1), Math.min(to, row + width - 1))
        this.#see(picture, y, from, to, move, dtMs, standsMs)
      }
    }
    this.#slice = (this.#slice + slices) & (SLICES - 1)
    this.#listen(picture, move, dtMs)
  }

  /** Takes the noise of the bare road: how far its pixels are from what they have shown lately. */
  #listen(picture: Uint8Array, move: number, dtMs: number): void {
    const { long, needed } = this
    const values = this.#valueOf
    const listened = this.#listened
    const usual = this.#usual
    const rate = Math.round(256 * Math.min(0.5, dtMs / HELD_TAU_MS))
    // Beside sharp edges shake passes for noise: the flat parts are asked, where there are enough of them.
    const flat = (Math.max(this.#leastContrast, 5 * this.noise) + FLAT_SLOPE) * LEVEL
    let sum = 0
    let count = 0
    let flatSum = 0
    let flatCount = 0
    for (let index = 0; index < listened.length; index += 1) {
      const at = listened[index] ?? 0
      const value = values[picture[at + move] ?? 0] ?? 0
      const need = (needed[at] ?? 0) * LEVEL
      if (Math.abs(value - (long[at] ?? 0)) > need) continue
      const miss = value - (usual[index] ?? 0)
      const isNear = Math.abs(miss) <= this.#tolerance + ((77 * need) >> 8)
      usual[index] = isNear ? value - miss + ((rate * miss + 128) >> 8) : value
      if (!isNear) continue
      sum += Math.abs(miss)
      count += 1
      if (need > flat) continue
      flatSum += Math.abs(miss)
      flatCount += 1
    }
    if (count < 100) return
    const now = (1.25 * (flatCount < FLAT_ENOUGH ? sum / count : flatSum / flatCount)) / LEVEL
    this.noise += Math.min(0.2, dtMs / 3_000) * (Math.min(12, Math.max(0.5, now)) - this.noise)
  }

  /** Lays out what each grey level of this frame stands for: the light's curve read backwards, kept rising. */
  #prepare({ gain, offset, bend }: Tone): void {
    let road = 0
    let shows = offset + (bend[0] ?? 0)
    for (let level = 0; level < 256; level += 1) {
      let next = shows
      while (road < 255) {
        next = Math.max(shows + 0.05, gain * (road + 1) + offset + (bend[road + 1] ?? 0))
        if (next > level) break
        shows = next
        road += 1
      }
      // Before the first and after the last road level the line goes on.
      const value =
        road === 0 && level < shows
          ? (level - shows) / gain
          : road >= 255
            ? 255 + (level - shows) / gain
            : road + (level - shows) / (next - shows)
      this.#valueOf[level] = Math.max(-32_768, Math.min(32_767, Math.round(value * LEVEL)))
      this.#levelOf[level] = Math.max(0, Math.min(255, Math.floor(value)))
    }
    this.#burntRoad = ((BURNT - 10 - offset) / gain) * LEVEL
    this.#drownedRoad = ((DROWNED + 7 - offset) / gain) * LEVEL
    // It grows by 0.3 of what is needed above the least.
    this.#tolerance = Math.round((Math.max(8, 4 * this.noise + 2) - 0.3 * this.#leastContrast) * LEVEL)
    this.foreign.fill(0)
    this.standing.fill(0)
    this.foreignCells.fill(0)
    this.standingCells.fill(0)
    this.foreignIn.fill(0)
  }

  #see(picture: Uint8Array, y: number, from: number, to: number, move: number, dtMs: number, standsMs: number): void {
    const levels = this.#levelOf
    const least = this.#least
    const most = this.#most
    for (let at = from; at < to; ) {
      // Four pixels in one test: nearly all of the picture is road at rest.
      if (at + 3 < to) {
        const there = at + move
        const a = levels[picture[there] ?? 0] ?? 0
        const b = levels[picture[there + 1] ?? 0] ?? 0
        const c = levels[picture[there + 2] ?? 0] ?? 0
        const d = levels[picture[there + 3] ?? 0] ?? 0
        const below =
          (a - (least[at] ?? 0)) | (b - (least[at + 1] ?? 0)) | (c - (least[at + 2] ?? 0)) | (d - (least[at + 3] ?? 0))
        const above =
          ((most[at] ?? 0) - a) | ((most[at + 1] ?? 0) - b) | ((most[at + 2] ?? 0) - c) | ((most[at + 3] ?? 0) - d)
        if ((below | above) >= 0) {
          at += 4
          continue
        }
      }
      const end = Math.min(at + 4, to)
      this.#look(picture, y, at, end, move, dtMs, standsMs)
      at = end
    }
  }

  /** Tells apart what shows at a few pixels of which not all are road at rest. */
  #look(picture: Uint8Array, y: number, from: number, to: number, move: number, dtMs: number, standsMs: number): void {
    const { long, held, age, needed, foreign, standing } = this
    const values = this.#valueOf
    const levels = this.#levelOf
    const least = this.#least
    const most = this.#most
    const heldRate = Math.round(256 * Math.min(0.5, dtMs / HELD_TAU_MS))
    const step = Math.round(dtMs)
    for (let at = from; at < to; at += 1) {
      const seen = picture[at + move] ?? 0
      const level = levels[seen] ?? 0
      if (level >= (least[at] ?? 0) && level <= (most[at] ?? 0)) continue
      const road = long[at] ?? 0
      const value = this.#isSilent(seen, road) ? road : (values[seen] ?? 0)
      const need = (needed[at] ?? 0) * LEVEL
      const isForeign = Math.abs(value - road) > need
      const wasAtRest = least[at] !== 255
      let own = wasAtRest ? road : (held[at] ?? 0)
      let since = wasAtRest ? ROAD_HOLD_MS : (age[at] ?? 0)
      const miss = value - own
      const isHeld = Math.abs(miss) <= this.#tolerance + ((77 * need) >> 8)
      if (isHeld) {
        own += (heldRate * miss + 128) >> 8
        since = Math.min(since + step, Math.abs(own - road) > need ? FOREIGN_HOLD_MS : ROAD_HOLD_MS)
      } else {
        since -= isForeign ? step : 4 * step
        if (since <= 0) {
          since = 0
          own = value
        }
      }
      held[at] = own
      age[at] = since
      least[at] = 255
      const isOther = Math.abs(own - road) > need
      if (isForeign || isOther) {
        if (isForeign) foreign[at] = 1
        if (isOther && since >= standsMs) {
          // What was learnt there while something passed is put right by the first that stays.
          if (this.#unproven[at] === 1 && since >= ANEW_MS) this.#learnAnew(at, own)
          else standing[at] = 1
        }
        this.#count(y, at)
      } else if (since === ROAD_HOLD_MS) this.#rest(at, need)
    }
  }

  /** Burnt-out and drowned pixels say nothing: what would be there is there too. */
  #isSilent(seen: number, road: number): boolean {
    return (seen >= BURNT && road >= this.#burntRoad) || (seen <= DROWNED && road <= this.#drownedRoad)
  }

  #learnAnew(at: number, road: number): void {
    this.long[at] = road
    this.#unproven[at] = 0
    this.foreign[at] = 0
  }

  /** The bare road has shown itself for long enough: from now on it is asked only whether it still does. */
  #rest(at: number, need: number): void {
    const road = this.long[at] ?? 0
    this.held[at] = road
    // Rounded inwards; a level stands for all values up to the next.
    this.#least[at] = Math.max(1, (road - need + LEVEL - 1) >> 7)
    this.#most[at] = Math.min(254, ((road + need) >> 7) - 1)
  }

  #count(y: number, at: number): void {
    const zone = this.#mask[at] ?? 0
    const isForeign = this.foreign[at] ?? 0
    this.foreignIn[zone] = (this.foreignIn[zone] ?? 0) + isForeign
    if (this.#where[at] === 0) return
    const { cell, columns } = this.#grid
    const place = Math.floor(y / cell) * columns + (this.#columnOf[at - y * this.#size.width] ?? 0)
    this.foreignCells[place] = (this.foreignCells[place] ?? 0) + isForeign
    this.standingCells[place] = (this.standingCells[place] ?? 0) + (this.standing[at] ?? 0)
  }

  /** Brings a stretch of the long background up to date where it is not hidden. */
  #tend(picture: Uint8Array, from: number, to: number, move: number): void {
    const { long, needed } = this
    const mask = this.#mask
    const values = this.#valueOf
    const rate = Math.round((65_536 * TEND_MS) / LONG_TAU_MS)
    for (let at = from; at < to; at += 1) {
      const seen = picture[at + move] ?? 0
      const road = long[at] ?? 0
      const off = (values[seen] ?? 0) - road
      const isRoad = Math.abs(off) <= (needed[at] ?? 0) * LEVEL
      if (isRoad && this.#learntMs > DOUBT_MS) this.#unproven[at] = 0
      if (!isRoad || mask[at] === IGNORED || this.#isSilent(seen, road)) continue
      long[at] = road + ((rate * off + 32_768) >> 16)
    }
  }

  /** Sets the contrast needed on a stretch anew, and what its pixels at rest may show. */
  #settle(from: number, to: number): void {
    this.#weigh(from, to)
    for (let at = from; at < to; at += 1) if (this.#least[at] !== 255) this.#rest(at, (this.needed[at] ?? 0) * LEVEL)
  }

  /** What a pixel shows in the picture seen last, in 1/LEVEL grey levels of the learnt brightness; the road where that picture ends before it. */
  shown(at: number): number {
    const seen = this.#picture[at + this.#move]
    return seen === undefined ? (this.long[at] ?? 0) : (this.#valueOf[seen] ?? 0)
  }

  /** What stands here belongs to the road from now on. */
  absorb(x: number, y: number, width: number, height: number): void {
    const right = Math.min(this.#size.width, x + width)
    const bottom = Math.min(this.#size.height, y + height)
    for (let row = Math.max(0, y); row < bottom; row += 1)
      for (let column = Math.max(0, x); column < right; column += 1) {
        const at = row * this.#size.width + column
        if (this.standing[at] === 1 || this.foreign[at] === 1) this.long[at] = this.held[at] ?? 0
        this.standing[at] = 0
        this.foreign[at] = 0
        this.#least[at] = 255
      }
  }
}

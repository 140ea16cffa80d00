/** What is pasted into the clips: vehicles and the cyclist cut from real pictures, and vehicles and people drawn in shades of their own. */
import { chromaSize, frameOver, type Size, scalePlane } from '../../src/sensing/detector/frame.ts'
import { type Footage, footage } from './clips.ts'

/** YUV 4:4:4 with its cover, 0–255. */
export type CutOut = Size & {
  readonly y: Uint8Array
  readonly u: Uint8Array
  readonly v: Uint8Array
  readonly cover: Uint8Array
}

type Cut = readonly [at: number, x: number, y: number, width: number, height: number]

/** Where vehicles run alone: picture at CUT_RATE of the clip, and the box around one. */
const CUT_RATE = { motorway: 5, highway: 12.5 } as const
const VEHICLES: Readonly<Record<'motorway' | 'highway', readonly Cut[]>> = {
  motorway: [
    [4, 190, 147, 45, 36],
    [16, 133, 123, 48, 38],
    [18, 238, 87, 32, 30],
    [12, 167, 148, 58, 51],
    [26, 240, 80, 28, 28],
    [50, 136, 167, 63, 60],
    [76, 188, 157, 42, 33],
    [82, 80, 159, 58, 49],
    [104, 169, 181, 50, 43],
    [106, 229, 112, 33, 28],
    [110, 186, 150, 46, 41],
    [134, 164, 167, 51, 42],
    [140, 175, 144, 58, 58],
    [68, 80, 174, 56, 47],
  ],
  highway: [
    [32, 19, 129, 104, 93],
    [56, 88, 104, 59, 51],
    [54, 140, 83, 98, 109],
    [76, 56, 129, 81, 69],
    [92, 24, 135, 97, 92],
    [140, 80, 119, 74, 57],
    [162, 66, 117, 71, 62],
    [170, 164, 140, 81, 69],
    [178, 156, 128, 76, 66],
    [182, 57, 133, 76, 66],
    [206, 85, 109, 67, 59],
    [220, 157, 127, 85, 76],
    [232, 167, 120, 81, 79],
    [254, 47, 138, 93, 89],
    [280, 80, 100, 72, 68],
    [294, 138, 145, 86, 87],
    [306, 42, 141, 86, 66],
    [344, 152, 117, 82, 76],
  ],
}

/** Half of the real vehicles are kept for the seed that is reported, so that nothing is tuned on them. */
export function vehicleCuts(clip: 'motorway' | 'highway', forReport: boolean): readonly Cut[] {
  return VEHICLES[clip].filter((_, index) => (index % 2 === 1) === forReport)
}

export async function vehicleCut(clip: 'motorway' | 'highway', cut: Cut): Promise<CutOut> {
  const from = await footage(clip, CUT_RATE[clip])
  return cutOut(from, ...cut)
}

/** The real cyclist, seen from behind at 4.2 s. */
export async function cyclistCut(): Promise<CutOut> {
  return cutOut(await footage('motorway', CUT_RATE.motorway), 24, 243, 164, 23, 46)
}

const roads = new WeakMap<Footage, Uint8Array>()

/** The clip's empty road: the middle value of each pixel's luma over the whole clip. */
function roadOf(from: Footage): Uint8Array {
  const known = roads.get(from)
  if (known) return known
  const road = new Uint8Array(from.size.width * from.size.height)
  const step = Math.max(1, Math.floor(from.pictures.length / 25))
  const taken = from.pictures.filter((_, index) => index % step === 0)
  const column = new Uint8Array(taken.length)
  for (let at = 0; at < road.length; at += 1) {
    taken.forEach((picture, index) => {
      column[index] = picture[at] ?? 0
    })
    column.sort()
    road[at] = column[column.length >> 1] ?? 0
  }
  roads.set(from, road)
  return road
}

/** Cut along what differs from the empty road, each row filled between its ends, edges softened. */
export function cutOut(from: Footage, picture: number, x: number, y: number, width: number, height: number): CutOut {
  const bytes = from.pictures[picture] ?? new Uint8Array(0)
  const frame = frameOver(bytes, from.size, 0)
  const half = chromaSize(from.size).width
  const road = roadOf(from)
  const out = { width, height, ...planes(width * height) }
  for (let row = 0; row < height; row += 1) {
    let first = width
    let last = -1
    for (let column = 0; column < width; column += 1) {
      const from0 = (y + row) * from.size.width + x + column
      const at = row * width + column
      out.y[at] = frame.y[from0] ?? 0
      const chroma = ((y + row) >> 1) * half + ((x + column) >> 1)
      out.u[at] = frame.u[chroma] ?? 128
      out.v[at] = frame.v[chroma] ?? 128
      const isOther = Math.abs((frame.y[from0] ?? 0) - (road[from0] ?? 0)) > 18
      if (!isOther) continue
      first = Math.min(first, column)
      last = column
    }
    for (let column = first; column <= last; column += 1) {
      const inside = Math.min(column - first, last - column)
      out.cover[row * width + column] = inside === 0 ? 130 : 255
    }
  }
  return out
}

/** A vehicle from behind: body lighter above than below, rear window, lamp housings, plate, bumper, wheels and shadow. */
export function drawnCar(luma: number, u: number, v: number): CutOut {
  const width = 64
  const height = 56
  const out = { width, height, ...planes(width * height) }
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      const inset = y < 22 ? (22 - y) * 0.45 + 5 : 1
      const inBody = x >= inset && x < width - inset && y < 48
      const inWheel = y >= 44 && y < 55 && ((x > 5 && x < 16) || (x > 48 && x < 59))
      const inWindow = inBody && y > 4 && y < 20 && x > inset + 3 && x < width - inset - 3
      const inShadow = y >= 46 && y < 54
      out.cover[at] = inBody || inWheel ? 255 : inShadow ? 150 : 0
      const isHousing = inBody && y >= 26 && y < 35 && (x < 10 || x >= width - 10)
      const isPlate = y >= 36 && y < 42 && x >= 23 && x < 41
      // Paint shades from the sky's light down to the road's, and turns away at the sides.
      const shade = 18 - 0.9 * (y - 4) - 0.02 * (x - 32) ** 2 - (y > 42 ? 20 : 0)
      out.y[at] = inWindow ? 60 : isPlate ? 190 : isHousing ? 62 : inBody ? Math.max(18, luma + shade) : 28
      out.u[at] = isHousing ? 118 : inBody && !inWindow && !isPlate ? u : 128
      out.v[at] = isHousing ? 165 : inBody && !inWindow && !isPlate ? v : 128
    }
  return out
}

/** A person upright: head, coat, two legs that stride with `stride` (−1…1). */
export function drawnPerson(coat: number, u: number, v: number, stride: number): CutOut {
  const width = 20
  const height = 52
  const out = { width, height, ...planes(width * height) }
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      const off = x - 9.5
      const isHead = (off / 4) ** 2 + ((y - 5) / 5) ** 2 < 1
      const isCoat = y >= 9 && y < 31 && Math.abs(off) < 4.5 + 0.14 * (y - 9)
      const spread = ((y - 30) / 22) * 5 * stride
      const isLeg = y >= 30 && (Math.abs(off - spread - 1.6) < 2.4 || Math.abs(off + spread + 1.6) < 2.4)
      out.cover[at] = isHead || isCoat || isLeg ? 255 : 0
      out.y[at] = isHead ? 125 : isCoat ? coat : 40
      out.u[at] = isCoat ? u : isHead ? 118 : 128
      out.v[at] = isCoat ? v : isHead ? 142 : 128
    }
  return out
}

function planes(pixels: number): Omit<CutOut, keyof Size> {
  const plane = (fill: number): Uint8Array => new Uint8Array(pixels).fill(fill)
  return { y: plane(0), u: plane(128), v: plane(128), cover: plane(0) }
}

export function resized(from: CutOut, width: number): CutOut {
  const wide = Math.max(3, Math.round(width))
  const size = { width: wide, height: Math.max(3, Math.round((from.height * wide) / from.width)) }
  const out = { ...size, ...planes(size.width * size.height) }
  scalePlane(from.y, from, out.y, size)
  scalePlane(from.u, from, out.u, size)
  scalePlane(from.v, from, out.v, size)
  scalePlane(from.cover, from, out.cover, size)
  return out
}

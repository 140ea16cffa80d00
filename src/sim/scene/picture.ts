/** A planar YUV 4:2:0 picture and the inks it is painted with: BT.601, limited range, as cameras send it. */

export type Picture = {
  readonly width: number
  readonly height: number
  readonly y: Uint8Array
  readonly u: Uint8Array
  readonly v: Uint8Array
}

export type Ink = { readonly y: number; readonly u: number; readonly v: number }

export function blankPicture(width: number, height: number): Picture {
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1)
  return {
    width,
    height,
    y: new Uint8Array(width * height).fill(16),
    u: new Uint8Array(chroma).fill(128),
    v: new Uint8Array(chroma).fill(128),
  }
}

/** From red, green and blue, each 0 to 255. */
export function ink(r: number, g: number, b: number): Ink {
  return {
    y: 16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255,
    u: 128 + (-37.797 * r - 74.203 * g + 112 * b) / 255,
    v: 128 + (112 * r - 93.786 * g - 18.214 * b) / 255,
  }
}

export function mixed(a: Ink, b: Ink, share: number): Ink {
  const one = (x: number, z: number): number => x + (z - x) * share
  return { y: one(a.y, b.y), u: one(a.u, b.u), v: one(a.v, b.v) }
}

/** The same colour under more or less light. */
export function lit(of: Ink, by: number): Ink {
  return {
    y: Math.min(235, 16 + (of.y - 16) * by),
    u: 128 + (of.u - 128) * Math.min(1, by),
    v: 128 + (of.v - 128) * Math.min(1, by),
  }
}

/** What the air between does to a colour: half of it is gone after about 300 m. */
const HAZE = ink(138, 145, 152)
export function hazed(of: Ink, metres: number): Ink {
  return mixed(of, HAZE, 1 - Math.exp(-Math.max(0, metres) / 430))
}

/** A close look: a few seconds of a zoomed picture at more than ten frames a second, kept as stills, and what its lamps do. */
import type { Camera } from '../../camera.ts'
import { chromaSize, type Frame, type Size, workSize } from '../../detector/frame.ts'
import { LAMP_COLUMNS, LAMP_ROWS, Lamps } from '../../detector/lamps.ts'
import { jpegOf } from '../video/picture.ts'
import { readFrames } from '../video/source.ts'

/** As `CloseLook` in eyes.ts, its stills in base64 for the wire. */
export type SaidLook = {
  readonly stills: readonly { readonly at: number; readonly jpegBase64: string }[]
  readonly hazardLights: boolean | null
  readonly hz: number
}

const FRAMES_PER_SECOND = 12.5
const STILLS = 4
const STILL_QUALITY = 85
/** Noise alone changes no still. */
const LEAST_BRIGHTER = 0.3
/** Connecting and waiting for a key frame. */
const CONNECT_MS = 8_000
/** The vehicle is in the middle, at about one of these shares of the picture's width. */
const WIDTHS = [0.18, 0.3, 0.45, 0.65] as const

/** null: no picture came. */
export async function closeLook(
  { camera, source }: { readonly camera: Camera; readonly source: string },
  forMs: number,
  signal: AbortSignal,
): Promise<SaidLook | null> {
  const size = workSize(camera.view)
  const lamps = new Lamps(0, 0, size.width, size.height)
  /** Of each part of the time the picture whose middle glows most: what flashes is shown lit. */
  const kept: ({ glow: number; at: number; frame: Frame } | undefined)[] = []
  const stop = new AbortController()
  const late = setTimeout(() => stop.abort(), CONNECT_MS + forMs)
  let first = Number.NaN
  await readFrames(source, {
    size,
    live: true,
    framesPerSecond: FRAMES_PER_SECOND,
    signal: AbortSignal.any([signal, stop.signal]),
    onFrame: (frame) => {
      if (Number.isNaN(first)) first = frame.at
      const at = frame.at - first
      const amber = amberOf(frame)
      lamps.record(frame.at, amber)
      const glow = glowOf(size, amber)
      const part = Math.min(STILLS - 1, Math.floor((at * STILLS) / forMs))
      if (glow > (kept[part]?.glow ?? Number.NEGATIVE_INFINITY) + LEAST_BRIGHTER)
        kept[part] = { glow, at: Date.now(), frame: copyOf(frame) }
      if (at >= forMs) stop.abort()
    },
  })
  clearTimeout(late)
  const stills = kept.flatMap((one) =>
    one ? [{ at: one.at, jpegBase64: base64Of(jpegOf(one.frame, null, STILL_QUALITY)) }] : [],
  )
  return stills.length === 0 ? null : { stills, ...decided(lamps, size) }
}

const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function copyOf(frame: Frame): Frame {
  return { ...frame, y: frame.y.slice(), u: frame.u.slice(), v: frame.v.slice() }
}

/** Amber in the middle of the picture: the mean of the brightest tenth of a raster. */
function glowOf(size: Size, amber: (x: number, y: number) => number): number {
  const values: number[] = []
  for (let row = 0; row < 36; row += 1)
    for (let column = 0; column < 64; column += 1)
      values.push(
        amber(Math.floor(size.width * (0.2 + (0.6 * column) / 64)), Math.floor(size.height * (0.2 + (0.6 * row) / 36))),
      )
  const brightest = values.sort((a, b) => b - a).slice(0, values.length / 10)
  return brightest.reduce((sum, value) => sum + value, 0) / brightest.length
}

/** Amber is 0.6 R + 0.4 G; in BT.601 terms that is this mix of luma and chroma. */
function amberOf(frame: Frame): (x: number, y: number) => number {
  const half = chromaSize(frame).width
  return (x, y) => {
    const column = Math.min(frame.width - 1, Math.max(0, x))
    const row = Math.min(frame.height - 1, Math.max(0, y))
    const chroma = (row >> 1) * half + (column >> 1)
    const luma = 1.164 * (frame.y[row * frame.width + column] ?? 0)
    return luma + 0.632 * ((frame.v[chroma] ?? 128) - 128) - 0.157 * ((frame.u[chroma] ?? 128) - 128)
  }
}

/** A pair of lamps anywhere a centred vehicle of one of the widths would have them. */
function decided(lamps: Lamps, size: Size): { hazardLights: boolean | null; hz: number } {
  let told = false
  for (const share of WIDTHS) {
    const width = Math.max(size.width / LAMP_COLUMNS, share * size.width)
    const height = Math.max(size.height / LAMP_ROWS, 0.8 * width)
    const found = lamps.decide((size.width - width) / 2, (size.height - height) / 2, width, height)
    if (found.flashing === true) return { hazardLights: true, hz: Math.round(found.hz * 10) / 10 }
    if (found.flashing === false) told = true
  }
  return { hazardLights: told ? false : null, hz: 0 }
}

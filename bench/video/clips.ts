/** The real clips, each decoded once into memory at the rate of analysis, with the cameras drawn for them. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Camera, cameraOf } from '../../src/sensing/camera.ts'
import { frameBytes, type Size, workSize } from '../../src/sensing/detector/frame.ts'

const VIDEO = fileURLToPath(new URL('../../../shared/data/video/', import.meta.url))
const CAMERAS = fileURLToPath(new URL('../../docs/cameras/', import.meta.url))

const BLACK = 16

export const CLIPS = {
  motorway: { file: `${VIDEO}motorway_aid_pedestrian_320x240.avi`, camera: `${CAMERAS}motorway-aid-pedestrian.json` },
  highway: { file: `${VIDEO}highway_trees_320x240.avi`, camera: `${CAMERAS}highway-trees.json` },
  street: { file: `${VIDEO}street_parked_cars_640x360.mp4`, camera: `${CAMERAS}street-parked-cars.json` },
  parking: { file: `${VIDEO}parking_turn_signal_768x432.mp4`, camera: `${CAMERAS}parking-turn-signal.json` },
} as const
export type ClipName = keyof typeof CLIPS

/** One plain line where a clip is not there. */
export function missing(clip: ClipName): string | false {
  return existsSync(CLIPS[clip].file) ? false : `${CLIPS[clip].file} is not there`
}

/** Pictures in planar YUV 4:2:0 at the size of analysis. */
export type Footage = {
  readonly size: Size
  readonly framesPerSecond: number
  readonly pictures: readonly Uint8Array[]
  /** How bright each picture's exposure is against the clip's own middle: what is pasted in is exposed the same way. */
  readonly exposures: readonly number[]
}

/** The clip's camera, drawn for another size of picture where one is given. */
export function cameraFor(clip: ClipName, size?: Size): Camera {
  const read = cameraOf(JSON.parse(readFileSync(CLIPS[clip].camera, 'utf8')))
  if (!read.ok) throw new Error(read.detail)
  const camera = read.value
  if (size === undefined) return camera
  const sx = size.width / camera.view.width
  const sy = size.height / camera.view.height
  const zones = camera.zones.map((zone) => ({
    ...zone,
    polygon: zone.polygon.map(([x, y]): [number, number] => [x * sx, y * sy]),
  }))
  return { ...camera, view: { ...size }, zones }
}

const decoded = new Map<string, Promise<Footage>>()

/** The clip at a rate, at the size its camera is analysed at unless another is asked for; kept for the next who asks. */
export function footage(clip: ClipName, framesPerSecond: number, size?: Size): Promise<Footage> {
  const at = size ?? workSize(cameraFor(clip).view)
  const key = `${clip} ${framesPerSecond} ${at.width}x${at.height}`
  const known = decoded.get(key) ?? decode(CLIPS[clip].file, framesPerSecond, at)
  decoded.set(key, known)
  return known
}

function decode(file: string, framesPerSecond: number, size: Size): Promise<Footage> {
  const filter = `fps=${framesPerSecond},scale=${size.width}:${size.height}:flags=area`
  const form = ['-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1']
  const args = ['-v', 'error', '-nostdin', '-threads', '1', '-i', file, '-an', '-vf', filter, ...form]
  return new Promise((resolve, reject) => {
    execFile('ffmpeg', args, { encoding: 'buffer', maxBuffer: 2 ** 30 }, (error, out) => {
      if (error) return reject(error)
      const each = frameBytes(size)
      const count = Math.floor(out.length / each)
      const pictures = Array.from({ length: count }, (_, index) => out.subarray(index * each, (index + 1) * each))
      resolve({ size, framesPerSecond, pictures, exposures: exposuresOf(pictures, size) })
    })
  })
}

/** By the middle of each picture's luma: a vehicle covers less than half of it, so it is the road's. */
function exposuresOf(pictures: readonly Uint8Array[], size: Size): readonly number[] {
  const middles = pictures.map((picture) => middleOf(picture.subarray(0, size.width * size.height)) - BLACK)
  const usual = [...middles].sort((a, b) => a - b)[middles.length >> 1] ?? 1
  return middles.map((middle) => middle / usual)
}

function middleOf(luma: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const value of luma) counts[value] = (counts[value] ?? 0) + 1
  let below = 0
  for (let value = 0; value < 256; value += 1) {
    below += counts[value] ?? 0
    if (2 * below >= luma.length) return value
  }
  return 255
}

/** How wide a car stands in the clip's picture with its foot at (x, y): read off the traffic itself, in pixels of analysis. */
export function carWidthAt(clip: ClipName, x: number, y: number): number {
  switch (clip) {
    case 'motorway':
      return 0.25 * y - 2
    case 'highway':
      return 15 + 0.3 * y
    case 'street':
      return 70 + 0.26 * Math.max(0, x - 40)
    case 'parking':
      return 46
  }
}

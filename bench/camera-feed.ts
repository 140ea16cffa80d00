/** Cameras for measurements: H.264 made once, served as MPEG-TS over HTTP in real time to each who connects, as cameras on a network do. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { diceFrom } from '../src/core/dice.ts'
import { camerasOf, MAIN_CAMERA } from '../src/sim/city/cameras.ts'
import { layCity } from '../src/sim/city.ts'
import { renderedFrames } from '../src/sim/scene/scene.ts'
import { y4mFrame, y4mHeader } from '../src/sim/scene/y4m.ts'

const REAL = fileURLToPath(new URL('../../shared/data/video/highway_trees_320x240.avi', import.meta.url))
const SEED = 7
/** No B-frames, a key frame every two seconds, about 2 Mbit/s: what a camera on a road sends. */
const LIKE_A_CAMERA = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-bf', '0'],
  ...['-b:v', '2M', '-maxrate', '2M', '-bufsize', '2M', '-pix_fmt', 'yuv420p'],
]
const AS_STREAM = ['-an', '-f', 'mpegts', '-muxrate', '2400k']
const TICK_MS = 40
const PACKET = 188

export type Footage = { readonly file: string; readonly seconds: number; readonly about: string }

function ffmpeg(args: readonly string[]): void {
  const made = spawnSync('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', ...args], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`the footage could not be made: ${made.stderr}`)
}

/** A busy road at 1280×720 and 25 pictures a second: the real clip where it is there, the rendered road elsewhere. */
export async function roadFootage(folder: string, seconds: number): Promise<Footage> {
  const file = join(folder, 'road.ts')
  if (!existsSync(REAL))
    return { ...(await stopFootage(folder, Math.min(60, seconds), seconds)), about: 'rendered road' }
  const once = join(folder, 'once.ts')
  ffmpeg(['-i', REAL, '-r', '25', '-vf', 'scale=1280:720', ...LIKE_A_CAMERA, ...AS_STREAM, once])
  ffmpeg(['-stream_loop', '-1', '-i', once, '-t', String(seconds), '-c', 'copy', ...AS_STREAM, file])
  return { file, seconds, about: 'real clip of a highway, scaled up' }
}

/** When the car of the scripted stop comes into the picture, and when it drives on, seconds of a loop. */
export const STOP_FROM = 20
export const STOP_UNTIL = 75

/** The rendered road with one car that stops on the shoulder in each loop, with its lamps flashing. */
export async function stopFootage(folder: string, loopSeconds: number, seconds: number): Promise<Footage> {
  const site = camerasOf(layCity(SEED)).find(({ id }) => id === MAIN_CAMERA)
  if (!site) throw new Error('the city has no main camera')
  const once = join(folder, 'stop-once.ts')
  const file = join(folder, 'stop.ts')
  const rate = site.rate[0] / site.rate[1]
  const encoder = spawn(
    'ffmpeg',
    [
      '-nostdin',
      '-loglevel',
      'error',
      '-y',
      '-f',
      'yuv4mpegpipe',
      '-i',
      'pipe:0',
      '-r',
      '25',
      '-vf',
      'scale=1280:720',
      ...LIKE_A_CAMERA,
      ...AS_STREAM,
      once,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  )
  const done = new Promise<number | null>((resolve) => encoder.on('close', resolve))
  encoder.stdin.write(y4mHeader(site.view.width, site.view.height, site.rate))
  const stop = { entersAt: STOP_FROM * 1000, standsAtM: 46, paintDice: 0.4, leavesAt: STOP_UNTIL * 1000 }
  for (const frame of renderedFrames(site, SEED, Math.round(loopSeconds * rate), () => ({ stop, standing: [] })))
    if (!encoder.stdin.write(y4mFrame(frame))) await new Promise((resolve) => encoder.stdin.once('drain', resolve))
  encoder.stdin.end()
  if ((await done) !== 0) throw new Error('the rendered road could not be encoded')
  ffmpeg(['-stream_loop', '-1', '-i', once, '-t', String(seconds), '-c', 'copy', ...AS_STREAM, file])
  return { file, seconds, about: 'rendered road with a scripted stop' }
}

export type Feed = { url(camera: string): string; close(): void }

/**
 * Serves the footage to each who connects, from where that camera is now: one that comes again has missed what went by.
 * Each camera ticks in a phase of its own: timers of one length would fall into step, and no two cameras on a network do.
 */
export function openFeed({ file, seconds }: Footage, offsetSeconds: (camera: string) => number): Promise<Feed> {
  const bytes = statSync(file).size
  const perMs = bytes / (seconds * 1000)
  const handle = openSync(file, 'r')
  const began = performance.now()
  const server = createServer((request, response) => {
    const camera = (request.url ?? '').replace(/^\/|\.ts$/g, '')
    response.setHeader('content-type', 'video/mp2t')
    const place = (): number => ((performance.now() - began) / 1000 + offsetSeconds(camera)) * 1000 * perMs
    let at = Math.floor(place() / PACKET) * PACKET
    const phaseMs = diceFrom(SEED, `phase of ${camera}`).between(0, TICK_MS)
    let timer: NodeJS.Timeout
    const tick = (): void => {
      const sinceMs = performance.now() - began - phaseMs
      timer = setTimeout(tick, TICK_MS - (((sinceMs % TICK_MS) + TICK_MS) % TICK_MS))
      const to = Math.floor(place() / PACKET) * PACKET
      // A client that does not keep up loses nothing for good, but is not given more than a second at once.
      if (response.writableLength > 1_000_000) return
      while (at < to) {
        const from = at % bytes
        const length = Math.min(to - at, bytes - from, 1 << 20)
        const chunk = Buffer.alloc(length)
        readSync(handle, chunk, 0, length, from)
        response.write(chunk)
        at += length
      }
    }
    tick()
    response.on('close', () => clearTimeout(timer))
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo // node:net answers a string for pipes only
      resolve({
        url: (camera) => `http://127.0.0.1:${port}/${camera}.ts`,
        close: () => {
          server.closeAllConnections()
          server.close()
          closeSync(handle)
        },
      })
    }),
  )
}

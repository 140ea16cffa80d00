/** A camera for browser tests: the rendered expressway as H.264 over HTTP, live, with a car that stops when the test says so, and beside it an ONVIF device that turns. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { camerasOf, MAIN_CAMERA } from '../../src/sim/city/cameras.ts'
import { layCity } from '../../src/sim/city.ts'
import { type Device, openDevice } from '../../src/sim/io/onvif.ts'
import { groundOf, zonesOf } from '../../src/sim/scene/record.ts'
import { openScene } from '../../src/sim/scene/scene.ts'
import type { Stop } from '../../src/sim/scene/stop.ts'
import { y4mFrame, y4mHeader } from '../../src/sim/scene/y4m.ts'

const SEED = 7
const RATE = [10, 1] as const

export type RoadCamera = {
  readonly id: string
  readonly view: { readonly width: number; readonly height: number }
  /** What a careful person draws. */
  readonly shoulder: readonly (readonly [number, number])[]
  readonly ground: readonly { readonly pixel: readonly [number, number]; readonly metres: readonly [number, number] }[]
  readonly stream: string
  readonly onvif: string
  readonly device: Device
  /** From now on a car brakes onto the shoulder and stays there. */
  stopCar(): void
  close(): Promise<void>
}

export async function openRoadCamera(): Promise<RoadCamera> {
  const site = camerasOf(layCity(SEED)).find((camera) => camera.id === MAIN_CAMERA)
  if (!site) throw new Error(`no camera ${MAIN_CAMERA}`)
  const { view } = site
  const scene = openScene(site, SEED)
  const viewers = new Set<ServerResponse>()
  let stop: Stop | null = null
  const began = performance.now()
  const encoder = startEncoder()
  encoder.stdin?.write(y4mHeader(view.width, view.height, RATE))
  encoder.stdout?.on('data', (chunk: Buffer) => {
    // Whoever is slow loses what it cannot take; the next key frame mends it.
    for (const viewer of viewers) if (viewer.writableLength < 4_000_000) viewer.write(chunk)
  })
  const now = (): number => performance.now() - began
  const timer = setInterval(
    () => {
      if (encoder.stdin?.writableNeedDrain) return
      encoder.stdin?.write(y4mFrame(scene.paint(now(), { stop, standing: [] })))
    },
    (1000 * RATE[1]) / RATE[0],
  )
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/onvif')) return device.answer(request, response)
    response.writeHead(200, { 'content-type': 'video/mp2t' })
    viewers.add(response)
    response.once('close', () => viewers.delete(response))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  // A server listening on TCP has an address of this form.
  const { port } = server.address() as AddressInfo
  const stream = `http://127.0.0.1:${port}/road.ts`
  const device = openDevice({
    clock: Date.now,
    stream,
    home: 'home',
    presets: new Map([
      ['home', { pan: 0, tilt: 0, zoom: 0 }],
      ['shoulder', { pan: 0.2, tilt: -0.1, zoom: 0.4 }],
    ]),
  })
  return {
    id: site.id,
    view: { width: view.width, height: view.height },
    shoulder: zonesOf(view, true)[0]?.polygon ?? [],
    ground: groundOf(view),
    stream,
    onvif: `http://127.0.0.1:${port}/onvif/device_service`,
    device,
    stopCar() {
      stop = { entersAt: now(), standsAtM: 46, paintDice: 0.4, leavesAt: null }
    },
    async close() {
      clearInterval(timer)
      encoder.stdin?.end()
      encoder.kill('SIGKILL')
      for (const viewer of viewers) viewer.destroy()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** A key frame a second, as cameras are set for live viewing. */
function startEncoder(): ChildProcess {
  const child = spawn(
    'ffmpeg',
    // biome-ignore format: one option a line says nothing more
    ['-hide_banner', '-loglevel', 'error', '-f', 'yuv4mpegpipe', '-i', 'pipe:0',
      '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-g', '10', '-threads', '1',
      '-f', 'mpegts', '-muxdelay', '0', '-flush_packets', '1', 'pipe:1'],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  )
  child.stdin?.on('error', () => {})
  return child
}

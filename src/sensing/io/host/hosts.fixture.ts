/** For tests of detector hosts: cameras that stream for ever, the server's side opened in a folder of its own, and waiting for what must come. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Camera, cameraOf } from '../../camera.ts'
import type { CameraHealth, WatchedWarning } from '../../facts.ts'
import { type Cameras, type HostsOptions, openCameras } from './hosts.ts'

export const WIDTH = 96
export const HEIGHT = 64

/** null where it is there. */
export const noFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'ffmpeg is not installed'

/** A camera that streams raw pictures for ever: a noisy road, eight pictures a second. */
export function fakeCamera(): Promise<{ url: string; close: () => void; quiet: (on: boolean) => void }> {
  let isQuiet = false
  const server = createServer((_request, response) => {
    response.write(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F8:1 Ip C420jpeg\n`)
    let n = 0
    const timer = setInterval(() => {
      if (isQuiet) return
      n += 1
      const frame = new Uint8Array(WIDTH * HEIGHT * 1.5).fill(128)
      for (let at = 0; at < WIDTH * HEIGHT; at += 1) frame[at] = 60 + ((at * 7 + n * 13) % 5) + (at % 24 < 12 ? 60 : 0)
      response.write('FRAME\n')
      response.write(frame)
    }, 125)
    response.on('close', () => clearInterval(timer))
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo // node:net answers a string for pipes only
      resolve({
        url: `http://127.0.0.1:${port}/camera.y4m`,
        close: () => {
          server.closeAllConnections()
          server.close()
        },
        quiet: (on) => {
          isQuiet = on
        },
      })
    }),
  )
}

export function cameraAt(source: string | undefined, id = 'c1', view = { width: WIDTH, height: HEIGHT }): Camera {
  const { width, height } = view
  const read = cameraOf({
    id,
    name: { zh: '甲', en: 'A' },
    position: [120.75, 30.71],
    view,
    zones: [
      {
        kind: 'lane',
        polygon: [
          [0, 10],
          [width - 6, 10],
          [width - 6, height - 4],
          [0, height - 4],
        ],
      },
    ],
    ...(source === undefined ? {} : { source }),
  })
  if (!read.ok) throw new Error(read.detail)
  return read.value
}

export async function until(what: string, holds: () => boolean, withinMs: number): Promise<number> {
  const began = performance.now()
  while (!holds()) {
    if (performance.now() - began > withinMs) assert.fail(`${what}: not within ${withinMs} ms`)
    await sleep(20)
  }
  return performance.now() - began
}

export type Opened = {
  readonly cameras: Cameras
  readonly warnings: { readonly camera: string; readonly key: string; readonly warning: WatchedWarning }[]
  readonly said: CameraHealth[]
  readonly hosts: string[]
  readonly folder: string
  /** Also takes the folder away. */
  close(): Promise<void>
}

export function opened(cameras: readonly Camera[], more: Partial<HostsOptions> = {}): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'fm-hosts-'))
  const warnings: Opened['warnings'] = []
  const said: CameraHealth[] = []
  const hosts: string[] = []
  const watching = openCameras({
    cameras,
    clock: Date.now,
    localCapacity: 16,
    recordings: join(folder, 'recordings'),
    models: folder,
    clips: folder,
    onWarning: async (camera, key, warning) => {
      warnings.push({ camera, key, warning })
    },
    onHealth: (health) => said.push(health),
    onHost: (id, state) => hosts.push(`${id} ${state}`),
    ...more,
  })
  return {
    cameras: watching,
    warnings,
    said,
    hosts,
    folder,
    async close() {
      await watching.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

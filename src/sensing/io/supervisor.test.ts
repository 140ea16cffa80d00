import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Camera, cameraOf } from '../camera.ts'
import type { CameraHealth } from '../facts.ts'
import { openCameras } from './supervisor.ts'

const WIDTH = 96
const HEIGHT = 64

/** A camera that streams for ever: a noisy road, eight pictures a second. */
function fakeCamera(): Promise<{ url: string; close: () => void; quiet: (on: boolean) => void }> {
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

function cameraAt(source: string | undefined): Camera {
  const read = cameraOf({
    id: 'c1',
    name: { zh: '甲', en: 'A' },
    position: [120.75, 30.71],
    view: { width: WIDTH, height: HEIGHT },
    zones: [
      {
        kind: 'lane',
        polygon: [
          [0, 10],
          [90, 10],
          [90, 60],
          [0, 60],
        ],
      },
    ],
    ...(source === undefined ? {} : { source }),
  })
  if (!read.ok) throw new Error(read.detail)
  return read.value
}

async function until(what: string, holds: () => boolean, withinMs: number): Promise<number> {
  const began = performance.now()
  while (!holds()) {
    if (performance.now() - began > withinMs) assert.fail(`${what}: not within ${withinMs} ms`)
    await sleep(20)
  }
  return performance.now() - began
}

test('a watcher that is killed is back within seconds; its newest picture is kept; live pictures flow; closing ends it', async (t) => {
  const camera = await fakeCamera()
  const said: CameraHealth[] = []
  const cameras = openCameras({
    cameras: [cameraAt(camera.url)],
    clock: Date.now,
    onWarning: () => {},
    onHealth: (health) => said.push(health),
  })
  try {
    await until('watching', () => cameras.health()[0]?.state === 'watching', 10_000)
    await until('a picture', () => cameras.picture('c1') !== null, 5_000)
    const pid = cameras.process('c1')
    assert.ok(pid)
    process.kill(pid, 'SIGKILL')
    await until('down', () => cameras.health()[0]?.state === 'down', 2_000)
    assert.ok(cameras.picture('c1'), 'the old picture is kept, with its age')
    const back = await until('back', () => cameras.health()[0]?.state === 'watching', 6_000)
    t.diagnostic(`back after ${Math.round(back)} ms`)
    const jpegs: Uint8Array[] = []
    for await (const jpeg of cameras.live('c1')) {
      jpegs.push(jpeg)
      if (jpegs.length === 4) break
    }
    assert.ok(jpegs.every((jpeg) => jpeg[0] === 0xff && jpeg[1] === 0xd8))
    const last = cameras.process('c1')
    await cameras.close()
    assert.ok(last)
    assert.throws(() => process.kill(last, 0), 'the watcher has ended')
  } finally {
    await cameras.close()
    camera.close()
  }
})

test('a camera that goes silent is down within seconds, says why, and a camera without a source is off', async () => {
  const camera = await fakeCamera()
  const cameras = openCameras({
    cameras: [cameraAt(camera.url), { ...cameraAt(undefined), id: 'c2' }],
    clock: Date.now,
    onWarning: () => {},
    onHealth: () => {},
  })
  try {
    assert.deepEqual([cameras.health()[1]?.state, cameras.picture('c2')], ['off', null])
    await until('watching', () => cameras.health()[0]?.state === 'watching', 10_000)
    camera.quiet(true)
    await until('down', () => cameras.health()[0]?.state === 'down', 9_000)
    assert.equal(cameras.health()[0]?.cause, 'no picture for 5 s')
    camera.quiet(false)
    await until('watching again', () => cameras.health()[0]?.state === 'watching', 9_000)
  } finally {
    await cameras.close()
    camera.close()
  }
})

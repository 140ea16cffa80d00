/** Detector hosts on other machines, as real processes over a real connection: taken in by their token, lost, and taken over. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { openMachines, tokenIn } from '../src/access/io/machines.ts'
import { cameraAt, fakeCamera, type Opened, opened, until } from '../src/sensing/io/host/hosts.fixture.ts'
import { openDetectorDoor } from '../src/server/live/detectors.ts'

const CLI = fileURLToPath(new URL('../src/server/cli.ts', import.meta.url))
const TOKENS = { east: 'e'.repeat(40), gauge: 'g'.repeat(40) }

async function openStage(
  cameras: Parameters<typeof opened>[0],
  expects: readonly string[],
): Promise<Opened & { url: string; end(): Promise<void> }> {
  const stage = opened(cameras, { expects, waitForHostsMs: 30_000 })
  const machines = openMachines([
    { kind: 'detector', id: 'east', token: TOKENS.east },
    { kind: 'sensor', id: 'gauge', token: TOKENS.gauge },
  ])
  const server: Server = createServer()
  server.on(
    'upgrade',
    openDetectorDoor(
      {
        seat: stage.cameras.seat,
        resolvePrincipal: async (_knock, headers) => machines.byToken(tokenIn(headers.authorization) ?? ''),
        authorise: (principal, act) => ({ allowed: act === 'detector.serve' && principal.detector === true, by: [] }),
        clock: Date.now,
        chance: (bytes) => randomBytes(bytes),
        onTrouble: () => {},
      },
      (_request, socket) => socket.destroy(),
    ),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo // node:net answers a string for pipes only
  return {
    ...stage,
    url: `http://127.0.0.1:${port}`,
    async end() {
      await stage.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

function startHost(stage: { url: string; folder: string }, more: readonly string[] = []): ChildProcess {
  const tokenFile = join(stage.folder, 'token')
  writeFileSync(tokenFile, `${TOKENS.east}\n`)
  return spawn(
    process.execPath,
    [
      CLI,
      'detector',
      '--server',
      stage.url,
      '--token-file',
      tokenFile,
      '--folder',
      stage.folder,
      '--cameras',
      'far-*',
      ...more,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

for (const [how, signal] of [
  ['killed', 'SIGKILL'],
  ['hung', 'SIGSTOP'],
] as const)
  test(`when a host elsewhere is ${how}, its cameras are watched here within ten seconds`, async (t) => {
    const far = await fakeCamera()
    const near = await fakeCamera()
    const stage = await openStage([cameraAt(near.url, 'near-1'), cameraAt(far.url, 'far-1')], ['east'])
    const { cameras } = stage
    const host = startHost(stage)
    const of = (id: string) => cameras.health().find((one) => one.id === id)
    const where = (id: string): string | undefined => cameras.hosts().find((one) => one.cameras.includes(id))?.id
    try {
      await until('the far camera is watched elsewhere', () => of('far-1')?.state === 'watching', 25_000)
      assert.equal(where('far-1'), 'east')
      await until('a picture came over', () => cameras.picture('far-1') !== null, 8_000)
      await until('the near camera is watched here', () => of('near-1')?.state === 'watching', 10_000)
      const before = Date.now()
      host.kill(signal)
      const took = await until(
        'the far camera is watched here',
        () =>
          where('far-1') === 'local' && of('far-1')?.state === 'watching' && (of('far-1')?.lastFrameAt ?? 0) > before,
        10_000,
      )
      t.diagnostic(`watched here after ${Math.round(took)} ms`)
      assert.equal(where('near-1'), 'local')
      assert.ok(stage.hosts.includes('east lost'))
    } finally {
      host.kill('SIGKILL')
      await stage.end()
      far.close()
      near.close()
    }
  })

test('nobody serves from a browser, without a token, with a sensor’s token; what is no line of the protocol is not heard', async () => {
  const camera = await fakeCamera()
  const stage = await openStage([cameraAt(camera.url, 'far-1')], [])
  const knock = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${stage.url.replace('http', 'ws')}/detectors`, { headers })
      socket.on('open', () => reject(new Error('it opened')))
      socket.on('error', () => {})
      socket.on('unexpected-response', (_request, response: IncomingMessage) => resolve(response.statusCode ?? 0))
    })
  try {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    assert.equal(await knock({}), 401)
    assert.equal(await knock(bearer('x'.repeat(40))), 401)
    assert.equal(await knock(bearer(TOKENS.gauge)), 403)
    assert.equal(await knock({ ...bearer(TOKENS.east), origin: stage.url }), 403)
    const socket = new WebSocket(`${stage.url.replace('http', 'ws')}/detectors`, { headers: bearer(TOKENS.east) })
    await new Promise((resolve) => socket.once('open', resolve))
    for (const line of ['', '{', '[]', '{"kind":"hello"}', '{"kind":"warning","camera":"far-1"}', 'x'.repeat(100_000)])
      socket.send(line)
    socket.send(JSON.stringify({ kind: 'picture', camera: 'far-1', at: 1, jpegBase64: 'AAAA' }))
    await until('watched here all the same', () => stage.cameras.health()[0]?.state === 'watching', 10_000)
    await sleep(300)
    assert.notEqual(stage.cameras.picture('far-1')?.at, 1, 'it speaks of a camera that is not its own')
    assert.equal(stage.warnings.length, 0)
    socket.terminate()
  } finally {
    await stage.end()
    camera.close()
  }
})

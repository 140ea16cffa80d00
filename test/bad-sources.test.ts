/** Sources as they should not be: each is survived, and says in one word, with its sentence in both languages, what is wrong with it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cameraAt, noFfmpeg, opened, until } from '../src/sensing/io/host/hosts.fixture.ts'
import { isTrouble, TROUBLE_TEXT } from '../src/sensing/life/trouble.ts'
import { play } from './stream-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'fm-bad-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const VIEW = { width: 320, height: 180 }

function made(name: string, ...args: readonly string[]): string {
  const file = join(folder, name)
  const run = spawnSync('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', ...args, file], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  return file
}

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '0', '-pix_fmt', 'yuv420p']
const moving = (size: string, seconds: number): string[] => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=${size}:rate=25`,
  '-t',
  String(seconds),
]

test('what gives no picture says why, and the cameras beside it are watched', { skip: noFfmpeg }, async () => {
  const whole = made('whole.mp4', ...moving('320x180', 3), ...H264)
  const cut = join(folder, 'cut.mp4')
  writeFileSync(cut, readFileSync(whole).subarray(0, 5_000))
  const text = join(folder, 'text.mp4')
  writeFileSync(text, 'no video at all\n'.repeat(50))
  const grains = join(folder, 'grains')
  writeFileSync(grains, Buffer.alloc(20))
  const raw = join(folder, 'dot.y4m')
  writeFileSync(raw, Buffer.concat([Buffer.from('YUV4MPEG2 W1 H1 F25:1 C420jpeg\nFRAME\n'), Buffer.alloc(3)]))
  const cases = [
    ['whole', whole, null],
    ['cut', cut, 'broken-video'],
    ['text', text, 'broken-video'],
    ['sound', made('sound.mp4', '-f', 'lavfi', '-i', 'sine=duration=2'), 'no-video'],
    [
      'dot',
      made(
        'dot.mkv',
        '-f',
        'rawvideo',
        '-pixel_format',
        'gray',
        '-video_size',
        '1x1',
        '-framerate',
        '5',
        '-i',
        grains,
        '-c:v',
        'ffv1',
      ),
      'too-small',
    ],
    ['dot-raw', raw, 'too-small'],
    ['gone', join(folder, 'nothing.mp4'), 'not-found'],
    ['refused', 'rtsp://admin:s3cret@127.0.0.1:1/x', 'unreachable'],
    ['refused-raw', 'http://admin:s3cret@127.0.0.1:1/x.y4m', 'unreachable'],
  ] as const
  const stage = opened(cases.map(([id, source]) => cameraAt(source, id, VIEW)))
  try {
    const causeOf = (id: string) =>
      stage.said.filter((one) => one.id === id && one.state === 'down').map((one) => one.cause)
    for (const [id, , word] of cases)
      if (word) await until(`${id} is ${word}`, () => causeOf(id).includes(word), 40_000)
      else
        await until(
          `${id} is watched`,
          () => stage.cameras.health().some((one) => one.id === id && one.state === 'watching'),
          40_000,
        )
    for (const { cause, state } of stage.said)
      if (state === 'down' && cause !== null)
        assert.ok(isTrouble(cause) && TROUBLE_TEXT[cause].zh && TROUBLE_TEXT[cause].en, cause)
    assert.doesNotMatch(JSON.stringify([stage.said, stage.hosts]), /s3cret|admin/)
    assert.equal(stage.hosts.filter((line) => line === 'local lost').length, 0)
  } finally {
    await stage.close()
  }
})

test('a stream that changes its resolution is watched on, one whose clock jumps makes no flood of pictures, one that stalls is found', {
  skip: noFfmpeg,
}, async () => {
  const stream = (name: string, size: string, ...more: readonly string[]): string =>
    made(name, ...moving(size, 6), ...H264, ...more, '-f', 'mpegts')
  const small = stream('small.ts', '320x180')
  const large = stream('large.ts', '640x480')
  const ahead = stream('ahead.ts', '320x180', '-output_ts_offset', '3600')
  const before = stream('before.ts', '320x180', '-output_ts_offset', '10')
  const at = (file: string) => ({ file, seconds: 6 })
  const feeds = {
    resized: await play([at(small), at(large), at(small), at(large)], 'silence'),
    jumping: await play([at(before), at(ahead), at(before), at(small)], 'silence'),
    stalling: await play([at(small)], 'silence'),
    ending: await play([at(small)], 'close'),
  }
  const stage = opened(Object.entries(feeds).map(([id, { url }]) => cameraAt(url, id, VIEW)))
  const causes = (id: string) =>
    new Set(stage.said.filter((one) => one.id === id && one.state === 'down').map((one) => one.cause))
  try {
    await sleep(22_000)
    for (const id of ['resized', 'jumping']) {
      assert.deepEqual(
        [...causes(id)].filter((cause) => cause !== 'starting' && cause !== 'no-host'),
        [],
        id,
      )
      const rates = stage.said.filter((one) => one.id === id && one.state !== 'down').map((one) => one.framesPerSecond)
      // A busy machine brings one second's pictures in the next; a flood is more pictures than time has passed for.
      const settled = rates.slice(3)
      const mean = settled.reduce((sum, rate) => sum + rate, 0) / settled.length
      assert.ok(rates.length > 10 && mean <= 14 && Math.max(...settled) <= 28, `${id}: ${rates.join(' ')}`)
      assert.ok(
        rates.slice(-4).some((rate) => rate > 1),
        `${id}: ${rates.join(' ')}`,
      )
    }
    await until('the stall is found', () => causes('stalling').has('stalled'), 20_000)
    assert.ok(causes('ending').has('ended'), [...causes('ending')].join(' '))
  } finally {
    await stage.close()
    for (const feed of Object.values(feeds)) feed.close()
  }
})

test('a source that says nought frames a second is watched at the pace it comes', async () => {
  const server = createServer((_request, response) => {
    response.write('YUV4MPEG2 W96 H64 F0:0 C420jpeg\n')
    let n = 0
    const timer = setInterval(() => {
      n += 1
      response.write(
        Buffer.concat([
          Buffer.from('FRAME\n'),
          Buffer.alloc(96 * 64 * 1.5).map((_, index) => (index * 7 + n * 13) % 200),
        ]),
      )
    }, 125)
    response.on('close', () => clearInterval(timer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // node:net answers a string for pipes only
  const stage = opened([cameraAt(`http://127.0.0.1:${port}/c.y4m`)])
  try {
    await until('it is watched', () => (stage.cameras.health()[0]?.framesPerSecond ?? 0) > 3, 40_000)
  } finally {
    await stage.close()
    server.closeAllConnections()
    server.close()
  }
})

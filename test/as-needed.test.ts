/** A quiet camera decodes key frames only, and everything as soon as something stands, without a hole in its recording. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cameraAt, noFfmpeg, opened, until } from '../src/sensing/io/host/hosts.fixture.ts'
import { Ring } from '../src/sensing/io/video/ring.ts'
import { play } from './stream-fixture.ts'

const VIEW = { width: 320, height: 180 }
const SECONDS = 60
const STANDS_FROM = 24

/** A road of one minute; with a car that stands from STANDS_FROM on. */
function roadFile(name: string, hasCar: boolean): string {
  const file = join(tmpdir(), `fm-${name}-${process.pid}.ts`)
  const road = `testsrc=size=320x180:rate=25,hue=s=0,eq=contrast=0.5,drawbox=x=0:y=0:w=320:h=180:color=gray@0.6:t=fill,noise=alls=6:allf=t`
  const car = `drawbox=x=140:y=90:w=46:h=30:color=white:t=fill:enable='gte(t,${STANDS_FROM})',drawbox=x=146:y=96:w=34:h=8:color=black:t=fill:enable='gte(t,${STANDS_FROM})'`
  const made = spawnSync(
    'ffmpeg',
    [
      '-nostdin',
      '-loglevel',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      hasCar ? `${road},${car}` : road,
      '-t',
      String(SECONDS),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '50',
      '-bf',
      '0',
      '-pix_fmt',
      'yuv420p',
      file,
    ],
    { encoding: 'utf8' },
  )
  assert.equal(made.status, 0, made.stderr)
  return file
}

test('a quiet camera costs key frames, and what stands in it is looked at in every picture', {
  skip: noFfmpeg,
}, async () => {
  const file = roadFile('as-needed', true)
  const feed = await play([{ file, seconds: SECONDS }], 'silence')
  const stage = opened([{ ...cameraAt(feed.url, 'c1', VIEW), decoding: 'as-needed', framesPerSecond: 5 }])
  const rate = (): number => stage.cameras.lastSaid('c1')?.framesPerSecond ?? 0
  try {
    await until('it is watched', () => stage.cameras.health()[0]?.state === 'watching', 40_000)
    const began = Date.now()
    await sleep(8_000)
    const decoder = stage.cameras.lastSaid('c1')?.decoder
    assert.ok(rate() <= 1.5, `${rate()} pictures a second while nothing happens`)
    await until('everything is decoded', () => rate() >= 4, 45_000)
    assert.ok(Date.now() - began > 10_000, 'not before something stood')
    assert.notEqual(stage.cameras.lastSaid('c1')?.decoder, decoder)
    const segments = await new Ring(join(stage.folder, 'recordings', 'c1')).segments()
    const runs = [...new Set(segments.map((segment) => segment.run))]
    assert.equal(runs.length, 2)
    const ofFirst = segments.filter((segment) => segment.run === runs[0])
    assert.ok((ofFirst.at(-1)?.to ?? 0) >= (runs[1] ?? 0), 'the second began before the first ended')
  } finally {
    await stage.close()
    feed.close()
    rmSync(file, { force: true })
  }
})

test('a quiet camera is filmed as soon as somebody looks, and neither its recording nor its watching has a hole', {
  skip: noFfmpeg,
}, async () => {
  const file = roadFile('filmed', false)
  const feed = await play([{ file, seconds: SECONDS }], 'silence')
  const stage = opened([{ ...cameraAt(feed.url, 'c1', VIEW), decoding: 'as-needed', framesPerSecond: 5 }])
  try {
    await until('it is watched', () => stage.cameras.health()[0]?.state === 'watching', 40_000)
    const asked = Date.now()
    const saidBefore = stage.said.length
    const kinds: string[] = []
    for await (const part of stage.cameras.video('c1')) {
      kinds.push(part.kind)
      if (kinds.filter((kind) => kind === 'fragment').length >= 3) break
    }
    assert.equal(kinds[0], 'init')
    assert.ok(Date.now() - asked < 12_000, `${Date.now() - asked} ms until it ran`)
    const rate = (): number => stage.cameras.lastSaid('c1')?.framesPerSecond ?? 9
    await until('it is decoded by key frames still', () => rate() <= 1.5, 5_000)
    const segments = await new Ring(join(stage.folder, 'recordings', 'c1')).segments()
    const runs = [...new Set(segments.map((segment) => segment.run))]
    const ofFirst = segments.filter((segment) => segment.run === runs[0])
    assert.ok((ofFirst.at(-1)?.to ?? 0) >= (runs[1] ?? 0), 'the second began before the first ended')
    assert.equal(stage.said.slice(saidBefore).filter(({ state }) => state === 'down').length, 0)
  } finally {
    await stage.close()
    feed.close()
    rmSync(file, { force: true })
  }
})

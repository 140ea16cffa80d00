import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VideoPart } from '../../eyes.ts'
import { cameraAt, fakeCamera, noFfmpeg, opened, until } from './hosts.fixture.ts'

test('a host that is killed is back within seconds; the newest picture is kept; live pictures flow; closing ends it', async (t) => {
  const camera = await fakeCamera()
  const { cameras, close } = opened([cameraAt(camera.url)])
  try {
    await until('watching', () => cameras.health()[0]?.state === 'watching', 40_000)
    await until('a picture', () => cameras.picture('c1') !== null, 5_000)
    const pid = cameras.localPid()
    assert.ok(pid)
    process.kill(pid, 'SIGKILL')
    await until('down', () => cameras.health()[0]?.state === 'down', 2_000)
    assert.equal(cameras.health()[0]?.cause, 'no-host')
    assert.ok(cameras.picture('c1'), 'the old picture is kept, with its age')
    const back = await until('back', () => cameras.health()[0]?.state === 'watching', 8_000)
    t.diagnostic(`back after ${Math.round(back)} ms`)
    const jpegs: Uint8Array[] = []
    for await (const jpeg of cameras.live('c1')) {
      jpegs.push(jpeg)
      if (jpegs.length === 4) break
    }
    assert.ok(jpegs.every((jpeg) => jpeg[0] === 0xff && jpeg[1] === 0xd8))
    const last = cameras.localPid()
    await close()
    assert.ok(last)
    assert.throws(() => process.kill(last, 0), 'the host has ended')
  } finally {
    await close()
    camera.close()
  }
})

test('a host that hangs is found within seconds, its camera watched again, and what it says later is not heard', async () => {
  const camera = await fakeCamera()
  const { cameras, hosts, close } = opened([cameraAt(camera.url)])
  try {
    await until('watching', () => cameras.health()[0]?.state === 'watching', 40_000)
    const pid = cameras.localPid()
    assert.ok(pid)
    process.kill(pid, 'SIGSTOP')
    await until('lost', () => hosts.includes('local lost'), 8_000)
    await until('watching again', () => cameras.health()[0]?.state === 'watching', 20_000)
    assert.notEqual(cameras.localPid(), pid)
  } finally {
    await close()
    camera.close()
  }
})

test('a camera that goes silent is down within seconds, says why, and a camera without a source is off', async () => {
  const camera = await fakeCamera()
  const { cameras, close } = opened([cameraAt(camera.url), { ...cameraAt(undefined), id: 'c2' }])
  try {
    assert.deepEqual([cameras.health()[1]?.state, cameras.picture('c2')], ['off', null])
    await until('watching', () => cameras.health()[0]?.state === 'watching', 40_000)
    camera.quiet(true)
    await until('down', () => cameras.health()[0]?.state === 'down', 9_000)
    assert.equal(cameras.health()[0]?.cause, 'stalled')
    camera.quiet(false)
    await until('watching again', () => cameras.health()[0]?.state === 'watching', 20_000)
  } finally {
    await close()
    camera.close()
  }
})

test('a raw camera is recorded by encoding, its clip covers what was asked, its video is H.264', {
  skip: noFfmpeg,
}, async () => {
  const camera = await fakeCamera()
  const { cameras, close } = opened([cameraAt(camera.url)])
  try {
    await until('watching', () => cameras.health()[0]?.state === 'watching', 40_000)
    const parts: VideoPart[] = []
    for await (const part of cameras.video('c1')) {
      parts.push(part)
      if (parts.length === 4) break
    }
    assert.deepEqual(
      parts.map((part) => part.kind),
      ['init', 'fragment', 'fragment', 'fragment'],
    )
    assert.match(parts[0]?.codec ?? '', /^avc1\.[0-9a-f]{6}$/)
    const from = Date.now()
    await sleep(2_500)
    const clip = await cameras.clip('c1', from, from + 2_000)
    assert.ok(clip.ok, JSON.stringify(clip))
    assert.ok(
      clip.value.from <= from && clip.value.to >= from + 2_000,
      `${clip.value.from - from} … ${clip.value.to - from}`,
    )
    assert.equal(clip.value.streamCopied, false)
    const probe = spawnSync(
      'ffprobe',
      ['-loglevel', 'error', '-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames', clip.value.file],
      { encoding: 'utf8' },
    )
    assert.match(probe.stdout, /codec_name=h264/)
    assert.ok(Number(/nb_read_frames=(\d+)/.exec(probe.stdout)?.[1]) >= 10, probe.stdout)
    rmSync(clip.value.file)
    const early = await cameras.clip('c1', from - 600_000, from - 500_000)
    assert.deepEqual(early, { ok: false, refusal: 'not-recorded' })
  } finally {
    await close()
    camera.close()
  }
})

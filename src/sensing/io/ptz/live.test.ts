/** The PTZ's own picture through the real ffmpeg. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTurnedPictures } from './live.ts'

const skip = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'needs ffmpeg: sudo apt-get install -y ffmpeg'

test('what the PTZ shows comes as JPEG to everybody who looks, and ends when it is closed', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-turned-'))
  const file = join(folder, 'grey.y4m')
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(64 * 48, 110), Buffer.alloc((64 * 48) / 2, 128)])
  writeFileSync(
    file,
    Buffer.concat([Buffer.from('YUV4MPEG2 W64 H48 F10:1 Ip A1:1 C420\n'), ...Array.from({ length: 30 }, () => frame)]),
  )
  const turned = openTurnedPictures((id) => (id === 'pair' ? file : null))
  const look = async (most: number): Promise<number> => {
    let seen = 0
    for await (const jpeg of turned.live('pair')) {
      assert.deepEqual([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)], [0xff, 0xd8, 0xff, 0xd9])
      seen += 1
      if (seen === most) break
    }
    return seen
  }
  assert.deepEqual(await Promise.all([look(2), look(3)]), [2, 3])
  const endless = look(Number.POSITIVE_INFINITY)
  setTimeout(() => turned.close(), 2_500)
  assert.ok((await endless) > 0)
  for await (const _ of turned.live('fixed')) assert.fail('a camera that has no PTZ')
  rmSync(folder, { recursive: true })
})

test('a stream that is not there ends the look', { skip }, async () => {
  const turned = openTurnedPictures(() => '/nowhere/at-all.y4m')
  for await (const _ of turned.live('pair')) assert.fail('a picture of nothing')
})

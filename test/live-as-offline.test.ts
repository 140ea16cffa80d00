/** One clip, watched offline and by the live path of a detector host: the same warnings. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CLIPS, missing } from '../bench/video/clips.ts'
import { cameraOf } from '../src/sensing/camera.ts'
import { noFfmpeg, opened, until } from '../src/sensing/io/host/hosts.fixture.ts'
import { watch } from '../src/sensing/io/watch.ts'

const { file, camera } = CLIPS.motorway
/** The clip's header says 25 pictures a second and is right. */
const CLIP_MS = 29_920

test('the clip of the cyclist is warned of offline as it is live', {
  skip: missing('motorway') || noFfmpeg,
}, async () => {
  const lines: string[] = []
  const code = await watch({
    source: file,
    cameraFile: camera,
    models: tmpdir(),
    json: true,
    out: { write: (text) => lines.push(text) },
    err: { write: () => true },
    signal: new AbortController().signal,
  })
  assert.equal(code, 0)
  const offline = lines.map((line) => JSON.parse(line))

  const record = cameraOf({ ...JSON.parse(readFileSync(camera, 'utf8')), source: file })
  if (!record.ok) throw new Error(record.detail)
  const stage = opened([record.value])
  try {
    await until('it is watched', () => stage.cameras.health()[0]?.state === 'watching', 40_000)
    const began = Date.now()
    await sleep(CLIP_MS - 1_500)
    assert.deepEqual(
      stage.warnings.map(({ warning }) => [warning.type, warning.zone, warning.grade]),
      offline.map((one) => [one.type, one.zone, one.grade]),
    )
    stage.warnings.forEach(({ warning }, index) => {
      const lateMs = warning.observedAt - began - 1000 * offline[index].mediaSeconds
      assert.ok(Math.abs(lateMs) < 1_500, `${lateMs} ms apart`)
    })
  } finally {
    await stage.close()
  }
})

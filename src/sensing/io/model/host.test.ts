import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { cameraAt, fakeCamera, opened, until } from '../host/hosts.fixture.ts'
import { admit } from './admit.ts'
import { madeOnnx } from './onnx.fixture.ts'

const CELLS = 28 * 28 + 14 * 14 + 7 * 7

test('a host looks on with the model of its folder, each camera says which; without one it says so and watches', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstminute-host-model-'))
  const camera = await fakeCamera()
  const alone = opened([cameraAt(camera.url)])
  const file = join(folder, 'nothing-seen.onnx')
  const puts = new Float32Array(CELLS * 85)
  await writeFile(file, madeOnnx({ outputs: [{ name: 'output', shape: [1, CELLS, 85] }], puts }))
  const added = await admit({ file, dataFolder: folder, names: null, licence: null, at: 0 })
  assert.ok(added.ok)
  const looking = opened([cameraAt(camera.url)], { models: folder })
  try {
    await until('looks', () => looking.cameras.looks() >= 2, 40_000)
    assert.deepEqual(looking.cameras.health()[0]?.model, {
      state: 'ready',
      model: `nothing-seen@${added.value.sha256.slice(0, 8)}`,
    })
    await until('alone', () => alone.cameras.health()[0]?.model !== undefined, 40_000)
    assert.deepEqual(alone.cameras.health()[0]?.model, { state: 'none' })
    assert.equal(alone.cameras.health()[0]?.state, 'watching')
    assert.equal(alone.cameras.looks(), 0)
  } finally {
    await Promise.all([alone.close(), looking.close()])
    camera.close()
    await rm(folder, { recursive: true, force: true })
  }
})

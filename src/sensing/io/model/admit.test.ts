import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { admit } from './admit.ts'
import { madeOnnx } from './onnx.fixture.ts'
import { readModel, removeModel } from './store.ts'

const CELLS = 28 * 28 + 14 * 14 + 7 * 7
const AT = Date.UTC(2026, 0, 5)
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstminute-model-'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function tried(bytes: Uint8Array, name = 'made.onnx', licence: string | null = null) {
  const file = join(folder, name)
  await writeFile(file, bytes)
  return await admit({ file, dataFolder: join(folder, 'data'), names: null, licence, at: AT })
}

function detector(fill: number, columns = 85): Uint8Array {
  const puts = new Float32Array(CELLS * columns).fill(fill)
  return madeOnnx({ outputs: [{ name: 'output', shape: [1, CELLS, columns] }], puts })
}

async function refused(bytes: Uint8Array): Promise<string | null> {
  const answer = await tried(bytes)
  assert.deepEqual(existsSync(join(folder, 'data', 'model')), false, 'nothing is kept of what is refused')
  return answer.ok ? null : answer.refusal
}

test('what is no ONNX file, or half of one, is refused before it is run', async () => {
  assert.equal(await refused(Buffer.from('GIF89a, and more that is no model')), 'not-onnx')
  assert.equal(await refused(Buffer.alloc(0)), 'not-onnx')
  assert.equal(await refused(detector(0).subarray(0, 5_000)), 'cut-short')
})

test('a huge file is refused by its size, unread', async () => {
  const file = join(folder, 'huge.onnx')
  const handle = await open(file, 'w')
  await handle.truncate(5 * 2 ** 30)
  await handle.close()
  const answer = await admit({ file, dataFolder: join(folder, 'data'), names: null, licence: null, at: AT })
  assert.equal(answer.ok ? null : answer.refusal, 'too-large')
  await rm(file)
})

test('a folder or a missing file is refused', async () => {
  for (const file of [folder, join(folder, 'missing.onnx')]) {
    const answer = await admit({ file, dataFolder: join(folder, 'data'), names: null, licence: null, at: AT })
    assert.equal(answer.ok ? null : answer.refusal, 'unreadable')
  }
})

test('an embedding is refused without being run', async () => {
  assert.equal(
    await refused(madeOnnx({ outputs: [{ name: 'embedding', shape: [1, 512] }], puts: new Float32Array(512) })),
    'embedding',
  )
})

test('a model whose numbers are no numbers is refused by the self-test', async () => {
  assert.equal(await refused(detector(Number.NaN)), 'not-finite')
})

test('a model whose scores are not between 0 and 1 is refused by the self-test', async () => {
  assert.equal(await refused(detector(-3)), 'not-scored')
})

test('a model that claims a shape and cannot be run is refused', async () => {
  assert.equal(await refused(madeOnnx({ outputs: [{ name: 'output', shape: [1, CELLS, 85] }] })), 'does-not-run')
  // Claims the detector's form and holds something else.
  const lies = madeOnnx({ outputs: [{ name: 'output', shape: [1, CELLS, 85] }], puts: new Float32Array(512) })
  assert.equal(await refused(lies), 'does-not-run')
})

test('an admitted model is kept for its owner alone, with hash, licence and class names, replaced whole and removed whole', async () => {
  const data = join(folder, 'data')
  assert.equal(await readModel(data), null)
  const first = await tried(detector(0.001), 'first model.onnx', 'Apache License\nVersion 2.0')
  assert.ok(first.ok, first.ok ? '' : `${first.refusal} ${first.detail}`)
  const kept = await readModel(data)
  assert.ok(kept)
  assert.equal(kept.record.name, 'first-model')
  assert.equal(kept.record.licence, 'Apache License\nVersion 2.0')
  assert.equal(kept.record.form.names.length, 80)
  assert.equal(kept.record.addedAt, '2026-01-05T00:00:00.000Z')
  assert.deepEqual(await readFile(kept.file), await readFile(join(folder, 'first model.onnx')))
  for (const path of [kept.file, join(data, 'model', 'model.json')])
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await stat(join(data, 'model'))).mode & 0o777, 0o700)
  const second = await tried(detector(0.002), 'second.onnx')
  assert.ok(second.ok)
  assert.notEqual(second.value.sha256, kept.record.sha256)
  assert.equal((await readdir(join(data, 'model'))).length, 2)
  const refusedLater = await tried(detector(Number.NaN))
  assert.equal(refusedLater.ok, false)
  assert.equal((await readModel(data))?.record.name, 'second')
  assert.equal(await removeModel(data), true)
  assert.equal(await removeModel(data), false)
  assert.deepEqual(await readdir(join(data, 'model')), [])
})

test('a damaged record is said, not passed over', async () => {
  const data = join(folder, 'damaged')
  const made = join(folder, 'third.onnx')
  await writeFile(made, detector(0.001))
  assert.ok((await admit({ file: made, dataFolder: data, names: null, licence: null, at: AT })).ok)
  await writeFile(join(data, 'model', 'model.json'), '{"name": "th')
  await assert.rejects(readModel(data), /damaged/)
})

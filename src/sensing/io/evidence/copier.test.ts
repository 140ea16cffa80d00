/** Copies by the real copying process; masked ones with the reference model where it is there. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { missingFfmpeg, testClip } from '../../../../test/test-clip.ts'
import { admit } from '../model/admit.ts'
import { openCopier } from './copier.ts'
import type { CopyWanted } from './copies.ts'
import { framesOf } from './film.ts'

const MODEL = fileURLToPath(new URL('../../../../../shared/data/models/yolox_nano_coco80_416.onnx', import.meta.url))
const skip = missingFfmpeg()
const skipModel = skip || (existsSync(MODEL) ? false : `${MODEL} is not there`)

let dataFolder: string
let clip: string
const troubles: string[] = []
before(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'firstminute-copier-'))
  if (!skip) clip = testClip(dataFolder)
})
after(() => rm(dataFolder, { recursive: true, force: true }))

const copier = () => openCopier({ dataFolder, trouble: (error) => troubles.push(String(error)) })
const wanted = (to: string, form: CopyWanted['form']): CopyWanted => ({
  clip,
  to: join(dataFolder, to),
  form,
  note: ['UNMASKED COPY 0193F000-0000-7000-8000-000000000001', 'BY ZHOU-LEI AND LI-NA'],
  signal: new AbortController().signal,
  onProgress: () => {},
})
const described = (file: string): string =>
  execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'stream=codec_type,codec_name:format_tags', '-of', 'csv', file],
    {
      encoding: 'utf8',
    },
  )

test('a copy has the note in every picture, and neither sound nor the title of its source', { skip }, async () => {
  assert.match(described(clip), /audio.*made by somebody|made by somebody.*audio/s)
  const made = await copier().make(wanted('unmasked.mp4', 'unmasked'))
  assert.deepEqual(made, { ok: true, value: { masking: null } })
  const said = described(join(dataFolder, 'unmasked.mp4'))
  assert.doesNotMatch(said, /audio|somebody/)
  assert.match(said, /h264/)
  let frames = 0
  for await (const frame of framesOf(join(dataFolder, 'unmasked.mp4'), 12)) {
    const band = frame.y.subarray(0, 16 * frame.width)
    const dark = band.filter((luma) => luma < 60).length / band.length
    const white = band.filter((luma) => luma > 180).length / band.length
    assert.ok(dark > 0.5 && white > 0.05, `picture ${frames}: ${dark} dark, ${white} white`)
    frames += 1
  }
  assert.equal(frames, 24)
})

test('without a model there is no masked copy, and no file of one', { skip }, async () => {
  assert.equal((await copier().able('masked')).ok, false)
  const made = await copier().make(wanted('none.mp4', 'masked'))
  assert.equal(made.ok ? null : made.refusal, 'no-detector')
  await assert.rejects(access(join(dataFolder, 'none.mp4')))
})

test('what is no clip fails as unreadable', { skip }, async () => {
  const broken = join(dataFolder, 'broken.mp4')
  await writeFile(broken, 'not a clip')
  const made = await copier().make({ ...wanted('x.mp4', 'unmasked'), clip: broken })
  assert.equal(made.ok ? null : made.refusal, 'unreadable')
})

test('a copy that is stopped ends at once', { skip }, async () => {
  const stop = new AbortController()
  const making = copier().make({
    ...wanted('stopped.mp4', 'unmasked'),
    clip: testClip(dataFolder, 60),
    signal: stop.signal,
  })
  setTimeout(() => stop.abort(), 300)
  const made = await making
  assert.equal(made.ok ? null : made.refusal, 'stopped')
})

test('a masked copy says how it was masked; a model that is damaged masks nothing', { skip: skipModel }, async () => {
  const added = await admit({ file: MODEL, dataFolder, names: null, licence: null, at: Date.now() })
  assert.ok(added.ok)
  assert.equal((await copier().able('masked')).ok, true)
  const made = await copier().make(wanted('masked.mp4', 'masked'))
  assert.ok(made.ok && made.value.masking)
  assert.match(made.value.masking.model, /^yolox_nano_coco80_416:[0-9a-f]{8}$/)
  assert.deepEqual([made.value.masking.frames, made.value.masking.everyFrames], [24, 2])
  await writeFile(join(dataFolder, 'model', `${added.value.sha256}.onnx`), 'damaged')
  assert.equal((await copier().able('masked')).ok, false)
  const blind = await copier().make(wanted('blind.mp4', 'masked'))
  assert.equal(blind.ok ? null : blind.refusal, 'no-detector')
  await assert.rejects(access(join(dataFolder, 'blind.mp4')))
})

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { frameBytes, frameOver } from '../../detector/frame.ts'
import { examine, type Model } from '../../objects/model.ts'
import type { Ask } from '../../objects/objects.ts'
import { readOnnx } from '../../objects/onnx.ts'
import type { InferenceEnd } from './inference-process.ts'
import type { Picture } from './inference-wire.ts'
import { cutOut, type ObjectDetector, openObjectDetector } from './object-detector.ts'
import { madeOnnx } from './onnx.fixture.ts'
import { sha256Of } from './store.ts'

const CELLS = 28 * 28 + 14 * 14 + 7 * 7
const DATA = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
const WEIGHTS = join(DATA, 'models/yolox_nano_coco80_416.onnx')
const STREET = join(DATA, 'video/street_parked_cars_640x360.mp4')

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstminute-detector-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** A model that says one car in the middle of whatever it is shown. */
async function oneCar(name: string): Promise<{ file: string; model: Model }> {
  const puts = new Float32Array(CELLS * 85)
  // Stride 32, row 3, column 3: a square of 64 pixels around the middle.
  puts.set([0.5, 0.5, Math.log(2), Math.log(2), 0.9], (28 * 28 + 14 * 14 + 3 * 7 + 3) * 85)
  puts[(28 * 28 + 14 * 14 + 3 * 7 + 3) * 85 + 5 + 2] = 1
  const file = join(folder, `${name}.onnx`)
  const bytes = madeOnnx({ outputs: [{ name: 'output', shape: [1, CELLS, 85] }], puts })
  await writeFile(file, bytes)
  return { file, model: modelOf(name, bytes) }
}

function modelOf(name: string, bytes: Uint8Array): Model {
  const sketch = readOnnx(bytes)
  assert.ok(sketch.ok)
  const form = examine(sketch.value, null)
  assert.ok(form.ok)
  return { name, sha256: sha256Of(bytes), form: form.value }
}

function picture(width: number, height: number): Picture {
  return frameOver(new Uint8Array(frameBytes({ width, height })).fill(120), { width, height }, 0)
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return
    await sleep(50)
  }
  assert.fail(`not within 20 s: ${what}`)
}

async function opened(
  model: { file: string; model: Model },
  onTrouble: (end: InferenceEnd) => void = () => {},
): Promise<ObjectDetector> {
  const detector = openObjectDetector({ model, onTrouble })
  await until('ready', () => detector.state().state === 'ready')
  return detector
}

const ask = (at: number, box: Ask['box'], priority: Ask['priority'] = 'round'): Ask => ({ at, box, priority })

test('an answer is in pixels of the picture, whatever piece of it was asked about, and names its model', async () => {
  const made = await oneCar('one-car')
  const detector = await opened(made)
  try {
    const answer = await detector.look('cam', picture(640, 360), ask(7, [101, 51, 200, 200]))
    assert.ok(answer)
    assert.deepEqual(answer.box, [100, 50, 202, 202])
    assert.equal(answer.at, 7)
    assert.equal(answer.model, `one-car@${made.model.sha256.slice(0, 8)}`)
    const [car, ...more] = answer.objects
    assert.equal(more.length, 0)
    assert.equal(car?.class, 'car')
    const scale = 202 / 224
    const expected = [100 + 80 * scale, 50 + 80 * scale, 64 * scale, 64 * scale]
    for (const [index, value] of (car?.box ?? []).entries()) assert.ok(Math.abs(value - (expected[index] ?? 0)) < 0.01)
    assert.equal(await detector.look('cam', picture(640, 360), ask(8, [700, 10, 50, 50])), null)
  } finally {
    await detector.close()
  }
})

test('of one camera only the newest picture is looked at; the others are told that nobody looked', async () => {
  const detector = await opened(await oneCar('newest'))
  try {
    const looks = [1, 2, 3, 4].map((at) => detector.look('cam', picture(64, 64), ask(at, [0, 0, 64, 64])))
    const other = detector.look('other', picture(64, 64), ask(9, [0, 0, 64, 64]))
    const answers = await Promise.all(looks)
    assert.deepEqual(
      answers.map((answer) => answer?.at ?? null),
      // The first was in hand already when the second came.
      [1, null, null, 4],
    )
    assert.equal((await other)?.at, 9)
    assert.deepEqual(detector.counts(), { answered: 3, unanswered: 2 })
  } finally {
    await detector.close()
  }
})

test('a process that is killed costs the looks in hand, is told once, and comes back', async () => {
  const troubles: InferenceEnd[] = []
  const detector = await opened(await oneCar('killed'), (end) => troubles.push(end))
  try {
    const pid = detector.process()
    assert.ok(pid)
    const looks = ['a', 'b'].map((camera) => detector.look(camera, picture(640, 360), ask(1, [0, 0, 640, 360])))
    process.kill(pid, 'SIGKILL')
    await Promise.all(looks)
    await until('down', () => detector.state().state === 'down')
    assert.equal(await detector.look('a', picture(64, 64), ask(2, [0, 0, 64, 64])), null)
    await until('ready again', () => detector.state().state === 'ready')
    assert.ok(await detector.look('a', picture(64, 64), ask(3, [0, 0, 64, 64])))
    assert.deepEqual(
      troubles.map(({ why }) => why),
      ['ended'],
    )
  } finally {
    await detector.close()
  }
})

test('closing with a look in hand lets it finish, and the process leaves by itself', async () => {
  const detector = await opened(await oneCar('closing'))
  const pid = detector.process()
  assert.ok(pid)
  const look = detector.look('cam', picture(640, 360), ask(1, [0, 0, 640, 360]))
  await detector.close()
  await look
  assert.throws(() => process.kill(pid, 0), /ESRCH/)
  assert.equal(await detector.look('cam', picture(64, 64), ask(2, [0, 0, 64, 64])), null)
})

test('a model that was changed on the disk is not run, and nobody keeps trying', async () => {
  const made = await oneCar('changed')
  await writeFile(made.file, Buffer.concat([await readFile(made.file), Buffer.from([0x32, 0])]))
  const troubles: InferenceEnd[] = []
  const detector = openObjectDetector({ model: made, onTrouble: (end) => troubles.push(end) })
  try {
    await until('down', () => detector.state().state === 'down')
    assert.deepEqual(detector.state(), {
      state: 'down',
      model: `changed@${made.model.sha256.slice(0, 8)}`,
      why: 'model-changed',
    })
    await sleep(1_500)
    assert.equal(troubles.length, 1)
  } finally {
    await detector.close()
  }
})

test('without a model nobody looks and nothing is started', async () => {
  const detector = openObjectDetector({ model: null, onTrouble: () => assert.fail() })
  assert.deepEqual(detector.state(), { state: 'none' })
  assert.equal(await detector.look('cam', picture(64, 64), ask(1, [0, 0, 64, 64])), null)
  assert.equal(detector.process(), null)
  await detector.close()
})

test('a piece is cut on even pixels with its colours, also at the edge of an odd picture', () => {
  const odd = picture(33, 17)
  odd.y[16 * 33 + 32] = 9
  const cut = cutOut(odd, [30, 14, 20, 20])
  assert.ok(cut)
  assert.deepEqual(cut.piece, [30, 14, 3, 3])
  assert.equal(cut.picture.y.at(-1), 9)
  assert.equal(cut.picture.u.length, 4)
})

const footage = existsSync(WEIGHTS) && existsSync(STREET) && spawnSync('ffmpeg', ['-version']).status === 0
test('real weights see the parked cars of a real street', {
  skip: footage ? false : 'needs ffmpeg and ../shared/data',
}, async () => {
  const bytes = await readFile(WEIGHTS)
  const detector = await opened({ file: WEIGHTS, model: modelOf('yolox', bytes) })
  try {
    const size = { width: 640, height: 360 }
    const args = ['-v', 'error', '-i', STREET, '-frames:v', '1', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-']
    const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1e7 })
    const answer = await detector.look('street', frameOver(stdout, size, 0), ask(0, [0, 0, 640, 360]))
    const cars = answer?.objects.filter((each) => ['car', 'truck'].includes(each.class) && each.score > 0.5) ?? []
    // Read off the picture: a dark car and a white one by the kerb.
    for (const [x, y] of [
      [258, 101],
      [386, 272],
    ] as const)
      assert.ok(
        cars.some(({ box }) => x > box[0] && x < box[0] + box[2] && y > box[1] && y < box[1] + box[3]),
        `no car at ${x},${y}: ${JSON.stringify(cars)}`,
      )
  } finally {
    await detector.close()
  }
})

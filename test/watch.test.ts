/** The watch as a whole, on real footage: what must be warned of, what must not, and how soon. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CLIPS, type ClipName, cameraFor, footage, missing } from '../bench/video/clips.ts'
import { drawnCar, resized, vehicleCut, vehicleCuts } from '../bench/video/cut-outs.ts'
import { DARK, paste } from '../bench/video/paste.ts'
import { type Act, warningsOf } from '../bench/video/show.ts'
import type { Weather } from '../bench/video/weather.ts'
import { admit } from '../src/sensing/io/model/admit.ts'
import { watch } from '../src/sensing/io/watch.ts'

const VIEW = { width: 320, height: 240 }

type Said = { readonly code: number; readonly out: string; readonly err: string }

async function watched(source: string, cameraFile: string, models = '/nowhere'): Promise<Said> {
  const out: string[] = []
  const err: string[] = []
  const code = await watch({
    source,
    cameraFile,
    models,
    json: true,
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    signal: new AbortController().signal,
  })
  return { code, out: out.join(''), err: err.join('') }
}

test('the cyclist on the hard shoulder is warned of once, by 8.5 s, and nothing else is', {
  skip: missing('motorway'),
}, async () => {
  const said = await watched(CLIPS.motorway.file, CLIPS.motorway.camera)
  assert.equal(said.code, 0)
  const lines = said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map((line) => [line.kind, line.type, line.zone]),
    [['warning', 'pedestrian', 'shoulder']],
  )
  assert.ok(lines[0].mediaSeconds <= 8.5, `at ${lines[0].mediaSeconds} s`)
  assert.equal(typeof lines[0].reason, 'string')
  assert.match(said.err, /^748 frames, [\d.]+ frames\/s, [\d.]+ CPU seconds/)
})

const WEIGHTS = fileURLToPath(new URL('../../shared/data/models/yolox_nano_coco80_416.onnx', import.meta.url))
test('with an object model the same cyclist is grade A, named by it, and the model stands in the version', {
  skip: missing('motorway') || (existsSync(WEIGHTS) ? false : `${WEIGHTS} is not there`),
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fm-watch-'))
  try {
    const added = await admit({ file: WEIGHTS, dataFolder: folder, names: null, licence: null, at: 0 })
    assert.ok(added.ok)
    const said = await watched(CLIPS.motorway.file, CLIPS.motorway.camera, folder)
    assert.equal(said.code, 0)
    const lines = said.out.trim().split('\n')
    assert.equal(lines.length, 1)
    const warning = JSON.parse(lines[0] ?? '')
    assert.equal(warning.grade, 'A')
    assert.ok(warning.mediaSeconds <= 8.5)
    assert.match(warning.reason, /an object detector saw a (person|bicycle) in \d of \d looks/)
    assert.match(warning.version, / yolox_nano_coco80_416@e8af0749$/)
    assert.match(said.err, /; (2\d|30) looks of the object detector beside it\n$/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('what cannot be read is one sentence and exit code 2', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fm-watch-'))
  try {
    const broken = join(folder, 'broken.json')
    const text = join(folder, 'text.y4m')
    await writeFile(broken, '{"id": ')
    await writeFile(text, 'no video at all\n')
    const camera = CLIPS.highway.camera
    for (const [source, file] of [
      [join(folder, 'nothing.avi'), camera],
      [folder, camera],
      [text, camera],
      [broken, camera],
      [text, broken],
      [text, join(folder, 'no-camera.json')],
      ['rtsp://admin:s3cret@127.0.0.1:1/x', camera],
      ['http://admin:s3cret@127.0.0.1:1/x.y4m', camera],
    ] as const) {
      const said = await watched(source, file)
      assert.equal(said.code, 2, source)
      assert.equal(said.out, '')
      assert.match(said.err, /^[^\n]+\n$/, source)
      assert.doesNotMatch(said.err, /s3cret| at .*\.ts|Error:/)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('two lanes beside swaying trees, looped for two minutes, give no warning', {
  skip: missing('highway'),
}, async () => {
  const clip = await footage('highway', 5)
  assert.deepEqual(await warningsOf({ footage: clip, seconds: 120, seed: 1 }, cameraFor('highway')), [])
})

test('brightness swings, shake and noise announce nothing', {
  skip: missing('highway') || missing('motorway'),
}, async () => {
  const highway = await footage('highway', 5)
  const motorway = await footage('motorway', 5)
  for (const weather of [{ swing: 0.25 }, { shake: 3 }, { noise: 8 }] as const) {
    const named = JSON.stringify(weather)
    const calm = await warningsOf({ footage: highway, seconds: 45, weather, seed: 1 }, cameraFor('highway'))
    assert.deepEqual(calm, [], named)
    const ride = await warningsOf({ footage: motorway, seconds: 45, weather, seed: 1 }, cameraFor('motorway'))
    assert.deepEqual(
      ride.map((warning) => warning.type),
      ['pedestrian'],
      named,
    )
  }
})

/** A car rolls in for three seconds, stands from `stopAt` on, and flashes a little later. */
function parks(
  what: ReturnType<typeof resized>,
  [x, y]: readonly [number, number],
  stopAt: number,
  hz: number,
  from: number,
): Act {
  return (bytes, size, seconds) => {
    if (seconds < stopAt - 3) return
    const left = Math.max(0, (stopAt - seconds) / 3) ** 2
    const lit = hz > 0 && seconds > stopAt + 0.4 && (hz * seconds) % 1 < 0.5
    const lamps = lit ? ({ left: 1, right: 1, colour: 'amber' } as const) : DARK
    paste(bytes, size, what, x - 40 * left, y + from * left, 1, lamps)
  }
}

type Stop = {
  clip: ClipName
  width: number
  at: readonly [number, number]
  hz: number
  weather: Weather
  rate: number
}

test('a car pasted onto the shoulder is warned of within 12 s of standing still, once, and its lamps are judged right', {
  skip: missing('highway') || missing('motorway'),
}, async (t) => {
  const [cut] = vehicleCuts('motorway', false)
  assert.ok(cut)
  const real = await vehicleCut('motorway', cut)
  const stops: Stop[] = [
    { clip: 'motorway', width: 20, at: [292, 110], hz: 0, weather: {}, rate: 12.5 },
    { clip: 'motorway', width: 26, at: [283, 140], hz: 1.5, weather: {}, rate: 5 },
    { clip: 'motorway', width: 44, at: [255, 215], hz: 2, weather: { swing: 0.25 }, rate: 12.5 },
    { clip: 'motorway', width: 34, at: [272, 165], hz: 0, weather: { shake: 3 }, rate: 8 },
    { clip: 'highway', width: 30, at: [264, 150], hz: 1, weather: { noise: 8 }, rate: 5 },
    { clip: 'highway', width: 22, at: [268, 110], hz: 0, weather: { swing: 0.25 }, rate: 12.5 },
  ]
  const waits: number[] = []
  for (const [index, stop] of stops.entries()) {
    const clip = await footage(stop.clip, stop.rate)
    const car = resized(index % 2 === 0 ? real : drawnCar(150 - 20 * index, 128, 128), stop.width)
    const stopAt = 11 + index * 1.37
    const act = parks(car, stop.at, stopAt, stop.hz, stop.clip === 'highway' ? -60 : 60)
    const script = { footage: clip, seconds: stopAt + 30, act, weather: stop.weather, seed: index }
    const warnings = await warningsOf(script, cameraFor(stop.clip))
    const stopped = warnings.filter((warning) => warning.type !== 'pedestrian')
    const named = `${JSON.stringify(stop)}: ${JSON.stringify(stopped)}`
    assert.equal(stopped.length, 1, named)
    const [warning] = stopped
    assert.equal(warning?.type, 'stopped-vehicle', named)
    assert.equal(warning?.hazardLights, stop.hz > 0, named)
    assert.equal(warning?.grade, stop.hz > 0 ? 'A' : 'B', named)
    const [x, , width] = warning?.box ?? [0, 0, 0, 0]
    assert.ok(Math.abs(x + width / 2 - stop.at[0]) < 0.6 * stop.width + 4, named)
    waits.push((warning?.mediaSeconds ?? 99) - stopAt)
  }
  waits.sort((a, b) => a - b)
  assert.ok((waits.at(-1) ?? 99) <= 12, `waits ${waits}`)
  assert.ok((waits[waits.length >> 1] ?? 99) <= 9, `waits ${waits}`)
  t.diagnostic(`injected: waits ${waits.map((wait) => wait.toFixed(1)).join(', ')} s`)
})

test('small and large pictures of the same road are judged alike', { skip: missing('motorway') }, async () => {
  for (const [width, rate] of [
    [160, 12.5],
    [768, 5],
  ] as const) {
    const size = { width, height: (width * 3) / 4 }
    const camera = cameraFor('motorway', size)
    const work = width > 640 ? { width: width / 2, height: size.height / 2 } : size
    const warnings = await warningsOf({ footage: await footage('motorway', rate, work), seconds: 30, seed: 1 }, camera)
    assert.deepEqual(
      warnings.map((warning) => warning.type),
      ['pedestrian'],
      `${width} wide`,
    )
    assert.ok((warnings[0]?.mediaSeconds ?? 99) <= 8.5)
  }
})

test('a frozen, black or moved picture is a warning of its own, and a camera that comes back watches again', {
  skip: missing('highway'),
}, async () => {
  const clip = await footage('highway', 10)
  const { width, height } = VIEW
  const kept = new Uint8Array(clip.pictures[0]?.length ?? 0)
  const troubles: Record<string, Act> = {
    frozen: (bytes, _size, seconds) => {
      if (seconds < 15 || seconds > 30) kept.set(bytes)
      else bytes.set(kept)
    },
    dark: (bytes, _size, seconds) => {
      if (seconds > 15 && seconds < 30) bytes.fill(17, 0, width * height)
    },
    moved: (bytes, _size, seconds) => {
      if (seconds > 15) bytes.copyWithin(0, 30 * width + 45, width * height)
    },
  }
  for (const [name, act] of Object.entries(troubles)) {
    const warnings = await warningsOf({ footage: clip, seconds: 50, act, seed: 1 }, cameraFor('highway'))
    assert.deepEqual(
      warnings.map((warning) => warning.type),
      ['camera-unfit'],
      name,
    )
    const at = warnings[0]?.mediaSeconds ?? 99
    assert.ok(at > 15 && at < 24, `${name} at ${at}`)
  }
})

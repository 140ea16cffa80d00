/** The watch as a whole, on real footage: what must be warned of, what must not, and how soon. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { watch } from '../src/sensing/io/watch.ts'
import {
  type Act,
  CLIPS,
  type ClipName,
  cameraFor,
  cutOut,
  drawnCar,
  type Footage,
  footage,
  missing,
  paste,
  play,
  resized,
  type Weather,
} from './watch-footage.ts'

const VIEW = { width: 320, height: 240 }

type Said = { readonly code: number; readonly out: string; readonly err: string }

async function watched(source: string, cameraFile: string): Promise<Said> {
  const out: string[] = []
  const err: string[] = []
  const code = await watch({
    source,
    cameraFile,
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

test('two lanes beside swaying trees, looped for five minutes, give no warning', {
  skip: missing('highway'),
}, async () => {
  const clip = await footage('highway', VIEW, 5, 60)
  assert.deepEqual(play(clip, cameraFor('highway'), 300), [])
})

test('brightness swings, shake and noise announce nothing', {
  skip: missing('highway') || missing('motorway'),
}, async () => {
  const highway = await footage('highway', VIEW, 6, 60)
  const motorway = await footage('motorway', VIEW, 3)
  for (const weather of [{ swing: 0.25 }, { shake: 3 }, { noise: 8 }] as const) {
    assert.deepEqual(play(highway, cameraFor('highway'), 75, undefined, weather), [], JSON.stringify(weather))
    const types = play(motorway, cameraFor('motorway'), 75, undefined, weather).map((warning) => warning.type)
    assert.deepEqual(types, ['pedestrian'], JSON.stringify(weather))
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
    paste(bytes, size, what, x - 40 * left, y + from * left, lit ? 'both' : 'none')
  }
}

type Stop = {
  clip: ClipName
  width: number
  at: readonly [number, number]
  hz: number
  weather: Weather
  every: number
}

test('a car pasted onto the shoulder is warned of within 12 s of standing still, once, and its lamps are judged right', {
  skip: missing('highway') || missing('motorway'),
}, async (t) => {
  const real = cutOut(await footage('motorway', VIEW), 20, [184, 158, 42, 36])
  const stops: Stop[] = [
    { clip: 'motorway', width: 20, at: [292, 110], hz: 0, weather: {}, every: 2 },
    { clip: 'motorway', width: 26, at: [283, 140], hz: 1.5, weather: {}, every: 5 },
    { clip: 'motorway', width: 44, at: [255, 215], hz: 2, weather: { swing: 0.25 }, every: 2 },
    { clip: 'motorway', width: 34, at: [272, 165], hz: 0, weather: { shake: 3 }, every: 3 },
    { clip: 'highway', width: 30, at: [264, 150], hz: 1, weather: { noise: 8 }, every: 5 },
    { clip: 'highway', width: 22, at: [268, 110], hz: 0, weather: { swing: 0.25 }, every: 4 },
  ]
  const waits: number[] = []
  const clips = new Map<string, Footage>()
  for (const [index, stop] of stops.entries()) {
    const key = `${stop.clip} ${stop.every}`
    const clip = clips.get(key) ?? (await footage(stop.clip, VIEW, stop.every, stop.clip === 'highway' ? 60 : 25))
    clips.set(key, clip)
    const car = resized(index % 2 === 0 ? real : drawnCar(150 - 20 * index, 128, 128), stop.width)
    const stopAt = 11 + index * 1.37
    const act = parks(car, stop.at, stopAt, stop.hz, stop.clip === 'highway' ? -60 : 60)
    const warnings = play(clip, cameraFor(stop.clip), stopAt + 30, act, stop.weather, index)
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
  for (const [width, every] of [
    [160, 2],
    [768, 5],
  ] as const) {
    const size = { width, height: (width * 3) / 4 }
    const camera = cameraFor('motorway', size)
    const work = width > 640 ? { width: width / 2, height: size.height / 2 } : size
    const warnings = play(await footage('motorway', work, every), camera, 30)
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
  const clip = await footage('highway', VIEW, 6, 60)
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
    const warnings = play(clip, cameraFor('highway'), 50, act)
    assert.deepEqual(
      warnings.map((warning) => warning.type),
      ['camera-unfit'],
      name,
    )
    const at = warnings[0]?.mediaSeconds ?? 99
    assert.ok(at > 15 && at < 24, `${name} at ${at}`)
  }
})

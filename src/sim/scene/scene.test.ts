/** The rendered camera keeps its promises: the same picture at the same instant, lamps at 1.5 Hz, a stream that readers understand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { camerasOf } from '../city/cameras.ts'
import { layCity } from '../city.ts'
import { openScene, renderedFrames } from './scene.ts'
import { HAZARD_HZ, type Stop, standsFrom, stoppingCar } from './stop.ts'
import { vehiclesAt } from './traffic.ts'
import { onGround, project, ROAD_EDGE_M, SHOULDER_EDGE_M } from './view.ts'
import { y4mFrame, y4mHeader } from './y4m.ts'

const [main] = camerasOf(layCity(7))
assert.ok(main)
const stop: Stop = { entersAt: 12_000, standsAtM: 46, paintDice: 0.1, leavesAt: null }

/** Strength of one frequency in a row of samples: |DFT| without the mean. */
function strengthAt(samples: readonly number[], rateHz: number, hertz: number): number {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length
  let [re, im] = [0, 0]
  samples.forEach((value, i) => {
    const angle = (2 * Math.PI * hertz * i) / rateHz
    re += (value - mean) * Math.cos(angle)
    im += (value - mean) * Math.sin(angle)
  })
  return Math.hypot(re, im)
}

test('a car that brakes onto the shoulder stands and flashes at 1.5 Hz, as measured in the frames', () => {
  const stands = standsFrom(stop)
  assert.ok(stands > stop.entersAt + 3_000 && stands < stop.entersAt + 12_000)
  const car = stoppingCar(stop, stands + 1)
  assert.ok(car && car.along === stop.standsAtM)
  const left = project(main.view, onGround(main.view, car.across - 0.8, car.along, 0.8))
  const rateHz = main.rate[0] / main.rate[1]
  const samples: number[] = []
  for (const frame of renderedFrames(main, 7, rateHz * 30, () => ({ stop, standing: [] }), stands + 2_000)) {
    let sum = 0
    for (let y = Math.round(left[1]) - 3; y <= left[1] + 3; y++)
      for (let x = Math.round(left[0]) - 3; x <= left[0] + 3; x++) sum += frame.y[y * frame.width + x] ?? 0
    samples.push(sum / 49)
  }
  let best = { hertz: 0, strength: 0 }
  for (let hertz = 0.6; hertz < 3; hertz += 0.005) {
    const strength = strengthAt(samples, rateHz, hertz)
    if (strength > best.strength) best = { hertz, strength }
  }
  assert.ok(Math.abs(best.hertz - HAZARD_HZ) < 0.05, `${best.hertz} Hz`)
  assert.ok(Math.max(...samples) - Math.min(...samples) > 15, 'the lamps can be seen')
})

test('wherever it stops, it stands on the shoulder with all wheels and never jumps on the way there or away', () => {
  for (const standsAtM of [38, 46, 66]) {
    const whole: Stop = { ...stop, standsAtM, leavesAt: 60_000 }
    let before = stoppingCar(whole, stop.entersAt)
    for (let at = stop.entersAt; at < 80_000; at += 40) {
      const car = stoppingCar(whole, at)
      assert.ok(car && before)
      assert.ok(car.along - before.along > -0.05 && car.along - before.along < 2)
      assert.ok(Math.abs(car.across - before.across) < 0.25)
      before = car
    }
    const still = stoppingCar(whole, 50_000)
    assert.ok(
      still &&
        still.across - still.look.wideM / 2 > ROAD_EDGE_M &&
        still.across + still.look.wideM / 2 < SHOULDER_EDGE_M,
    )
  }
})

test('nobody drives through anybody else', () => {
  for (let at = 0; at < 900_000; at += 700)
    for (const setting of ['expressway', 'street'] as const) {
      const all = vehiclesAt(7, setting, at, null)
      for (const a of all)
        for (const b of all)
          if (a !== b && Math.abs(a.across - b.across) < 1.5 && a.along <= b.along)
            assert.ok(b.along - a.along > a.look.longM, `${setting} at ${at}`)
    }
})

test('the same instant gives the same picture, whichever instants were asked for before', () => {
  const [a, b] = [openScene(main, 7), openScene(main, 7)]
  const stage = { stop, standing: [] }
  b.paint(1_000, stage)
  assert.deepEqual(Buffer.from(a.paint(25_040, stage).y), Buffer.from(b.paint(25_040, stage).y))
  assert.notDeepEqual(Buffer.from(a.paint(25_120, stage).y), Buffer.from(b.paint(25_040, stage).y))
})

test('luma and chroma stay within the limited range of BT.601', () => {
  for (const frame of renderedFrames(main, 7, 20, () => ({ stop, standing: [] }), 20_000)) {
    assert.ok(frame.y.every((value) => value >= 12 && value <= 240))
    assert.ok(
      frame.u.every((value) => value >= 16 && value <= 240) && frame.v.every((value) => value >= 16 && value <= 240),
    )
  }
})

test('the stream is YUV4MPEG2: one header line, then frames of exactly the announced size', () => {
  const { width, height } = main.view
  assert.equal(
    Buffer.from(y4mHeader(width, height, main.rate)).toString(),
    'YUV4MPEG2 W640 H360 F25:2 Ip A1:1 C420jpeg\n',
  )
  for (const frame of renderedFrames(main, 7, 2)) {
    const bytes = y4mFrame(frame)
    assert.equal(Buffer.from(bytes.subarray(0, 6)).toString(), 'FRAME\n')
    assert.equal(bytes.length, 6 + (width * height * 3) / 2)
    assert.deepEqual(Buffer.from(bytes.subarray(6, 6 + width * height)), Buffer.from(frame.y))
  }
})

test('at dusk and at night the same road is darker, its lamps are not, and the same instant is the same picture', () => {
  const meanOf = (y: Uint8Array): number => y.reduce((sum, value) => sum + value, 0) / y.length
  const at = standsFrom(stop) + 20_000
  const seen = (['day', 'dusk', 'night'] as const).map((daylight) => {
    const scene = openScene({ ...main, daylight, isRaining: daylight === 'night' }, 7)
    const first = Uint8Array.from(scene.paint(at, { stop, standing: [] }).y)
    assert.deepEqual(Uint8Array.from(scene.paint(at, { stop, standing: [] }).y), first)
    const car = stoppingCar(stop, at)
    assert.ok(car)
    const [x, y] = project(main.view, onGround(main.view, car.across - 0.65, car.along, 0.8)).map(Math.round)
    return { mean: meanOf(first), lamp: first[(y ?? 0) * main.view.width + (x ?? 0)] ?? 0 }
  })
  const [day, dusk, night] = seen
  assert.ok(day && dusk && night)
  assert.ok(day.mean > 1.3 * dusk.mean && dusk.mean > 1.3 * night.mean)
  assert.ok(night.lamp > 2 * night.mean)
})

/** Watching by key frames on real footage: quiet roads stay cheap, and what comes to stand is decoded whole soon. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cameraFor, footage, missing } from '../bench/video/clips.ts'
import { drawnCar, resized } from '../bench/video/cut-outs.ts'
import { paste } from '../bench/video/paste.ts'
import { type Act, show } from '../bench/video/show.ts'
import { openDetector } from '../src/sensing/detector/detector.ts'
import { afterLook, decodesAll, QUIET } from '../src/sensing/detector/watch-mode.ts'

/** A key frame in two seconds. The instants at which the camera is decoded whole, in seconds. */
async function decodedWhole(clip: 'motorway' | 'highway', seconds: number, act?: Act): Promise<readonly number[]> {
  const detector = openDetector(cameraFor(clip))
  const whole: number[] = []
  let mode = QUIET
  const script = { footage: await footage(clip, 0.5), seconds, seed: 1, ...(act ? { act } : {}) }
  await show(script, (frame) => {
    detector.see(frame)
    mode = afterLook(mode, frame.at, detector.suspicion())
    if (decodesAll(mode)) whole.push(frame.at / 1000)
  })
  return whole
}

test('a quiet highway is watched by its key frames nearly all the time', { skip: missing('highway') }, async () => {
  const whole = await decodedWhole('highway', 600)
  assert.ok(whole.length <= 0.1 * 300, `${whole.length} of 300 key frames`)
})

test('a vehicle that comes to stand is decoded whole within seven seconds', { skip: missing('highway') }, async () => {
  const car = drawnCar(70, 128, 128)
  for (const [x, y, width] of [
    [264, 150, 34],
    [180, 120, 44],
  ] as const) {
    const standing = resized(car, width)
    const whole = await decodedWhole('highway', 70, (bytes, size, seconds, exposure) => {
      if (seconds >= 41) paste(bytes, size, standing, x, y, exposure)
    })
    const since = whole.find((at) => at >= 41)
    assert.ok(since !== undefined && since <= 48, `at ${since} s`)
    assert.ok(whole.includes(68), 'and stays so while it stands')
  }
})

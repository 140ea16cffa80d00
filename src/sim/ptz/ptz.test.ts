import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { camerasOf, MAIN_CAMERA } from '../city/cameras.ts'
import { layCity } from '../city.ts'
import { EMPTY_STAGE } from '../scene/scene.ts'
import { onGround, project, ROAD_EDGE_M } from '../scene/view.ts'
import { atRest, driven, isMoving, poseAt, sentTo, stopped } from './head.ts'
import { presetRecords, presetsOf } from './presets.ts'
import { poseFor, turnedView } from './view.ts'
import { openZoomed } from './zoomed.ts'

const site = camerasOf(layCity(7)).find(({ id }) => id === MAIN_CAMERA)
assert.ok(site)
const { view } = site
const SLOW = { turn: 0.5, zoom: 0.25 }

test('a head is on its way until its slowest axis is there, and then stands exactly there', () => {
  const head = sentTo(atRest({ pan: 0, tilt: 0, zoom: 0 }, 0), SLOW, { pan: 0.5, tilt: 0, zoom: 0.5 }, 0)
  assert.deepEqual(poseAt(head, SLOW, 1_000), { pan: 0.5, tilt: 0, zoom: 0.25 })
  assert.equal(isMoving(head, SLOW, 1_999), true)
  assert.equal(isMoving(head, SLOW, 2_000), false)
  assert.deepEqual(poseAt(stopped(head, SLOW, 500), SLOW, 9_000), { pan: 0.25, tilt: 0, zoom: 0.125 })
})

test('whatever it is told, it stays within its spaces and never jumps', () => {
  const share = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(share, share, share, fc.nat({ max: 2_000 }), fc.boolean()), { maxLength: 12 }),
      (steps) => {
        let head = atRest({ pan: 0, tilt: 0, zoom: 0.5 }, 0)
        let at = 0
        for (const [pan, tilt, zoom, forMs, isDrift] of steps) {
          const before = poseAt(head, SLOW, at)
          const by = { pan, tilt, zoom }
          head = isDrift ? driven(head, SLOW, by, 700, at) : sentTo(head, SLOW, by, at)
          assert.deepEqual(poseAt(head, SLOW, at), before)
          const after = poseAt(head, SLOW, at + forMs)
          assert.ok(Math.abs(after.pan) <= 1 && Math.abs(after.tilt) <= 1 && after.zoom >= 0 && after.zoom <= 1)
          assert.ok(Math.abs(after.pan - before.pan) <= (SLOW.turn * forMs) / 1000 + 1e-9)
          at += forMs
        }
      },
    ),
  )
})

test('the pose for a pixel of the overview has that place in its middle, and home is the overview itself', () => {
  assert.deepEqual(turnedView(view, { pan: 0, tilt: 0, zoom: 0 }), view)
  const place = onGround(view, ROAD_EDGE_M + 1, 46)
  const zoomed = turnedView(view, poseFor(view, project(view, place), 5))
  // The same place of the road, which for the turned view lies straight ahead.
  const [x, y] = project(zoomed, onGround(zoomed, ROAD_EDGE_M + 1, 46))
  assert.ok(Math.abs(x - view.width / 2) < 1e-6 && Math.abs(y - view.height / 2) < 1e-6, `${x} ${y}`)
})

test('presets lie in the picture, within the spaces, and no two are one', () => {
  const presets = presetsOf(view)
  for (const { pixel, pose } of presets) {
    if (pixel) assert.ok(pixel[0] > 0 && pixel[0] < view.width && pixel[1] > 0 && pixel[1] < view.height)
    assert.ok(Math.abs(pose.pan) <= 1 && Math.abs(pose.tilt) <= 1 && pose.zoom >= 0 && pose.zoom <= 1)
  }
  assert.equal(new Set(presetRecords(view).map(({ token }) => token)).size, presets.length)
})

test('the zoomed picture at home is the overview’s road, and turning shows the same road larger', () => {
  const zoomed = openZoomed(site, 7)
  const still = zoomed.paint(1_000, EMPTY_STAGE, { pan: 0, tilt: 0, zoom: 0 }, false).y.slice()
  const moving = zoomed.paint(1_000, EMPTY_STAGE, { pan: 0, tilt: 0, zoom: 0 }, true).y
  let off = 0
  for (let i = 0; i < still.length; i++) off += Math.abs((still[i] ?? 0) - (moving[i] ?? 0))
  assert.ok(off / still.length < 1, `${off / still.length}`)
  const pose = presetsOf(view).find(({ token }) => token === 'shoulder-48m')?.pose
  assert.ok(pose)
  const sharp = zoomed.paint(1_000, EMPTY_STAGE, pose, false).y.slice()
  const soft = zoomed.paint(1_000, EMPTY_STAGE, pose, true).y
  let apart = 0
  for (let i = 0; i < sharp.length; i++) apart += Math.abs((sharp[i] ?? 0) - (soft[i] ?? 0))
  assert.ok(apart / sharp.length < 12, `${apart / sharp.length}`)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refuse } from '../../core/result.ts'
import type { PtzPosition, PtzRecord } from '../camera.ts'
import { groundOf } from '../ground.ts'
import { type AimWays, aimAt } from './aim.ts'

/** A head whose position is linear in the picture, as for a PTZ beside its overview. */
const headAt = ([x, y]: readonly [number, number]): PtzPosition => ({
  pan: (x - 160) / 400,
  tilt: (120 - y) / 400,
  zoom: 0.3 + (240 - y) / 1000,
})
const ptzWith = (presets: PtzRecord['presets']): PtzRecord => ({ onvif: 'http://10.0.0.2/', home: 'home', presets })
const NOWHERE = { pixel: null, kilometre: null, zone: null }
const PIXELS: AimWays = { absolute: false, ground: null }
const ABSOLUTE: AimWays = { absolute: true, ground: null }

const STRETCHES = ptzWith([
  { token: 'home', fromKm: 45, toKm: 46 },
  { token: 'shoulder-near', fromKm: 45.2, toKm: 45.3, zone: 'shoulder' },
  { token: 'lane-near', fromKm: 45.2, toKm: 45.3, zone: 'lane' },
  { token: 'far', fromKm: 45.3, toKm: 45.5 },
])
const tokenOf = (ptz: PtzRecord, place: Parameters<typeof aimAt>[1], ways = PIXELS): string => {
  const aim = aimAt(ptz, place, ways)
  return aim.ok ? (aim.value.kind === 'preset' ? aim.value.token : `near ${aim.value.between}`) : aim.refusal
}

test('the preset of the kilometre and the zone is chosen, and home never', () => {
  assert.equal(tokenOf(STRETCHES, { ...NOWHERE, kilometre: 45.25, zone: 'shoulder' }), 'shoulder-near')
  assert.equal(tokenOf(STRETCHES, { ...NOWHERE, kilometre: 45.25, zone: 'lane' }), 'lane-near')
  assert.equal(tokenOf(STRETCHES, { ...NOWHERE, kilometre: 45.4, zone: 'shoulder' }), 'far')
})

test('a place a little beyond every stretch gets the nearest one, a place far away none', () => {
  assert.equal(tokenOf(STRETCHES, { ...NOWHERE, kilometre: 45.7, zone: 'lane' }), 'far')
  assert.deepEqual(aimAt(STRETCHES, { ...NOWHERE, kilometre: 47, zone: 'lane' }, PIXELS), refuse('nowhere-to-look'))
  assert.deepEqual(aimAt(ptzWith([]), { ...NOWHERE, pixel: [1, 1] }, PIXELS), refuse('nowhere-to-look'))
})

test('a preset that names no more than its zone stands for all of it', () => {
  const ptz = ptzWith([
    { token: 'all-lanes', zone: 'lane' },
    { token: 'all-shoulder', zone: 'shoulder' },
  ])
  assert.equal(tokenOf(ptz, { ...NOWHERE, pixel: [10, 10], zone: 'shoulder' }), 'all-shoulder')
  assert.equal(tokenOf(ptz, { ...NOWHERE, zone: null }), 'nowhere-to-look')
})

const CORNERS = ptzWith(
  (
    [
      [40, 90],
      [280, 90],
      [40, 220],
      [280, 220],
    ] as const
  ).map((pixel, index) => ({
    token: String(index),
    pixel: [...pixel],
    position: headAt(pixel),
  })),
)

test('without absolute moves the preset nearest in the picture is chosen', () => {
  assert.equal(tokenOf(CORNERS, { ...NOWHERE, pixel: [250, 200] }), '3')
  assert.equal(tokenOf(CORNERS, { ...NOWHERE, pixel: [60, 100] }), '0')
})

test('near and far are told apart on the road where it is surveyed, not in the picture', () => {
  // The horizon lies at row 70: ten rows there are more road than fifty rows at the bottom.
  const metres = (x: number, y: number): [number, number] => [((x - 160) * 900) / (y - 70) / 100, 900 / (y - 70)]
  const ground = groundOf(
    (
      [
        [100, 90],
        [220, 90],
        [60, 200],
        [260, 200],
        [160, 120],
      ] as const
    ).map(([x, y]) => ({ pixel: [x, y], metres: metres(x, y) })),
  )
  assert.ok(ground.ok, ground.ok ? '' : ground.detail)
  const ptz = ptzWith([
    { token: 'far', pixel: [160, 80] },
    { token: 'near', pixel: [160, 150] },
  ])
  assert.equal(tokenOf(ptz, { ...NOWHERE, pixel: [160, 100] }), 'far')
  assert.equal(tokenOf(ptz, { ...NOWHERE, pixel: [160, 100] }, { absolute: false, ground: ground.value }), 'near')
})

test('between surveyed presets the head is turned to the place itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 280 }), fc.integer({ min: 90, max: 220 }), (x, y) => {
      const aim = aimAt(CORNERS, { ...NOWHERE, pixel: [x, y] }, ABSOLUTE)
      assert.ok(aim.ok && aim.value.kind === 'position')
      const wanted = headAt([x, y])
      for (const axis of ['pan', 'tilt', 'zoom'] as const)
        assert.ok(Math.abs(aim.value.position[axis] - wanted[axis]) < 1e-9, axis)
    }),
  )
})

test('far outside the survey no position is invented, and none from presets on one line', () => {
  assert.equal(tokenOf(CORNERS, { ...NOWHERE, pixel: [900, 900] }, ABSOLUTE), '3')
  const line = ptzWith(
    (
      [
        [0, 0],
        [100, 100],
        [200, 200],
      ] as const
    ).map((pixel, index) => ({ token: `${index}`, pixel: [...pixel], position: headAt(pixel) })),
  )
  assert.equal(tokenOf(line, { ...NOWHERE, pixel: [110, 90] }, ABSOLUTE), '1')
})

test('a kilometre between two surveyed stretches turns the head between them', () => {
  const at = (pan: number): PtzPosition => ({ pan, tilt: 0, zoom: 0.5 })
  const ptz = ptzWith([
    { token: 'a', fromKm: 45, toKm: 45.2, zone: 'shoulder', position: at(0) },
    { token: 'b', fromKm: 45.2, toKm: 45.4, zone: 'shoulder', position: at(0.4) },
    { token: 'c', fromKm: 45.1, toKm: 45.3, zone: 'lane', position: at(-1) },
  ])
  const aim = aimAt(ptz, { pixel: null, kilometre: 45.15, zone: 'shoulder' }, ABSOLUTE)
  assert.ok(aim.ok && aim.value.kind === 'position')
  assert.ok(Math.abs(aim.value.position.pan - 0.1) < 1e-9)
  assert.equal(aim.value.between, 'a')
})

test('no position leaves the spaces of ONVIF', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200, max: 600 }), fc.integer({ min: -200, max: 600 }), (x, y) => {
      const aim = aimAt(CORNERS, { ...NOWHERE, pixel: [x, y] }, ABSOLUTE)
      if (!aim.ok || aim.value.kind === 'preset') return
      const { pan, tilt, zoom } = aim.value.position
      assert.ok(Math.abs(pan) <= 1 && Math.abs(tilt) <= 1 && zoom >= 0 && zoom <= 1)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cameraOf, withoutAddresses } from './camera.ts'

const good = {
  id: 'S12-K45-up',
  name: { zh: '甲', en: 'A' },
  position: [120.75, 30.71],
  view: { width: 320, height: 240 },
  zones: [
    {
      kind: 'shoulder',
      polygon: [
        [0, 200],
        [90, 120],
        [60, 239],
      ],
    },
  ],
}

test('a camera as the issue writes it is read', () => {
  assert.equal(cameraOf(good).ok, true)
  const more = { ...good, road: { road: 'S12', kilometre: 45.3, carriageway: 'up' }, source: 'rtsp://u:p@10.0.0.1/1' }
  assert.equal(cameraOf(more).ok, true)
})

test('every wrong key of a camera is named with its path, and no value is echoed', () => {
  const zones = [
    {
      kind: 'shoulder',
      polygon: [
        [0, 0],
        [9000, 4],
        [5, 5],
      ],
    },
    { kind: 'lane', polygon: [[1, 1]], way: 1 },
  ]
  const read = cameraOf({ ...good, colour: 'secret', zones })
  assert.ok(!read.ok)
  assert.match(read.detail ?? '', /colour: is not known here/)
  assert.match(read.detail ?? '', /zones\[1\]\.way: is not known here/)
  assert.match(read.detail ?? '', /zones\[1\]\.polygon/)
  assert.doesNotMatch(read.detail ?? '', /secret/)
  const outside = cameraOf({ ...good, zones: zones.slice(0, 1) })
  assert.ok(!outside.ok)
  assert.match(outside.detail ?? '', /zones\[0\]\.polygon\[1\]: lies outside the view/)
})

test('a camera without a shoulder or lane, or with a flat polygon, is refused', () => {
  assert.match(JSON.stringify(cameraOf({ ...good, zones: [] })), /needs at least one shoulder or lane/)
  const flat = [
    {
      kind: 'lane',
      polygon: [
        [0, 0],
        [50, 50],
        [100, 100],
      ],
    },
  ]
  assert.match(JSON.stringify(cameraOf({ ...good, zones: flat })), /zones\[0\]\.polygon: encloses nothing/)
})

test('what is no object at all is refused and not thrown over', () => {
  for (const value of [null, 7, 'x', [], undefined]) assert.equal(cameraOf(value).ok, false)
})

const turning = {
  ...good,
  source: 'rtsp://u:overview-secret@10.0.0.1/1',
  ptz: {
    onvif: 'http://admin:onvif-secret@10.0.0.2/onvif/device_service',
    source: 'rtsp://u:ptz-secret@10.0.0.2/1',
    home: '1',
    presets: [
      { token: '2', fromKm: 45.1, toKm: 45.4, zone: 'shoulder', position: { pan: 0.1, tilt: -0.2, zoom: 0.5 } },
    ],
  },
}

test('a camera that turns names its presets, and no address of it leaves the server', () => {
  const read = cameraOf(turning)
  assert.ok(read.ok, read.ok ? '' : read.detail)
  const shown = withoutAddresses(read.value)
  assert.doesNotMatch(JSON.stringify(shown), /secret|10\.0\.0/)
  assert.deepEqual(shown.ptz, { home: '1', presets: turning.ptz.presets, pair: true })
})

test('a preset of half a stretch, or of one that runs backwards, is named', () => {
  const presets = [
    { token: '1', fromKm: 45 },
    { token: '2', fromKm: 46, toKm: 45 },
  ]
  const read = cameraOf({ ...turning, ptz: { ...turning.ptz, presets } })
  assert.ok(!read.ok)
  assert.match(read.detail ?? '', /ptz\.presets\[0\]\.toKm.*ptz\.presets\[1\]\.toKm/)
})

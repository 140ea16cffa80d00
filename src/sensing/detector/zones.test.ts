import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cameraOf } from '../camera.ts'
import { IGNORED, widthAt, zoneAt, zonesOf } from './zones.ts'

const camera = cameraOf({
  id: 'c',
  name: { zh: '甲', en: 'A' },
  position: [0, 0],
  view: { width: 100, height: 80 },
  zones: [
    {
      kind: 'ignore',
      polygon: [
        [40, 0],
        [60, 0],
        [60, 80],
        [40, 80],
      ],
    },
    {
      kind: 'lane',
      towards: [0, -2],
      polygon: [
        [0, 0],
        [100, 0],
        [100, 80],
        [0, 80],
      ],
    },
    {
      kind: 'shoulder',
      polygon: [
        [80, 0],
        [100, 0],
        [100, 80],
        [80, 80],
      ],
    },
  ],
})

test('a shoulder is painted over a lane and ignore over all, in whatever order they were drawn', () => {
  assert.ok(camera.ok)
  const zones = zonesOf(camera.value, { width: 50, height: 40 })
  assert.equal(zoneAt(zones, 10, 10)?.kind, 'lane')
  assert.equal(zoneAt(zones, 45, 10)?.kind, 'shoulder')
  assert.equal(zoneAt(zones, 25, 10), null)
  assert.equal(zones.mask[10 * 50 + 25], IGNORED)
  assert.deepEqual(zoneAt(zones, 10, 10)?.towards, [0, -1])
  assert.equal(zones.list.find((zone) => zone.kind === 'shoulder')?.pixels, 10 * 40)
  assert.equal(widthAt(zones, 45, 20), 10)
})

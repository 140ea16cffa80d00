import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { refuse } from '../core/result.ts'
import { type Calibration, type Drawing, decide, drawingOf, drawnOn, evolve } from './calibration.ts'
import type { Camera } from './camera.ts'

const CAMERA: Camera = {
  id: 'S12-K45-up',
  name: { zh: 'K45', en: 'K45' },
  position: [120.75, 30.71],
  view: { width: 640, height: 360 },
  zones: [
    {
      kind: 'shoulder',
      polygon: [
        [10, 300],
        [200, 100],
        [260, 340],
      ],
    },
  ],
}
const DRAWING: Drawing = {
  view: CAMERA.view,
  zones: [
    {
      kind: 'lane',
      polygon: [
        [100, 350],
        [300, 100],
        [400, 350],
      ],
      towards: [10, -60],
    },
    {
      kind: 'ignore',
      polygon: [
        [0, 0],
        [100, 0],
        [100, 40],
      ],
    },
  ],
}
const BY = id<'person'>('zhou-lei')
const wish = (base: number, drawing = DRAWING, digest = 'a') => ({
  at: 5,
  by: BY,
  base,
  camera: CAMERA,
  drawing,
  digest,
})

test('the first drawing over the configuration is version 1, and says by whom', () => {
  const decided = decide(null, wish(0))
  assert.ok(decided.ok)
  assert.equal(decided.value.version, 1)
  assert.deepEqual(evolve(null, decided.value), { version: 1, by: BY, at: 5, digest: 'a' })
})

test('whoever drew over an older version has not seen what they would undo', () => {
  const now: Calibration = { version: 3, by: BY, at: 1, digest: 'x' }
  for (const base of [0, 2, 4]) assert.deepEqual(decide(now, wish(base)), refuse('conflict'))
  assert.deepEqual(decide(now, wish(3, DRAWING, 'x')), refuse('nothing-changed'))
})

test('a drawing without a road, one outside the picture and a survey off by more than a metre are refused', () => {
  const only = { ...DRAWING, zones: DRAWING.zones.filter((zone) => zone.kind === 'ignore') }
  assert.equal(decide(null, wish(0, only)).ok, false)
  const outside: Drawing = {
    ...DRAWING,
    zones: [
      {
        kind: 'shoulder',
        polygon: [
          [0, 0],
          [9000, 0],
          [9000, 9000],
        ],
      },
    ],
  }
  assert.equal(decide(null, wish(0, outside)).ok, false)
  const metres: [number, number][] = [
    [0, 0],
    [10, 0],
    [10, 50],
    [0, 50],
    [90, 25],
  ]
  const ground = metres.map((each) => ({
    pixel: [100 + each[0] * 20, 300 - each[1] * 4] as [number, number],
    metres: each,
  }))
  const right = decide(null, wish(0, { ...DRAWING, ground }))
  assert.ok(right.ok && (right.value.errorM ?? 9) < 0.001)
  const wrong = ground.map((each, index) => (index === 2 ? { ...each, metres: [10, 90] as [number, number] } : each))
  assert.equal(decide(null, wish(0, { ...DRAWING, ground: wrong })).ok, false)
  const endless = ground.map((each) => ({ ...each, metres: [1e308, -1e308] as [number, number] }))
  assert.equal(decide(null, wish(0, { ...DRAWING, ground: endless })).ok, false)
})

test('a drawing made on a view of another size is laid over this one at the same places, and back', () => {
  const size = fc.record({ width: fc.integer({ min: 64, max: 4096 }), height: fc.integer({ min: 48, max: 4096 }) })
  fc.assert(
    fc.property(size, (view) => {
      const there = drawnOn({ ...CAMERA, view }, DRAWING)
      const back = drawnOn(CAMERA, drawingOf(there))
      back.zones.forEach((zone, index) => {
        zone.polygon.forEach(([x, y], corner) => {
          const [wantX, wantY] = DRAWING.zones[index]?.polygon[corner] ?? [Number.NaN, Number.NaN]
          assert.ok(Math.hypot(x - wantX, y - wantY) < 1e-6)
        })
      })
    }),
  )
})

test('however people draw at the same time, versions rise by one and nobody undoes what they have not seen', () => {
  const act = fc.record({ seen: fc.nat({ max: 3 }), digest: fc.constantFrom('a', 'b', 'c') })
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      let now: Calibration = null
      for (const { seen, digest } of acts) {
        const before: number = now?.version ?? 0
        const decided = decide(now, wish(before - seen, DRAWING, digest))
        if (!decided.ok) continue
        assert.equal(seen, 0)
        now = evolve(now, decided.value)
        assert.equal(now?.version, before + 1)
      }
    }),
  )
})

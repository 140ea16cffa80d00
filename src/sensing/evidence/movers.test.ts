import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Frame, frameBytes, frameOver } from '../detector/frame.ts'
import type { Box } from '../facts.ts'
import { Ground, type Movers } from './movers.ts'

const SIZE = { width: 320, height: 240 }

/** A textured road, with one dark thing on it where one is given. */
function road(thing: Box | null, light = 0): Frame {
  const frame = frameOver(new Uint8Array(frameBytes(SIZE)).fill(128), SIZE, 0)
  for (let y = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1) frame.y[y * SIZE.width + x] = 110 + light + ((x * 7 + y * 13) % 9)
  if (thing)
    for (let y = thing[1]; y < thing[1] + thing[3]; y += 1)
      frame.y.fill(40, y * SIZE.width + thing[0], y * SIZE.width + thing[0] + thing[2])
  return frame
}

/** Sixty pictures of a thing that crosses the road. */
function learnt(): Movers {
  const ground = new Ground(SIZE)
  for (let nth = 0; nth < 60; nth += 1) ground.see(road([nth * 5, 100, 8, 20]))
  return ground.learnt()
}

const isCovered = (boxes: readonly Box[], x: number, y: number): boolean =>
  boxes.some(([left, top, width, height]) => x >= left && x < left + width && y >= top && y < top + height)

test('what moves and was not named is covered whole', () => {
  const boxes = learnt().boxes(road([200, 100, 8, 20]), [])
  for (let y = 100; y < 120; y += 1) for (let x = 200; x < 208; x += 1) assert.ok(isCovered(boxes, x, y), `${x},${y}`)
})

test('what the detector knows is left to it, and the empty road stays to be seen', () => {
  const movers = learnt()
  assert.deepEqual(movers.boxes(road([200, 100, 8, 20]), [[190, 90, 30, 40]]), [])
  assert.deepEqual(movers.boxes(road(null), []), [])
})

test('a change of light that all of the picture shares is nothing that moves', () => {
  assert.deepEqual(learnt().boxes(road(null, 40), []), [])
})

test('wherever the thing is, every pixel of it is covered and no box leaves the picture', () => {
  const movers = learnt()
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 210 }), (x, y) => {
      const boxes = movers.boxes(road([x, y, 12, 24]), [])
      for (const [left, top, width, height] of boxes)
        assert.ok(left >= 0 && top >= 0 && left + width <= SIZE.width && top + height <= SIZE.height)
      for (const [dx, dy] of [
        [0, 0],
        [11, 23],
        [6, 12],
      ] as const)
        assert.ok(isCovered(boxes, Math.min(319, x + dx), Math.min(239, y + dy)))
    }),
    { numRuns: 40 },
  )
})

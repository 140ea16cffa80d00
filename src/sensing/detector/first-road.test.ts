import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FirstRoad } from './first-road.ts'

const SIZE = { width: 32, height: 24 }
const PIXELS = SIZE.width * SIZE.height

/** Learns from pictures 200 ms apart until there are enough. */
function learnt(pictureAt: (index: number) => Uint8Array, move: readonly [number, number] = [0, 0]) {
  const first = new FirstRoad(SIZE)
  first.begin(0)
  let index = 0
  while (!first.take(pictureAt(index), ...move, index * 200)) index += 1
  const road = new Int16Array(PIXELS)
  const doubtful = new Uint8Array(PIXELS)
  first.settle(road, 128, doubtful)
  return { road, doubtful, pictures: index + 1 }
}

const plain = (value: number): Uint8Array => new Uint8Array(PIXELS).fill(value)

test('what passes in less than half of the pictures is not learnt, and where it was is in doubt', () => {
  const { road, doubtful, pictures } = learnt((index) => {
    const picture = plain(100)
    if (index >= 3 && index < 9) picture.fill(220, 0, 32)
    return picture
  })
  assert.equal(pictures, 16)
  assert.ok(road.every((value) => value === 100 * 128))
  assert.deepEqual([doubtful.subarray(0, 32).every((each) => each === 1), doubtful.indexOf(0)], [true, 32])
})

test('a jump of the exposure puts no single place in doubt', () => {
  const { doubtful } = learnt((index) => plain(index < 6 ? 90 : 150))
  assert.ok(doubtful.every((each) => each === 0))
})

test('a shaken picture is laid back before it is learnt', () => {
  const picture = plain(100)
  picture[5 * 32 + 7] = 200
  const { road } = learnt(() => picture, [3, 2])
  assert.equal(road[3 * 32 + 4], 200 * 128)
})

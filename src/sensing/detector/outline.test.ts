import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Background } from './background.ts'
import { outlineOf } from './outline.ts'

const SIZE = { width: 320, height: 240 }
const BOX = { x: 100, y: 100, width: 40, height: 32 }
const LIGHT = { gain: 1, offset: 0, bend: new Float32Array(256) }

/** A picture of even road with stripes of its own, and what is painted on it. */
function picture(paint: (x: number, y: number) => number | null): Uint8Array {
  const luma = new Uint8Array(SIZE.width * SIZE.height)
  for (let y = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1) luma[y * SIZE.width + x] = paint(x, y) ?? road(x, y)
  return luma
}

function road(x: number, y: number): number {
  return 110 + 12 * Math.sin(x / 4) + 8 * Math.sin(y / 5)
}

const isIn = (x: number, y: number): boolean =>
  x >= BOX.x && x < BOX.x + BOX.width && y >= BOX.y && y < BOX.y + BOX.height
const car = (x: number, y: number): number | null =>
  isIn(x, y) ? (y < BOX.y + 12 ? 45 : x < BOX.x + 6 ? 60 : 190) : null
const bright = (x: number, y: number): number | null => (isIn(x, y) ? road(x, y) + 30 : null)

/** Learns one picture, then sees another stand for a while. */
function after(learnt: Uint8Array, seen: Uint8Array): ReturnType<typeof outlineOf> {
  const everywhere = new Uint8Array(SIZE.width * SIZE.height).fill(1)
  const background = new Background(SIZE, new Uint8Array(everywhere.length).fill(1), everywhere)
  background.begin(learnt, 0)
  for (let at = 0; !background.learnt; at += 200) background.learn(learnt, 0, 0, at)
  for (let nth = 0; nth < 20; nth += 1) background.see(seen, 0, 0, LIGHT, 200, 1_500)
  return outlineOf(background, SIZE, BOX)
}

test('a vehicle on the empty road is a thing', () => {
  assert.equal(
    after(
      picture(() => null),
      picture(car),
    ),
    'thing',
  )
})

test('where a vehicle was learnt as road and has left, the road is bare', () => {
  assert.equal(
    after(
      picture(car),
      picture(() => null),
    ),
    'bare',
  )
})

test('the road itself in another light is light, however sharp its edge', () => {
  assert.equal(
    after(
      picture(() => null),
      picture(bright),
    ),
    'light',
  )
})

test('a vehicle before a barrier that stands out more than it does is still a thing', () => {
  const barrier = (x: number, y: number): number | null => (x % 12 < 5 && x > 90 && x < 150 && y > 60 ? 215 : null)
  const plain = (x: number, y: number): number | null => (isIn(x, y) ? (y < BOX.y + 12 ? 60 : 90) : barrier(x, y))
  assert.equal(after(picture(barrier), picture(plain)), 'thing')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { headerOf, Y4mReader } from './y4m.ts'

const text = new TextEncoder()
const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts)

function stream(header: string, frames: readonly Uint8Array[]): Uint8Array {
  return join(text.encode(`${header}\n`), ...frames.flatMap((frame) => [text.encode('FRAME\n'), frame]))
}

test('whatever the chunks, the same pictures come out at the same instants', () => {
  const frames = [1, 2, 3].map((value) => Uint8Array.from({ length: 384 }, (_, index) => (index * value) & 255))
  const bytes = stream('YUV4MPEG2 W16 H16 F25:2 Ip A1:1 C420jpeg', frames)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 }), (cuts) => {
      const seen: { at: number; sum: number }[] = []
      const reader = new Y4mReader(
        null,
        (index, rate) => (index * 1000) / rate,
        (frame) => {
          const all = [...frame.y, ...frame.u, ...frame.v]
          seen.push({ at: frame.at, sum: all.reduce((sum, value, index) => sum + value * index, 0) })
        },
      )
      let at = 0
      for (let index = 0; at < bytes.length; index += 1) {
        const next = at + (cuts[index % cuts.length] ?? 1)
        assert.equal(reader.feed(bytes.subarray(at, next)).ok, true)
        at = next
      }
      assert.equal(reader.end().ok, true)
      assert.deepEqual(
        seen.map((each) => each.at),
        [0, 80, 160],
      )
      assert.deepEqual(
        seen.map((each) => each.sum),
        frames.map((frame) => frame.reduce((s, v, i) => s + v * i, 0)),
      )
    }),
    { numRuns: 50 },
  )
})

test('mono, 4:2:2 and 4:4:4 are read, and another size is scaled to the one asked for', () => {
  for (const [colour, bytes] of [
    ['mono', 1024],
    ['422', 2048],
    ['444', 3072],
    ['420jpeg', 1536],
  ] as const) {
    let luma = 0
    const reader = new Y4mReader(
      { width: 16, height: 16 },
      () => 0,
      (frame) => {
        assert.deepEqual([frame.width, frame.height, frame.y.length, frame.u.length], [16, 16, 256, 64])
        luma = frame.y[0] ?? 0
      },
    )
    reader.feed(stream(`YUV4MPEG2 W32 H32 F25:1 C${colour}`, [new Uint8Array(bytes).fill(77)]))
    assert.equal(reader.frames, 1, colour)
    assert.equal(luma, 77)
  }
})

test('a hostile stream is one refusal and never an endless one', () => {
  const hostile = [
    'GIF89a\n',
    `${'x'.repeat(5000)}`,
    'YUV4MPEG2 W0 H0\n',
    'YUV4MPEG2 W999999999 H999999999 F25:1\n',
    'YUV4MPEG2 W64 H64 C420p10\n',
    'YUV4MPEG2 W64 H64 It\n',
    'YUV4MPEG2 W1 H1 F0:0\n',
    'YUV4MPEG2 W64 H64 F25:1\nFRAMES\n',
    `YUV4MPEG2 W64 H64 F25:1\nFRAME ${'x'.repeat(5000)}`,
  ]
  for (const each of hostile) {
    const reader = new Y4mReader(
      null,
      () => 0,
      () => {},
    )
    const read = reader.feed(text.encode(each))
    assert.equal(read.ok, false, each.slice(0, 40))
  }
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 3000 }),
      (bytes) =>
        void new Y4mReader(
          null,
          () => 0,
          () => {},
        ).feed(bytes),
    ),
  )
  fc.assert(fc.property(fc.string(), (line) => void headerOf(`YUV4MPEG2 ${line}`)))
})

test('a stream cut off before its first picture is unreadable; one cut inside a later picture has lost only that', () => {
  const whole = stream('YUV4MPEG2 W16 H16 F25:1', [new Uint8Array(384), new Uint8Array(384)])
  const short = new Y4mReader(
    null,
    () => 0,
    () => {},
  )
  short.feed(whole.subarray(0, 200))
  assert.equal(short.end().ok, false)
  const later = new Y4mReader(
    null,
    () => 0,
    () => {},
  )
  later.feed(whole.subarray(0, whole.length - 10))
  assert.equal(later.frames, 1)
  assert.equal(later.end().ok, true)
})

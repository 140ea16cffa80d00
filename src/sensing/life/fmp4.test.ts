import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Mp4Part, Mp4Splitter } from './fmp4.ts'

function box(type: string, ...inside: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = inside.flatMap((part) => [...part])
  const size = body.length + 8
  return Uint8Array.from(
    [size >>> 24, size >>> 16, size >>> 8, size, ...type.split('').map((c) => c.charCodeAt(0)), ...body].map(
      (n) => n & 0xff,
    ),
  )
}
const word = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]

const MOOV = box('moov', box('trak', box('avcC', [1, 0x64, 0x00, 0x1f, 0xff])))
/** A fragment whose first sample is told to be a key frame by the run's first-sample flags. */
function fragment(isKey: boolean, payload: Uint8Array): readonly Uint8Array[] {
  const flags = isKey ? 0x0200_0000 : 0x0101_0000
  const trun = box('trun', word(0x0000_0005), word(1), word(0), word(flags))
  return [
    box('moof', box('mfhd', word(0), word(1)), box('traf', box('tfhd', word(0x0002_0000), word(1)), trun)),
    box('mdat', payload),
  ]
}

test('whatever the chunks, the same parts come out: init first and once, then fragments with their key frames', () => {
  const fragments = fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 300 })), { maxLength: 12 })
  fc.assert(
    fc.property(fragments, fc.infiniteStream(fc.integer({ min: 1, max: 97 })), (wanted, steps) => {
      const stream = Buffer.concat([
        box('ftyp', [1, 2, 3, 4]),
        MOOV,
        ...wanted.flatMap(([isKey, bytes]) => fragment(isKey, bytes)),
      ])
      const splitter = new Mp4Splitter()
      const parts: Mp4Part[] = []
      for (let at = 0; at < stream.length; ) {
        const step = steps.next().value ?? 1
        parts.push(...splitter.feed(stream.subarray(at, at + step)))
        at += step
      }
      assert.equal(parts.length, 1 + wanted.length)
      assert.deepEqual(Buffer.concat(parts.map((part) => part.bytes)), stream)
      const [init, ...rest] = parts
      assert.ok(init?.kind === 'init' && init.codec === 'avc1.64001f')
      assert.deepEqual(
        rest.map((part) => part.kind === 'fragment' && part.isKey),
        wanted.map(([isKey]) => isKey),
      )
    }),
  )
})

test('a stream of another codec says so, and what is no MP4 gives nothing and holds nothing', () => {
  const other = new Mp4Splitter().feed(box('moov', box('trak', box('hvcC', [1, 2]))))
  assert.deepEqual(
    other.map((part) => part.kind === 'init' && part.codec),
    [null],
  )
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (chunks) => {
      const splitter = new Mp4Splitter()
      for (const chunk of chunks) splitter.feed(chunk)
    }),
  )
  const broken = new Mp4Splitter()
  broken.feed(Uint8Array.from([0, 0, 0, 1, 65, 65, 65, 65]))
  assert.equal(broken.broken, true)
})

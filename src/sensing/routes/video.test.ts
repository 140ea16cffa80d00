import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Look } from '../../access/access.ts'
import type { Call } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { ok, refuse } from '../../core/result.ts'
import { MINUTE } from '../../core/time.ts'
import type { VideoPart } from '../eyes.ts'
import { videoDoor } from './video.ts'

const part = (byte: number): VideoPart => ({
  kind: byte === 0 ? 'init' : 'fragment',
  bytes: new Uint8Array([byte]),
  codec: 'avc1.64001f',
})

const asked = (camera = 'cam-1', headers: Readonly<Record<string, string>> = {}): Call<unknown, unknown, unknown> => ({
  principal: { id: id<'person'>('wang-min'), role: 'duty-officer', name: { zh: '王敏', en: 'Wang Min' } },
  params: { id: camera },
  query: {},
  body: undefined,
  at: 0,
  correlation: 'c',
  idempotencyKey: '',
  bodyHash: '',
  rawBody: new Uint8Array(),
  headers,
  from: '::1',
})

/** `traces`: how many looks are let through before one is refused. */
function opened(video: () => AsyncIterable<VideoPart>, traces = 99) {
  const looks: Look[] = []
  const time = { at: 0 }
  const door = videoDoor({
    known: (camera) => camera === 'cam-1',
    video,
    ledger: {
      picture: async (look) => {
        looks.push(look)
        return looks.length <= traces ? ok(null) : refuse('purpose-closed')
      },
    },
    clock: () => time.at,
    firstWithinMs: 40,
  })
  return { door, looks, time }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<readonly number[]> {
  const all: number[] = []
  for await (const chunk of stream) all.push(...chunk)
  return all
}

test('the parts come out as they came in, under the type that Media Source is to be opened with', async () => {
  const { door, looks } = opened(async function* () {
    yield* [0, 1, 2].map(part)
  })
  const reply = await door.answer(asked())
  assert.ok('stream' in reply)
  assert.equal(reply.mediaType, 'video/mp4; codecs="avc1.64001f"')
  assert.deepEqual(await bytesOf(reply.stream), [0, 1, 2])
  assert.deepEqual(
    looks.map(({ what }) => what),
    [{ kind: 'camera', id: 'cam-1' }],
  )
})

test('who looks on for minutes leaves a trace every minute, and without it the picture ends', async () => {
  const bench = opened(async function* () {
    for (let byte = 0; byte < 9; byte++) {
      bench.time.at += 0.4 * MINUTE
      yield part(byte)
    }
  }, 2)
  const reply = await bench.door.answer(asked())
  assert.ok('stream' in reply)
  const seen = await bytesOf(reply.stream)
  assert.ok(seen.length > 2 && seen.length < 9, `${seen.length} parts`)
  assert.equal(bench.looks.length, 3)
})

test('a camera without H.264, one that gives nothing in time and one that is not there are refused in words', async () => {
  const none = await opened(async function* () {}).door.answer(asked())
  assert.ok('problem' in none && none.problem.refusal === 'no-video')
  const silent = opened(async function* () {
    await new Promise((later) => setTimeout(later, 200))
    yield part(0)
  })
  const late = await silent.door.answer(asked())
  assert.ok('problem' in late && late.problem.refusal === 'no-video')
  const unknown = await silent.door.answer(asked('cam-2'))
  assert.ok('problem' in unknown && unknown.status === 404)
  const unsaid = await silent.door.answer(asked('cam-1', { purpose: 'curiosity' }))
  assert.ok('problem' in unsaid && unsaid.status === 403)
})

test('when the looker leaves in the middle of a wait, the camera is told at once', async () => {
  let left = false
  const parts: AsyncIterable<VideoPart> = {
    [Symbol.asyncIterator]: () => {
      let given = 0
      let end: (done: IteratorResult<VideoPart>) => void = () => {}
      return {
        next: () =>
          given++ === 0
            ? Promise.resolve({ done: false, value: part(0) })
            : new Promise<IteratorResult<VideoPart>>((done) => {
                end = done
              }),
        return: () => {
          left = true
          end({ done: true, value: undefined })
          return Promise.resolve({ done: true, value: undefined })
        },
      }
    },
  }
  const reply = await opened(() => parts).door.answer(asked())
  assert.ok('stream' in reply)
  const reader = reply.stream[Symbol.asyncIterator]()
  await reader.next()
  const waiting = reader.next()
  await reader.return?.()
  assert.equal(left, true)
  assert.equal((await waiting).done, true)
})

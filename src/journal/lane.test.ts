/** The fact lane: what one side writes the other reads, and a missing fact is always noticed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Numbered } from './fact.ts'
import { endOf, factsFrame, follows, readClientMessage, readServerMessage } from './lane.ts'

const numbered = (seq: number): Numbered => ({
  seq,
  stream: `order/${seq}`,
  version: 1,
  recordedAt: 5,
  by: { kind: 'system', id: 'test' },
  correlation: 'c',
  fact: { type: 'rang', v: 1, at: 4 },
})

const runs = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 })
  .map((seqs) => seqs.sort((a, b) => a - b))

test('a frame made of facts that were encoded once each is read back as the same facts', () => {
  fc.assert(
    fc.property(runs, (seqs) => {
      const facts = seqs.map(numbered)
      const frame = readServerMessage(
        factsFrame(
          (seqs[0] ?? 1) - 1,
          facts.map((fact) => JSON.stringify(fact)),
        ),
      )
      assert.deepEqual(frame, { type: 'facts', prev: (seqs[0] ?? 1) - 1, facts })
    }),
  )
})

test('a reader takes every frame of a whole chain, and notices any one frame left out', () => {
  fc.assert(
    fc.property(runs, fc.nat(), fc.nat({ max: 4 }), (seqs, pick, chunk) => {
      const frames: { type: 'facts'; prev: number; facts: Numbered[] }[] = []
      let prev = 0
      for (let from = 0; from < seqs.length; from += chunk + 1) {
        const facts = seqs.slice(from, from + chunk + 1).map(numbered)
        frames.push({ type: 'facts', prev, facts })
        prev = facts.at(-1)?.seq ?? prev
      }
      const read = (chain: typeof frames): boolean => {
        let last = 0
        for (const frame of chain) {
          if (follows(last, frame) !== 'next') return false
          last = endOf(frame)
        }
        return true
      }
      assert.equal(read(frames), true)
      const without = frames.filter((_, index) => index !== pick % frames.length)
      if (pick % frames.length < frames.length - 1) assert.equal(read(without), false)
    }),
  )
})

test('a frame that is wholly known is ignored, one that overlaps is a gap', () => {
  const frame = { type: 'facts', prev: 2, facts: [numbered(3), numbered(5)] } as const
  assert.equal(follows(5, frame), 'known')
  assert.equal(follows(4, frame), 'gap')
  assert.equal(follows(1, frame), 'gap')
  assert.equal(follows(2, { type: 'mark', prev: 2, seq: 9, at: 0 }), 'next')
})

test('facts out of order, a fact before its frame, an unknown stream and a mark that goes back are not read', () => {
  const frame = (prev: number, facts: readonly unknown[]): string => JSON.stringify({ type: 'facts', prev, facts })
  assert.equal(readServerMessage(frame(0, [numbered(2), numbered(1)])), null)
  assert.equal(readServerMessage(frame(2, [numbered(2)])), null)
  assert.equal(readServerMessage(frame(0, [{ ...numbered(1), stream: 'gossip/1' }])), null)
  assert.equal(readServerMessage('{"type":"mark","prev":3,"seq":2,"at":1}'), null)
  assert.equal(readServerMessage('{"type":"mark"'), null)
})

test('hello, ack and view are read exactly as agreed, and whatever else a client says is not', () => {
  assert.deepEqual(readClientMessage('{"type":"hello","after":0}'), { type: 'hello', after: 0 })
  assert.deepEqual(readClientMessage('{"type":"ack","seq":12}'), { type: 'ack', seq: 12 })
  const hash = 'a'.repeat(64)
  const view = { type: 'view', seq: 12, at: 5, hash } as const
  assert.deepEqual(readClientMessage(JSON.stringify(view)), view)
  for (const said of [
    JSON.stringify({ ...view, hash: 'a'.repeat(63) }),
    JSON.stringify({ ...view, hash: 'A'.repeat(64) }),
    JSON.stringify({ ...view, at: '5' }),
    JSON.stringify({ ...view, more: 1 }),
    '{"type":"hello"}',
    '{"type":"ack","seq":-1}',
    '{"type":"ack","seq":1.5}',
    '{"type":"ack","seq":1,"x":1}',
    '[]',
    'null',
    '',
  ])
    assert.equal(readClientMessage(said), null, said)
  fc.assert(fc.property(fc.string(), (said) => readClientMessage(said) === null))
  fc.assert(fc.property(fc.json(), (said) => readServerMessage(said) === null || JSON.parse(said).type === 'reset'))
})

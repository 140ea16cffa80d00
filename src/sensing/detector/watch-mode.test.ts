import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { afterLook, decodesAll, QUIET, type Suspicion, type WatchMode } from './watch-mode.ts'

const after = (looks: readonly Suspicion[], everyMs = 2_000, from: WatchMode = QUIET, fromMs = 0): WatchMode =>
  looks.reduce((mode, suspicion, index) => afterLook(mode, fromMs + index * everyMs, suspicion), from)

test('what stands is decoded whole at once; what may only be traffic, when the next key frame shows something too', () => {
  assert.equal(after(['none', 'standing']).state, 'full')
  assert.equal(after(['none', 'something']).state, 'suspicious')
  assert.equal(after(['something', 'something']).state, 'full')
  assert.equal(after(['something', 'none', 'something']).state, 'suspicious')
  assert.equal(after(['something', 'something'], 60_000).state, 'suspicious')
})

test('pictures that come quickly are not more suspicious than key frames', () => {
  assert.equal(after(['something', 'something', 'something'], 200).state, 'suspicious')
})

test('after half a minute of calm only key frames are decoded again; a lorry now and then does not prevent it', () => {
  const full = after(['standing'])
  assert.equal(after(new Array<Suspicion>(14).fill('none'), 2_000, full, 2_000).state, 'full')
  assert.equal(after(new Array<Suspicion>(16).fill('none'), 2_000, full, 2_000).state, 'quiet')
  const traffic = Array.from({ length: 17 }, (_, index): Suspicion => (index % 4 === 3 ? 'something' : 'none'))
  assert.equal(after(traffic, 2_000, full, 2_000).state, 'quiet')
  assert.equal(after(new Array<Suspicion>(40).fill('standing'), 2_000, full, 2_000).state, 'full')
})

test('whatever is seen: nothing is decoded whole without a reason, and what keeps standing is, from its first look on', () => {
  const looks = fc.array(
    fc.record({
      laterMs: fc.integer({ min: -5_000, max: 40_000 }),
      seen: fc.constantFrom('none', 'something', 'standing'),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(looks, (list) => {
      let mode = QUIET
      let at = 0
      let lastReason = Number.NEGATIVE_INFINITY
      for (const { laterMs, seen } of list as readonly { laterMs: number; seen: Suspicion }[]) {
        at += laterMs
        const before = mode
        mode = afterLook(mode, at, seen)
        assert.ok(mode.lookedAt <= at)
        const isJudged = mode.lookedAt === at && mode !== before
        if (isJudged && seen === 'standing') assert.ok(decodesAll(mode))
        if (isJudged && seen !== 'none') lastReason = at
        if (decodesAll(mode)) assert.ok(lastReason > Number.NEGATIVE_INFINITY)
        if (decodesAll(mode) && !decodesAll(before)) assert.notEqual(seen, 'none')
      }
    }),
  )
})

/** An agency's desk says each thing once and in order, and leaves the word to the person who is signed in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { diceFrom } from '../core/dice.ts'
import { answerMessage, orderMessage } from '../dispatch/wire.ts'
import { type Job, nextAct, takeOn } from './desk.ts'

const order = orderMessage.parse({
  version: 1,
  order: 'o-1',
  number: '20261123-0001-1',
  agency: 'road-rescue',
  unit: null,
  issuedAt: 0,
  brief: {
    incidentNumber: '20261123-0001',
    kind: 'stopped-vehicle',
    priority: 1,
    place: { position: [120.75, 30.71], label: { zh: '甲', en: 'A' } },
    reason: { zh: '乙', en: 'B' },
    firstObservedAt: 0,
    together: [],
  },
  answerTo: 'http://127.0.0.1:1/api/agencies/road-rescue/answers',
})

function playedOut(job: Job, arrivesAfterMs: number): { said: string[]; signedAt: number; units: string[] } {
  const [said, units]: [string[], string[]] = [[], []]
  let signedAt = -1
  let setOutAt = Number.POSITIVE_INFINITY
  for (let at = 0, now = job; at < 600_000; at += 250) {
    const act = nextAct(now, at, at > setOutAt + arrivesAfterMs)
    if (!act) continue
    now = act.job
    if (act.unit) units.push(act.unit)
    if (act.unit === 'sets-out') setOutAt = at
    if (!act.says) continue
    said.push(act.says.answer)
    if (act.says.answer === 'signed-for') signedAt = at
    assert.ok(
      answerMessage.safeParse({ version: 1, id: '0192d3a8-0000-7000-8000-000000000000', order: 'o-1', at, ...act.says })
        .success,
    )
  }
  return { said, signedAt, units }
}

test('signed for after three to eight seconds, on the way, arrived when the unit is there, cleared', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 300_000 }), (seed, arrivesAfterMs) => {
      const { said, signedAt, units } = playedOut(takeOn(order, 'rr-01', 1, 0, diceFrom(seed, 'desk')), arrivesAfterMs)
      assert.deepEqual(said, ['signed-for', 'on-the-way', 'arrived', 'cleared'])
      assert.deepEqual(units, ['sets-out', 'is-free'])
      assert.ok(signedAt >= 3_000 && signedAt <= 8_250)
    }),
    { numRuns: 30 },
  )
})

test('without a free unit the order is rejected with its cause', () => {
  assert.deepEqual(playedOut(takeOn(order, null, 1, 0, diceFrom(7, 'desk')), 0).said, ['rejected'])
})

test('with a person of the agency signed in the desk is silent, and its unit goes all the same', () => {
  const { said, units } = playedOut(takeOn({ ...order, manned: true }, 'rr-01', 1, 0, diceFrom(7, 'desk')), 5_000)
  assert.deepEqual(said, [])
  assert.deepEqual(units, ['sets-out', 'is-free'])
})

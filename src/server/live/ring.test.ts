/** The ring: who may see a fact, who is told to load again, and that nobody's chain has a hole. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Sight, sightKey } from '../../access/sight.ts'
import { id } from '../../core/ids.ts'
import type { Fact, Numbered, Recorded, StreamName } from '../../journal/fact.ts'
import { endOf, follows, readServerMessage } from '../../journal/lane.ts'
import { openAddressees } from './addressees.ts'
import { type Entry, openRing, seen, shareOut } from './ring.ts'

const police = id<'agency'>('traffic-police')
const rescue = id<'agency'>('road-rescue')
const car7 = id<'unit'>('tp-07')
const car8 = id<'unit'>('tp-08')
const all: Sight = { scope: 'all' }
const crew = (unit: typeof car7): Sight => ({ scope: 'unit', unit, agency: police })

/** A log in memory in which each order is issued and then signed for. */
function log(
  steps: readonly { stream: StreamName; fact: Partial<Fact> & { type: string } & Record<string, unknown> }[],
) {
  const versions = new Map<StreamName, number>()
  const facts = steps.map(({ stream, fact }, index): Numbered => {
    const version = (versions.get(stream) ?? 0) + 1
    versions.set(stream, version)
    return {
      seq: index + 1,
      stream,
      version,
      recordedAt: index,
      by: { kind: 'system', id: 'test' },
      correlation: 'c',
      fact: { v: 1, at: index, ...fact },
    }
  })
  return {
    facts,
    read: async (stream: StreamName): Promise<readonly Recorded[]> => facts.filter((f) => f.stream === stream),
  }
}
const issued = (stream: StreamName, agency: string, unit: string | null = null) => ({
  stream,
  fact: { type: 'issued', agency, unit },
})
const signed = (stream: StreamName, unit: string | null = null) => ({ stream, fact: { type: 'signed-for', unit } })

test('an agency sees its own orders, the centre sees all, look-ups are on nobody’s lane', async () => {
  const { facts, read } = log([
    issued('order/1', police),
    issued('order/2', rescue),
    { stream: 'incident/1', fact: { type: 'closed' } },
    { stream: 'look-up/1', fact: { type: 'looked-up' } },
    signed('order/1'),
  ])
  const entries = await openAddressees({ read }).passing(facts)
  const sees = (sight: Sight) => entries.filter((entry) => seen(sight, entry) === 'yes').map((e) => e.numbered.seq)
  assert.deepEqual(sees(all), [1, 2, 3, 5])
  assert.deepEqual(sees({ scope: 'agency', agency: police }), [1, 5])
  assert.deepEqual(sees({ scope: 'agency', agency: rescue }), [2])
  assert.deepEqual(sees({ scope: 'none' }), [])
})

test('every crew is told who took the order that was everybody’s, and the crew that gets another’s order loads again', async () => {
  const { facts, read } = log([
    issued('order/1', police),
    signed('order/1', car7),
    signed('order/1', car8),
    signed('order/1', car8),
  ])
  const entries = await openAddressees({ read }).passing(facts)
  const sees = (sight: Sight) => entries.map((entry) => seen(sight, entry))
  assert.deepEqual(sees(crew(car7)), ['yes', 'yes', 'yes', 'no'])
  assert.deepEqual(sees(crew(car8)), ['yes', 'yes', 'newly', 'yes'])
})

test('a note for crews reaches agencies and crews from its first word to its end, one for the room never leaves it', async () => {
  const note = (stream: StreamName, type: string, audience: string) => ({ stream, fact: { type, audience } })
  const { facts, read } = log([
    note('note/1', 'written', 'crews'),
    note('note/2', 'written', 'room'),
    note('note/1', 'withdrawn', 'crews'),
    note('note/2', 'withdrawn', 'room'),
  ])
  const entries = await openAddressees({ read }).passing(facts)
  const verdicts = (sight: Sight) => entries.map((entry) => seen(sight, entry))
  assert.deepEqual(verdicts(all), ['yes', 'yes', 'yes', 'yes'])
  for (const sight of [{ scope: 'agency', agency: police } as const, crew(car7)])
    assert.deepEqual(verdicts(sight), ['yes', 'no', 'yes', 'no'])
  assert.deepEqual(verdicts({ scope: 'none' }), ['no', 'no', 'no', 'no'])
})

test('an old order is addressed as it was then, whether it is remembered, read again or forgotten', async () => {
  const { facts, read } = log([
    issued('order/1', police),
    issued('order/2', rescue, car8),
    signed('order/1', car7),
    signed('order/2'),
  ])
  const remembered = await openAddressees({ read }).passing(facts)
  assert.deepEqual(await openAddressees({ read }).past(facts), remembered)
  assert.deepEqual(await openAddressees({ read }, 1).passing(facts), remembered)
  assert.deepEqual(await openAddressees({ read }).passing(facts.slice(2)), remembered.slice(2))
})

test('those who see the same from the same number share the very bytes', async () => {
  const { facts, read } = log([issued('order/1', police), issued('order/2', rescue)])
  const share = shareOut(await openAddressees({ read }).passing(facts))
  const one = share(all, sightKey(all), 0)
  assert.ok(one && one !== 'reset')
  assert.equal(share(all, sightKey(all), 0), one)
  assert.notEqual(share(all, sightKey(all), 1), one)
  assert.equal(share({ scope: 'agency', agency: rescue }, 'agency', 2), null)
})

test('a ring that has been pushed full still gives everything after its floor, and refuses a hole', () => {
  const entry = (seq: number): Entry => {
    const { facts } = log([issued('order/1', police)])
    const [first] = facts
    assert.ok(first)
    return { numbered: { ...first, seq }, json: '', before: null, after: null }
  }
  fc.assert(
    fc.property(fc.nat({ max: 50 }), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), (start, batches) => {
      const ring = openRing(start, 8)
      let head = start
      for (const size of batches) {
        ring.push(Array.from({ length: size }, () => entry(++head)))
        assert.equal(ring.head(), head)
        for (let seq = ring.floor(); seq <= head; seq++)
          assert.deepEqual(
            ring.after(seq).map((e) => e.numbered.seq),
            Array.from({ length: head - seq }, (_, i) => seq + 1 + i),
          )
        assert.ok(head - ring.floor() <= 16 + 9)
      }
      assert.throws(() => ring.push([entry(head + 2)]))
    }),
  )
})

test('whatever the sight and wherever it starts, frames make one chain with every visible fact once', async () => {
  const orders = fc.array(
    fc.record(
      { order: fc.integer({ min: 1, max: 4 }), unit: fc.constantFrom(null, car7, car8) },
      { noNullPrototype: true },
    ),
    { maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(orders, fc.nat({ max: 10 }), fc.integer({ min: 1, max: 7 }), async (steps, start, chunk) => {
      const known = new Set<number>()
      const { facts, read } = log(
        steps.map(({ order, unit }) => {
          const stream: StreamName = `order/${order}`
          if (known.has(order)) return signed(stream, unit)
          known.add(order)
          return issued(stream, order % 2 ? police : rescue, unit)
        }),
      )
      const entries = await openAddressees({ read }).passing(facts)
      for (const sight of [all, { scope: 'agency', agency: police }, crew(car7)] satisfies Sight[]) {
        let cursor = Math.min(start, facts.length)
        const got: number[] = []
        let expected = entries
          .filter((e) => e.numbered.seq > cursor && seen(sight, e) !== 'no')
          .map((e) => e.numbered.seq)
        for (let from = 0; from < entries.length; from += chunk) {
          const share = shareOut(entries.slice(from, from + chunk))(sight, sightKey(sight), cursor)
          if (share === 'reset') {
            // It loads its board and goes on from there: what went before is in the board.
            cursor = Math.max(cursor, entries.slice(from, from + chunk).at(-1)?.numbered.seq ?? cursor)
            expected = expected.filter((seq) => seq > cursor || got.includes(seq))
            continue
          }
          if (!share) continue
          const frame = readServerMessage(String(share.frame))
          assert.ok(frame?.type === 'facts')
          assert.equal(follows(cursor, frame), 'next')
          got.push(...frame.facts.map((f) => f.seq))
          cursor = endOf(frame)
          assert.equal(cursor, share.end)
        }
        assert.deepEqual(got, expected)
      }
    }),
  )
})

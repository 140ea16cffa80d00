/** What is proposed as one event and what is not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MINUTE } from '../../core/time.ts'
import { INCIDENT_KINDS } from '../incident.ts'
import { MORNING } from '../samples.ts'
import { likeEvents, likeness } from './likeness.ts'
import { OBSERVERS, type Sighting } from './sighting.ts'

const seen = (change: Partial<Sighting> = {}): Sighting => ({
  at: MORNING,
  position: [120.75, 30.7],
  road: 'S12',
  kilometre: 45.3,
  carriageway: 'up',
  kind: 'collision',
  by: 'caller',
  ...change,
})
const camera = (change: Partial<Sighting> = {}): Sighting => seen({ by: 'sensor', kind: 'stopped-vehicle', ...change })
const one = (sighting: Sighting, event: readonly Sighting[]): boolean =>
  likeEvents(sighting, [['it', event]]).length > 0

test('a caller and a camera tell of the same crash, though they call it by other names', () => {
  assert.ok(one(seen({ kilometre: 45.4, at: MORNING + 2 * MINUTE }), [camera()]))
})

test('two cameras that see the two carriageways see two events', () => {
  assert.equal(one(camera({ carriageway: 'down' }), [camera()]), false)
})

test('a caller who says the wrong side is still heard among many who agree', () => {
  const many = Array.from({ length: 6 }, () => seen())
  const wrong = likeness(seen({ carriageway: 'down' }), [...many, camera()])
  assert.ok(wrong.carriageway < 0)
  assert.ok(one(seen({ carriageway: 'down', kind: 'collision' }), [...many, camera()]))
})

test('three kilometres on, or an hour later, it is another event', () => {
  assert.equal(one(camera({ kilometre: 48.3 }), [camera()]), false)
  assert.equal(one(seen({ at: MORNING + 60 * MINUTE }), [seen()]), false)
})

test('somebody driving the wrong way is not a breakdown at the same post', () => {
  assert.equal(one(camera({ kind: 'wrong-way' }), [camera({ kind: 'stopped-vehicle' })]), false)
})

test('without a kilometre the map tells how far apart they are', () => {
  const phone = seen({ road: null, kilometre: null, carriageway: null })
  assert.ok(one(phone, [camera()]))
  assert.equal(one({ ...phone, position: [120.79, 30.7] }, [camera()]), false)
})

test('of two events that fit as well, the one that more have told comes first', () => {
  const [few, many] = [[seen()], [seen(), seen(), seen()]]
  const order = likeEvents(seen(), [
    ['few', few],
    ['many', many],
  ])
  assert.deepEqual(
    order.map(({ key }) => key),
    ['many', 'few'],
  )
})

const any: fc.Arbitrary<Sighting> = fc.record({
  at: fc.integer({ min: -60, max: 60 }).map((minutes) => MORNING + minutes * MINUTE),
  position: fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })),
  road: fc.constantFrom('S12', 'G60', null),
  kilometre: fc.option(fc.double({ min: 0, max: 2_000, noNaN: true })),
  carriageway: fc.constantFrom('up' as const, 'down' as const, null),
  kind: fc.constantFrom(...INCIDENT_KINDS),
  by: fc.constantFrom(...OBSERVERS),
})

test('whatever is said, the odds are a number, their parts add up, and nearer in place and time is never less alike', () => {
  fc.assert(
    fc.property(any, fc.array(any, { minLength: 1, maxLength: 8 }), (sighting, event) => {
      const all = likeness(sighting, event)
      assert.ok(Number.isFinite(all.sum))
      assert.ok(Math.abs(all.sum - (all.place + all.time + all.carriageway + all.kind - 2)) < 1e-9)
      const nearer = likeness({ ...sighting, at: event[0]?.at ?? sighting.at }, event)
      assert.ok(nearer.time >= all.time)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { destination, distanceM } from '../../core/geo.ts'
import { MINUTE } from '../../core/time.ts'
import { MORNING, POLICE, SHOULDER, unit } from '../samples.ts'
import { UNSAID } from '../units/duty.ts'
import { coverage, type StandbyPost } from './coverage.ts'
import type { UnitNow } from './readiness.ts'

const east = (metres: number) => destination(SHOULDER.position, 90, metres)
/** Twelve metres in a second: 8,640 m in the twelve minutes of the target. */
const post = (key: string, metres: number): StandbyPost => ({
  ...{ id: key, name: { zh: key, en: key }, position: east(metres), agency: POLICE },
  ...{ unitKind: 'patrol-car', capabilities: [], withinMs: 12 * MINUTE },
})
const car = (key: string, metres: number, change: Partial<UnitNow> = {}): UnitNow => ({
  ...{ unit: unit(key, POLICE, 'patrol-car'), position: east(metres), fixAt: MORNING, headingDegrees: null },
  ...{ busy: false, duty: UNSAID, turnAt: null, ...change },
})
const look = (posts: readonly StandbyPost[], units: readonly UnitNow[], ...without: readonly string[]) =>
  coverage(
    posts,
    units,
    new Set(units.map((one) => one.unit.id).filter((key) => without.includes(key))),
    MORNING,
    null,
    distanceM,
  )

test('an order that takes the last car near a post opens it, and the hole is named with who is nearest now', () => {
  const units = [car('tp-01', 0), car('tp-02', 30_000)]
  assert.deepEqual(look([post('west', 0)], units), [])
  const [hole] = look([post('west', 0)], units, 'tp-01')
  assert.deepEqual([hole?.post, hole?.opens, hole?.nearest?.unit, hole?.moveUp?.unit], ['west', true, 'tp-02', 'tp-02'])
})

test('nobody is moved up who is needed at another post, alone or with the others who move', () => {
  const posts = [post('west', 0), post('east', 30_000)]
  const units = [car('tp-01', 0), car('tp-02', 30_000)]
  assert.equal(look(posts, units, 'tp-01')[0]?.moveUp, null)
  const more = [...units, car('tp-03', 29_000)]
  assert.equal(look(posts, more, 'tp-01')[0]?.moveUp?.unit, 'tp-03')
  // Two holes, two cars at the one post that is covered: one of them stays.
  const three = look([...posts, post('far', -30_000)], more, 'tp-01')
  assert.equal(three.filter(({ moveUp }) => moveUp !== null).length, 1)
})

test('who has been moved up to a post covers it from then on, and is not moved again', () => {
  const posts = [post('west', 0), post('far', -30_000)]
  const units = [car('tp-02', 30_000, { duty: { state: 'on-duty', since: null, crew: null, post: 'west' } })]
  assert.deepEqual(
    look(posts, units).map((hole) => [hole.post, hole.moveUp]),
    [['far', null]],
  )
})

test('wherever posts and cars are, moving up opens no post that was covered, and moves nobody twice', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 7 }),
      fc.subarray(['u-0', 'u-1', 'u-2']),
      (at, cars, without) => {
        const posts = at.map((km) => post(`p-${km}`, km * 1_000))
        const units = cars.map((km, i) => car(`u-${i}`, km * 1_000))
        const holes = look(posts, units, ...without)
        const moves = holes.flatMap(({ moveUp }) => moveUp?.unit ?? [])
        assert.equal(new Set(moves).size, moves.length)
        const moved = new Set(holes.map((hole) => hole.post))
        for (const hole of look(posts, units, ...without, ...moves)) assert.ok(moved.has(hole.post))
      },
    ),
  )
})

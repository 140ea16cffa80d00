/** The world now: the newest fix of each unit, and frames that show only what may be seen. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../core/ids.ts'
import { decodeFrame } from '../lane.ts'
import { openWorld } from './world.ts'

const police = id<'agency'>('traffic-police')
const rescue = id<'agency'>('road-rescue')
const car = id<'unit'>('tp-07')
const tow = id<'unit'>('rr-01')
const fix = (at: number, lon = 120.75) => ({ at, position: [lon, 30.71] as const, speedKmh: 40, headingDegrees: null })
const open = () =>
  openWorld([
    { id: car, agency: police, index: 1 },
    { id: tow, agency: rescue, index: 0 },
  ])

test('an older fix does not move a unit back, and a unit that is not ours is not shown', () => {
  const world = open()
  assert.equal(world.put(car, fix(2000)), true)
  assert.equal(world.put(car, fix(1000, 121)), false)
  assert.equal(world.put(car, fix(2000, 121)), false)
  assert.equal(world.put(id<'unit'>('stranger'), fix(1)), false)
  assert.deepEqual(world.latest(car), fix(2000))
  assert.equal(world.latest(tow), null)
})

test('a change is in one frame, the key frame has everything, and an agency sees its own units', () => {
  const world = open()
  assert.equal(world.frame(1, 'all', null), null)
  world.put(car, fix(2000))
  world.put(tow, fix(2500))
  world.settle()
  world.put(car, fix(3000))
  const indexes = (which: 'changed' | 'all', agency: typeof police | null) => {
    const bytes = world.frame(4000, which, agency)
    return bytes ? decodeFrame(bytes)?.fixes.map((f) => [f.index, f.ageMs]) : null
  }
  assert.deepEqual(indexes('changed', null), [[1, 1000]])
  assert.deepEqual(indexes('all', null), [
    [0, 1500],
    [1, 1000],
  ])
  assert.deepEqual(indexes('changed', rescue), null)
  assert.deepEqual(indexes('all', rescue), [[0, 1500]])
  world.settle()
  assert.equal(indexes('changed', null), null)
})

test('two units at one place of the lane are refused when the world is opened', () => {
  assert.throws(() =>
    openWorld([
      { id: car, agency: police, index: 0 },
      { id: tow, agency: rescue, index: 0 },
    ]),
  )
  assert.throws(() => openWorld([{ id: car, agency: police, index: 1 }]))
})

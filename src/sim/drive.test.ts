/** Units keep to the roads and to speeds that a road allows, arrive where they are sent, and go home again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diceFrom } from '../core/dice.ts'
import { pointAt } from './city/expressway.ts'
import { UNITS } from './city/forces.ts'
import { apartM, nearest, positionOf } from './city/plane.ts'
import { holdsTogether } from './city/route.ts'
import { layCity } from './city.ts'
import { advance, goalOf, hasArrived, type Ride, release, sendTo, speedKmhOf, startRide } from './drive.ts'

const city = layCity(7)
const unit = (id: string): (typeof UNITS)[number] => {
  const found = UNITS.find((each) => each.id === id)
  assert.ok(found)
  return found
}

test('for half an hour every unit stays on the roads and never leaps', () => {
  const dice = diceFrom(7, 'test')
  for (const each of UNITS) {
    let ride = startRide(city, each, dice)
    let travelled = 0
    for (let at = 0; at < 1_800_000; at += 1_000) {
      const next = advance(city, ride, at, 1_000, dice)
      const step = apartM(ride.at, next.at)
      assert.ok(step < 45, `${each.id} leapt ${step} m`)
      assert.ok(speedKmhOf(next) < 140)
      travelled += step
      if (next.path?.by === 'road') {
        assert.ok(holdsTogether(city.graph, next.path.way))
        const edge = city.graph.edges[next.spot.edge]
        assert.ok(edge && nearest(edge.line, next.at).offM < 3.5)
      }
      ride = next
    }
    if (each.habit !== 'standby') assert.ok(travelled > 300, `${each.id} hardly moved: ${travelled} m`)
    else assert.equal(travelled, 0)
  }
})

test('an ordered tow truck drives to the place on the right carriageway, stands there, and is free to go home afterwards', () => {
  const dice = diceFrom(7, 'tow')
  const place = {
    position: positionOf(pointAt(city.expressway, 45.3, 'up')),
    road: 'S12',
    kilometre: 45.3,
    carriageway: 'up',
  } as const
  const goal = goalOf(city, place, 14)
  assert.ok(goal && city.graph.edges[goal.edge]?.carriageway === 'up')
  let ride: Ride | null = sendTo(city, startRide(city, unit('rr-01'), dice), goal, 'order-1')
  assert.ok(ride)
  let at = 0
  for (; !hasArrived(ride) && at < 1_200_000; at += 250) ride = advance(city, ride, at, 250, dice)
  assert.ok(hasArrived(ride))
  assert.ok(at > 60_000 && at < 600_000, `after ${at} ms`)
  assert.ok(apartM(ride.at, pointAt(city.expressway, 45.314, 'up')) < 6)
  const waiting = advance(city, ride, at, 60_000, dice)
  assert.deepEqual(waiting.at, ride.at)
  ride = release(ride, at)
  for (const until = at + 1_500_000; at < until; at += 250) ride = advance(city, ride, at, 250, dice)
  assert.ok(apartM(ride.at, ride.home) < 60)
})

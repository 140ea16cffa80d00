/** All units of the simulated city and their present rides; moves them on as time passes. */

import type { Dice } from '../../core/dice.ts'
import type { Clock } from '../../core/time.ts'
import { UNITS } from '../city/forces.ts'
import type { City } from '../city.ts'
import { advance, goalOf, type Ride, release, sendTo, startRide, type Where } from '../drive.ts'

export type Fleet = {
  rides(): Ride[]
  ride(unit: string): Ride | undefined
  /** It belongs to this order from now on, and ends its present trip until it is sent. */
  reserve(unit: string, order: string): void
  send(unit: string, place: Where, shiftM: number, order: string): void
  release(unit: string): void
  move(): void
}

export function openFleet(city: City, clock: Clock, dice: Dice): Fleet {
  const rides = new Map(UNITS.map((unit) => [unit.id, startRide(city, unit, dice)]))
  const began = clock()
  let last = began
  const change = (unit: string, to: (ride: Ride) => Ride | null): void => {
    const ride = rides.get(unit)
    const changed = ride && to(ride)
    if (changed) rides.set(unit, changed)
  }
  return {
    rides: () => [...rides.values()],
    ride: (unit) => rides.get(unit),
    reserve: (unit, order) => change(unit, (ride) => ({ ...ride, errand: { kind: 'ordered', order } })),
    send: (unit, place, shiftM, order) =>
      change(unit, (ride) => {
        const goal = goalOf(city, place, shiftM)
        return goal && sendTo(city, ride, goal, order)
      }),
    release: (unit) => change(unit, (ride) => release(ride, clock() - began)),
    move: () => {
      const now = clock()
      // After a sleep of the machine nobody leaps across the city.
      const elapsed = Math.max(0, Math.min(2_000, now - last))
      last = now
      for (const [id, ride] of rides) rides.set(id, advance(city, ride, now - began, elapsed, dice))
    },
  }
}

/**
 * The simulated radar reports what drives past the main camera through the front door, four frames a second. As real ones do,
 * it sees moving things best: what stands it loses, and finds it again under another number some seconds later.
 */

import { type Dice, diceFrom } from '../../core/dice.ts'
import type { Clock } from '../../core/time.ts'
import { placeOf, RADAR } from '../city/radar.ts'
import type { City } from '../city.ts'
import type { Placed } from '../scene/vehicle.ts'

export type Radar = { report(): void; close(): void }

export type RadarGiven = {
  readonly city: City
  readonly seed: number
  readonly kilometre: number
  readonly centre: string
  readonly token: string
  readonly clock: Clock
  /** The road as it is now; null while nobody looks and no world is there. */
  readonly road: () => readonly Placed[] | null
}

const STANDS_SEEN_MS = 1_600
const FOUND_AGAIN_MS = 11_000
const ANSWER_WITHIN_MS = 4_000
const SEES_TO_M = 420
const NOISE_M = 0.3

type Followed = { number: number; along: number; at: number; standsSince: number | null; isFoundAgain: boolean }

export function openRadar({ city, seed, kilometre, centre, token, clock, road }: RadarGiven): Radar {
  const dice = diceFrom(seed, RADAR)
  const closing = new AbortController()
  const followed = new Map<string, Followed>()
  let numbers = 100
  let isUnderway = false

  const tracksAt = (at: number, vehicles: readonly Placed[]): readonly unknown[] => {
    const names = new Set(vehicles.map(({ name }) => name))
    for (const name of followed.keys()) if (!names.has(name)) followed.delete(name)
    return vehicles.flatMap((vehicle) => {
      const { name, along, across, look } = vehicle
      if (name === undefined || along < 0 || along > SEES_TO_M) return []
      const before = followed.get(name)
      const now: Followed = before ?? { number: ++numbers, along, at, standsSince: null, isFoundAgain: false }
      const seconds = before ? (at - before.at) / 1000 : 0
      const speedMs = seconds > 0 ? Math.abs(along - now.along) / seconds : null
      const stands = speedMs !== null && speedMs < 0.3
      now.standsSince = stands ? (now.standsSince ?? at) : null
      now.along = along
      now.at = at
      followed.set(name, now)
      const stoodMs = now.standsSince === null ? 0 : at - now.standsSince
      if (now.standsSince === null) now.isFoundAgain = false
      else if (stoodMs > STANDS_SEEN_MS && stoodMs < FOUND_AGAIN_MS) return []
      else if (stoodMs >= FOUND_AGAIN_MS && !now.isFoundAgain) {
        now.number = ++numbers
        now.isFoundAgain = true
      }
      const position = placeOf(city, kilometre, across + noise(dice), along + noise(dice))
      return [
        {
          id: now.number,
          position,
          ...(speedMs === null ? {} : { speedMs: Math.round(Math.min(60, speedMs) * 10) / 10 }),
          lengthM: Math.round(look.longM * 10) / 10,
          widthM: Math.round(look.wideM * 10) / 10,
          class: look.kind === 'lorry' ? 'truck' : look.kind === 'bus' ? 'bus' : 'car',
        },
      ]
    })
  }

  const send = async (body: unknown): Promise<void> => {
    isUnderway = true
    try {
      const response = await fetch(new URL('/api/roadside/tracks', centre), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      })
      await response.arrayBuffer()
    } catch {
      // The centre is not up: the next frame is newer anyway.
    } finally {
      isUnderway = false
    }
  }

  return {
    report: () => {
      const at = clock()
      const vehicles = road()
      const tracks = vehicles === null ? [] : tracksAt(at, vehicles)
      if (!isUnderway) void send({ v: 1, frames: [{ at, tracks }] })
    },
    close: () => closing.abort(),
  }
}

/** Nearly normal. */
const noise = (dice: Dice): number => (dice.next() + dice.next() + dice.next() - 1.5) * 1.15 * NOISE_M

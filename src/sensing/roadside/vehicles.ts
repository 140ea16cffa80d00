/** The vehicles in the lanes of one carriageway, each counted once: long ones come as several tracks, and mirrors double them. */
import type { Carriageway } from '../../core/place.ts'
import { lastOf, type Thing, zoneOf } from './things.ts'

const FRESH_MS = 1_500
const PRESENT_SHARE = 0.5
/** Two tracks within a bumper's distance in one lane, equally fast, are one vehicle. */
const ONE_LONG_M = 6
const ONE_WIDE_M = 2
const ONE_SPEED_MS = 2
/** They are in order: more are never that close. */
const NEIGHBOURS = 6

export function vehiclesIn(things: readonly Thing[], carriageway: Carriageway, now: number): readonly Thing[] {
  const inLanes = things
    .filter((thing) => {
      const zone = zoneOf(thing)
      return zone?.kind === 'lane' && zone.carriageway === carriageway && isPresent(thing, now)
    })
    .sort((a, b) => lastOf(a).alongM - lastOf(b).alongM)
  const once: Thing[] = []
  for (const thing of inLanes) {
    const here = lastOf(thing)
    const isDouble = once.slice(-NEIGHBOURS).some((other) => {
      const there = lastOf(other)
      return (
        here.alongM - there.alongM < ONE_LONG_M &&
        Math.abs(here.acrossM - there.acrossM) < ONE_WIDE_M &&
        Math.abs(thing.alongMs - other.alongMs) < ONE_SPEED_MS
      )
    })
    if (!isDouble) once.push(thing)
  }
  return once
}

/** Seen just now and most of its life: a ghost comes and goes. */
function isPresent(thing: Thing, at: number): boolean {
  return at - thing.seenAt <= FRESH_MS && thing.seenMs >= PRESENT_SHARE * (at - thing.bornAt)
}

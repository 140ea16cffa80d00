/** What happened at a place before: which earlier incidents count as being there, and how far back each kind is worth knowing. Pure; of persons it knows nothing. */
import { distanceM } from '../../core/geo.ts'
import type { IncidentId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import { DAY } from '../../core/time.ts'
import type { Incident, IncidentKind, Priority } from '../incident.ts'

/** How near it has to have been: off the roads with kilometre posts in a straight line, on them along the road. */
export const NEAR_M = 300
export const NEAR_KM = 1
export const MOST_SHOWN = 8

/**
 * A crash or a wrong-way driver says something about the road for a year, a queue for a week. That somebody was ill at a
 * place is about a person more than about the place, and is forgotten after a day.
 */
export const LOOK_BACK_MS: Record<IncidentKind, number> = {
  'stopped-vehicle': 30 * DAY,
  'medical-emergency': DAY,
  collision: 365 * DAY,
  obstacle: 90 * DAY,
  pedestrian: 90 * DAY,
  'wrong-way': 365 * DAY,
  congestion: 7 * DAY,
  'officer-help': 365 * DAY,
  other: 30 * DAY,
}
export const LONGEST_LOOK_BACK_MS = Math.max(...Object.values(LOOK_BACK_MS))

/** One line of an earlier incident. */
export type Event = {
  readonly id: IncidentId
  readonly number: string
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly openedAt: number
  /** Straight line, metres. */
  readonly distanceM: number
  readonly state: Incident['state']
}

function isNear(a: Place, b: Place): boolean {
  if (a.road !== undefined && a.road === b.road && a.kilometre !== undefined && b.kilometre !== undefined) {
    const apart = a.carriageway !== undefined && b.carriageway !== undefined && a.carriageway !== b.carriageway
    return !apart && Math.abs(a.kilometre - b.kilometre) <= NEAR_KM
  }
  return distanceM(a.position, b.position) <= NEAR_M
}

/** Newest first. An exercise is no part of a place's history. */
export function eventsAt(at: Incident, others: Iterable<Incident>, now: number): readonly Event[] {
  return [...others]
    .filter(({ id, opened, openedAt }) => {
      if (id === at.id || opened.exercise || !isNear(at.opened.place, opened.place)) return false
      return openedAt > now - LOOK_BACK_MS[opened.kind]
    })
    .sort((a, b) => b.openedAt - a.openedAt)
    .slice(0, MOST_SHOWN)
    .map(({ id, opened, openedAt, state }) => ({
      id,
      number: opened.number,
      kind: opened.kind,
      priority: opened.priority,
      openedAt,
      distanceM: Math.round(distanceM(at.opened.place.position, opened.place.position)),
      state,
    }))
}

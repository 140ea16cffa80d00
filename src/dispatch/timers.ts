/** When the clock speaks up about an order: the ladder of one that nobody signs for, and how long whoever has taken it may stay silent. Data, so that a centre can see what it is measured by. */
import { MINUTE, SECOND } from '../core/time.ts'
import type { Priority } from './incident.ts'

/**
 * From the issue of an order that nobody signs for: it is offered again, then to the next unit of the same agency, then to
 * the supervisor and the agency's fallback. A minute is the whole first minute, so the ladder ends with it.
 */
export const LADDER = {
  ring: 30 * SECOND,
  'pass-on': 45 * SECOND,
  escalate: 60 * SECOND,
} as const

/** turn-out: signed for and not yet on the way. arrival: on the way and not there. word: at the scene and not heard of. */
export const OVERDUE = ['turn-out', 'arrival', 'word'] as const
export type Overdue = (typeof OVERDUE)[number]

/**
 * Turn-out: 80 s is NFPA 1710's for fire, doubled with each priority that is less urgent. Arrival: the first five minutes of
 * the published Chinese bulletins' clocks times two. Word: the round in which a crew at a scene is asked whether it is well.
 */
export const OVERDUE_AFTER: Record<Priority, Record<Overdue, number>> = {
  1: { 'turn-out': 80 * SECOND, arrival: 10 * MINUTE, word: 20 * MINUTE },
  2: { 'turn-out': 160 * SECOND, arrival: 15 * MINUTE, word: 20 * MINUTE },
  3: { 'turn-out': 5 * MINUTE, arrival: 30 * MINUTE, word: 30 * MINUTE },
  4: { 'turn-out': 10 * MINUTE, arrival: 60 * MINUTE, word: 60 * MINUTE },
}

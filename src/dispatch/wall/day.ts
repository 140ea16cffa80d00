/** Today's figures for the wall: counted over what was opened today, exercises and what was merged left out, times from paper left out of every share; each with what it was counted from. Pure. */
import { MINUTE, SECOND } from '../../core/time.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import type { Warning } from '../warning.ts'

export const SIGN_WITHIN_MS = 30 * SECOND
export const ARRIVE_WITHIN_MS = 5 * MINUTE

/** `part` of `of`; a share of nothing is no share. */
export type Share = { readonly part: number; readonly of: number }

export type DayFigures = {
  readonly opened: number
  readonly running: number
  /** Incidents that a sensor noticed, of all. */
  readonly noticed: Share
  /** Orders signed for within 30 s of being given, of those signed for or over that time. */
  readonly signed: Share
  /** Orders whose crew was there within 5 minutes of the first observation, of those that arrived. */
  readonly arrived: Share
  /** Warnings judged true, of those judged true or false. */
  readonly judgedTrue: Share
}

export function figuresOfDay(
  incidents: readonly Incident[],
  orders: readonly Order[],
  warnings: readonly Warning[],
  now: number,
): DayFigures {
  const own = incidents.filter(({ state, opened }) => state !== 'merged' && opened.exercise !== true)
  const timed = orders.filter(({ issued: { brief } }) => brief.exercise !== true && brief.later !== true)
  const share = <T>(all: readonly T[], isPart: (one: T) => boolean): Share => ({
    part: all.filter(isPart).length,
    of: all.length,
  })
  // An order that nobody has had time to sign yet says nothing.
  const ripe = timed.filter(({ clocks }) => clocks.signedForAt !== null || now - clocks.issuedAt > SIGN_WITHIN_MS)
  const there = timed.flatMap(({ clocks, issued }) =>
    clocks.arrivedAt === null ? [] : [clocks.arrivedAt - issued.brief.firstObservedAt],
  )
  const judged = warnings.flatMap((warning) =>
    warning.state === 'judged' && warning.verdict !== 'cannot-tell' ? [warning.verdict] : [],
  )
  return {
    opened: own.length,
    running: own.filter(({ state }) => state === 'open' || state === 'ordered').length,
    noticed: share(own, ({ opened }) => opened.origin.from === 'warning'),
    signed: share(
      ripe,
      ({ clocks }) => clocks.signedForAt !== null && clocks.signedForAt - clocks.issuedAt <= SIGN_WITHIN_MS,
    ),
    arrived: share(there, (ms) => ms <= ARRIVE_WITHIN_MS),
    judgedTrue: share(judged, (verdict) => verdict === 'true'),
  }
}

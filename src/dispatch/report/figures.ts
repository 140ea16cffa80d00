/** The figures of a span of time (a shift, a day): counted from what was opened in it, per agency and per kind, never per person. Pure. */
import type { AgencyId, IncidentId } from '../../core/ids.ts'
import { type ClockFigures, clockFiguresOf, counts, type Times, timesOf } from '../clocks.ts'
import { INCIDENT_KINDS, type Incident, type IncidentKind, PRIORITIES, type Priority } from '../incident.ts'
import { type Order, REJECTION_CAUSES, type RejectionCause } from '../order.ts'
import type { Warning } from '../warning.ts'
import { type Target, type TargetFigure, targetFigure } from './targets.ts'

/** An entry that puts something right; the journal keeps what was said first. */
export type Correction = {
  readonly incident: IncidentId
  readonly number: string
  readonly type: string
  readonly at: number
  readonly recordedAt: number
}

/** What was opened, raised and corrected in the span, with the orders of those incidents as they stand now. */
export type Material = {
  readonly from: number
  readonly to: number
  readonly incidents: readonly Incident[]
  readonly orders: readonly Order[]
  readonly warnings: readonly Warning[]
  readonly corrections: readonly Correction[]
}

export type Counted<K> = readonly { readonly of: K; readonly count: number }[]
export type Group<K> = {
  readonly of: K
  readonly orders: number
  readonly clocks: ClockFigures
}

export type SpanFigures = {
  readonly from: number
  readonly to: number
  readonly incidents: {
    readonly counted: number
    readonly byKind: Counted<IncidentKind>
    readonly byPriority: Counted<Priority>
    /** Noticed by a sensor before anybody called. */
    readonly fromWarning: number
    readonly running: number
    /** Written up afterwards, with their original times: counted. */
    readonly later: number
    /** Not counted above. */
    readonly exercises: number
    readonly merged: number
  }
  readonly warnings: {
    readonly raised: number
    readonly true: number
    readonly false: number
    readonly 'cannot-tell': number
    readonly awaiting: number
  }
  readonly orders: {
    readonly issued: number
    readonly signedFor: number
    readonly rejected: Counted<RejectionCause>
    readonly withdrawn: number
    readonly rang: number
    readonly passedOn: number
    readonly escalated: number
  }
  readonly clocks: ClockFigures
  readonly byAgency: readonly Group<AgencyId>[]
  readonly byKind: readonly Group<IncidentKind>[]
  readonly targets: readonly TargetFigure[]
  readonly corrections: readonly Correction[]
}

/** Orders that count: those of incidents that count, and of what was merged into them. */
export function countedOrders({ incidents, orders }: Pick<Material, 'incidents' | 'orders'>): readonly {
  readonly order: Order
  readonly incident: Incident
  readonly times: Times
}[] {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  return orders.flatMap((order) => {
    const incident = byId.get(order.issued.incident)
    return incident && incident.opened.exercise !== true ? [{ order, incident, times: timesOf(order, incident) }] : []
  })
}

/** Times from paper are told by hand and by wall clocks: they stand in the account, and in no percentile. */
const isTimed = ({ order }: { readonly order: Order }): boolean => order.issued.brief.later !== true

export function figuresOf(material: Material, targets: readonly Target[]): SpanFigures {
  const { from, to, incidents, warnings, corrections } = material
  const own = incidents.filter(counts)
  const counted = countedOrders(material)
  const times = counted.filter(isTimed).map((one) => one.times)
  const judged = (verdict: 'true' | 'false' | 'cannot-tell'): number =>
    warnings.filter((warning) => warning.state === 'judged' && warning.verdict === verdict).length
  const orders = counted.map(({ order }) => order)
  const exercises = incidents.filter(({ opened }) => opened.exercise === true)
  const practised = new Set(exercises.map(({ id }) => id))
  return {
    from,
    to,
    incidents: {
      counted: own.length,
      byKind: tally(INCIDENT_KINDS, own, ({ opened }) => opened.kind),
      byPriority: tally(PRIORITIES, own, ({ opened }) => opened.priority),
      fromWarning: own.filter(({ opened }) => opened.origin.from === 'warning').length,
      running: own.filter(({ state }) => state !== 'closed').length,
      later: own.filter(({ opened }) => opened.later === true).length,
      exercises: exercises.length,
      merged: incidents.filter(({ state, opened }) => state === 'merged' && opened.exercise !== true).length,
    },
    warnings: {
      raised: warnings.length,
      true: judged('true'),
      false: judged('false'),
      'cannot-tell': judged('cannot-tell'),
      awaiting: warnings.filter(({ state }) => state === 'awaiting').length,
    },
    orders: {
      issued: orders.length,
      signedFor: orders.filter(({ clocks }) => clocks.signedForAt !== null).length,
      rejected: tally(
        REJECTION_CAUSES,
        orders.flatMap((order) => (order.state === 'rejected' ? [order] : [])),
        ({ cause }) => cause,
      ),
      withdrawn: orders.filter(({ state }) => state === 'withdrawn').length,
      rang: orders.filter(({ rangAt }) => rangAt !== null).length,
      passedOn: orders.filter(({ passedOnAt }) => passedOnAt !== null).length,
      escalated: orders.filter(({ escalatedAt }) => escalatedAt !== null).length,
    },
    clocks: clockFiguresOf(times),
    byAgency: grouped(counted, ({ order }) => order.issued.agency),
    byKind: grouped(counted, ({ incident }) => incident.opened.kind),
    targets: targets.map((target) => targetFigure(target, times)),
    corrections: corrections.filter(({ incident }) => !practised.has(incident)),
  }
}

function tally<K, T>(keys: readonly K[], things: readonly T[], keyOf: (thing: T) => K): Counted<K> {
  const found = new Map<K, number>()
  for (const thing of things) found.set(keyOf(thing), (found.get(keyOf(thing)) ?? 0) + 1)
  return keys.flatMap((of) => {
    const count = found.get(of)
    return count === undefined ? [] : [{ of, count }]
  })
}

/** In the order of their names: a list by speed would be a league table. */
function grouped<K extends string, T extends { readonly order: Order; readonly times: Times }>(
  things: readonly T[],
  keyOf: (thing: T) => K,
): readonly Group<K>[] {
  const found = Map.groupBy(things, keyOf)
  return [...found]
    .map(([of, all]) => ({
      of,
      orders: all.length,
      clocks: clockFiguresOf(all.filter(isTimed).map(({ times }) => times)),
    }))
    .sort((a, b) => (a.of < b.of ? -1 : 1))
}

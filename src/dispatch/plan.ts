/** Response plans: type × priority × road section → what each agency sends, and the free unit proposed for it with its reason. */
import { distanceM, type Position } from '../core/geo.ts'
import type { AgencyId, UnitId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import type { Unit, UnitKind } from './forces.ts'
import type { IncidentKind, Priority } from './incident.ts'
import { assign } from './recommend/assignment.ts'
import type { Travel, Traveller } from './recommend/travel.ts'

export type PlanRule = {
  readonly id: string
  readonly name: Text
  readonly kinds: readonly IncidentKind[]
  readonly priorities: readonly Priority[]
  /** Empty: anywhere. Kilometres are inclusive at both ends. */
  readonly sections: readonly { readonly road: string; readonly fromKm: number; readonly toKm: number }[]
  readonly sends: readonly {
    readonly agency: AgencyId
    readonly unitKind: UnitKind | null
    /** All of these; empty: any unit of the kind. */
    readonly capabilities: readonly string[]
  }[]
}

/** A unit and where it was last seen; null: never. */
export type UnitAt = {
  readonly unit: Unit
  readonly position: Position | null
  readonly fixAt: number | null
  /** Of one that moves; null: it stands, or does not know. */
  readonly headingDegrees: number | null
}

/** The same, and whether an order keeps it busy. */
export type UnitNow = UnitAt & { readonly busy: boolean }

export type Proposal = {
  readonly plan: string | null
  readonly name: Text
  readonly lines: readonly ProposalLine[]
}
export type ProposalLine = {
  readonly agency: AgencyId
  readonly unit: UnitId | null
  /** By road, as the roads are now; null without a unit, and where no road network is known. */
  readonly etaMs: number | null
  /** Metres of that way, or of the straight line; null without a unit. */
  readonly distanceM: number | null
  readonly fixAgeMs: number | null
  /** Why no unit is named; the agency is ordered all the same and sends its own. */
  readonly shortfall: 'no-unit-of-kind' | 'all-busy' | 'no-recent-position' | 'no-way' | null
}

/** A fix older than this is not offered as near. */
export const STALE_FIX_MS = 120_000

function sectionFits(rule: PlanRule, place: Place): boolean {
  if (rule.sections.length === 0) return true
  const { road, kilometre } = place
  if (road === undefined || kilometre === undefined) return false
  return rule.sections.some((s) => s.road === road && s.fromKm <= kilometre && kilometre <= s.toKm)
}

/** The first rule that fits, most particular section first; null: no plan, the officer picks agencies by hand. */
export function ruleFor(
  rules: readonly PlanRule[],
  what: { readonly kind: IncidentKind; readonly priority: Priority; readonly place: Place },
): PlanRule | null {
  const fitting = rules.filter(
    (rule) =>
      rule.kinds.includes(what.kind) && rule.priorities.includes(what.priority) && sectionFits(rule, what.place),
  )
  return fitting.find((rule) => rule.sections.length > 0) ?? fitting[0] ?? null
}

/** Lines of plans that no unit of the centre can ever serve: whoever keeps the plans should know before the incident. */
export function unfulfillable(
  rules: readonly PlanRule[],
  units: readonly Unit[],
): readonly { readonly plan: string; readonly send: Send }[] {
  return rules.flatMap(({ id, sends }) =>
    sends
      .filter((send) => send.unitKind !== null && !units.some((unit) => serves(unit, send)))
      .map((send) => ({ plan: id, send })),
  )
}

/**
 * Proposes one unit for each line of the plan, over all lines at once: as few lines as can be are left without, and of those
 * choices the one whose units are there soonest in sum. By road where `travel` is given; else by straight line, and said so.
 */
export function propose(
  rule: PlanRule | null,
  place: Place,
  units: readonly UnitNow[],
  now: number,
  travel: Travel | null,
): Proposal {
  if (!rule) return { plan: null, name: { zh: '无匹配预案', en: 'No matching plan' }, lines: [] }
  const wants = rule.sends.filter((send) => send.unitKind !== null)
  const ready = units.flatMap((each): readonly Ready[] => {
    const { unit, position, fixAt, busy, headingDegrees } = each
    if (busy || !position || fixAt === null || now - fixAt > STALE_FIX_MS) return []
    if (!wants.some((want) => serves(unit, want))) return []
    return [{ unit, kind: unit.kind, position, fixAt, headingDegrees }]
  })
  const trips = travel ? travel(place, ready, enoughFor(wants, ready)) : null
  const costOf = (at: number): number => {
    const one = ready[at]
    if (!one) return Number.POSITIVE_INFINITY
    return trips ? (trips[at]?.ms ?? Number.POSITIVE_INFINITY) : distanceM(one.position, place.position)
  }
  const costs = wants.map((want) =>
    ready.map(({ unit }, at) => (serves(unit, want) ? costOf(at) : Number.POSITIVE_INFINITY)),
  )
  const chosen = assign(costs)
  let want = 0
  const lines = rule.sends.map((send): ProposalLine => {
    const none = { agency: send.agency, unit: null, etaMs: null, distanceM: null, fixAgeMs: null }
    if (send.unitKind === null) return { ...none, shortfall: null }
    const at = chosen[want]
    want += 1
    const one = at === null || at === undefined ? undefined : ready[at]
    if (at === null || at === undefined || !one) return { ...none, shortfall: shortfallOf(send, units, ready, costOf) }
    const trip = trips?.[at] ?? null
    return {
      agency: send.agency,
      unit: one.unit.id,
      etaMs: trip?.ms ?? null,
      distanceM: trip?.metres ?? distanceM(one.position, place.position),
      fixAgeMs: Math.max(0, now - one.fixAt),
      shortfall: null,
    }
  })
  return { plan: rule.id, name: rule.name, lines }
}

type Send = PlanRule['sends'][number]
type Ready = Traveller & { readonly unit: Unit; readonly fixAt: number }

function serves(unit: Unit, { agency, unitKind, capabilities }: Send): boolean {
  if (unit.agency !== agency || unit.kind !== unitKind) return false
  return capabilities.every((capability) => unit.capabilities.includes(capability))
}

/** Of those who serve a line no more can be of use than there are lines: the others could at most take that many away. */
function enoughFor(wants: readonly Send[], ready: readonly Ready[]): (at: number) => boolean {
  const left = wants.map((want) => Math.min(wants.length, ready.filter(({ unit }) => serves(unit, want)).length))
  return (at) => {
    const met = ready[at]
    if (met)
      for (const [index, want] of wants.entries()) if (serves(met.unit, want)) left[index] = (left[index] ?? 0) - 1
    return left.every((each) => each <= 0)
  }
}

function shortfallOf(
  send: Send,
  units: readonly UnitNow[],
  ready: readonly Ready[],
  costOf: (at: number) => number,
): NonNullable<ProposalLine['shortfall']> {
  const ofKind = units.filter(({ unit }) => serves(unit, send))
  if (ofKind.length === 0) return 'no-unit-of-kind'
  const free = ofKind.filter(({ busy }) => !busy)
  if (free.length === 0) return 'all-busy'
  const here = ready.flatMap(({ unit }, at) => (serves(unit, send) ? [at] : []))
  if (here.length === 0) return 'no-recent-position'
  if (here.every((at) => costOf(at) === Number.POSITIVE_INFINITY)) return 'no-way'
  return 'all-busy'
}

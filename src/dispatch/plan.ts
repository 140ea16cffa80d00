/** Response plans: type × priority × road section → what each agency sends, and the nearest free unit proposed for it with its reason. */
import { distanceM, type Position } from '../core/geo.ts'
import type { AgencyId, UnitId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import type { Unit, UnitKind } from './forces.ts'
import type { IncidentKind, Priority } from './incident.ts'

export type PlanRule = {
  readonly id: string
  readonly name: Text
  readonly kinds: readonly IncidentKind[]
  readonly priorities: readonly Priority[]
  /** Empty: anywhere. Kilometres are inclusive at both ends. */
  readonly sections: readonly { readonly road: string; readonly fromKm: number; readonly toKm: number }[]
  readonly sends: readonly { readonly agency: AgencyId; readonly unitKind: UnitKind | null }[]
}

/** A unit and where it was last seen; null: never. */
export type UnitAt = {
  readonly unit: Unit
  readonly position: Position | null
  readonly fixAt: number | null
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
  /** Straight-line metres; null without a unit. */
  readonly distanceM: number | null
  readonly fixAgeMs: number | null
  /** Why no unit is named; the agency is ordered all the same and sends its own. */
  readonly shortfall: 'no-unit-of-kind' | 'all-busy' | 'no-recent-position' | null
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

/** Proposes one unit for each line of the plan; a unit is proposed once. Straight-line distance, and said so. */
export function propose(rule: PlanRule | null, place: Place, units: readonly UnitNow[], now: number): Proposal {
  if (!rule) return { plan: null, name: { zh: '无匹配预案', en: 'No matching plan' }, lines: [] }
  const taken = new Set<UnitId>()
  const lines = rule.sends.map((send): ProposalLine => {
    const none = { agency: send.agency, unit: null, distanceM: null, fixAgeMs: null }
    if (!send.unitKind) return { ...none, shortfall: null }
    const ofKind = units.filter(
      (u) => u.unit.agency === send.agency && u.unit.kind === send.unitKind && !taken.has(u.unit.id),
    )
    if (ofKind.length === 0) return { ...none, shortfall: 'no-unit-of-kind' }
    const free = ofKind.filter((u) => !u.busy)
    if (free.length === 0) return { ...none, shortfall: 'all-busy' }
    let best: ProposalLine | null = null
    for (const { unit, position, fixAt } of free) {
      if (!position || fixAt === null || now - fixAt > STALE_FIX_MS) continue
      const metres = distanceM(position, place.position)
      if (!best || best.distanceM === null || metres < best.distanceM)
        best = {
          agency: send.agency,
          unit: unit.id,
          distanceM: metres,
          fixAgeMs: Math.max(0, now - fixAt),
          shortfall: null,
        }
    }
    if (!best?.unit) return { ...none, shortfall: 'no-recent-position' }
    taken.add(best.unit)
    return best
  })
  return { plan: rule.id, name: rule.name, lines }
}

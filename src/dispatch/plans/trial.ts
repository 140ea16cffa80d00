/** A plan tried on incidents of the past: which rule would have held, what it would have sent at first, and how that differs from what was ordered. Pure. */
import type { AgencyId } from '../../core/ids.ts'
import { type Because, type Ground, linesOf, type Occasion, type PlanRule, ruleFor } from '../plan.ts'

/** An incident as it was opened, with what was ordered first: the units of each agency. */
export type Past = Occasion & {
  readonly number: string
  readonly ordered: ReadonlyMap<AgencyId, number>
}

export type Tried = {
  readonly number: string
  readonly at: number
  readonly kind: Occasion['kind']
  readonly priority: Occasion['priority']
  /** As things stand, and with the draft; null: no rule. */
  readonly before: string | null
  readonly after: string | null
  readonly because: Because | null
  /** Units of each agency: by the plan with the draft, and as was ordered. */
  readonly agencies: readonly { readonly agency: AgencyId; readonly would: number; readonly did: number }[]
}

/** The draft takes the place of the rule of its name. `rules`: those in force. */
export function tried(
  past: readonly Past[],
  rules: readonly PlanRule[],
  draft: PlanRule | null,
  ground: Ground,
): readonly Tried[] {
  const drafted = draft ? [...rules.filter(({ id }) => id !== draft.id), draft] : rules
  return past.map((each) => {
    const choice = ruleFor(drafted, each, ground)
    const would = new Map<AgencyId, number>()
    for (const { send } of choice ? linesOf(choice.rule, 1) : [])
      would.set(send.agency, (would.get(send.agency) ?? 0) + 1)
    const agencies = [...new Set([...would.keys(), ...each.ordered.keys()])].sort()
    return {
      number: each.number,
      at: each.at,
      kind: each.kind,
      priority: each.priority,
      before: ruleFor(rules, each, ground)?.rule.id ?? null,
      after: choice?.rule.id ?? null,
      because: choice?.because ?? null,
      agencies: agencies.map((agency) => ({
        agency,
        would: would.get(agency) ?? 0,
        did: each.ordered.get(agency) ?? 0,
      })),
    }
  })
}

export type Sum = {
  readonly incidents: number
  /** Another rule than before. */
  readonly changed: number
  readonly withoutRule: number
  /** Incidents whose first orders differ from what the plan would send. */
  readonly differing: number
  readonly agencies: readonly { readonly agency: AgencyId; readonly would: number; readonly did: number }[]
}

export function summed(all: readonly Tried[]): Sum {
  const agencies = new Map<AgencyId, { would: number; did: number }>()
  for (const { agency, would, did } of all.flatMap((each) => each.agencies)) {
    const sum = agencies.get(agency) ?? { would: 0, did: 0 }
    agencies.set(agency, { would: sum.would + would, did: sum.did + did })
  }
  return {
    incidents: all.length,
    changed: all.filter(({ before, after }) => before !== after).length,
    withoutRule: all.filter(({ after }) => after === null).length,
    differing: all.filter((each) => each.agencies.some(({ would, did }) => would !== did)).length,
    agencies: [...agencies].map(([agency, sum]) => ({ agency, ...sum })),
  }
}

/** The life of one response plan: seeded by the configuration, published anew by a named person with a reason, retired; every version stays readable. Pure. */
import type { PersonId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import type { PlanRule } from '../plan.ts'

export type PlanFact = { readonly at: number; readonly v: 1 } & (
  | { readonly type: 'seeded'; readonly rule: PlanRule }
  | { readonly type: 'published'; readonly rule: PlanRule; readonly reason: string; readonly by: PersonId }
  | { readonly type: 'retired'; readonly reason: string; readonly by: PersonId }
)

export type Plan = {
  readonly id: string
  /** Counts the facts of its stream: orders name it. */
  readonly version: number
  readonly state: 'in-force' | 'retired'
  readonly rule: PlanRule
  readonly at: number
  /** null: the configuration. */
  readonly by: PersonId | null
  readonly reason: string | null
}

export type PlanWish =
  | { readonly type: 'seed'; readonly rule: PlanRule }
  /** `expected`: the version that the editor began with; 0 for a new plan. */
  | {
      readonly type: 'publish'
      readonly rule: PlanRule
      readonly reason: string
      readonly expected: number
      readonly by: PersonId
    }
  | { readonly type: 'retire'; readonly reason: string; readonly expected: number; readonly by: PersonId }

export type PlanRefusal = 'plan-exists' | 'plan-unknown' | 'plan-changed' | 'plan-unchanged' | 'plan-retired'

/** What the centre's reference data refuses besides. */
export type PlanEditRefusal = PlanRefusal | 'unknown-agency' | 'unknown-area' | 'section-backwards'

/** Two editors of one version: the second is told, and nothing of the first is written over. */
export function decide(now: Plan | null, wish: PlanWish, at: number): Result<PlanFact, PlanRefusal> {
  if (wish.type === 'seed') return now ? refuse('plan-exists') : ok({ type: 'seeded', v: 1, at, rule: wish.rule })
  if ((now?.version ?? 0) !== wish.expected) return refuse('plan-changed', String(now?.version ?? 0))
  const { reason, by } = wish
  switch (wish.type) {
    case 'publish':
      if (now?.state === 'in-force' && JSON.stringify(now.rule) === JSON.stringify(wish.rule))
        return refuse('plan-unchanged')
      return ok({ type: 'published', v: 1, at, rule: wish.rule, reason, by })
    case 'retire':
      if (!now) return refuse('plan-unknown')
      return now.state === 'retired' ? refuse('plan-retired') : ok({ type: 'retired', v: 1, at, reason, by })
  }
  return never(wish)
}

/** Throws only on a log that starts with `retired`: that is a bug, not an input. */
export function evolve(now: Plan | null, id: string, fact: PlanFact): Plan {
  const version = (now?.version ?? 0) + 1
  switch (fact.type) {
    case 'seeded':
      return { id, version, state: 'in-force', rule: fact.rule, at: fact.at, by: null, reason: null }
    case 'published':
      return { id, version, state: 'in-force', rule: fact.rule, at: fact.at, by: fact.by, reason: fact.reason }
    case 'retired':
      if (!now) throw new Error(`plan ${id}: retired before it was published`)
      return { ...now, version, state: 'retired', at: fact.at, by: fact.by, reason: fact.reason }
  }
  return never(fact)
}

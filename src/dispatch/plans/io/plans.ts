/** Response plans on record: seeded once from the configuration, then published and retired by people; read as they stand. */
import type postgres from 'postgres'
import type { PersonId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { type Command, once, originOf } from '../../../journal/command.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Origin, Transaction } from '../../../journal/journal.ts'
import type { Given } from '../../io/given.ts'
import type { PlanRule } from '../../plan.ts'
import type { Versioned } from '../../recommend/propose.ts'
import { decide, evolve, type Plan, type PlanEditRefusal, type PlanFact, type PlanRefusal } from '../life.ts'

export async function readPlans(sql: postgres.Sql | postgres.TransactionSql): Promise<readonly Plan[]> {
  const rows = await sql<{ state: Plan }[]>`select state from plan_view order by id`
  return rows.map(({ state }) => state)
}

export async function plansInForce(sql: postgres.Sql | postgres.TransactionSql): Promise<readonly Versioned[]> {
  const rows = await sql<{ state: Plan }[]>`select state from plan_view where in_force order by id`
  return rows.map(({ state: { rule, version } }) => ({ ...rule, version }))
}

/** The version of a plan that an order names: it may have been published anew since, or retired, but it has been there. */
export async function planAt(
  tx: Transaction,
  id: string,
  version: number | undefined,
): Promise<Result<{ readonly id: string; readonly version: number }, 'unknown-plan'>> {
  const [row] = await sqlOf(tx)<{ version: string }[]>`select version from plan_view where id = ${id}`
  const latest = Number(row?.version ?? 0)
  if (!row || (version ?? latest) > latest) return refuse('unknown-plan')
  return ok({ id, version: version ?? latest })
}

async function lockPlan(tx: Transaction, id: string): Promise<Plan | null> {
  const rows = await sqlOf(tx)<{ state: Plan }[]>`select state from plan_view where id = ${id} for update`
  return rows[0]?.state ?? null
}

async function recordPlan(
  given: Given,
  tx: Transaction,
  id: string,
  before: Plan | null,
  fact: PlanFact,
  origin: Origin,
): Promise<Result<Plan, Conflict>> {
  const plan = evolve(before, id, fact)
  const entry = { stream: `plan/${id}` as const, expected: before?.version ?? 0, facts: [fact] }
  const appended = await given.journal.append(tx, [entry], origin)
  if (!appended.ok) return appended
  await sqlOf(tx)`
    insert into plan_view (id, in_force, version, updated_at, state)
    values (${id}, ${plan.state === 'in-force'}, ${plan.version}, ${origin.recordedAt}, ${JSON.stringify(plan)}::text::json)
    on conflict (id) do update set in_force = excluded.in_force, version = excluded.version,
      updated_at = excluded.updated_at, state = excluded.state`
  return ok(plan)
}

/** Plans of the configuration that the journal does not know yet; answers those that live on otherwise than the file says. */
export async function seedPlans(given: Given): Promise<readonly string[]> {
  const { plans } = given.centre
  const differing: string[] = []
  for (const rule of plans) {
    const at = given.clock()
    const seeded = await given.journal.transact<Plan, PlanRefusal | Conflict>(async (tx) => {
      const now = await lockPlan(tx, rule.id)
      if (now && JSON.stringify(now.rule) !== JSON.stringify(rule)) differing.push(rule.id)
      const decided = decide(now, { type: 'seed', rule }, at)
      if (!decided.ok) return decided
      const by = { kind: 'system', id: 'configuration' } as const
      return recordPlan(given, tx, rule.id, now, decided.value, { by, correlation: `plan ${rule.id}`, recordedAt: at })
    })
    // Another process that started at the same time may have been first.
    if (!seeded.ok && seeded.refusal !== 'plan-exists' && seeded.refusal !== 'conflict') throw new Error(seeded.refusal)
  }
  return differing
}

/** What the centre's own reference data refuses. */
export function ruleRefused({ centre }: Pick<Given, 'centre'>, rule: PlanRule): PlanEditRefusal | null {
  if (rule.sends.some(({ agency }) => !centre.agencies.some(({ id }) => id === agency))) return 'unknown-agency'
  if (rule.areas.some((area) => !centre.ground.areas.some(({ id }) => id === area))) return 'unknown-area'
  return rule.sections.some(({ fromKm, toKm }) => toKm < fromKm) ? 'section-backwards' : null
}

export type PlanEdit =
  | { readonly type: 'publish'; readonly rule: PlanRule; readonly reason: string; readonly expected: number }
  | { readonly type: 'retire'; readonly reason: string; readonly expected: number }

export async function editPlan(
  given: Given,
  command: Command,
  id: string,
  edit: PlanEdit,
  by: PersonId,
): Promise<Result<{ readonly plan: Plan }, PlanEditRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly plan: Plan }, PlanEditRefusal>(given, command, async (tx) => {
    const wrong = edit.type === 'publish' ? ruleRefused(given, edit.rule) : null
    if (wrong) return refuse(wrong)
    const now = await lockPlan(tx, id)
    const decided = decide(now, { ...edit, by }, command.at)
    if (!decided.ok) return decided
    const recorded = await recordPlan(given, tx, id, now, decided.value, originOf(command, command.correlation))
    return recorded.ok ? ok({ plan: recorded.value }) : recorded
  })
}

/** The doors of response plans: read with all their versions, tried on the past, published and retired with a reason. */
import { z } from 'zod'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Given } from '../io/given.ts'
import { unfulfillable } from '../plan.ts'
import { readPast } from '../plans/io/past.ts'
import { editPlan, plansInForce, readPlans } from '../plans/io/plans.ts'
import { planId, ruleSchema } from '../plans/schema.ts'
import { tried } from '../plans/trial.ts'
import { incidentId, noBody, nothing, plain } from '../schemas.ts'
import { refused, replied } from './reply.ts'

const KB = 1024
const one = z.strictObject({ id: planId })
const reason = plain(200).min(1)
const expected = z.int().min(0)
const MOST_TRIED = 200
const trialBody = z.strictObject({
  draft: ruleSchema.nullable(),
  before: incidentId.nullable(),
  take: z.int().min(1).max(MOST_TRIED),
})

export function planDoors(given: Given): readonly Door[] {
  const { access, centre } = given
  return [
    door({
      method: 'GET',
      path: '/api/plans',
      knock: 'signed-in',
      act: 'plan.edit',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: 'Every response plan as it stands, the retired ones too, and the lines that nobody can ever serve.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'board', id: 'plans' })
        if (!look.ok) return refused(look.refusal)
        const read = await access.ledger.reading(look.value, async (tx) => ok(await readPlans(sqlOf(tx))))
        if (!read.ok) return refused(read.refusal)
        const plans = read.value
        const inForce = plans.filter(({ state }) => state === 'in-force').map(({ rule }) => rule)
        return json({ plans, unfulfillable: unfulfillable(inForce, centre.units) })
      },
    }),
    door({
      method: 'GET',
      path: '/api/plans/:id/versions',
      knock: 'signed-in',
      act: 'plan.edit',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: nothing,
      body: noBody,
      summary: 'Every version of one plan: what, when, by whom and why.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'board', id: 'plans' })
        if (!look.ok) return refused(look.refusal)
        return replied(
          await access.ledger.reading(look.value, async (tx) => {
            const recorded = await given.journal.read(`plan/${call.params.id}`, tx)
            if (recorded.length === 0) return refuse('plan-unknown')
            return ok({ versions: recorded.map(({ version, fact }) => ({ version, fact })) })
          }),
        )
      },
    }),
    door({
      method: 'POST',
      path: '/api/plans/trial',
      knock: 'signed-in',
      act: 'plan.edit',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 32 * KB,
      params: nothing,
      query: nothing,
      body: trialBody,
      summary: 'What the plans, with a draft among them, would have sent to incidents of the past: a page at a time.',
      answer: async (call) => {
        const { draft, before, take } = call.body
        const look = lookOf(call, { kind: 'board', id: 'trial' })
        if (!look.ok) return refused(look.refusal)
        return replied(
          await access.ledger.reading(look.value, async (tx) => {
            const sql = sqlOf(tx)
            const rules = await plansInForce(sql)
            const { past, next, total } = await readPast(sql, before, take)
            return ok({ tried: tried(past, rules, draft, centre.ground), next, total })
          }),
        )
      },
    }),
    door({
      method: 'POST',
      path: '/api/plans/:id/versions',
      knock: 'signed-in',
      act: 'plan.edit',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 32 * KB,
      params: one,
      query: nothing,
      body: z.strictObject({ expected, reason, rule: ruleSchema }),
      summary: 'Publishes a plan anew, or a new one; refused when somebody else was faster.',
      answer: async (call) => {
        const { id } = call.params
        const { rule } = call.body
        if (rule.id !== id) return refused('plan-unknown')
        if (looksPersonal(call.body.reason)) return refused('particulars-refused')
        const edit = { type: 'publish', ...call.body } as const
        return replied(await editPlan(given, commandOf(call, `publish ${id}`), id, edit, call.principal.id), 201)
      },
    }),
    door({
      method: 'POST',
      path: '/api/plans/:id/retirement',
      knock: 'signed-in',
      act: 'plan.edit',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: z.strictObject({ expected, reason }),
      summary: 'Takes a plan out of force; its versions stay readable.',
      answer: async (call) => {
        const { id } = call.params
        if (looksPersonal(call.body.reason)) return refused('particulars-refused')
        const edit = { type: 'retire', ...call.body } as const
        return replied(await editPlan(given, commandOf(call, `retire ${id}`), id, edit, call.principal.id))
      },
    }),
  ]
}

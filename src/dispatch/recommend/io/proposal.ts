/** The proposal for one incident as things stand: the rules in force, the units with their duty, what is on the incident already. */

import type { Incident } from '../../incident.ts'
import type { Given } from '../../io/given.ts'
import { ordersOf } from '../../io/store.ts'
import { isOver } from '../../order.ts'
import { ruleFor } from '../../plan.ts'
import { plansInForce } from '../../plans/io/plans.ts'
import { unitsKnown } from '../../units/io/units.ts'
import { type Proposal, propose } from '../propose.ts'

export async function proposalFor(
  given: Given,
  incident: Incident,
  level: number | null,
  now: number,
): Promise<Proposal> {
  const { sql } = given.database
  const [rules, units, orders] = await Promise.all([
    plansInForce(sql),
    unitsKnown(given, now),
    ordersOf(sql, incident.id),
  ])
  const { ground, rotation } = given.centre
  const unitOf = new Map(units.map(({ unit }) => [unit.id, unit]))
  const on = orders
    .filter((order) => !isOver(order))
    .map(({ issued, unit }) => ({
      agency: issued.agency,
      unit: unit === null ? null : (unitOf.get(unit) ?? null),
    }))
  const { kind, priority, place } = incident.opened
  const choice = ruleFor(rules, { kind, priority, place, at: incident.openedAt }, ground)
  const standing = Math.max(incident.level, incident.orders.length > 0 ? 1 : 0)
  return propose({ choice, place, level, standing, on }, units, now, given.travel, rotation)
}

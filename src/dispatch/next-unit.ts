/** Which unit of the same agency is asked next when one is silent: like it, free, seen lately, and there the soonest. */
import { distanceM } from '../core/geo.ts'
import type { UnitId } from '../core/ids.ts'
import type { Order } from './order.ts'
import { crewsOut, obstacleOf, type UnitNow } from './recommend/readiness.ts'
import type { Travel } from './recommend/travel.ts'

/** null: nobody is left; the order goes its way to the supervisor. `bound`: units on any order that is not over. */
export function nextUnit(
  silent: Order,
  units: readonly UnitNow[],
  bound: ReadonlySet<UnitId>,
  now: number,
  travel: Travel | null,
): UnitId | null {
  const asked = units.find(({ unit }) => unit.id === silent.unit)?.unit
  if (!asked) return null
  const out = crewsOut(units)
  const ready = units.flatMap((each) => {
    const { unit, position, headingDegrees } = each
    const like = unit.agency === asked.agency && unit.kind === asked.kind
    const able = asked.capabilities.every((word) => unit.capabilities.includes(word))
    if (!like || !able || bound.has(unit.id) || !position || obstacleOf(each, out, now) !== null) return []
    return [{ unit, kind: unit.kind, position, headingDegrees }]
  })
  const { place } = silent.issued.brief
  const trips = travel ? travel(place, ready) : null
  const costs = ready.map(({ unit, position }, at) => ({
    unit,
    cost: trips ? (trips[at]?.ms ?? Number.POSITIVE_INFINITY) : distanceM(position, place.position),
  }))
  const [best] = costs.filter(({ cost }) => Number.isFinite(cost)).sort((a, b) => a.cost - b.cost)
  return best?.unit.id ?? null
}

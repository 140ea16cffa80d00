/** The way of one unit to a place, as the roads are now: its line, its turns, and what holds along it. */
import type { Position } from '../../core/geo.ts'
import type { Place } from '../../core/place.ts'
import { firstFew } from '../../roads/closest.ts'
import type { AppliedConditions } from '../../roads/conditions/applied.ts'
import type { Condition } from '../../roads/conditions/condition.ts'
import { shapeOf } from '../../roads/shape.ts'
import { type Step, stepsOf } from '../../roads/turns.ts'
import { offRoad, onNetwork, type Roads } from './on-network.ts'

export type UnitWay = {
  readonly seconds: number
  readonly metres: number
  /** Of the last metres, those from the road to the place. */
  readonly offRoadM: number
  /** WGS-84, from the road beside the unit to the road beside the place. */
  readonly geometry: readonly Position[]
  readonly steps: readonly Step[]
  /** What holds somewhere along it. */
  readonly conditions: readonly Pick<Condition, 'id' | 'stretch' | 'holds' | 'reason' | 'until'>[]
}

/** null: there is no way, or no road near one of its ends. */
export type FindWay = (to: Place, from: Position, headingDegrees: number | null) => UnitWay | null

export function wayOver(
  roads: Roads & { readonly applied: AppliedConditions },
  holding: () => readonly Condition[],
): FindWay {
  const { graph, closest, live, applied } = roads
  const on = onNetwork(roads)
  return (to, from, headingDegrees) => {
    const [start, end] = [on.traveller(from, headingDegrees), on.place(to)]
    if (!start || !end) return null
    const [met] = closest.find(end, [start], live.ms.emergency, firstFew(1))
    if (!met) return null
    const { geometry, metres } = shapeOf(graph, met.arcs, start, end)
    const driven = new Set(met.arcs)
    const conditions = holding().filter((condition) => applied.arcsOf(condition).some((arc) => driven.has(arc)))
    const last = offRoad(end)
    return {
      seconds: (met.ms + last.ms) / 1_000,
      metres: metres + last.offRoadM,
      offRoadM: last.offRoadM,
      geometry,
      steps: stepsOf(graph, met.arcs, start, end),
      conditions: conditions.map(({ id, stretch, holds, reason, until }) => ({ id, stretch, holds, reason, until })),
    }
  }
}

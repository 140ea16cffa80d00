/** A fair turn among units, or the firms they belong to: who had the last one counts as some later, never more than the centre allows. Pure. */
import { SECOND } from '../../core/time.ts'
import type { UnitKind } from '../forces.ts'
import type { UnitNow } from './readiness.ts'

export type Rotation = {
  /** Kinds of units that take turns. */
  readonly kinds: readonly UnitKind[]
  /** At most so much later is somebody whose turn it is. */
  readonly withinMs: number
}

export const NO_ROTATION: Rotation = { kinds: [], withinMs: 0 }
/** What takes turns where the configuration says nothing: tow trucks, within two minutes. */
export const USUAL_ROTATION: Rotation = { kinds: ['tow-truck'], withinMs: 120 * SECOND }

/** A millisecond in the unit of the costs: by straight line a car makes twelve metres in a second. */
export const PER_TURN = { ms: 1, metres: 0.012 } as const

const firmOf = ({ unit }: UnitNow): string => unit.company ?? unit.id

/**
 * Of those who are ready, in their order: 0 for whose turn it is, `withinMs` for whoever was ordered last, the others evenly
 * between. A firm had its turn with any of its units, the busy ones among `all` too.
 */
export function turnPrices(
  ready: readonly UnitNow[],
  all: readonly UnitNow[],
  rotation: Rotation,
  perMs: number,
): readonly number[] {
  const prices = ready.map(() => 0)
  const last = new Map<string, number>()
  for (const each of all) last.set(firmOf(each), Math.max(last.get(firmOf(each)) ?? 0, each.turnAt ?? 0))
  for (const kind of rotation.kinds) {
    const byAgency = Map.groupBy(
      ready.flatMap((each, at) => (each.unit.kind === kind ? [{ each, at }] : [])),
      ({ each }) => each.unit.agency,
    )
    for (const group of byAgency.values()) {
      const turns = [...new Set(group.map(({ each }) => last.get(firmOf(each)) ?? 0))].sort((a, b) => a - b)
      if (turns.length < 2) continue
      for (const { each, at } of group) {
        const rank = turns.indexOf(last.get(firmOf(each)) ?? 0)
        prices[at] = (rank / (turns.length - 1)) * rotation.withinMs * perMs
      }
    }
  }
  return prices
}

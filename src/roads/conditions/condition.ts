/** What holds on a stretch of road now: closed, slow, or opened against the traffic; said by a named person with a reason and an end, and lifted by one or by the clock. Pure. */
import type { Position } from '../../core/geo.ts'
import type { Id, PersonId } from '../../core/ids.ts'
import type { Carriageway } from '../../core/place.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import { DAY } from '../../core/time.ts'
import type { RoadState } from '../live.ts'

export type ConditionId = Id<'condition'>

export type Stretch = {
  readonly label: Text
  /** WGS-84, in the direction of driving: it outlives the numbers of any one import. */
  readonly line: readonly Position[]
  /** It holds for those who come the other way as well. */
  readonly bothWays: boolean
  readonly road?: string
  readonly carriageway?: Carriageway
  readonly fromKm?: number
  readonly toKm?: number
}

export type Said = {
  readonly stretch: Stretch
  /** `opened`: against the direction of the stretch. */
  readonly holds: RoadState
  readonly reason: string
  readonly until: number
}

export type ConditionFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'said'; readonly by: PersonId } & Said)
  | { readonly type: 'lifted'; readonly by: PersonId }
)

export type Condition = Said & {
  readonly id: ConditionId
  readonly saidAt: number
  readonly by: PersonId
  readonly lifted: { readonly at: number; readonly by: PersonId } | null
}

export type ConditionWish =
  | ({ readonly type: 'say'; readonly at: number; readonly by: PersonId } & Said)
  | { readonly type: 'lift'; readonly at: number; readonly by: PersonId }

export type ConditionRefusal = 'already-said' | 'not-said' | 'already-lifted' | 'expiry-past' | 'expiry-too-far'

/** Nothing is said for longer than anybody will remember: it is said again. */
export const LONGEST_MS = 30 * DAY

export function decide(now: Condition | null, wish: ConditionWish): Result<ConditionFact, ConditionRefusal> {
  switch (wish.type) {
    case 'say': {
      if (now) return refuse('already-said')
      if (wish.until <= wish.at) return refuse('expiry-past')
      if (wish.until > wish.at + LONGEST_MS) return refuse('expiry-too-far')
      const { type: _type, ...said } = wish
      return ok({ type: 'said', v: 1, ...said })
    }
    case 'lift':
      if (!now) return refuse('not-said')
      if (now.lifted || now.until <= wish.at) return refuse('already-lifted')
      return ok({ type: 'lifted', v: 1, at: wish.at, by: wish.by })
  }
  return never(wish)
}

/** Throws only on a log that starts without `said`: that is a bug, not an input. */
export function evolve(now: Condition | null, id: ConditionId, fact: ConditionFact): Condition {
  if (fact.type === 'said') {
    const { stretch, holds, reason, until, by, at } = fact
    return { id, stretch, holds, reason, until, by, saidAt: at, lifted: null }
  }
  if (!now) throw new Error(`condition ${id}: ${fact.type} before said`)
  return { ...now, lifted: { at: fact.at, by: fact.by } }
}

/** When it stopped holding, by its own times; null: nobody has lifted it, and its end is not known to have come. */
export const overAt = ({ lifted, until }: Condition, now: number): number | null =>
  lifted ? lifted.at : until <= now ? until : null

export const holdsAt = (condition: Condition, now: number): boolean => overAt(condition, now) === null

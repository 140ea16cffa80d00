/** Standby posts: which of them nobody free can reach in time, what an order opens, and who could move up without opening another. Pure. */
import type { Position } from '../../core/geo.ts'
import type { AgencyId, UnitId } from '../../core/ids.ts'
import type { Text } from '../../core/text.ts'
import type { UnitKind } from '../forces.ts'
import { serves } from '../plan.ts'
import { assign } from './assignment.ts'
import { crewsOut, obstacleOf, type UnitNow } from './readiness.ts'
import type { Travel } from './travel.ts'

/** A place of the centre that somebody of a kind should always be near. */
export type StandbyPost = {
  readonly id: string
  readonly name: Text
  readonly position: Position
  readonly agency: AgencyId
  readonly unitKind: UnitKind
  readonly capabilities: readonly string[]
  /** The target: the nearest free unit is there within it. */
  readonly withinMs: number
}

export type Cover = { readonly unit: UnitId; readonly etaMs: number }
export type Hole = {
  readonly post: string
  readonly withinMs: number
  /** Who is nearest all the same; null: nobody free of that kind. */
  readonly nearest: Cover | null
  /** It was covered before those were taken away that are about to be ordered. */
  readonly opens: boolean
  /** Who may be moved up there; null: everybody free is needed where they are. */
  readonly moveUp: Cover | null
}

/** m/s, where no road network is known. */
const STRAIGHT_MPS = 12

/**
 * `without`: units that are about to be ordered. The move-ups are chosen together, soonest in sum; only who leaves no other
 * post uncovered may go.
 */
export function coverage(
  posts: readonly StandbyPost[],
  units: readonly UnitNow[],
  without: ReadonlySet<UnitId>,
  now: number,
  travel: Travel | null,
  straightM: (a: Position, b: Position) => number,
): readonly Hole[] {
  const out = crewsOut(units)
  const free = units.filter((each) => obstacleOf(each, out, now) === null)
  const seen = posts.map((post) => {
    const able = free.flatMap((each) => {
      const send = { ...post, count: 1, crew: 0, level: 1 }
      return serves(each.unit, send) && each.position ? [{ ...each, position: each.position }] : []
    })
    const place = { position: post.position, label: post.name }
    const trips = travel?.(
      place,
      able.map(({ unit, position, headingDegrees }) => ({ kind: unit.kind, position, headingDegrees })),
    )
    const near = able
      .flatMap(({ unit, position }, at): readonly Cover[] => {
        const etaMs = trips ? trips[at]?.ms : Math.round((straightM(position, post.position) / STRAIGHT_MPS) * 1000)
        return etaMs === undefined ? [] : [{ unit: unit.id, etaMs }]
      })
      .sort((a, b) => a.etaMs - b.etaMs)
    const left = near.filter(({ unit }) => !without.has(unit))
    const onTheWay = able.find(
      ({ unit, duty }) => duty.state === 'on-duty' && duty.post === post.id && !without.has(unit.id),
    )
    const inTime = (by: readonly Cover[]): boolean => (by[0]?.etaMs ?? Number.POSITIVE_INFINITY) <= post.withinMs
    return { post, left, covered: onTheWay !== undefined || inTime(left), before: inTime(near) }
  })
  const holes = seen.filter(({ covered }) => !covered)
  // Whoever is needed where he is stays; found again until all who move leave every other post with somebody in time.
  const needed = new Set<UnitId>()
  let chosen: readonly (UnitId | null)[] = []
  for (let isSettled = false; !isSettled; ) {
    const spare = [...new Set(holes.flatMap(({ left }) => left.map(({ unit }) => unit)))].filter(
      (unit) => !needed.has(unit) && !isPosted(unit, units),
    )
    const costs = holes.map(({ left }) => {
      const etaOf = new Map(left.map(({ unit, etaMs }) => [unit, etaMs]))
      return spare.map((unit) => etaOf.get(unit) ?? Number.POSITIVE_INFINITY)
    })
    chosen = assign(costs).map((at) => (at === null ? null : (spare[at] ?? null)))
    const moving = new Set(chosen)
    const opened = seen.flatMap(({ covered, left, post }) => {
      const inTime = left.filter(({ etaMs }) => etaMs <= post.withinMs)
      const stays = inTime.some(({ unit }) => !moving.has(unit))
      return covered && inTime[0] && !stays ? [inTime[0].unit] : []
    })
    for (const unit of opened) needed.add(unit)
    isSettled = opened.length === 0
  }
  return holes.map(({ post, left, before }, at) => {
    const unit = chosen[at] ?? null
    return {
      post: post.id,
      withinMs: post.withinMs,
      nearest: left[0] ?? null,
      opens: before,
      moveUp: left.find((cover) => cover.unit === unit) ?? null,
    }
  })
}

/** One that was moved up to a post stays there. */
const isPosted = (key: UnitId, units: readonly UnitNow[]): boolean =>
  units.some(({ unit, duty }) => unit.id === key && duty.state === 'on-duty' && duty.post !== null)

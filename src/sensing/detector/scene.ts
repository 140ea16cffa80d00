/** What a rule is given to look at, and what it may say; a rule is one file under rules/ and one line in its registry. */
import type { Text } from '../../core/text.ts'
import type { Fitness, SensedType } from '../facts.ts'
import type { Ground } from '../ground.ts'
import type { Sight, Whereabouts } from '../objects/confirmation.ts'
import type { Size } from './frame.ts'
import type { LaneNow } from './queue.ts'
import type { StandingThing } from './standing.ts'
import type { Track } from './tracks.ts'
import type { Walker } from './walkers.ts'
import type { PaintedZone, Zones } from './zones.ts'

export type Scene = {
  /** Milliseconds of the medium. */
  readonly at: number
  readonly size: Size
  readonly zones: Zones
  /** Takes pixels of the size of analysis. */
  readonly ground: Ground | null
  readonly fitness: Fitness
  readonly fitnessSince: number
  readonly standing: readonly StandingThing[]
  readonly tracks: readonly Track[]
  /** What stands or creeps in a lane, and whether it is a queue. */
  lane(zone: PaintedZone): LaneNow
  /** Share of a zone's pixels where something is, 0–1. */
  occupancy(zone: PaintedZone): number
  /** What an object detector has seen of a thing since an instant; no looks where none is at work. */
  sight(whereabouts: Whereabouts, since: number): Sight
  /** People whom an object detector has followed by itself. */
  readonly walkers: readonly Walker[]
}

export type Finding = {
  readonly type: SensedType
  readonly zone: PaintedZone | null
  /** Pixels of the size of analysis. */
  readonly box: readonly [number, number, number, number]
  /** Milliseconds of the medium. */
  readonly onsetAt: number
  readonly grade: 'A' | 'B'
  readonly hazardLights: boolean | null
  readonly reason: Text
}

export type Rule = {
  readonly name: string
  /** Changes with every threshold. */
  readonly version: number
  /** A rule with its own memory, for one camera. It says a thing again at every look for as long as it stands. */
  open(): (scene: Scene) => readonly Finding[]
}

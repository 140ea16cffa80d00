/** What a rule on tracks is given to look at, and what it may say; a rule is one file under rules/ and one line in its registry. */
import type { Carriageway } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import type { SensedType } from '../facts.ts'
import type { Spot } from './site.ts'
import type { Thing } from './things.ts'
import { vehiclesIn } from './vehicles.ts'

export type RoadScene = {
  /** Milliseconds by the sensor's clock. */
  readonly at: number
  readonly things: readonly Thing[]
  /** The vehicles in the lanes of a carriageway in the order of the road, each once; counted once a frame, for who asks. */
  vehicles(carriageway: Carriageway): readonly Thing[]
}

export function roadSceneOf(things: readonly Thing[], at: number): RoadScene {
  const counted = new Map<Carriageway, readonly Thing[]>()
  return {
    at,
    things,
    vehicles: (carriageway) => {
      const known = counted.get(carriageway) ?? vehiclesIn(things, carriageway, at)
      counted.set(carriageway, known)
      return known
    },
  }
}

export type RoadFinding = {
  readonly type: SensedType
  readonly carriageway: Carriageway
  readonly zone: 'lane' | 'shoulder'
  readonly spot: Pick<Spot, 'east' | 'north' | 'alongM'>
  /** Milliseconds by the sensor's clock. */
  readonly onsetAt: number
  /** A: the sensor itself says the same of it (its class). B: motion alone. */
  readonly grade: 'A' | 'B'
  readonly reason: Text
}

export type RoadRule = {
  readonly name: string
  /** Changes with every threshold. */
  readonly version: number
  /** A rule with its own memory, for one sensor. It says a thing again at every frame for as long as it stands. */
  open(): (scene: RoadScene) => readonly RoadFinding[]
}

export const ZONE_TEXT = {
  shoulder: { zh: '应急车道', en: 'hard shoulder' },
  lane: { zh: '行车道', en: 'carriageway' },
} as const

/** Traffic with rising kilometres is `up`. */
export const WAY_OF: Record<Carriageway, 1 | -1> = { up: 1, down: -1 }

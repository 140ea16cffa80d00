/** One warning per place on the road: what has been announced is held while it lasts, followed when it moves, and forgotten some time after it has gone. */
import type { Carriageway } from '../../core/place.ts'
import { MINUTE, SECOND } from '../../core/time.ts'
import type { SensedType } from '../facts.ts'
import { ONE_PLACE_M } from '../metres.ts'
import type { RoadFinding } from './scene.ts'

type Hold = {
  /** How long it is held after it was last found. */
  readonly forMs: number
  /** How far along the road it may be found again, standing still. */
  readonly reachM: number
  /** And how fast it may have gone on since. */
  readonly speedMs: number
}

const HOLDS: Record<SensedType, Hold> = {
  'stopped-vehicle': { forMs: 2 * MINUTE, reachM: ONE_PLACE_M, speedMs: 0 },
  'stopped-object': { forMs: 2 * MINUTE, reachM: ONE_PLACE_M, speedMs: 0 },
  pedestrian: { forMs: 2 * MINUTE, reachM: ONE_PLACE_M, speedMs: 3 },
  'wrong-way': { forMs: MINUTE, reachM: 60, speedMs: 45 },
  congestion: { forMs: 2 * MINUTE, reachM: 1_000, speedMs: 0 },
  'camera-unfit': { forMs: 30 * SECOND, reachM: Number.POSITIVE_INFINITY, speedMs: 0 },
}

type Held = {
  type: SensedType
  readonly carriageway: Carriageway
  alongM: number
  seenAt: number
}

/** A vehicle and a thing that stand are one matter; all else is only itself. */
const matterOf = (type: SensedType): SensedType => (type === 'stopped-object' ? 'stopped-vehicle' : type)

export class RoadPlaces {
  readonly #held: Held[] = []

  clear(): void {
    this.#held.length = 0
  }

  /** True the first time; afterwards the place is only kept warm. */
  admit({ type, carriageway, spot }: RoadFinding, at: number): boolean {
    for (let index = this.#held.length - 1; index >= 0; index -= 1) {
      const held = this.#held[index]
      if (held && at - held.seenAt > HOLDS[held.type].forMs) this.#held.splice(index, 1)
    }
    const { reachM, speedMs } = HOLDS[type]
    const known = this.#held.find(
      (held) =>
        matterOf(held.type) === matterOf(type) &&
        held.carriageway === carriageway &&
        Math.abs(held.alongM - spot.alongM) <= reachM + (speedMs * (at - held.seenAt)) / 1000,
    )
    if (known === undefined) {
      this.#held.push({ type, carriageway, alongM: spot.alongM, seenAt: at })
      return true
    }
    known.seenAt = at
    if (speedMs > 0) known.alongM = spot.alongM
    return false
  }
}

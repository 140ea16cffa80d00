/** What holds on the roads just now: closures, slow traffic and directions that an officer has opened, laid over the network's own travel times. */
import { NEVER, type RoadGraph, travelMs } from './graph.ts'
import type { Profile } from './profile.ts'

/** What somebody has said of an arc. */
export type RoadState =
  /** `passable`: to the traffic, while whoever comes to help still gets through. */
  | { readonly state: 'closed'; readonly passable?: true }
  /** Takes `times` as long as usual, 1 or more. */
  | { readonly state: 'slow'; readonly times: number }
  /** May be driven although it never is otherwise, at so many km/h: contra-flow, a gate in the median, a hard shoulder. */
  | { readonly state: 'opened'; readonly kmh: number }

export const ROAD_STATES = ['closed', 'slow', 'opened'] as const satisfies readonly RoadState['state'][]

export class LiveRoads {
  readonly #graph: RoadGraph
  readonly #said = new Map<number, RoadState>()
  /** ms of each road arc as it is now. */
  readonly ms: Readonly<Record<Profile, Int32Array>>

  constructor(graph: RoadGraph) {
    this.#graph = graph
    this.ms = { car: graph.carMs.slice(), emergency: graph.emergencyMs.slice() }
  }

  /** null: as usual again. */
  say(arc: number, state: RoadState | null): void {
    if (state === null) this.#said.delete(arc)
    else this.#said.set(arc, state)
    for (const profile of ['car', 'emergency'] as const) this.ms[profile][arc] = this.#msOf(profile, arc, state)
  }

  get said(): ReadonlyMap<number, RoadState> {
    return this.#said
  }

  #msOf(profile: Profile, arc: number, state: RoadState | null): number {
    const usual = travelMs(this.#graph, profile)[arc] ?? NEVER
    if (state === null) return usual
    switch (state.state) {
      case 'closed':
        return state.passable && profile === 'emergency' ? usual : NEVER
      case 'slow':
        return usual >= NEVER ? NEVER : Math.min(NEVER, Math.round(usual * Math.max(1, state.times)))
      case 'opened': {
        const opened = Math.max(1, Math.round((this.#graph.lengthMm[arc >> 1] ?? 0) * (3.6 / state.kmh)))
        return Math.min(usual, opened)
      }
    }
  }
}

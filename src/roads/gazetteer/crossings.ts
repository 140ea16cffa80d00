/** Where two named streets cross: the junctions that both have, those of one crossing taken together; without any, where one passes over the other. Pure. */
import { distanceM, type Position } from '../../core/geo.ts'
import type { RoadGraph } from '../graph.ts'
import { pointsOf } from '../shape.ts'
import type { EdgeIndex } from '../snap.ts'

/** The junctions of one crossing of wide roads lie no farther apart. */
const ONE_CROSSING_M = 80
/** A road over another has its points this near to it; those of one interchange lie no farther apart. */
const OVER_M = 40
const ONE_INTERCHANGE_M = 400

export class Crossings {
  readonly #graph: RoadGraph
  readonly #index: EdgeIndex
  /** Edges of each name and of each road number. */
  readonly #edgesOf = new Map<string, Set<number>>()

  constructor(graph: RoadGraph, index: EdgeIndex) {
    this.#graph = graph
    this.#index = index
    for (let edge = 0; edge < graph.from.length; edge += 1)
      for (const word of new Set([graph.name[edge] ?? 0, graph.ref[edge] ?? 0])) {
        const name = graph.words[word] ?? ''
        if (name === '') continue
        const edges = this.#edgesOf.get(name)
        if (edges) edges.add(edge)
        else this.#edgesOf.set(name, new Set([edge]))
      }
  }

  /** Of two names as the map writes them. */
  of(one: string, other: string): readonly Position[] {
    const [a, b] = [this.#edgesOf.get(one), this.#edgesOf.get(other)]
    if (!a || !b || one === other) return []
    const shared = this.#junctions(a).intersection(this.#junctions(b))
    const { junctionLon, junctionLat } = this.#graph
    const places = Array.from(shared, (at): Position => [(junctionLon[at] ?? 0) / 1e7, (junctionLat[at] ?? 0) / 1e7])
    return places.length > 0 ? grouped(places, ONE_CROSSING_M) : grouped(this.#over(a, b), ONE_INTERCHANGE_M)
  }

  #junctions(edges: ReadonlySet<number>): Set<number> {
    return new Set([...edges].flatMap((edge) => [this.#graph.from[edge] ?? 0, this.#graph.to[edge] ?? 0]))
  }

  /** The shorter is walked along, and the other looked for at each of its points. */
  #over(a: ReadonlySet<number>, b: ReadonlySet<number>): readonly Position[] {
    const [walked, sought] = a.size <= b.size ? [a, b] : [b, a]
    return [...walked].flatMap((edge) =>
      pointsOf(this.#graph, 2 * edge).flatMap((at) => {
        const met = this.#index.nearest(at, (other) => sought.has(other), OVER_M)
        return met ? [met.at] : []
      }),
    )
  }
}

/** The middles of what lies together. */
function grouped(places: readonly Position[], mostM: number): readonly Position[] {
  const groups: Position[][] = []
  for (const at of places) {
    const near = groups.find((group) => group.some((other) => distanceM(other, at) <= mostM))
    if (near) near.push(at)
    else groups.push([at])
  }
  return groups.map((group): Position => [mean(group, 0), mean(group, 1)])
}

const mean = (group: readonly Position[], axis: 0 | 1): number =>
  group.reduce((sum, at) => sum + at[axis], 0) / group.length

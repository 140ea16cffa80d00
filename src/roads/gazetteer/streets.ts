/** The named streets of a graph: stretches of one name that hang together are one street. Pure. */
import type { RoadGraph } from '../graph.ts'
import { pointAlong } from '../shape.ts'
import type { Placed } from './collect.ts'
import type { StreetNames } from './named.ts'

/** Pieces of one name nearer than this are one street all the same: a square or a crossing without a name is between them. 1e-7 degrees. */
const GAP = 30_000

export function streetsOf(graph: RoadGraph, names: StreetNames): readonly Placed[] {
  const byName = Map.groupBy(graph.name.keys(), (edge) => graph.name[edge] ?? 0)
  const streets: Placed[] = []
  for (const [word, edges] of byName) {
    const name = graph.words[word] ?? ''
    if (name === '') continue
    const refs = new Set(edges.map((edge) => graph.words[graph.ref[edge] ?? 0] ?? ''))
    for (const piece of pieces(graph, edges)) {
      const middle = piece[piece.length >> 1] ?? 0
      const [lon, lat] = pointAlong(graph, middle, 0.5)
      streets.push({
        kind: 'street',
        label: names.get(name) ?? { zh: name, en: name },
        category: '',
        alsoSaid: [name, ...refs].join(' '),
        lon: Math.round(lon * 1e7),
        lat: Math.round(lat * 1e7),
      })
    }
  }
  return streets
}

/** Edges that share a junction, or come near each other, are one piece. */
function pieces(graph: RoadGraph, edges: readonly number[]): readonly (readonly number[])[] {
  const parent = edges.map((_, at) => at)
  const root = (at: number): number => {
    let up = at
    while (parent[up] !== up) up = parent[up] ?? up
    parent[at] = up
    return up
  }
  // In cells as wide as the gap, each end meets those of its own cell and the cells beside it.
  const cells = new Map<string, number[]>()
  const cell = (junction: number): readonly [number, number] => [
    Math.floor((graph.junctionLon[junction] ?? 0) / GAP),
    Math.floor((graph.junctionLat[junction] ?? 0) / GAP),
  ]
  for (const [at, edge] of edges.entries())
    for (const junction of [graph.from[edge] ?? 0, graph.to[edge] ?? 0]) {
      const [x, y] = cell(junction)
      for (let dx = -1; dx <= 1; dx += 1)
        for (let dy = -1; dy <= 1; dy += 1)
          for (const other of cells.get(`${x + dx} ${y + dy}`) ?? []) parent[root(other)] = root(at)
      const here = cells.get(`${x} ${y}`)
      if (here) here.push(at)
      else cells.set(`${x} ${y}`, [at])
    }
  return [...Map.groupBy(parent.keys(), root).values()].map((found) => found.map((at) => edges[at] ?? 0))
}

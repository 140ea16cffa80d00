/** The invented canal city Hecheng 禾城, whole, from a seed: the same seed gives the same city to the last digit. */
import { type Expressway, type Interchange, layExpressway, layRoad } from './city/expressway.ts'
import { draftGraph, type Graph } from './city/graph.ts'
import { type Land, layGround, layWater } from './city/land.ts'
import { type Lattice, layLattice } from './city/lattice.ts'
import { type House, layHouses } from './city/places.ts'
import { findInterchanges, layStreets } from './city/streets.ts'

export type City = {
  readonly seed: number
  readonly expressway: Expressway
  readonly interchanges: readonly Interchange[]
  readonly lattice: Lattice
  readonly land: Land
  readonly houses: readonly House[]
  readonly graph: Graph
}

export const CITY_NAME = { zh: '禾城', en: 'Hecheng' }

export function layCity(seed: number): City {
  const expressway = layExpressway(seed)
  const lattice = layLattice(seed, expressway)
  const water = layWater(seed)
  const interchanges = findInterchanges(lattice, expressway)
  const draft = draftGraph()
  layRoad(expressway, interchanges, draft)
  layStreets(seed, lattice, expressway, water.lake, interchanges, draft)
  return {
    seed,
    expressway,
    interchanges,
    lattice,
    land: layGround(seed, lattice, expressway, water),
    houses: layHouses(lattice),
    graph: draft.graph(),
  }
}

/** A network of a sketch, with its hierarchies. */
import { type RoadGraph, travelMs } from './graph.ts'
import { contract } from './hierarchy/contract.ts'
import { RoadNetwork } from './network.ts'
import type { Profile } from './profile.ts'
import { graphOf, type Sketch } from './roads.fixture.ts'
import { searchGraphOf } from './search-graph.ts'

export function networkOf(sketch: Sketch): RoadNetwork {
  return networkOver(graphOf(sketch))
}

export function networkOver(graph: RoadGraph): RoadNetwork {
  const over = (profile: Profile) => contract(searchGraphOf(graph, travelMs(graph, profile)))
  return new RoadNetwork(graph, { car: over('car'), emergency: over('emergency') })
}

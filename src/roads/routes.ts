/** Every door of the roads: questions in the shape of OSRM, places, and what holds now. */
import type { Door } from '../access/door.ts'
import type { Conditions } from './io/conditions.ts'
import type { PlaceFinder } from './place-finder.ts'
import { conditionDoors } from './routes/conditions.ts'
import { type AskedRoads, osrmDoors } from './routes/osrm.ts'
import { placeDoors } from './routes/places.ts'
import { type Reached, reachDoors } from './routes/reach.ts'

/** null: no network is there, which is what every question is answered with. */
export function roadDoors(
  roads: (AskedRoads & Reached & { readonly places: PlaceFinder }) | null,
  conditions: Conditions,
): readonly Door[] {
  return [
    ...osrmDoors(roads),
    ...placeDoors(roads?.places ?? null),
    ...conditionDoors(conditions, roads),
    ...reachDoors(roads),
  ]
}

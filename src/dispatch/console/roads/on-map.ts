/** What holds on the roads, as lines for a map. Pure. */
import type { FeatureCollection } from 'geojson'
import type { Condition } from '../../../roads/conditions/condition.ts'
import type { RoadState } from '../../../roads/live.ts'

export function conditionsOn(conditions: readonly Condition[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: conditions.map(({ id, stretch, holds }) => ({
      type: 'Feature',
      properties: { id, state: holds.state },
      geometry: { type: 'LineString', coordinates: stretch.line.map((at) => [...at]) },
    })),
  }
}

/** Which signs a legend needs. */
export const statesOf = (conditions: readonly Condition[]): readonly RoadState['state'][] => [
  ...new Set(conditions.map(({ holds }) => holds.state)),
]

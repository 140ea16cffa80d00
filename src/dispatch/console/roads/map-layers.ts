/** How what holds on the roads is drawn, on every map alike: a whole line is closed, a dashed one slow, a dotted one opened against the traffic. Pure. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { RoadState } from '../../../roads/live.ts'
import { ROAD_STATES } from '../../../roads/live.ts'

/** Of the line's own width: drawn, left out. */
const DASHES: Record<RoadState['state'], readonly [number, number] | null> = {
  closed: null,
  slow: [1.2, 0.8],
  opened: [0.4, 0.6],
}

/** `hinders` is the colour of what takes time, `helps` of what saves it. */
export function roadLayers(
  source: string,
  ink: { readonly hinders: string; readonly helps: string },
  width: ExpressionSpecification,
): readonly LayerSpecification[] {
  return ROAD_STATES.map((state): LayerSpecification => {
    const dashes = DASHES[state]
    return {
      id: `roads-${state}`,
      type: 'line',
      source,
      filter: ['==', ['get', 'state'], state],
      paint: {
        'line-color': state === 'opened' ? ink.helps : ink.hinders,
        'line-width': width,
        ...(dashes ? { 'line-dasharray': [...dashes] } : {}),
      },
    }
  })
}

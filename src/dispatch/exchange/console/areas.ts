/** Areas of alerts as GeoJSON for the map: polygons as they are, circles as forty-eight corners. Pure. */
import type { Feature, FeatureCollection } from 'geojson'
import { destination, type Position } from '../../../core/geo.ts'
import type { Alert } from '../alert.ts'
import type { Shape } from '../shape.ts'

const CORNERS = 48

function ringOf(shape: Shape): readonly Position[] {
  if (shape.form === 'polygon') return shape.ring
  const corner = (n: number): Position => destination(shape.at, (360 / CORNERS) * (n % CORNERS), shape.radiusM)
  return Array.from({ length: CORNERS + 1 }, (_, n) => corner(n))
}

export function areasOn(alerts: readonly Alert[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: alerts.flatMap(({ notice }) =>
      notice.shapes.map(
        (shape): Feature => ({
          type: 'Feature',
          properties: { grave: notice.severity === 'Extreme' || notice.severity === 'Severe' },
          geometry: { type: 'Polygon', coordinates: [ringOf(shape).map((point) => [...point])] },
        }),
      ),
    ),
  }
}

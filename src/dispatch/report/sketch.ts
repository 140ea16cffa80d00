/** A sketch of an incident: its place and the ways of the ordered units, in metres around it. Pure. */
import { distanceM, type Position } from '../../core/geo.ts'
import type { UnitId } from '../../core/ids.ts'

/** Metres east and north of the place. */
export type Point = readonly [east: number, north: number]
export type Sketch = {
  /** Half the side of the square that is shown, m. */
  readonly reachM: number
  readonly ways: readonly { readonly unit: UnitId; readonly label: string; readonly points: readonly Point[] }[]
}

const LEAST_M = 250
const MOST_M = 20_000

export type Way = { readonly unit: UnitId; readonly label: string; readonly positions: readonly Position[] }

/** null: no unit reported a position in that time. */
export function sketchOf(place: Position, ways: readonly Way[]): Sketch | null {
  const shown = ways.filter(({ positions }) => positions.length > 0)
  if (shown.length === 0) return null
  const north = distanceM(place, [place[0], place[1] + 0.01]) / 0.01
  const east = distanceM(place, [place[0] + 0.01, place[1]]) / 0.01
  const drawn = shown.map(({ unit, label, positions }) => ({
    ...{ unit, label },
    points: positions.map(
      ([lon, lat]): Point => [Math.round((lon - place[0]) * east), Math.round((lat - place[1]) * north)],
    ),
  }))
  const farthest = Math.max(...drawn.flatMap(({ points }) => points.flat().map(Math.abs)))
  return { reachM: Math.min(MOST_M, Math.max(LEAST_M, Math.ceil(farthest * 1.1))), ways: drawn }
}

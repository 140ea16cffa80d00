/** A named area of the centre: a ring on the ground, and whether a place lies in it. Pure. */
import type { Position } from '../../core/geo.ts'
import type { Text } from '../../core/text.ts'

export type Area = {
  readonly id: string
  readonly name: Text
  /** At least three corners; closed by itself. */
  readonly ring: readonly Position[]
}

/** Even-odd; a ring of a city is small enough to be flat. A point on the edge belongs to one of the two neighbours, never to both. */
export function contains(ring: readonly Position[], [lon, lat]: Position): boolean {
  let inside = false
  for (const [index, [x, y]] of ring.entries()) {
    const [px, py] = ring[(index + ring.length - 1) % ring.length] ?? [x, y]
    if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside
  }
  return inside
}

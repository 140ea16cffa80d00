/** What stands beside the simulated city's roads by which people say where they are: kilometre posts, house numbers, names of houses and parks. */
import type { Text } from '../../core/text.ts'
import type { City } from '../city.ts'
import { FROM_KM, pointAt, ROAD, TO_KM } from './expressway.ts'
import type { HouseKind } from './places.ts'
import { along, type Line, type XY } from './plane.ts'

/** A node of its own, with OpenStreetMap's tags. */
export type Sign = { readonly at: XY; readonly tags: readonly (readonly [key: string, value: string])[] }

const POST_EVERY_KM = 0.5
const HOUSE_EVERY_M = 70
const BESIDE_M = 14
const AMENITY: Readonly<Record<HouseKind, readonly [string, string]>> = {
  station: ['amenity', 'police'],
  hospital: ['amenity', 'hospital'],
  depot: ['office', 'rescue'],
}

export function signsOf(city: City): readonly Sign[] {
  return [...posts(city), ...houseNumbers(city), ...names(city)]
}

function posts({ expressway }: City): readonly Sign[] {
  const count = Math.round((TO_KM - FROM_KM) / POST_EVERY_KM) + 1
  return Array.from({ length: count }, (_, step) => FROM_KM + step * POST_EVERY_KM).map((kilometre) => ({
    at: pointAt(expressway, kilometre, null),
    tags: [
      ['highway', 'milestone'],
      ['ref', ROAD],
      ['pk', String(kilometre)],
    ],
  }))
}

/** Odd on the left, even on the right, rising along each street. */
function houseNumbers({ graph }: City): readonly Sign[] {
  const next = new Map<string, number>()
  const laid = new Set<string>()
  return graph.edges.flatMap((edge) => {
    if (edge.kind !== 'arterial' && edge.kind !== 'district-road') return []
    if (laid.has(`${edge.to} ${edge.from}`)) return []
    laid.add(`${edge.from} ${edge.to}`)
    const signs: Sign[] = []
    for (let metres = HOUSE_EVERY_M / 2; metres < edge.lengthM; metres += HOUSE_EVERY_M) {
      const number = next.get(edge.name.zh) ?? 1
      next.set(edge.name.zh, number + 1)
      const { at, towards } = along(edge.line, metres)
      const side = number % 2 === 0 ? BESIDE_M : -BESIDE_M
      signs.push({
        at: [at[0] + towards[1] * side, at[1] - towards[0] * side],
        tags: [
          ['addr:housenumber', String(number)],
          ['addr:street', edge.name.zh],
        ],
      })
    }
    return signs
  })
}

function names({ houses, land }: City): readonly Sign[] {
  const called = ({ zh, en }: Text): Sign['tags'] => [
    ['name', zh],
    ['name:en', en],
  ]
  const middle = (ring: Line): XY => [
    ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
    ring.reduce((sum, [, y]) => sum + y, 0) / ring.length,
  ]
  return [
    ...houses.map(({ kind, name, at }): Sign => ({ at, tags: [AMENITY[kind], ...called(name)] })),
    ...land.green.flatMap(({ ring, name }): readonly Sign[] =>
      name ? [{ at: middle(ring), tags: [['leisure', 'park'], ...called(name)] }] : [],
    ),
  ]
}

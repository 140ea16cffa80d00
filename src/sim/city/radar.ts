/** The simulated radar beside the main camera: its record for the platform, and where on the earth the road of the picture lies. */
import type { Carriageway } from '../../core/place.ts'
import type { City } from '../city.ts'
import { LANE_M, OPPOSITE_M, ROAD_EDGE_M, SHOULDER_EDGE_M } from '../scene/view.ts'
import { type CameraSite, MAIN_CAMERA } from './cameras.ts'
import { pointAt, ROAD } from './expressway.ts'
import { positionOf } from './plane.ts'

export const RADAR = 'S12-K45-radar'

/** The middle of a carriageway's lanes is where the city lays its line. */
const MIDDLE_M = LANE_M
const SEES_FROM_M = -30
const SEES_TO_M = 480

/** A point of the picture's road, in its metres: across from the inner edge line, along from the mast. */
export function placeOf(city: City, kilometre: number, across: number, along: number): readonly [number, number] {
  const km = kilometre + along / 1000
  const opposite = across < OPPOSITE_M
  const carriageway: Carriageway = opposite ? 'down' : 'up'
  const fromEdge = opposite ? OPPOSITE_M - across : across
  return positionOf(pointAt(city.expressway, km, carriageway, fromEdge - MIDDLE_M))
}

/** null: the city has no main camera. */
export function radarRecord(city: City, sites: readonly CameraSite[]): Readonly<Record<string, unknown>> | null {
  const site = sites.find(({ id }) => id === MAIN_CAMERA)
  if (!site?.road) return null
  const { kilometre } = site.road
  const strip = (from: number, to: number): readonly (readonly [number, number])[] => {
    const steps = Array.from({ length: 9 }, (_, i) => SEES_FROM_M + ((SEES_TO_M - SEES_FROM_M) * i) / 8)
    return [
      ...steps.map((along) => placeOf(city, kilometre, from, along)),
      ...steps.reverse().map((along) => placeOf(city, kilometre, to, along)),
    ]
  }
  const posts = Array.from({ length: 13 }, (_, i) => Math.round((kilometre - 0.6 + i * 0.1) * 10) / 10)
  return {
    id: RADAR,
    name: { zh: `${ROAD} K45 雷达（模拟）`, en: `${ROAD} K45 radar (simulated)` },
    kind: 'radar',
    position: positionOf(site.at),
    road: ROAD,
    posts: posts.map((post) => ({ position: positionOf(pointAt(city.expressway, post, null)), kilometre: post })),
    zonesIn: 'lon-lat',
    zones: [
      { kind: 'lane', carriageway: 'up', polygon: strip(-0.6, ROAD_EDGE_M + 0.2) },
      { kind: 'shoulder', carriageway: 'up', polygon: strip(ROAD_EDGE_M + 0.2, SHOULDER_EDGE_M + 0.8) },
      { kind: 'lane', carriageway: 'down', polygon: strip(OPPOSITE_M - 0.01, OPPOSITE_M - ROAD_EDGE_M - 0.2) },
    ],
  }
}

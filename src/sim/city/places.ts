/** Where the simulated city's services are housed: police stations, brigades, hospitals and the rescue depot, each beside a road. */
import type { Text } from '../../core/text.ts'
import type { Lattice } from './lattice.ts'
import type { XY } from './plane.ts'

export const HOUSE_KINDS = ['station', 'hospital', 'depot'] as const
export type HouseKind = (typeof HOUSE_KINDS)[number]
export type House = { readonly id: string; readonly kind: HouseKind; readonly name: Text; readonly at: XY }

/** Column and row of the arterials it lies at, and how far from their crossing. */
type Plot = readonly [
  id: string,
  kind: HouseKind,
  zh: string,
  en: string,
  column: number,
  row: number,
  dx: number,
  dy: number,
]

const PLOTS: readonly Plot[] = [
  ['expressway-brigade', 'station', '高速交警大队', 'Expressway Traffic Police', 2, 3, 60, 420],
  ['city-brigade', 'station', '交警城区大队', 'City Traffic Police', 3, 2, -70, 80],
  ['east-brigade', 'station', '交警东区中队', 'East Traffic Police', 5, 3, -60, 300],
  ['beimen', 'station', '北门派出所', 'North Gate Police Station', 3, 3, 70, -90],
  ['nanhu', 'station', '南湖派出所', 'South Lake Police Station', 4, 1, -80, 70],
  ['xiuyuan', 'station', '秀园派出所', 'Xiuyuan Police Station', 1, 2, 75, 60],
  ['first-hospital', 'hospital', '禾城市第一医院', 'Hecheng First Hospital', 2, 3, -80, -110],
  ['east-hospital', 'hospital', '城东医院', 'East Hospital', 5, 2, 80, 90],
  ['rescue-depot', 'depot', '申禾高速清障施救站', 'Shenhe Road Rescue Depot', 2, 3, -55, 760],
  ['rescue-east', 'depot', '城东施救点', 'East Rescue Post', 5, 3, 60, 420],
  ['road-works', 'depot', '申禾高速养护中心', 'Shenhe Road Maintenance Centre', 5, 4, -60, -420],
]

export function layHouses(lattice: Lattice): readonly House[] {
  const crossing = (lines: Lattice['columns'], index: number): number =>
    lines.find((line) => line.arterial && line.index === index)?.at ?? 0
  return PLOTS.map(([id, kind, zh, en, column, row, dx, dy]) => ({
    id,
    kind,
    name: { zh, en },
    at: lattice.warp(crossing(lattice.columns, column) + dx, crossing(lattice.rows, row) + dy),
  }))
}

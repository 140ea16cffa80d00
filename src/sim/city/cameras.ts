/** The simulated cameras: where they stand, how they look along the road, and their records for the platform. */
import type { Carriageway } from '../../core/place.ts'
import { kilometrePost } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import type { City } from '../city.ts'
import { HOME, presetRecords } from '../ptz/presets.ts'
import { groundOf, zonesOf } from '../scene/record.ts'
import { resized, type View } from '../scene/view.ts'
import { pointAt, ROAD } from './expressway.ts'
import { positionOf, type XY } from './plane.ts'

export type CameraSite = {
  readonly id: string
  readonly name: Text
  readonly at: XY
  readonly view: View
  /** Pictures a second as a fraction, as YUV4MPEG2 writes it. */
  readonly rate: readonly [number, number]
  readonly setting: 'expressway' | 'street'
  readonly road?: { readonly kilometre: number; readonly carriageway: Carriageway }
}

const WIDE: View = {
  width: 640,
  height: 360,
  focal: 800,
  horizon: 74,
  mastM: 9,
  acrossM: 4.6,
  turn: 0.035,
  bend: 0.00022,
}

const ON_S12: readonly (readonly [kilometre: number, carriageway: Carriageway, bend: number, turn: number])[] = [
  [45.3, 'up', WIDE.bend, WIDE.turn],
  [41.2, 'up', -0.00016, 0.0],
  [43.1, 'down', 0.0001, 0.02],
  [47.6, 'up', -0.00024, -0.015],
  [48.8, 'down', 0.0003, 0.05],
  [50.8, 'up', 0.00006, 0.01],
]
const IN_TOWN: readonly (readonly [id: string, name: Text, column: number, row: number])[] = [
  ['ZS-HX', { zh: '中山路禾兴路口', en: 'Zhongshan Road at Hexing Road' }, 2, 3],
  ['NH-ZH', { zh: '南湖大道中环路口', en: 'Nanhu Avenue at Zhonghuan Road' }, 4, 2],
]

/** The first is the camera of the expressway scene; the others are smaller and calm. */
export const MAIN_CAMERA = 'S12-K45-up'

export function camerasOf(city: City): readonly CameraSite[] {
  const s12 = ON_S12.map(([kilometre, carriageway, bend, turn]): CameraSite => {
    const id = `${ROAD}-K${Math.floor(kilometre)}-${carriageway}`
    const main = id === MAIN_CAMERA
    const wide = { ...WIDE, bend, turn }
    const way = { zh: carriageway === 'up' ? '上行' : '下行', en: carriageway }
    const post = kilometrePost(kilometre)
    return {
      id,
      name: { zh: `${ROAD} ${post} ${way.zh}（模拟）`, en: `${ROAD} ${post} ${way.en} (simulated)` },
      at: pointAt(city.expressway, kilometre, carriageway, 8),
      view: main ? wide : resized(wide, 320),
      rate: main ? [25, 2] : [5, 1],
      setting: 'expressway',
      road: { kilometre, carriageway },
    }
  })
  const line = (lines: City['lattice']['columns'], index: number): number =>
    lines.find((each) => each.arterial && each.index === index)?.at ?? 0
  const town = IN_TOWN.map(
    ([id, name, column, row]): CameraSite => ({
      id,
      name: { zh: `${name.zh}（模拟）`, en: `${name.en} (simulated)` },
      at: city.lattice.warp(line(city.lattice.columns, column) + 12, line(city.lattice.rows, row) - 30),
      view: resized({ ...WIDE, mastM: 7, turn: 0.02, bend: -0.00005, horizon: 84 }, 320),
      rate: [5, 1],
      setting: 'street',
    }),
  )
  return [...s12, ...town]
}

/** The PTZ's picture of the same road comes under its camera's name and this. */
export const PTZ_SUFFIX = '-ptz'

/** Where the platform finds the PTZ beside a camera, and the stream of what it sees. */
export type PtzAddresses = { readonly onvif: string; readonly source: string }

/** camera.json, as the platform's configuration carries it. */
export function cameraRecord(
  site: CameraSite,
  source: string,
  ptz: PtzAddresses | null = null,
): Readonly<Record<string, unknown>> {
  const { view, road } = site
  return {
    id: site.id,
    name: site.name,
    position: positionOf(site.at),
    view: { width: view.width, height: view.height },
    zones: zonesOf(view, site.setting === 'expressway'),
    ground: groundOf(view),
    ...(road && { road: { road: ROAD, kilometre: road.kilometre, carriageway: road.carriageway } }),
    source,
    ...(ptz && { ptz: { ...ptz, home: HOME, presets: presetRecords(view) } }),
  }
}

/** Who can be ordered in the simulated city: agencies with their fallbacks, and 46 units with a home and a habit. */
import type { Text } from '../../core/text.ts'

export type SimAgency = {
  readonly id: string
  readonly kind: 'traffic-police' | 'road-rescue' | 'ambulance' | 'road-operator' | 'police-station'
  readonly name: Text
  readonly channel: 'webhook' | 'console'
  readonly fallback: string | null
}

export const AGENCIES: readonly SimAgency[] = [
  {
    id: 'traffic-police',
    kind: 'traffic-police',
    name: { zh: '交警支队', en: 'Traffic Police' },
    channel: 'webhook',
    fallback: 'beimen-station',
  },
  {
    id: 'road-rescue',
    kind: 'road-rescue',
    name: { zh: '高速清障施救', en: 'Road Rescue' },
    channel: 'webhook',
    fallback: 'road-operator',
  },
  {
    id: 'ambulance-120',
    kind: 'ambulance',
    name: { zh: '急救 120', en: 'Ambulance 120' },
    channel: 'webhook',
    fallback: 'first-hospital',
  },
  {
    id: 'road-operator',
    kind: 'road-operator',
    name: { zh: '申禾高速运营公司', en: 'Shenhe Road Operator' },
    channel: 'console',
    fallback: 'traffic-police',
  },
  {
    id: 'first-hospital',
    kind: 'ambulance',
    name: { zh: '第一医院急诊', en: 'First Hospital A&E' },
    channel: 'console',
    fallback: null,
  },
  {
    id: 'beimen-station',
    kind: 'police-station',
    name: { zh: '北门派出所', en: 'North Gate Station' },
    channel: 'console',
    fallback: 'traffic-police',
  },
]

export const UNIT_KINDS = ['patrol-car', 'motorcycle', 'tow-truck', 'ambulance', 'drone', 'foot-pair'] as const
export type SimUnitKind = (typeof UNIT_KINDS)[number]

/** expressway and town: drives about; standby: waits at home; walk: on foot near home; hover: flies near home. */
export type Habit = 'expressway' | 'town' | 'standby' | 'walk' | 'hover'

export type SimUnit = {
  readonly id: string
  readonly agency: string
  readonly kind: SimUnitKind
  readonly label: Text
  /** A house of the city (city/places.ts). */
  readonly home: string
  readonly habit: Habit
}

type Troop = {
  readonly prefix: string
  readonly agency: string
  readonly kind: SimUnitKind
  readonly label: Text
  readonly from: number
  readonly posts: readonly (readonly [home: string, habit: Habit])[]
}

const two = (n: number): string => String(n).padStart(2, '0')

const TROOPS: readonly Troop[] = [
  {
    prefix: 'tp',
    agency: 'traffic-police',
    kind: 'patrol-car',
    label: { zh: '交警', en: 'Traffic' },
    from: 1,
    posts: [
      ['expressway-brigade', 'expressway'],
      ['expressway-brigade', 'expressway'],
      ['east-brigade', 'expressway'],
      ['city-brigade', 'town'],
      ['city-brigade', 'town'],
      ['east-brigade', 'town'],
      ['expressway-brigade', 'standby'],
      ['city-brigade', 'town'],
      ['east-brigade', 'standby'],
      ['expressway-brigade', 'expressway'],
      ['city-brigade', 'town'],
      ['east-brigade', 'town'],
    ],
  },
  {
    prefix: 'tp',
    agency: 'traffic-police',
    kind: 'motorcycle',
    label: { zh: '铁骑', en: 'Rider' },
    from: 21,
    posts: [
      ['city-brigade', 'town'],
      ['city-brigade', 'town'],
      ['city-brigade', 'standby'],
      ['east-brigade', 'town'],
      ['east-brigade', 'town'],
    ],
  },
  {
    prefix: 'uav',
    agency: 'traffic-police',
    kind: 'drone',
    label: { zh: '警航', en: 'Drone' },
    from: 1,
    posts: [['expressway-brigade', 'hover']],
  },
  {
    prefix: 'rr',
    agency: 'road-rescue',
    kind: 'tow-truck',
    label: { zh: '清障', en: 'Tow' },
    from: 1,
    posts: [
      ['rescue-depot', 'standby'],
      ['rescue-depot', 'standby'],
      ['rescue-depot', 'expressway'],
      ['rescue-east', 'standby'],
      ['rescue-east', 'standby'],
    ],
  },
  {
    prefix: 'am',
    agency: 'ambulance-120',
    kind: 'ambulance',
    label: { zh: '急救', en: 'Ambulance' },
    from: 1,
    posts: [
      ['first-hospital', 'standby'],
      ['first-hospital', 'standby'],
      ['first-hospital', 'town'],
      ['east-hospital', 'standby'],
      ['east-hospital', 'standby'],
      ['east-hospital', 'town'],
    ],
  },
  {
    prefix: 'fh',
    agency: 'first-hospital',
    kind: 'ambulance',
    label: { zh: '一院', en: 'Hospital' },
    from: 1,
    posts: [['first-hospital', 'standby']],
  },
  {
    prefix: 'ro',
    agency: 'road-operator',
    kind: 'patrol-car',
    label: { zh: '路巡', en: 'Road' },
    from: 1,
    posts: [
      ['road-works', 'expressway'],
      ['road-works', 'expressway'],
      ['road-works', 'standby'],
    ],
  },
  {
    prefix: 'bm',
    agency: 'beimen-station',
    kind: 'patrol-car',
    label: { zh: '北门', en: 'North Gate' },
    from: 1,
    posts: [
      ['beimen', 'town'],
      ['beimen', 'town'],
      ['nanhu', 'town'],
      ['xiuyuan', 'town'],
    ],
  },
  {
    prefix: 'bm',
    agency: 'beimen-station',
    kind: 'motorcycle',
    label: { zh: '北门摩', en: 'North Gate moto' },
    from: 11,
    posts: [
      ['beimen', 'town'],
      ['nanhu', 'town'],
      ['xiuyuan', 'town'],
    ],
  },
  {
    prefix: 'bm',
    agency: 'beimen-station',
    kind: 'foot-pair',
    label: { zh: '步巡', en: 'Foot' },
    from: 21,
    posts: [
      ['beimen', 'walk'],
      ['beimen', 'walk'],
      ['nanhu', 'walk'],
      ['nanhu', 'walk'],
      ['xiuyuan', 'walk'],
      ['city-brigade', 'walk'],
    ],
  },
]

export const UNITS: readonly SimUnit[] = TROOPS.flatMap((troop) =>
  troop.posts.map(([home, habit], i) => ({
    id: `${troop.prefix}-${two(troop.from + i)}`,
    agency: troop.agency,
    kind: troop.kind,
    label: { zh: `${troop.label.zh} ${two(troop.from + i)}`, en: `${troop.label.en} ${two(troop.from + i)}` },
    home,
    habit,
  })),
)

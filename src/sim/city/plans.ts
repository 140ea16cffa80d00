/** The simulated city's response plans: what each agency sends, by kind, priority and road section. */
import type { Text } from '../../core/text.ts'
import { FROM_KM, ROAD, TO_KM } from './expressway.ts'
import type { SimUnitKind } from './forces.ts'

export type SimPlan = {
  readonly id: string
  readonly name: Text
  readonly kinds: readonly string[]
  readonly priorities: readonly (1 | 2 | 3 | 4)[]
  readonly sections: readonly { readonly road: string; readonly fromKm: number; readonly toKm: number }[]
  readonly times?: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[]
  readonly sends: readonly {
    readonly agency: string
    readonly unitKind: SimUnitKind | null
    readonly count?: number
    readonly level?: number
  }[]
}

const EXPRESSWAY = [{ road: ROAD, fromKm: FROM_KM - 1, toKm: TO_KM + 1 }]
const police = { agency: 'traffic-police', unitKind: 'patrol-car' } as const
const rider = { agency: 'traffic-police', unitKind: 'motorcycle' } as const
const tow = { agency: 'road-rescue', unitKind: 'tow-truck' } as const
const ambulance = { agency: 'ambulance-120', unitKind: 'ambulance' } as const
const operator = { agency: 'road-operator', unitKind: 'patrol-car' } as const
const drone = { agency: 'traffic-police', unitKind: 'drone' } as const
const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri']
const station = { agency: 'beimen-station', unitKind: 'patrol-car' } as const

export const PLANS: readonly SimPlan[] = [
  {
    id: 's12-urgent',
    name: { zh: 'S12 紧急三方联动', en: 'S12 urgent joint response' },
    kinds: ['stopped-vehicle', 'medical-emergency'],
    priorities: [1, 2],
    sections: EXPRESSWAY,
    sends: [
      ...[police, tow, ambulance],
      ...[
        { ...police, level: 2 },
        { ...operator, level: 2 },
      ],
      { ...ambulance, count: 2, level: 3 },
    ],
  },
  {
    id: 's12-stopped',
    name: { zh: 'S12 停车处置', en: 'S12 stopped vehicle' },
    kinds: ['stopped-vehicle'],
    priorities: [3, 4],
    sections: EXPRESSWAY,
    sends: [police, tow],
  },
  {
    id: 's12-collision',
    name: { zh: 'S12 事故联动', en: 'S12 collision' },
    kinds: ['collision'],
    priorities: [1, 2, 3, 4],
    sections: EXPRESSWAY,
    sends: [
      ...[police, tow, ambulance, operator],
      ...[
        { ...police, level: 2 },
        { ...tow, level: 2 },
        { ...ambulance, level: 2 },
      ],
      ...[
        { ...police, count: 2, level: 3 },
        { ...ambulance, count: 2, level: 3 },
      ],
    ],
  },
  {
    id: 's12-collision-rush',
    name: { zh: 'S12 高峰事故联动', en: 'S12 collision in the rush hour' },
    kinds: ['collision'],
    priorities: [1, 2, 3, 4],
    sections: EXPRESSWAY,
    times: [
      { days: WORKDAYS, from: '07:00', to: '09:30' },
      { days: WORKDAYS, from: '16:30', to: '19:00' },
    ],
    sends: [
      ...[{ ...police, count: 2 }, tow, ambulance, operator, drone],
      ...[
        { ...tow, level: 2 },
        { ...ambulance, count: 2, level: 2 },
      ],
    ],
  },
  {
    id: 's12-obstacle',
    name: { zh: 'S12 障碍物清除', en: 'S12 obstacle' },
    kinds: ['obstacle'],
    priorities: [1, 2, 3, 4],
    sections: EXPRESSWAY,
    sends: [police, operator],
  },
  {
    id: 's12-danger',
    name: { zh: 'S12 行人或逆行', en: 'S12 pedestrian or wrong way' },
    kinds: ['pedestrian', 'wrong-way'],
    priorities: [1, 2, 3, 4],
    sections: EXPRESSWAY,
    sends: [police, operator],
  },
  {
    id: 's12-congestion',
    name: { zh: 'S12 拥堵疏导', en: 'S12 congestion' },
    kinds: ['congestion'],
    priorities: [1, 2, 3, 4],
    sections: EXPRESSWAY,
    sends: [police, operator],
  },
  {
    id: 'medical',
    name: { zh: '急病救护', en: 'Medical emergency' },
    kinds: ['medical-emergency'],
    priorities: [1, 2, 3, 4],
    sections: [],
    sends: [ambulance, rider],
  },
  {
    id: 'town-traffic',
    name: { zh: '城区交通处置', en: 'Town traffic' },
    kinds: ['stopped-vehicle', 'obstacle', 'congestion', 'wrong-way', 'pedestrian'],
    priorities: [1, 2, 3, 4],
    sections: [],
    sends: [rider],
  },
  {
    id: 'town-collision',
    name: { zh: '城区事故处置', en: 'Town collision' },
    kinds: ['collision'],
    priorities: [1, 2, 3, 4],
    sections: [],
    sends: [police, ambulance],
  },
  {
    id: 'officer-help',
    name: { zh: '民警求助', en: 'Officer needs help' },
    kinds: ['officer-help'],
    priorities: [1, 2, 3, 4],
    sections: [],
    sends: [police, station],
  },
  {
    id: 'other',
    name: { zh: '一般警情', en: 'Other' },
    kinds: ['other'],
    priorities: [1, 2, 3, 4],
    sections: [],
    sends: [station],
  },
]

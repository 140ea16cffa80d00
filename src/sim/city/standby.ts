/** Where somebody of the simulated city should always be near: posts on the expressway and in the town, with their targets. */
import type { Position } from '../../core/geo.ts'
import type { Text } from '../../core/text.ts'
import { type Expressway, pointAt } from './expressway.ts'
import type { SimUnitKind } from './forces.ts'
import { positionOf } from './plane.ts'

type Standby = {
  readonly id: string
  readonly name: Text
  readonly position: Position
  readonly agency: string
  readonly unitKind: SimUnitKind
  readonly withinS: number
}

const POSTS: readonly (Omit<Standby, 'position'> & { readonly kilometre: number })[] = [
  {
    ...{ id: 'west', kilometre: 42, name: { zh: '西段 K42', en: 'West K42' } },
    ...{ agency: 'traffic-police', unitKind: 'patrol-car', withinS: 240 },
  },
  {
    ...{ id: 'east', kilometre: 50, name: { zh: '东段 K50', en: 'East K50' } },
    ...{ agency: 'traffic-police', unitKind: 'patrol-car', withinS: 240 },
  },
  {
    ...{ id: 'tow-middle', kilometre: 46, name: { zh: '清障中段 K46', en: 'Tow K46' } },
    ...{ agency: 'road-rescue', unitKind: 'tow-truck', withinS: 600 },
  },
  {
    ...{ id: 'ambulance-middle', kilometre: 46, name: { zh: '急救中段 K46', en: 'Ambulance K46' } },
    ...{ agency: 'ambulance-120', unitKind: 'ambulance', withinS: 300 },
  },
]

export function standbyOf(expressway: Expressway): readonly Standby[] {
  return POSTS.map(({ kilometre, ...post }) => ({
    ...post,
    position: positionOf(pointAt(expressway, kilometre, 'up')),
  }))
}

/** Where something is, as people on the radio say it: a point, and on an expressway its road, kilometre and carriageway. */
import type { Position } from './geo.ts'
import type { Text } from './text.ts'

/** 上行 and 下行: with and against rising kilometres. */
export type Carriageway = 'up' | 'down'

export type Place = {
  readonly position: Position
  readonly label: Text
  readonly road?: string
  readonly kilometre?: number
  readonly carriageway?: Carriageway
  /** shoulder, lane, … as drawn for the camera. */
  readonly zone?: string
  /** As the caller says it: `应急车道`, `lane 2`. */
  readonly lane?: string
  /** Nobody has found it in the road data or seen it: to be verified. */
  readonly unverified?: true
}

/** `45.3` → `K45+300`, the kilometre post notation. */
export function kilometrePost(kilometre: number): string {
  const metres = Math.round(kilometre * 1000)
  return `K${Math.floor(metres / 1000)}+${String(metres % 1000).padStart(3, '0')}`
}

/** Whether two say the same place, in every part of it. */
export function samePlace(a: Place, b: Place): boolean {
  return (
    a.position[0] === b.position[0] &&
    a.position[1] === b.position[1] &&
    a.label.zh === b.label.zh &&
    a.label.en === b.label.en &&
    a.road === b.road &&
    a.kilometre === b.kilometre &&
    a.carriageway === b.carriageway &&
    a.zone === b.zone &&
    a.lane === b.lane &&
    a.unverified === b.unverified
  )
}

/** For whom a word of the room is: the centre alone, everybody who follows, or some agencies with their crews. Pure. */
import type { Sight } from '../../access/sight.ts'
import type { AgencyId } from '../../core/ids.ts'
import { never } from '../../core/result.ts'

export type Heard = 'room' | 'everybody' | readonly AgencyId[]

export function hears(sight: Sight, to: Heard): boolean {
  switch (sight.scope) {
    case 'all':
      return true
    case 'agency':
    case 'unit':
      return to === 'everybody' || (to !== 'room' && sight.agency !== null && to.includes(sight.agency))
    case 'none':
      return false
  }
  return never(sight)
}

/** Under which name somebody acknowledges: an agency as one, a crew as one, at the centre each officer for the own desk. */
export type Desk = `agency/${string}` | `unit/${string}` | `desk/${string}`

export function deskOf(sight: Sight, person: string): Desk {
  switch (sight.scope) {
    case 'agency':
      return `agency/${sight.agency}`
    case 'unit':
      return `unit/${sight.unit ?? 'none'}`
    case 'all':
    case 'none':
      return `desk/${person}`
  }
  return never(sight)
}

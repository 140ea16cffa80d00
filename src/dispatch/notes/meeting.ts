/** Where a note lies, and whether an incident's place meets it: a circle on the map, a stretch of a road on one or both carriageways, or the words of an address. Pure. */
import { distanceM, type Position } from '../../core/geo.ts'
import type { Carriageway, Place } from '../../core/place.ts'
import { never } from '../../core/result.ts'

export type NotePlace =
  | { readonly by: 'point'; readonly position: Position; readonly radiusM: number }
  | {
      readonly by: 'section'
      readonly road: string
      readonly fromKm: number
      readonly toKm: number
      /** null: both. */
      readonly carriageway: Carriageway | null
    }
  | { readonly by: 'address'; readonly address: string }

/** People write one address with and without spaces, dashes and dots, in small letters and large. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-–—.,·，。、]/gu, '')

/** A place that does not say its carriageway meets the notes of both: a warning too many is put aside in a second. */
export function meets(note: NotePlace, place: Place): boolean {
  switch (note.by) {
    case 'point':
      return distanceM(note.position, place.position) <= note.radiusM
    case 'section': {
      const { road, kilometre, carriageway } = place
      if (road === undefined || kilometre === undefined || bare(road) !== bare(note.road)) return false
      if (note.carriageway !== null && carriageway !== undefined && note.carriageway !== carriageway) return false
      return note.fromKm <= kilometre && kilometre <= note.toKm
    }
    case 'address': {
      const sought = bare(note.address)
      if (sought === '') return false
      return [place.label.zh, place.label.en].some((label) => endsAt(bare(label), sought))
    }
  }
  return never(note)
}

/** `100 Lakeside Road` is not at `10 Lakeside Road`, nor the other way round: no digit may go on before or behind. */
function endsAt(label: string, sought: string): boolean {
  for (let from = label.indexOf(sought); from >= 0; from = label.indexOf(sought, from + 1)) {
    const [before, after] = [label[from - 1] ?? '', label[from + sought.length] ?? '']
    const runsOn = (outside: string, inside: string): boolean => /\d/.test(outside) && /\d/.test(inside)
    if (!runsOn(before, sought[0] ?? '') && !runsOn(after, sought.at(-1) ?? '')) return true
  }
  return false
}

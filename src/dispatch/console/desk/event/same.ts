/** Which running incidents the selected warning or incident may be the same event as: asked of the board, with the reasons. Pure. */
import type { IncidentId } from '../../../../core/ids.ts'
import type { Carriageway } from '../../../../core/place.ts'
import type { Board } from '../../../board.ts'
import { type Like, likeEvents } from '../../../duplicates/likeness.ts'
import { sightingOfWarning, sightingsOf } from '../../../duplicates/sighting.ts'
import { type Incident, isOver } from '../../../incident.ts'
import type { Selection } from '../queue.ts'

const MOST = 3

/** The likeliest first; nothing for what is over, and an exercise only beside an exercise. */
export function sameAs(board: Board, selection: Selection | null): readonly Like<IncidentId>[] {
  if (!selection) return []
  const others = (except: IncidentId | null, exercise: boolean) =>
    [...board.incidents.values()]
      .filter((one) => one.id !== except && !isOver(one) && (one.opened.exercise ?? false) === exercise)
      .map((one) => [one.id, sightingsOf(one, board)] as const)
  if (selection.what === 'warning') {
    const warning = board.warnings.get(selection.id)
    if (warning?.state !== 'awaiting') return []
    return likeEvents(sightingOfWarning(warning), others(null, false)).slice(0, MOST)
  }
  const incident = board.incidents.get(selection.id)
  if (!incident || isOver(incident)) return []
  const [own] = sightingsOf(incident, board)
  return own ? likeEvents(own, others(incident.id, incident.opened.exercise ?? false)).slice(0, MOST) : []
}

/** The side that the selected one says it is on. */
export function carriagewayOf(board: Board, selection: Selection): Carriageway | null {
  const place =
    selection.what === 'warning'
      ? board.warnings.get(selection.id)?.raised.place
      : board.incidents.get(selection.id)?.opened.place
  return place?.carriageway ?? null
}

/** The last part of a number is what people say. */
export const shortNumber = ({ opened }: Incident): string => opened.number.split('-').at(-1) ?? opened.number

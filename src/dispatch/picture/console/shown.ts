/** Which picture of the scene stands large at the desk, and the acts of its key and its command. */
import i18next from 'i18next'
import { cell } from '../../../console/cell.ts'
import { board as boardNow, boardOf } from '../../../console/live.ts'
import { refused, selectedIncident } from '../../console/desk/acts.ts'
import { ordersFor } from '../../console/desk/queue.ts'
import { nextShown, scenePictures } from '../picture.ts'

/** SHA-256 of the picture; null: none. */
export const shownPicture = cell<string | null>(null)

const pictures = i18next.getFixedT(null, 'pictures')

/** Of the selected incident: the n-th as they were taken, from 1; null: the newest, and each further time the one before. */
export function showPicture(n: number | null): void {
  const incident = selectedIncident()
  if (!incident) return
  const board = boardOf(boardNow.get())
  const all = scenePictures([incident.id, ...incident.absorbed].flatMap((one) => ordersFor(board, one)))
  const picture = n === null ? nextShown(all, shownPicture.get()) : all[n - 1]
  if (picture) shownPicture.set(picture.still)
  else refused(all.length === 0 ? pictures('none') : pictures('noSuch', { count: all.length }))
}

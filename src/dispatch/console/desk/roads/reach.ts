/** What is reached from a place in 5, 10 and 15 minutes, on the desk's map until it is put away. */
import type { FeatureCollection } from 'geojson'
import { get } from '../../../../console/api.ts'
import { cell } from '../../../../console/cell.ts'
import { refusalSentence } from '../../../../console/i18n/refusal.ts'
import type { Position } from '../../../../core/geo.ts'
import { message } from '../desk-state.ts'
import { onePlace } from './acts.ts'

export const reach = cell<FeatureCollection | null>(null)

/** `text` empty: from `here`; `off`: nothing. */
export async function showReach(text: string, here: Position | null): Promise<void> {
  if (text === 'off' || text === '关') {
    reach.set(null)
    return
  }
  const at = text === '' ? here : await onePlace(text)
  if (!at) return
  const answer = await get<FeatureCollection>(`/api/roads/reach?lon=${at[0]}&lat=${at[1]}`)
  if (answer.ok) reach.set(answer.value)
  else message.set({ tone: 'refused', text: refusalSentence(answer.refusal) })
}

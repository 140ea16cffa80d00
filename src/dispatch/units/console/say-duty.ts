/** Says the duty of a unit from the desk; the answer comes back as a fact, a refusal at the foot of the desk. */
import i18next from 'i18next'
import { act, send } from '../../../console/api.ts'
import { language } from '../../../console/i18n/language.ts'
import { refusalSentence } from '../../../console/i18n/refusal.ts'
import { nowByServer } from '../../../console/now.ts'
import { reference } from '../../../console/reference.ts'
import type { UnitId } from '../../../core/ids.ts'
import type { Text } from '../../../core/text.ts'
import { message } from '../../console/desk/desk-state.ts'
import { dutyAt, type UnitDuty, type UnitWish } from '../duty.ts'

const units = i18next.getFixedT(null, 'units')
const inWords = (text: Text): string => text[language.get()]

export async function sayDuty(unit: UnitId, wish: UnitWish): Promise<void> {
  const known = reference.get()
  const label = known.unit.get(unit)?.label
  const name = label ? inWords(label) : unit
  const answer = await send<{ readonly unit: UnitDuty }>(act(`/api/units/${encodeURIComponent(unit)}/duty`, wish))
  if (!answer.ok) {
    message.set({ tone: 'refused', text: `${name}: ${refusalSentence(answer.refusal)}` })
    return
  }
  const { state } = dutyAt(answer.value.unit.duty, nowByServer())
  const post = wish.type === 'move-up' ? known.standby.find((one) => one.id === wish.post) : undefined
  const text = post
    ? units('movedUp', { unit: name, post: inWords(post.name) })
    : units('saidNow', { unit: name, state: units(`is.${state}`) })
  message.set({ tone: 'said', text })
}

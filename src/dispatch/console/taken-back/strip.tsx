/** Stands on top of the page for every order that was taken from under somebody's hands, with the reason and the time, until a person presses; no other order waits for it. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { rememberedWords } from '../../../console/remembered.ts'
import type { Order } from '../../order.ts'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { TAKEN_BACK, useChime } from '../chime.ts'
import { usePlaceLines } from '../place/place-words.ts'
import { keyOf, sounding, type TakenBack, takenBack } from './taken-back.ts'
import './taken-back.css'

/** By device, not by person: whoever relieves at this table finds it read. */
const understood = rememberedWords('taken-back', 200)

export const understand = (order: TakenBack): void => understood.add(keyOf(order))

export function useTakenBack(orders: readonly Order[]): readonly TakenBack[] {
  return takenBack(orders, useCell(understood))
}

export function useTakenBackChime(waiting: readonly TakenBack[], on: boolean): void {
  const now = useNow(5_000)
  useChime(sounding(waiting, now), on, TAKEN_BACK)
}

/** `acknowledgeKey`: the key that understands the first, where there is a keyboard. */
export function TakenBackStrips(props: {
  readonly waiting: readonly TakenBack[]
  readonly acknowledgeKey?: string
}): ReactNode {
  const { t } = useTranslation('takenBack')
  const { t: term } = useTranslation('terms')
  const text = useText()
  const format = useFormat()
  const lines = usePlaceLines()
  const { unit } = useReference()
  if (props.waiting.length === 0) return null
  return (
    <div className="taken-back" role="alert">
      {props.waiting.map((order, index) => {
        const { brief, number } = order.issued
        const went = order.unit ? unit.get(order.unit) : undefined
        return (
          <p key={keyOf(order)} data-order={order.id}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="M8 4L3 9l5 5M3 9h9a5 5 0 0 1 0 8H9" fill="none" stroke="currentColor" strokeWidth="2.4" />
            </svg>
            <span>
              <strong>
                {t('title')} · {term(`withdrawn.${order.because}`)}
              </strong>
              <span className="fm-number">
                <ExerciseMark of={brief} /> {number}
                {went ? ` · ${text(went.label)}` : ''} · {term(`kind.${brief.kind}`)} · {lines(brief.place).first} ·{' '}
                {t('at', { time: format.clock(order.withdrawnAt) })}
              </span>
            </span>
            <button type="button" onClick={() => understand(order)}>
              {t('understood')}
              {index === 0 && props.acknowledgeKey ? <kbd> {props.acknowledgeKey}</kbd> : null}
            </button>
          </p>
        )
      })}
    </div>
  )
}

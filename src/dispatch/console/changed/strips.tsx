/** Stands on top of the page for every order that was changed under somebody's hands, with what and when, until a person presses; no other order waits for it. */
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
import { CHANGED, useChime } from '../chime.ts'
import { usePlaceLines } from '../place/place-words.ts'
import { type Changed, changedOf, keyOf, sounding } from './changed.ts'
import './changed.css'

/** By device, not by person: whoever relieves at this table finds it read. */
const understood = rememberedWords('changed-orders', 200)

export const understand = (changed: Changed): void => understood.add(keyOf(changed))

export function useChanged(orders: readonly Order[]): readonly Changed[] {
  return changedOf(orders, useCell(understood))
}

export function useChangedChime(waiting: readonly Changed[], on: boolean): void {
  const now = useNow(5_000)
  useChime(sounding(waiting, now), on, CHANGED)
}

/** `acknowledgeKey`: the key that understands the first, where there is a keyboard. */
export function ChangedStrips(props: {
  readonly waiting: readonly Changed[]
  readonly acknowledgeKey?: string
}): ReactNode {
  const { t } = useTranslation('changed')
  const text = useText()
  const format = useFormat()
  const { unit } = useReference()
  if (props.waiting.length === 0) return null
  return (
    <div className="changed" role="alert">
      {props.waiting.map((changed, index) => {
        const { order, at } = changed
        const { brief, number } = order.issued
        const goes = order.unit ? unit.get(order.unit) : undefined
        return (
          <p key={keyOf(changed)} data-order={order.id} data-how={changed.how}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d={SIGN[changed.how]} fill="none" stroke="currentColor" strokeWidth="2.4" />
            </svg>
            <span>
              <strong>
                <What of={changed} />
              </strong>
              <span className="fm-number">
                <ExerciseMark of={brief} /> {number}
                {goes ? ` · ${text(goes.label)}` : ''} · <Which of={changed} /> · {t('at', { time: format.clock(at) })}
              </span>
            </span>
            <button type="button" onClick={() => understand(changed)}>
              {t('understood')}
              {index === 0 && props.acknowledgeKey ? <kbd> {props.acknowledgeKey}</kbd> : null}
            </button>
          </p>
        )
      })}
    </div>
  )
}

const SIGN: Record<Changed['how'], string> = {
  'taken-back': 'M8 4L3 9l5 5M3 9h9a5 5 0 0 1 0 8H9',
  'put-right': 'M3 14.5V17h2.5L16 6.5 13.5 4zM11.5 6L14 8.5',
}

function What({ of }: { readonly of: Changed }): ReactNode {
  const { t } = useTranslation('changed')
  const { t: term } = useTranslation('terms')
  const lines = usePlaceLines()
  if (of.how === 'taken-back') return `${t('takenBack')} · ${term(`withdrawn.${of.order.because}`)}`
  const { was } = of
  const { brief } = of.order.issued
  const now = [
    was.place ? t('isNow', { was: lines(was.place).first, now: lines(brief.place).first }) : null,
    was.kind ? t('isNow', { was: term(`kind.${was.kind}`), now: term(`kind.${brief.kind}`) }) : null,
    was.priority
      ? t('isNow', { was: term(`priority.p${was.priority}`), now: term(`priority.p${brief.priority}`) })
      : null,
  ]
  return `${t('putRight')} · ${now.filter((one) => one !== null).join(' · ')}`
}

/** What is not said in the first line. */
function Which({ of }: { readonly of: Changed }): ReactNode {
  const { t: term } = useTranslation('terms')
  const lines = usePlaceLines()
  const { brief } = of.order.issued
  const where = of.how === 'put-right' && of.was.place ? null : lines(brief.place).first
  return [term(`kind.${brief.kind}`), where].filter((one) => one !== null).join(' · ')
}

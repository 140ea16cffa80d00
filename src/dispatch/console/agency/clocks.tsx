/** The six clocks of an order side by side: issued, delivered, signed for, set out, arrived, cleared. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import type { Order } from '../../order.ts'
import { clockSteps } from './room.ts'

export function Clocks({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const format = useFormat()
  const { issuedAt } = order.clocks
  return (
    <section className="fm-clocks" aria-label={t('clock.title')}>
      <ol>
        {clockSteps(order.clocks).map(({ step, at, passedOver }) => (
          <li key={step} className={at === null ? (passedOver ? 'is-passed' : 'is-ahead') : 'is-told'}>
            <span>{t(`clock.${step}`)}</span>
            <b className="fm-number">
              {at === null ? (passedOver ? t('clock.passedOver') : t('clock.notYet')) : format.clock(at)}
            </b>
            <small className="fm-number">
              {at === null
                ? ''
                : step === 'issuedAt'
                  ? `${t('clock.after', { span: format.span(issuedAt - order.issued.brief.firstObservedAt) })} ${t('clock.since')}`
                  : t('clock.after', { span: format.span(at - issuedAt) })}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** One order as the crew works it: the head with what and where, the way, who goes too and why, then the four buttons. */

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { minuteClock } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import type { Unit } from '../../forces.ts'
import { LaterMark } from '../../later/console/later-mark.tsx'
import { CrewNotes } from '../../notes/console/crew-notes.tsx'
import { awaitsSignature, isOver, type Order } from '../../order.ts'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { MethaneView } from '../methane/methane-view.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { Answers } from './answers.tsx'
import type { FieldAnswer, Outbox } from './outbox.ts'
import type { OwnPosition } from './own-position.ts'
import { buttonsOf } from './said.ts'
import { Way } from './way.tsx'

/** The day of `20261123-0031-2` is today's; on the radio it is 0031-2. */
export const shortNumber = (number: string): string => number.replace(/^\d{8}-/, '')

export function OrderHead({ order, unit }: { readonly order: Order; readonly unit: Unit | undefined }): ReactNode {
  const { t } = useTranslation('field')
  const { t: term } = useTranslation('terms')
  const text = useText()
  const lines = usePlaceLines()
  const { brief, number } = order.issued
  const place = lines(brief.place)
  const tone = isOver(order) ? 'is-over' : brief.priority === 1 ? 'is-life' : ''
  return (
    <header className={`fm-order-head ${tone}`}>
      <p className="fm-number">
        {t('order', { number: shortNumber(number) })}
        {order.unit === null ? ` · ${t('anyUnit')}` : unit ? ` · ${text(unit.label)}` : ''} ·{' '}
        <b>{term(`priority.p${brief.priority}`)}</b>
      </p>
      <h1>
        <ExerciseMark of={brief} /> <LaterMark of={brief} /> {term(`kind.${brief.kind}`)}
      </h1>
      <p className="fm-order-place fm-number">
        {place.first}
        {place.second ? <span>{place.second}</span> : null}
      </p>
      {awaitsSignature(order) ? <Ringing order={order} /> : null}
      {isOver(order) ? (
        <p className="fm-order-over">
          {t(OVER[order.state])}
          {order.state === 'withdrawn' ? ` (${term(`withdrawn.${order.because}`)})` : ''}
        </p>
      ) : null}
    </header>
  )
}

const OVER = {
  issued: 'clearedOrder',
  delivered: 'clearedOrder',
  'signed-for': 'clearedOrder',
  'on-the-way': 'clearedOrder',
  arrived: 'clearedOrder',
  cleared: 'clearedOrder',
  withdrawn: 'withdrawn',
  rejected: 'rejectedOrder',
} as const satisfies Record<Order['state'], string>

function Ringing({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('field')
  const age = useNow() - order.clocks.issuedAt
  return (
    <p className="fm-order-ringing fm-number">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path
          d="M8 1.5a4 4 0 0 0-4 4V9L2.5 11.5h11L12 9V5.5a4 4 0 0 0-4-4zM6.5 13a1.5 1.5 0 0 0 3 0z"
          fill="currentColor"
        />
      </svg>
      <b>{t('ringing')}</b> · {t('issued', { age: minuteClock(age) })}
    </p>
  )
}

export function OrderBody(props: {
  readonly order: Order
  readonly unit: Unit | undefined
  readonly own: OwnPosition | null
}): ReactNode {
  const { t } = useTranslation('field')
  const text = useText()
  const { agency } = useReference()
  const { brief } = props.order.issued
  const others = brief.together
    .filter((one) => one !== props.order.issued.agency)
    .map((one) => agency.get(one)?.name)
    .flatMap((name) => (name ? [text(name)] : []))
  const expressway = brief.place.road !== undefined && brief.place.kilometre !== undefined
  return (
    <>
      <CrewNotes key={props.order.id} order={props.order} />
      <Way order={props.order} unit={props.unit} own={props.own} />
      {props.order.methane ? (
        <section className="fm-methane">
          <MethaneView reported={props.order.methane} brief />
        </section>
      ) : null}
      <dl className="fm-order-facts">
        <dt>{t('together')}</dt>
        <dd>{others.length > 0 ? others.join(' · ') : t('alone')}</dd>
        <dt>{t('reason')}</dt>
        <dd>{text(brief.reason)}</dd>
        {/* Road Traffic Safety Law of the PRC, article 68: on an expressway the sign stands 150 m behind or more. */}
        {expressway ? (
          <>
            <dt>{t('heed')}</dt>
            <dd>{t('onExpressway')}</dd>
          </>
        ) : null}
      </dl>
    </>
  )
}

export function OrderAnswers(props: {
  readonly order: Order
  readonly box: Outbox
  readonly onAnswer: (answer: FieldAnswer) => void
}): ReactNode {
  // What may be pressed does not hang on the clock; the order's own instant is as good as any.
  const buttons = buttonsOf(props.order, props.box, props.order.clocks.issuedAt)
  return <Answers buttons={buttons} onAnswer={props.onAnswer} />
}

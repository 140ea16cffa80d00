/** One order in the agency's room: what, where and why, how long it has waited, what can be said, and the clocks it has passed. */

import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { never } from '../../../core/result.ts'
import { LaterMark } from '../../later/console/later-mark.tsx'
import { CrewNotes } from '../../notes/console/crew-notes.tsx'
import { awaitsSignature, type Order } from '../../order.ts'
import { OrderPictures } from '../../picture/console/agency-part.tsx'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { MethaneView } from '../methane/methane-view.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import './order.css'
import { Clocks } from './clocks.tsx'
import { printOrder } from './paper-view.tsx'
import { RingDial, RingWords } from './ring-dial.tsx'
import { togetherWith } from './room.ts'
import { RoomMap } from './room-map.tsx'

export function OrderView({ order, bar }: { readonly order: Order; readonly bar: ReactNode }): ReactNode {
  return (
    <>
      <article className="fm-order" data-order={order.id}>
        <Head order={order} />
        {bar}
        <Clocks order={order} />
        <OrderPictures key={`pictures/${order.id}`} order={order} />
        {order.methane ? <MethaneView reported={order.methane} /> : null}
        <CrewNotes key={order.id} order={order} />
        <Facts order={order} />
      </article>
      <aside className="fm-order-beside">
        <Still key={order.issued.brief.still ?? ''} still={order.issued.brief.still} />
        <RoomMap order={order} />
      </aside>
    </>
  )
}

function Head({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const { t: term } = useTranslation('terms')
  const text = useText()
  const lines = usePlaceLines()
  const { brief, number } = order.issued
  const place = lines(brief.place)
  const waits = awaitsSignature(order)
  return (
    <header className={waits ? 'fm-order-top is-unsigned' : 'fm-order-top'}>
      <div>
        <p className="fm-order-numbers fm-number">
          <ExerciseMark of={brief} /> <LaterMark of={brief} />
          <span className={`fm-order-priority is-p${brief.priority}`}>{term(`priority.p${brief.priority}`)}</span>
          <span>
            {t('number')} <b>{number}</b>
          </span>
          {order.agencyNumber ? (
            <span>
              {t('ownNumber')} <b>{order.agencyNumber}</b>
            </span>
          ) : null}
          <button type="button" className="fm-plain" onClick={() => printOrder(order)}>
            {t('paper.act')} <kbd>P</kbd>
          </button>
        </p>
        <h1>{term(`kind.${brief.kind}`)}</h1>
        <p className="fm-order-where fm-number">
          {place.first}
          {place.second ? <small>{place.second}</small> : null}
        </p>
        {brief.handOver ? <p className="fm-order-reason is-offer">{t(waits ? 'offer' : 'tookOver')}</p> : null}
        <p className="fm-order-reason">
          <span>{t('reason')}</span> {text(brief.reason)}
        </p>
      </div>
      <div className="fm-order-turn" role="status">
        {waits ? (
          <>
            <RingDial order={order} size={76} />
            <em className="fm-room-sign">{t('ring.word')}</em>
            <RingWords order={order} />
          </>
        ) : (
          <Stands order={order} />
        )}
      </div>
    </header>
  )
}

function Stands({ order }: { readonly order: Order }): ReactNode {
  const { t: term } = useTranslation('terms')
  const format = useFormat()
  const state = <b className="fm-order-state">{term(`order.${order.state}`)}</b>
  switch (order.state) {
    case 'rejected':
      return (
        <>
          {state}
          <span>{term(`cause.${order.cause}`)}</span>
        </>
      )
    case 'issued':
    case 'delivered':
    case 'signed-for':
    case 'on-the-way':
    case 'arrived':
    case 'cleared':
      return state
    case 'withdrawn':
      return (
        <>
          {state}
          <span className="fm-number">
            {term(`withdrawn.${order.because}`)} · {format.clock(order.withdrawnAt)}
          </span>
        </>
      )
  }
  return never(order)
}

function Facts({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const text = useText()
  const { agency, unit } = useReference()
  const { insteadOf } = order.issued
  const others = togetherWith(order)
    .map((one) => agency.get(one)?.name)
    .flatMap((name) => (name ? [text(name)] : []))
  const going = order.unit ? unit.get(order.unit) : undefined
  return (
    <dl className="fm-order-why">
      <dt>{t('unit')}</dt>
      <dd>{going ? text(going.label) : (order.unit ?? t('noUnit'))}</dd>
      <dt>{t('together')}</dt>
      <dd>{others.length > 0 ? others.join(' · ') : t('alone')}</dd>
      {insteadOf ? <dd className="is-whole">{t('insteadOf')}</dd> : null}
    </dl>
  )
}

function Still({ still }: { readonly still: string | undefined }): ReactNode {
  const { t } = useTranslation('agency')
  const [broken, setBroken] = useState(false)
  return (
    <figure className="fm-order-still">
      {still && !broken ? (
        <img src={`/api/stills/${encodeURIComponent(still)}`} alt={t('still')} onError={() => setBroken(true)} />
      ) : (
        <p>{still ? t('stillBroken') : t('noStill')}</p>
      )}
      {still && !broken ? <figcaption>{t('still')}</figcaption> : null}
    </figure>
  )
}

/** The room's list: what waits for a signature, what is being worked on, what is over; a row says all that is needed to choose it. */

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useNow } from '../../../console/now.ts'
import { go } from '../../../console/route.ts'
import { awaitsSignature, isOver, type Order } from '../../order.ts'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { RoadsNow, useHolding } from '../roads/list.tsx'
import { RingDial, RingWords } from './ring-dial.tsx'
import type { Room } from './room.ts'

export function RoomList(props: { readonly room: Room; readonly shown: string | null }): ReactNode {
  const { t } = useTranslation('agency')
  const { running, past } = props.room
  return (
    <nav className="fm-room-list" aria-label={t('title')}>
      <h2>
        {t('running')} <span className="fm-number">{running.length}</span>
      </h2>
      <RoadsNow conditions={useHolding()} />
      {running.length === 0 ? <Quiet /> : <Rows orders={running} shown={props.shown} />}
      {past.length === 0 ? null : (
        <>
          <h2>
            {t('past')} <span className="fm-number">{past.length}</span>
          </h2>
          <Rows orders={past} shown={props.shown} />
        </>
      )}
    </nav>
  )
}

function Quiet(): ReactNode {
  const { t } = useTranslation('agency')
  return (
    <div className="fm-room-quiet" role="status">
      <b>{t('empty.title')}</b>
      <p>{t('empty.act')}</p>
    </div>
  )
}

function Rows({ orders, shown }: { readonly orders: readonly Order[]; readonly shown: string | null }): ReactNode {
  return (
    <ul>
      {orders.map((order) => (
        <li key={order.id}>
          <Row order={order} shown={order.id === shown} />
        </li>
      ))}
    </ul>
  )
}

function Row({ order, shown }: { readonly order: Order; readonly shown: boolean }): ReactNode {
  const { t: term } = useTranslation('terms')
  const { t } = useTranslation('agency')
  const lines = usePlaceLines()
  const { brief, number } = order.issued
  const waits = awaitsSignature(order)
  const tone = waits ? 'is-unsigned' : isOver(order) ? 'is-over' : ''
  return (
    <button
      type="button"
      className={`fm-room-row ${tone}${shown ? ' is-shown' : ''}`}
      aria-current={shown ? 'true' : undefined}
      onClick={() => go(`/agency?order=${order.id}`)}
    >
      <span className="fm-room-mark">{waits ? <RingDial order={order} size={44} /> : <StateMark order={order} />}</span>
      <span className="fm-room-what">
        <b>
          {brief.priority === 1 ? <Life /> : null}
          <ExerciseMark of={brief} /> {term(`kind.${brief.kind}`)}
        </b>
        <span className="fm-number">{lines(brief.place).first}</span>
        <small className="fm-number">
          {number}
          {order.agencyNumber ? ` · ${order.agencyNumber}` : ''}
        </small>
      </span>
      <span className="fm-room-state">
        {waits ? (
          <em className="fm-room-sign">{t('ring.word')}</em>
        ) : (
          <span className="fm-room-word">{term(`order.${order.state}`)}</span>
        )}
        {waits ? <RingWords order={order} /> : <Age order={order} />}
      </span>
    </button>
  )
}

function Life(): ReactNode {
  const { t } = useTranslation('terms')
  return (
    <svg className="fm-life" viewBox="0 0 16 16" role="img" aria-label={t('priority.p1')}>
      <path d="M8 1l7.5 14H.5z" fill="currentColor" />
    </svg>
  )
}

/** Half a disc: taken; a whole one: there; a tick: over; a cross: not done. */
function StateMark({ order }: { readonly order: Order }): ReactNode {
  const shape: Record<Order['state'], ReactNode> = {
    issued: null,
    delivered: null,
    'signed-for': <path d="M10 4a6 6 0 0 0 0 12" className="is-filled" />,
    'on-the-way': <path d="M6 4l9 6-9 6z" className="is-filled" />,
    arrived: <circle cx="10" cy="10" r="5" className="is-filled" />,
    cleared: <path d="M4 10.5l4 4 8-9" />,
    rejected: <path d="M5 5l10 10M15 5L5 15" />,
    withdrawn: <path d="M4 10h12" />,
  }
  return (
    <svg className="fm-room-shape" viewBox="0 0 20 20" aria-hidden="true">
      {shape[order.state]}
    </svg>
  )
}

function Age({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const format = useFormat()
  const now = useNow(5_000)
  return <small className="fm-number">{t('age', { age: format.span(now - order.clocks.issuedAt) })}</small>
}

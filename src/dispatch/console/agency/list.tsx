/** The room's list: what waits for a signature, what is being worked on, what is over; a row says all that is needed to choose it. */

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAway } from '../../../console/away/read-only.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { go } from '../../../console/route.ts'
import { awaitsSignature, isOver, type Order } from '../../order.ts'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { RoadsNow, useHolding } from '../roads/list.tsx'
import { type Said, useSaid } from './answering.ts'
import { RingDial, RingWords } from './ring-dial.tsx'
import { groupsOf, type Room } from './room.ts'

export function RoomList(props: {
  readonly room: Room
  readonly shown: string | null
  readonly onSignAll: (of: Order) => void
}): ReactNode {
  const { t } = useTranslation('agency')
  const { running, past } = props.room
  return (
    <nav className="fm-room-list" aria-label={t('title')}>
      <h2>
        {t('running')} <span className="fm-number">{running.length}</span>
      </h2>
      <RoadsNow conditions={useHolding()} />
      {running.length === 0 ? (
        <Quiet />
      ) : (
        groupsOf(running).map((group) => (
          <Group key={group[0]?.issued.incident} orders={group} shown={props.shown} onSignAll={props.onSignAll} />
        ))
      )}
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

/** Several orders of one incident: one head, one key for all that wait, and every order with its own number below. */
function Group(props: {
  readonly orders: readonly Order[]
  readonly shown: string | null
  readonly onSignAll: (of: Order) => void
}): ReactNode {
  const { t } = useTranslation('agency')
  const { t: term } = useTranslation('terms')
  const away = useAway()
  const refusal = useRefusal()
  const [first, ...more] = props.orders
  if (!first || more.length === 0) return <Rows orders={props.orders} shown={props.shown} />
  const waiting = props.orders.filter(awaitsSignature)
  const here = props.orders.some((order) => order.id === props.shown)
  const { brief } = first.issued
  return (
    <section className="fm-room-group" aria-label={`${term(`kind.${brief.kind}`)} ${brief.incidentNumber}`}>
      <p>
        <span className="fm-number">
          {brief.incidentNumber} · {t('group.orders', { of: props.orders.length })}
        </span>
        {waiting.length > 1 ? (
          <button
            type="button"
            className="fm-button is-first"
            aria-disabled={away}
            onClick={() => {
              if (!away) props.onSignAll(first)
            }}
          >
            {away ? refusal('server-away') : t('group.signAll', { of: waiting.length })}
            {here ? <kbd>Shift+S</kbd> : null}
          </button>
        ) : null}
      </p>
      <Rows orders={props.orders} shown={props.shown} />
    </section>
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
  const said = useSaid(order.id)
  const { unit } = useReference()
  const going = order.unit ? unit.get(order.unit) : undefined
  const text = useText()
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
          {going ? ` · ${text(going.label)}` : ''}
          {order.agencyNumber ? ` · ${order.agencyNumber}` : ''}
        </small>
      </span>
      <span className="fm-room-state">
        {waits ? (
          <em className="fm-room-sign">{t('ring.word')}</em>
        ) : (
          <span className="fm-room-word">{term(`order.${order.state}`)}</span>
        )}
        {said ? <OnItsWay said={said} /> : waits ? <RingWords order={order} /> : <Age order={order} />}
      </span>
    </button>
  )
}

/** What has become of the last answer, also while another order is on the screen. */
function OnItsWay({ said }: { readonly said: Said }): ReactNode {
  const { t } = useTranslation('agency')
  const refusal = useRefusal()
  switch (said.state) {
    case 'sending':
      return <small>{t('sending')}</small>
    case 'unsent':
      return <small className="fm-room-failed">{t('group.unsent')}</small>
    case 'refused':
      return <small className="fm-room-failed">{t('refused', { why: refusal(said.refusal) })}</small>
  }
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

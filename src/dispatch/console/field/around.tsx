/** What stands around the order: nothing to do, the crew's other orders, and the foot with language and sign-out. */

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useConnection } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { LanguageSwitch, SignOut } from '../../../console/parts/switches.tsx'
import { go } from '../../../console/route.ts'
import type { OrderId } from '../../../core/ids.ts'
import type { Unit } from '../../forces.ts'
import { awaitsSignature, type Order } from '../../order.ts'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { useKeptAt } from './offline.ts'
import { shortNumber } from './order-view.tsx'

export function Empty({ unit }: { readonly unit: Unit | undefined }): ReactNode {
  const { t } = useTranslation('field')
  const text = useText()
  return (
    <section className="fm-field-empty" role="status">
      <h1>{unit ? text(unit.label) : t('title')}</h1>
      <p className="fm-field-none">{t('empty.title')}</p>
      <p>{t('empty.act')}</p>
      <Contact />
    </section>
  )
}

function Contact(): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const line = useConnection()
  const keptAt = useKeptAt()
  useNow()
  const at = line.lastAt ?? keptAt
  return (
    <p className="fm-number">{at === null ? t('empty.noContact') : t('empty.contact', { time: format.clock(at) })}</p>
  )
}

/** An order that rings while another one is on the screen: nothing jumps, but nobody can miss it. */
export function NewOrders({ orders }: { readonly orders: readonly Order[] }): ReactNode {
  const { t } = useTranslation('field')
  const { t: term } = useTranslation('terms')
  const lines = usePlaceLines()
  return orders.map((order) => (
    <button type="button" key={order.id} className="fm-strip is-new" onClick={() => go(`/field?order=${order.id}`)}>
      <span>
        <b>
          <ExerciseMark of={order.issued.brief} /> {t('newOrder')} · {term(`kind.${order.issued.brief.kind}`)}
        </b>{' '}
        {lines(order.issued.brief.place).first}
      </span>
      <span aria-hidden="true">›</span>
    </button>
  ))
}

export function OtherOrders(props: {
  readonly shown: OrderId | null
  readonly running: readonly Order[]
  readonly past: readonly Order[]
}): ReactNode {
  const { t } = useTranslation('field')
  const running = props.running.filter((order) => order.id !== props.shown)
  const past = props.past.filter((order) => order.id !== props.shown)
  if (running.length + past.length === 0) return null
  return (
    <nav className="fm-field-others">
      <List title={t('others', { count: running.length })} orders={running} />
      <List title={t('past')} orders={past} />
    </nav>
  )
}

function List({ title, orders }: { readonly title: string; readonly orders: readonly Order[] }): ReactNode {
  const { t: term } = useTranslation('terms')
  const lines = usePlaceLines()
  if (orders.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {orders.map((order) => (
          <li key={order.id}>
            <button
              type="button"
              className={awaitsSignature(order) ? 'is-ringing' : ''}
              onClick={() => go(`/field?order=${order.id}`)}
            >
              <ExerciseMark of={order.issued.brief} /> <b>{term(`kind.${order.issued.brief.kind}`)}</b>
              <span className="fm-number">
                {shortNumber(order.issued.number)} · {lines(order.issued.brief.place).first}
              </span>
              <em>{term(`order.${order.state}`)}</em>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

export function Foot(): ReactNode {
  return (
    <footer className="fm-field-foot">
      <LanguageSwitch />
      <SignOut />
    </footer>
  )
}

/** The agencies that were ordered: delivered and signed for with their times, what each does now, and a gap where a line is down. */
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useLines, useUnits } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { distanceM, type Position } from '../../../core/geo.ts'
import { never } from '../../../core/result.ts'
import { SECOND } from '../../../core/time.ts'
import { isOver, type Order } from '../../order.ts'
import { LADDER } from '../../timers.ts'
import { resend } from './acts.ts'
import { KEYS, keyLabel } from './keys.ts'
import { chainsOf } from './minute.ts'
import { useDesk, useNames, useTerms } from './words.ts'
import './agencies.css'

/** A position older than this is told with its age. */
const OLD_FIX_MS = 30 * SECOND

export function AgenciesTable(props: { readonly orders: readonly Order[]; readonly place: Position }): ReactNode {
  const t = useDesk()
  const chains = chainsOf(props.orders)
  const instead = (order: Order): Order | null =>
    props.orders.find((other) => other.id === order.issued.insteadOf) ?? null
  return (
    <section className="side-part">
      <table className="agencies">
        <thead>
          <tr>
            <th scope="col">{t('order.agency')}</th>
            <th scope="col">{t('order.unit')}</th>
            <th scope="col">{t('order.delivered')}</th>
            <th scope="col">{t('order.signed')}</th>
            <th scope="col">{t('order.now')}</th>
          </tr>
        </thead>
        <tbody>
          {chains.flat().map((order) => (
            <Fragment key={order.id}>
              <OrderRow order={order} instead={instead(order)} place={props.place} />
              <Gap order={order} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function OrderRow(props: {
  readonly order: Order
  /** The order that this one stands in for. */
  readonly instead: Order | null
  readonly place: Position
}): ReactNode {
  const { order, instead } = props
  const t = useDesk()
  const { t: recommend } = useTranslation('recommend')
  const names = useNames()
  const format = useFormat()
  const now = useNow(1_000)
  const { clocks } = order
  const waits = format.span(now - clocks.issuedAt)
  const rings = order.rangAt !== null || now - clocks.issuedAt > LADDER.ring
  return (
    <tr className={isOver(order) ? 'is-left' : ''}>
      <th scope="row">
        {names.agency(order.issued.agency)}
        {instead ? <small>{t('order.fallback', { agency: names.agency(instead.issued.agency) })}</small> : null}
        {order.agencyNumber ? <small>{t('order.theirNumber', { number: order.agencyNumber })}</small> : null}
      </th>
      <td>
        {order.unit ? names.unit(order.unit) : <span className="is-faint">{t('order.anyUnit')}</span>}
        {/* An officer's own choice is seen as one. */}
        {order.issued.proposed !== undefined && order.issued.proposed !== order.issued.unit ? (
          <small className="plan-reason">{recommend('changed', { unit: names.unit(order.issued.proposed) })}</small>
        ) : null}
      </td>
      <td className="is-number">
        {clocks.deliveredAt !== null ? (
          <span className="is-ok">{format.span(clocks.deliveredAt - clocks.issuedAt)}</span>
        ) : order.state === 'issued' && order.line.state === 'ok' ? (
          t('order.sending', { age: waits })
        ) : (
          '–'
        )}
      </td>
      <td className="is-number">
        {clocks.signedForAt !== null ? (
          <span className="is-ok">{format.span(clocks.signedForAt - clocks.issuedAt)}</span>
        ) : order.state === 'delivered' ? (
          <span className={rings ? 'is-ringing' : ''}>
            {t(rings ? 'order.ringing' : 'order.waiting', { age: waits })}
          </span>
        ) : (
          '–'
        )}
      </td>
      <td>
        <Now order={order} place={props.place} />
      </td>
    </tr>
  )
}

/** Where the unit is: straight-line distance and, when it is old, the age of its position; nothing is guessed. */
function Now(props: { readonly order: Order; readonly place: Position }): ReactNode {
  const { order } = props
  const t = useDesk()
  const terms = useTerms()
  const format = useFormat()
  const { unit } = useReference()
  const fixes = useUnits()
  const now = useNow(1_000)
  const state =
    order.state === 'rejected'
      ? t('order.rejected', { cause: terms(`cause.${order.cause}`) })
      : terms(`order.${order.state}`)
  const known = order.unit ? unit.get(order.unit) : undefined
  const fix = known ? fixes.get(known.index) : undefined
  const moving = order.state === 'signed-for' || order.state === 'on-the-way'
  if (!moving || !known) return state
  if (!fix)
    return (
      <>
        {state} <small className="is-faint">{t('order.noFix')}</small>
      </>
    )
  const age = now - fix.fixAt
  return (
    <>
      {state}{' '}
      <small className={age > OLD_FIX_MS ? 'is-old' : 'is-faint'}>
        {t('order.fromThere', { distance: format.distance(distanceM(fix.position, props.place)) })}
        {age > OLD_FIX_MS ? ` · ${t('order.staleFix', { age: format.span(age) })}` : null}
      </small>
    </>
  )
}

/** Withdrawn from a system that has, or may have, the order and does not know of it. */
const awaitsWord = (order: Order): boolean =>
  order.state === 'withdrawn' &&
  order.toldAt === undefined &&
  order.issued.channel !== 'console' &&
  (order.clocks.deliveredAt !== null || order.line.state !== 'ok')

/** A line that is down stands on the screen as a gap in the table, in words, with what to do. */
function Gap(props: { readonly order: Order }): ReactNode {
  const { order } = props
  const t = useDesk()
  const names = useNames()
  const format = useFormat()
  const now = useNow(1_000)
  const down = useLines().get(order.issued.agency)
  const says = saysOf()
  function saysOf(): string | null {
    if (awaitsWord(order)) return t('order.untold')
    if (isOver(order)) return null
    switch (order.line.state) {
      case 'retrying':
        return t('order.retrying', {
          attempts: order.line.attempts,
          span: format.span(Math.max(0, order.line.nextAt - now)),
        })
      case 'dead':
        return t('order.dead', { attempts: order.line.attempts })
      case 'ok':
        if (order.escalatedAt !== null && order.clocks.signedForAt === null) return t('order.escalated')
        return down?.state === 'failing' && order.clocks.signedForAt === null
          ? t('order.lineFailing', { since: format.clock(down.since) })
          : null
    }
    return never(order.line)
  }
  if (!says) return null
  const dead = order.line.state === 'dead'
  return (
    <tr className={dead ? 'gap is-dead' : 'gap'}>
      <td colSpan={5}>
        <div role={dead ? 'alert' : 'status'}>
          <svg width="16" height="10" viewBox="0 0 16 10" aria-hidden="true" stroke="currentColor" strokeWidth="2">
            <path d="M0 5h4m8 0h4M6 1l4 8" fill="none" />
          </svg>
          <span>{says}</span>
          {dead ? (
            <button type="button" className="fm-button" onClick={() => resend(order.id)}>
              {t('act.resend', { agency: names.agency(order.issued.agency) })}
              <kbd>{keyLabel(KEYS.resend[0] ?? '')}</kbd>
            </button>
          ) : null}
        </div>
      </td>
    </tr>
  )
}

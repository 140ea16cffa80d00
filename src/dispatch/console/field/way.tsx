/** The way there: the map with the way by road, its next turns and what holds along it; without a road network the straight line, which never pretends to be a route. */
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useNow } from '../../../console/now.ts'
import { bearingDegrees, distanceM } from '../../../core/geo.ts'
import type { Condition } from '../../../roads/conditions/condition.ts'
import type { Unit } from '../../forces.ts'
import { isOver, type Order } from '../../order.ts'
import { STALE_FIX_MS } from '../../recommend/readiness.ts'
import { LazyMap } from '../place/lazy-map.tsx'
import type { UnitMark } from '../place/place-map.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { RoadsNow, useHolding } from '../roads/list.tsx'
import { headingOf, type OwnPosition } from './own-position.ts'
import { Turns } from './turns.tsx'
import { useOrderWay } from './use-order-way.ts'

/** The words stand over the upper edge of the map. */
const BESIDE_WORDS = { top: 112, right: 40, bottom: 44, left: 40 }

/** Closer than this the crew sees it; an arrow and metres would be noise. */
const THERE_M = 80

export function Way(props: {
  readonly order: Order
  readonly unit: Unit | undefined
  readonly own: OwnPosition | null
}): ReactNode {
  const { t } = useTranslation('field')
  const text = useText()
  const lines = usePlaceLines()
  const { order, own, unit } = props
  const { place } = order.issued.brief
  const holding = useHolding()
  const driven = useOrderWay(isOver(order) ? null : order.id, holding)
  const stale = useNow(5_000) - (own?.fixAt ?? 0) > STALE_FIX_MS
  const label = unit ? text(unit.label) : t('way.me')
  const units = useMemo(
    (): readonly UnitMark[] =>
      own ? [{ key: 'own', label, position: own.position, stale, headingDegrees: own.headingDegrees }] : [],
    [own, label, stale],
  )
  return (
    <section className="fm-way" aria-label={t('way.title')}>
      <LazyMap
        instead={<p className="fm-way-none">{t('way.noMap')}</p>}
        label={t('way.map')}
        place={place.position}
        placeLabel={lines(place).first}
        way={driven?.geometry ?? null}
        from={own?.position ?? null}
        units={units}
        theme="light"
        padding={BESIDE_WORDS}
        conditions={holding}
      />
      {driven ? <Turns way={driven} /> : <WayWords order={order} own={own} holding={holding} />}
    </section>
  )
}

function WayWords(props: {
  readonly order: Order
  readonly own: OwnPosition | null
  readonly holding: readonly Condition[]
}): ReactNode {
  const { order, own } = props
  const { t } = useTranslation('field')
  const { t: term } = useTranslation('terms')
  const format = useFormat()
  const now = useNow(5_000)
  const { place } = order.issued.brief
  if (!own)
    return (
      <div className="fm-way-words">
        <b>{t('way.none')}</b>
        <small>{t('way.noneAct')}</small>
      </div>
    )
  const metres = distanceM(own.position, place.position)
  const bearing = bearingDegrees(own.position, place.position)
  const age = now - own.fixAt
  return (
    <div className="fm-way-words">
      <b className="fm-number">
        {metres < THERE_M ? null : (
          <svg viewBox="0 0 16 16" aria-hidden="true" style={{ rotate: `${bearing}deg` }}>
            <path d="M8 1l5.5 13L8 11l-5.5 3z" fill="currentColor" />
          </svg>
        )}
        {t('way.straight', { distance: format.distance(metres) })}
        {metres < THERE_M ? '' : ` · ${t(`way.heading.${headingOf(bearing)}`)}`}
      </b>
      {metres < THERE_M ? null : (
        <small>
          {t('way.longer')}
          {place.carriageway
            ? ` ${t('way.carriageway', { carriageway: term(`carriageway.${place.carriageway}`) })}`
            : ''}
        </small>
      )}
      {age > STALE_FIX_MS ? <small className="is-stale">{t('way.stale', { age: format.span(age) })}</small> : null}
      <RoadsNow conditions={props.holding} />
    </div>
  )
}

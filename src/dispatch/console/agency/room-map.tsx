/** Where the incident is and where this agency's own units are; the line runs from the unit that goes. */
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useUnits } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { theme } from '../../../console/theme.ts'
import { distanceM } from '../../../core/geo.ts'
import { isOver, type Order } from '../../order.ts'
import { STALE_FIX_MS } from '../../recommend/readiness.ts'
import { LazyMap } from '../place/lazy-map.tsx'
import type { UnitMark } from '../place/place-map.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { useHolding } from '../roads/list.tsx'

const AROUND = { top: 40, right: 60, bottom: 56, left: 60 }

export function RoomMap({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const text = useText()
  const format = useFormat()
  const lines = usePlaceLines()
  const fixes = useUnits()
  const worn = useCell(theme)
  const now = useNow(5_000)
  const { units } = useReference()
  const { agency, brief } = order.issued
  const holding = useHolding()
  const marks = useMemo(
    (): readonly UnitMark[] =>
      units
        .filter((unit) => unit.agency === agency)
        .flatMap((unit): UnitMark[] => {
          const fix = fixes.get(unit.index)
          if (!fix) return []
          const stale = now - fix.fixAt > STALE_FIX_MS
          const age = stale ? ` · ${t('age', { age: format.span(now - fix.fixAt) })}` : ''
          return [
            {
              key: unit.id,
              label: `${text(unit.label)}${age}`,
              position: fix.position,
              stale,
              headingDegrees: fix.headingDegrees,
            },
          ]
        }),
    [units, agency, fixes, now, t, text, format],
  )
  const going = isOver(order) ? undefined : marks.find((mark) => mark.key === order.unit)
  return (
    <figure className="fm-order-map">
      <div>
        <LazyMap
          instead={<p className="fm-order-map-none">{t('mapBroken')}</p>}
          label={t('map')}
          place={brief.place.position}
          placeLabel={lines(brief.place).first}
          from={going?.position ?? null}
          units={marks}
          theme={worn}
          padding={AROUND}
          conditions={holding}
        />
      </div>
      {going ? (
        <figcaption className="fm-number">
          {t('straight', {
            unit: going.label,
            distance: format.distance(distanceM(going.position, brief.place.position)),
          })}
        </figcaption>
      ) : null}
    </figure>
  )
}

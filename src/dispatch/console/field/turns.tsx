/** The next turns of the way, large enough for a bumpy road; the rest below, and what holds along it. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import type { Step, Turn } from '../../../roads/turns.ts'
import type { UnitWay } from '../../recommend/way.ts'
import { RoadsNow } from '../roads/list.tsx'

/** Degrees that the arrow is turned by. */
const ARROW: Record<Turn, number> = {
  start: 0,
  on: 0,
  'slight-left': -40,
  left: -90,
  'sharp-left': -135,
  'slight-right': 40,
  right: 90,
  'sharp-right': 135,
  round: 180,
  ramp: 40,
  roundabout: 40,
}
const MOST_SHOWN = 12

export function Turns({ way }: { readonly way: UnitWay }): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const [first, next, ...rest] = way.steps
  return (
    <div className="fm-way-words">
      <b className="fm-number">
        {t('way.byRoad', { distance: format.distance(way.metres), minutes: Math.max(1, Math.round(way.seconds / 60)) })}
      </b>
      {next && first ? (
        <p className="fm-way-next">
          <Arrow turn={next.turn} /> {t('way.in', { distance: format.distance(first.metres) })} <Told step={next} />
        </p>
      ) : null}
      {way.offRoadM > 0 ? <small>{t('way.offRoad', { distance: format.distance(way.offRoadM) })}</small> : null}
      {rest.length > 0 ? (
        <details>
          <summary>{t('way.turns', { count: rest.length })}</summary>
          <ol>
            {rest.slice(0, MOST_SHOWN).map((step) => (
              <li key={`${step.at.join()} ${step.road}`}>
                <Arrow turn={step.turn} /> <Told step={step} /> <small>{format.distance(step.metres)}</small>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      <RoadsNow conditions={way.conditions} />
    </div>
  )
}

function Told({ step }: { readonly step: Step }): ReactNode {
  const { t } = useTranslation('field')
  return (
    <span>
      {t(`way.turn.${step.turn}`)} {step.road}
    </span>
  )
}

const Arrow = ({ turn }: { readonly turn: Turn }): ReactNode => (
  <svg viewBox="0 0 16 16" aria-hidden="true" style={{ rotate: `${ARROW[turn]}deg` }}>
    <path d="M8 1l4 5H9.2v9H6.8V6H4z" fill="currentColor" />
  </svg>
)

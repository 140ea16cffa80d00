/** The map's legend and its two switches: what each shape means, unit names, and back to the whole area. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoadState } from '../../../../roads/live.ts'
import { RoadSigns } from '../../roads/signs.tsx'
import { useDesk } from '../words.ts'

const SIGNS = ['incident', 'warning', 'unit', 'ordered', 'stale', 'camera'] as const

export function Legend(props: {
  /** What holds somewhere on the roads just now. */
  readonly states: readonly RoadState['state'][]
  /** null: no reach is drawn. */
  readonly onReachAway: (() => void) | null
  readonly names: boolean
  readonly onNames: () => void
  readonly onHome: () => void
}): ReactNode {
  const t = useDesk()
  const { t: roads } = useTranslation('roads')
  return (
    <div className="map-legend">
      {SIGNS.map((sign) => (
        <span key={sign} className="map-sign">
          <Sign sign={sign} />
          {t(`map.legend.${sign}`)}
        </span>
      ))}
      <RoadSigns states={props.states} />
      {props.onReachAway ? (
        <button type="button" className="fm-plain" onClick={props.onReachAway}>
          <Drawn>
            <path d="M1 4h12" stroke="var(--accent)" strokeWidth="3" />
            <path d="M1 10h12" stroke="var(--accent)" strokeWidth="3" opacity="0.4" />
          </Drawn>{' '}
          {roads('legend.reach')} ×
        </button>
      ) : null}
      <button type="button" className="fm-plain" aria-pressed={props.names} onClick={props.onNames}>
        {t('map.names')}
      </button>
      <button type="button" className="fm-plain" onClick={props.onHome}>
        {t('map.home')}
      </button>
    </div>
  )
}

function Sign(props: { readonly sign: (typeof SIGNS)[number] }): ReactNode {
  const arrow = 'M7 2l4 9-4-2-4 2z'
  switch (props.sign) {
    case 'incident':
      return (
        <Drawn>
          <circle cx="7" cy="7" r="5" fill="none" stroke="var(--life)" strokeWidth="1.4" />
          <circle cx="7" cy="7" r="2" fill="var(--life)" />
        </Drawn>
      )
    case 'warning':
      return (
        <Drawn>
          <path d="M7 2l5 5-5 5-5-5z" fill="none" stroke="var(--life)" strokeWidth="1.5" />
        </Drawn>
      )
    case 'unit':
      return (
        <Drawn>
          <path d={arrow} fill="var(--accent)" />
        </Drawn>
      )
    case 'ordered':
      return (
        <Drawn>
          <path d={arrow} fill="var(--accent)" stroke="var(--strong)" strokeWidth="1.2" />
        </Drawn>
      )
    case 'stale':
      return (
        <Drawn>
          <path d={arrow} fill="none" stroke="var(--faint)" strokeWidth="1.2" />
        </Drawn>
      )
    case 'camera':
      return (
        <Drawn>
          <rect x="4" y="4" width="6" height="6" fill="var(--faint)" />
        </Drawn>
      )
  }
}

const Drawn = (props: { readonly children: ReactNode }): ReactNode => (
  <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
    {props.children}
  </svg>
)

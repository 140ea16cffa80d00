/** What the lines of the roads mean, beside a map: a sign and a word for each state that is drawn there now. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoadState } from '../../../roads/live.ts'
import './roads.css'

const DASHES: Record<RoadState['state'], string> = { closed: 'none', slow: '3 2', opened: '1 2' }

export function RoadSigns(props: { readonly states: readonly RoadState['state'][] }): ReactNode {
  const { t } = useTranslation('roads')
  return props.states.map((state) => (
    <span key={state} className="road-sign">
      <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true">
        <path
          d="M1 7h20"
          stroke={state === 'opened' ? 'var(--accent)' : 'var(--clock)'}
          strokeWidth="3"
          strokeDasharray={DASHES[state]}
        />
      </svg>
      {t(`legend.${state}`)}
    </span>
  ))
}

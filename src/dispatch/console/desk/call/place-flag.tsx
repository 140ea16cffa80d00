/** Says that nobody has verified the place of an incident, until somebody does; and the way to put the place right. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Incident } from '../../../incident.ts'
import { KEYS, keyLabel } from '../keys.ts'
import { correctPlace, verifyPlace } from './call.ts'
import './call.css'

export function PlaceFlag(props: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation('call')
  const { incident } = props
  if (incident.state === 'closed' || incident.state === 'merged') return null
  const isUnsure = incident.opened.place.unverified === true
  return (
    <div className={isUnsure ? 'place-flag' : 'place-flag is-sure'}>
      {isUnsure ? <strong>{t('unverified')}</strong> : null}
      <button
        type="button"
        className={isUnsure ? 'fm-button' : 'fm-plain is-inline'}
        onClick={() => correctPlace(incident.id)}
      >
        {t('correct')} <kbd>{keyLabel(KEYS.place[0] ?? '')}</kbd>
      </button>
      {isUnsure ? (
        <button type="button" className="fm-button" onClick={() => verifyPlace(incident)}>
          {t('verified')}
        </button>
      ) : null}
    </div>
  )
}

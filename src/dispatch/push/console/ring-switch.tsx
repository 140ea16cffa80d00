/** The switch "ring also when closed" of an agency's room and of a crew's phone; where it cannot be pressed it says why. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useLanguage } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { followRinging, type Page, press, type Ringing, ringing } from './ringing.ts'
import './ring-switch.css'

/** The reason stands beside it once it was pressed: a room that does without is not told all day. */
export function RingSwitch({ page }: { readonly page: Page }): ReactNode {
  const { t } = useTranslation('push')
  const why = useWhy()
  const language = useLanguage()
  const now = useCell(ringing)
  const [pressed, setPressed] = useState(false)
  useEffect(() => void followRinging(page, language), [page, language])
  if (now.state === 'unknown') return null
  const reason = why(now)
  const on = now.state === 'on'
  return (
    <span className="fm-ring-switch">
      <button
        type="button"
        role="switch"
        className="fm-plain"
        aria-checked={on}
        aria-disabled={now.state === 'cannot' || now.state === 'busy'}
        title={reason ?? t('why')}
        onClick={() => {
          setPressed(true)
          void press(page, language)
        }}
      >
        <svg width="15" height="15" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor">
          <rect x="4.5" y="1.5" width="7" height="13" rx="1.5" strokeWidth="1.4" />
          <path d={on ? 'M2 5v6M14 5v6M7 12.5h2' : 'M7 12.5h2M2 14L14 2'} strokeWidth="1.4" />
        </svg>{' '}
        {t(on ? 'on' : now.state === 'busy' ? 'busy' : 'off')}
      </button>
      {reason && pressed ? <small role="status">{reason}</small> : null}
    </span>
  )
}

function useWhy(): (now: Ringing) => string | null {
  const { t } = useTranslation('push')
  const refusal = useRefusal()
  return (now) => {
    if (now.state === 'cannot') return now.why === 'push-off' ? refusal(now.why) : t(`cannot.${now.why}`)
    return now.state === 'off' && now.refusal !== null ? refusal(now.refusal) : null
  }
}

/** How old what is on the screen is: a quiet dot and an age while it comes in, words and another shape when it does not. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SECOND } from '../../core/time.ts'
import { useFormat } from '../i18n/format.ts'
import { useConnection } from '../live.ts'
import { useNow } from '../now.ts'
import './live-mark.css'

/** Marks come every second; past this the age is shown as a delay. */
const LATE_MS = 2.5 * SECOND

export function LiveMark(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useConnection()
  useNow(250) // redraws; the ages here are by this browser's own clock
  const age = now.lastAt === null ? null : Math.max(0, Date.now() - now.lastAt)
  if (now.state === 'cut-off')
    return (
      <span className="fm-live is-cut">
        <i aria-hidden="true" />
        <span role="alert">{t('live.cut', { since: format.clock(now.lastAt ?? now.since) })}</span>{' '}
        {/* Outside the alert: a reader is not told again with every second. */}
        <span>{t('live.cutAge', { age: format.span(age ?? Math.max(0, Date.now() - now.since)) })}</span>
      </span>
    )
  if (age === null)
    return (
      <span className="fm-live is-late" role="status">
        <i aria-hidden="true" />
        {t('live.connecting')}
      </span>
    )
  const late = age > LATE_MS
  return (
    <span className={late ? 'fm-live is-late' : 'fm-live'}>
      <i aria-hidden="true" />
      {t(late ? 'live.late' : 'live.on', { age: format.span(age) })}
    </span>
  )
}

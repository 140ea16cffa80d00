/** Others' alerts above the map: the severest in one line, the others behind it; what to do unfolds. Nothing when none stands. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useLanguage } from '../../../console/i18n/language.ts'
import { type Heard, useStanding } from './alerts.ts'
import './alerts.css'

export function AlertStrip(): ReactNode {
  const { t } = useTranslation('exchange')
  const standing = useStanding()
  const [open, setOpen] = useState(false)
  const [first, ...others] = standing
  if (!first) return null
  return (
    <section className="alerts" aria-label={t('title')}>
      <Line alert={first} open={open} onToggle={() => setOpen(!open)}>
        {others.length > 0 && !open ? <small>{t('more', { count: others.length })}</small> : null}
      </Line>
      {open ? others.map((alert) => <Line key={alert.id} alert={alert} open onToggle={null} />) : null}
    </section>
  )
}

function Line(props: {
  readonly alert: Heard
  readonly open: boolean
  readonly onToggle: (() => void) | null
  readonly children?: ReactNode
}): ReactNode {
  const { t } = useTranslation('exchange')
  const format = useFormat()
  const language = useLanguage()
  const { notice, source } = props.alert
  const said = [notice.description, notice.instruction].map((text) => text[language]).filter((text) => text !== '')
  const grave = notice.severity === 'Extreme' || notice.severity === 'Severe'
  return (
    <article className={grave ? 'alert is-grave' : 'alert'}>
      <p>
        <svg width="12" height="11" viewBox="0 0 12 11" aria-hidden="true">
          <path d="M6 1l5 9H1z" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
        <strong>{notice.headline[language] || notice.event[language]}</strong>
        <span>{t(`severity.${notice.severity}`)}</span>
        <span>{t('until', { at: format.clock(notice.until) })}</span>
        <span>{t('from', { source })}</span>
        {notice.exercise ? <em>{t('exercise')}</em> : null}
        {props.children}
        {props.onToggle ? (
          <button type="button" className="fm-plain" aria-expanded={props.open} onClick={props.onToggle}>
            {t(props.open ? 'hide' : 'show')}
          </button>
        ) : null}
      </p>
      {props.open
        ? [notice.areaName[language], ...said]
            .filter((text) => text !== '')
            .map((text) => (
              <p key={text} className="alert-text">
                {text}
              </p>
            ))
        : null}
    </article>
  )
}

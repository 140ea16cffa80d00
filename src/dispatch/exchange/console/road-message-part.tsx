/** What the public knows of the selected incident, and how long after the verdict it knew. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useLanguage } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { SECOND } from '../../../core/time.ts'
import type { Incident } from '../../incident.ts'
import { untellable } from '../road-message.ts'
import { useRoadMessage } from './alerts.ts'
import './alerts.css'

/** From the verdict to the public: what has to be reached. */
const WITHIN_MS = 30 * SECOND

export function RoadMessagePart(props: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation('exchange')
  const format = useFormat()
  const language = useLanguage()
  const refusal = useRefusal()
  const message = useRoadMessage(props.incident.id)
  const why = untellable(props.incident)
  // What is not for the public has no place on the screen unless it once had.
  if (!message && why) return null
  const span = message ? message.publishedAt - message.verdictAt : 0
  return (
    <section className="side-part road-message">
      <h3>{t('road.title')}</h3>
      {message ? (
        <>
          <p>{message.notice.headline[language]}</p>
          <p>
            {message.state === 'ended'
              ? t(`road.ended.${message.because}`)
              : t('road.standing', { at: format.clock(message.publishedAt), span: format.span(span) })}
            {span > WITHIN_MS ? <span className="is-late"> · {t('road.late')}</span> : null}
            {message.messages.length > 1 ? ` · ${t('road.messages', { count: message.messages.length })}` : null}
          </p>
          <p>
            <a href={`/public/alerts/${message.id}`} target="_blank" rel="noreferrer">
              {t('road.read')}
            </a>
          </p>
        </>
      ) : (
        <p>{why ? refusal(why) : t('road.none')}</p>
      )}
    </section>
  )
}

/** Today's figures, each with its definition under it: asked anew a little after something has happened. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { onFacts, useLineState } from '../../../console/live.ts'
import { MINUTE, SECOND } from '../../../core/time.ts'
import type { DayFigures, Share } from '../day.ts'

/** What happens together is counted together. */
const AFTER_MS = 3 * SECOND
/** An order gets late without anything happening. */
const AGAIN_MS = MINUTE

function useDay(): DayFigures | null {
  const [day, setDay] = useState<DayFigures | null>(null)
  const line = useLineState()
  useEffect(() => {
    if (line !== 'live') return
    const leaving = new AbortController()
    const ask = async (): Promise<void> => {
      const answer = await get<DayFigures>('/api/wall', { signal: leaving.signal })
      // Older figures stay in sight; the head says when the line broke.
      if (answer.ok && !leaving.signal.aborted) setDay(answer.value)
    }
    let soon: ReturnType<typeof setTimeout> | null = null
    void ask()
    const again = setInterval(() => void ask(), AGAIN_MS)
    const stop = onFacts(() => {
      soon ??= setTimeout(() => {
        soon = null
        void ask()
      }, AFTER_MS)
    })
    return () => {
      leaving.abort()
      clearInterval(again)
      if (soon) clearTimeout(soon)
      stop()
    }
  }, [line])
  return day
}

const SHARES = ['noticed', 'signed', 'arrived', 'judgedTrue'] as const

export function Today(): ReactNode {
  const { t } = useTranslation('wall')
  const format = useFormat()
  const day = useDay()
  const share = ({ part, of }: Share): string => (of === 0 ? '–' : format.percent(part / of))
  return (
    <section className="wall-today" aria-label={t('today')}>
      <div>
        <strong>{day ? format.number(day.opened) : '–'}</strong>
        <b>{t('figure.opened.name')}</b>
        <small>{day ? t('figure.opened.what', { running: day.running }) : ''}</small>
      </div>
      {SHARES.map((name) => (
        <div key={name}>
          <strong>{day ? share(day[name]) : '–'}</strong>
          <b>{t(`figure.${name}.name`)}</b>
          <small>{day ? t(`figure.${name}.what`, day[name]) : ''}</small>
        </div>
      ))}
    </section>
  )
}

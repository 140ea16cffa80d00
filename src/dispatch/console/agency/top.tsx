/** The head of the agency's room: whose room it is, what waits, whether it is receiving, and the switches. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useCutOff } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { LiveMark } from '../../../console/parts/live-mark.tsx'
import { LanguageSwitch, SignOut, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { useReference } from '../../../console/reference.ts'
import { go } from '../../../console/route.ts'
import type { AgencyId } from '../../../core/ids.ts'
import type { Order } from '../../order.ts'
import { RingSwitch } from '../../push/console/ring-switch.tsx'

export function Top(props: {
  readonly agency: AgencyId
  readonly waiting: number
  /** An unsigned order that is not the one on the screen. */
  readonly elsewhere: Order | undefined
  readonly sound: boolean
  readonly onSound: () => void
}): ReactNode {
  const { t } = useTranslation('agency')
  const { t: shell } = useTranslation('shell')
  const text = useText()
  const { agency, centre } = useReference()
  const here = agency.get(props.agency)
  const { waiting, elsewhere } = props
  const name = here ? text(here.name) : props.agency
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${t('ring.word')} · ${name}` : `${name} · ${shell('product')}`
  }, [waiting, name, t, shell])
  return (
    <header className="fm-room-top">
      <b className="fm-room-name">{name}</b>
      <span className="fm-room-centre">{text(centre.name)}</span>
      <span className={waiting > 0 ? 'fm-room-news is-waiting' : 'fm-room-news'} role="status" aria-live="assertive">
        {waiting > 0 ? t('news', { count: waiting }) : t('quiet')}
        {elsewhere ? (
          <button type="button" className="fm-plain" onClick={() => go(`/agency?order=${elsewhere.id}`)}>
            {t('goThere')} <kbd>Enter</kbd>
          </button>
        ) : null}
      </span>
      <span className="fm-room-gap" />
      <LiveMark />
      <Clock />
      <button
        type="button"
        className="fm-plain"
        aria-pressed={props.sound}
        title={t('sound.why')}
        onClick={props.onSound}
      >
        <svg width="15" height="15" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 6h3l4-3.5v11L5 10H2z" fill="currentColor" />
          <path
            d={props.sound ? 'M11 5.5a3.5 3.5 0 0 1 0 5M12.8 3.5a6 6 0 0 1 0 9' : 'M11.5 6l3.5 4M15 6l-3.5 4'}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.4"
          />
        </svg>{' '}
        {t(props.sound ? 'sound.on' : 'sound.off')} <kbd>M</kbd>
      </button>
      <RingSwitch page="/agency" />
      <LanguageSwitch />
      <ThemeSwitch />
      <SignOut />
    </header>
  )
}

function Clock(): ReactNode {
  const format = useFormat()
  return <span className="fm-room-clock fm-number">{format.clock(useNow())}</span>
}

export function CutOff(): ReactNode {
  const { t } = useTranslation('agency')
  const format = useFormat()
  const line = useCutOff()
  if (!line) return null
  return (
    <p className="fm-room-cut" role="alert">
      <b>{t('cut.title', { time: format.clock(line.lastAt ?? line.since) })}</b> {t('cut.act')}
    </p>
  )
}

const KEYS = [
  ['↑ ↓', 'move'],
  ['Enter', 'next'],
  ['S', 'sign'],
  ['Shift+S', 'all'],
  ['R', 'reject'],
  ['N', 'number'],
  ['P', 'paper'],
  ['U', 'understood'],
  ['Esc', 'escape'],
] as const

/** The keys, where there is a keyboard. */
export function Keys(): ReactNode {
  const { t } = useTranslation('agency')
  return (
    <footer className="fm-room-keys">
      {KEYS.map(([key, does]) => (
        <span key={does}>
          <kbd>{key}</kbd> {t(`key.${does}`)}
        </span>
      ))}
    </footer>
  )
}

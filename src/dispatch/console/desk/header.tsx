/** The desk's header: where this is, the counts that matter, how old the picture is, and the switches. */

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { fixes, useBoard } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { LiveMark } from '../../../console/parts/live-mark.tsx'
import { LanguageSwitch, SignOut, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { useReference } from '../../../console/reference.ts'
import { go } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import { HOUR, MINUTE } from '../../../core/time.ts'
import { judgedSince } from '../../judged.ts'
import { exercising, useExercising } from '../../shift/console/exercise.ts'
import { panel, sound } from './desk-state.ts'
import { KEYS, keyLabel } from './keys.ts'
import { useDesk } from './words.ts'

const SHIFT_MS = 12 * HOUR

export function Header(): ReactNode {
  const { t } = useTranslation()
  const desk = useDesk()
  const { t: plans } = useTranslation('plans')
  const { t: room } = useTranslation('room')
  const practises = useExercising()
  const text = useText()
  const person = usePerson()
  const { centre, demo } = useReference()
  return (
    <header className="desk-header">
      <h1>{t('product')}</h1>
      <span className="desk-centre">
        {text(centre.name)}
        {demo && !text(centre.name).includes(t('simulated')) ? (
          <em className="desk-simulated" title={t('simulatedWhy')}>
            {t('simulated')}
          </em>
        ) : null}
      </span>
      <Counts />
      <div className="desk-header-end">
        <LiveMark />
        <span className="desk-person">
          {text(person.name)} <small>{t(`role.${person.role}`)}</small>
        </span>
        <span className="desk-switches">
          {person.role === 'supervisor' ? (
            <>
              <button type="button" className="fm-plain" onClick={() => go('/cameras')}>
                {desk('header.cameras')}
              </button>
              <button type="button" className="fm-plain" onClick={() => go('/plans')}>
                {plans('open')}
              </button>
              {/* A page of its own: what follows the present must not go on beside the past. */}
              <a className="fm-plain" href="/replay">
                {desk('header.replay')}
              </a>
            </>
          ) : null}
          <button type="button" className="fm-plain" onClick={() => panel.set('shift')}>
            {room('open')} <kbd>{keyLabel(KEYS.shift[0] ?? '')}</kbd>
          </button>
          <button type="button" className="fm-plain" onClick={() => exercising.set(!exercising.get())}>
            {room(practises ? 'exercise.off' : 'exercise.on')}
          </button>
          <LanguageSwitch />
          <ThemeSwitch />
          <SoundSwitch />
          <SignOut />
        </span>
        <Clock />
      </div>
    </header>
  )
}

function Counts(): ReactNode {
  const t = useDesk()
  const { t: room } = useTranslation('room')
  const format = useFormat()
  const board = useBoard()
  const { units } = useReference()
  const now = useNow(2_000)
  const awaiting = [...board.warnings.values()].filter((warning) => warning.state === 'awaiting').length
  const open = [...board.incidents.values()].filter((incident) => incident.state !== 'closed')
  // What is practised is no figure.
  const running = open.filter(({ opened }) => !opened.exercise).length
  // Asked at the pace of the clock above: positions come in five times a second.
  const reporting = [...fixes.get().values()].filter((fix) => now - fix.fixAt < 2 * MINUTE).length
  const judged = judgedSince(board.warnings.values(), now - SHIFT_MS)
  return (
    <dl className="desk-counts">
      <Count name={t('header.awaiting')} value={format.number(awaiting)} />
      <Count
        name={t('header.running')}
        value={format.number(running)}
        {...(open.length > running ? { why: room('exercise.left', { count: open.length - running }) } : {})}
      />
      <Count name={t('header.units')} value={`${format.number(reporting)} / ${format.number(units.length)}`} />
      <Count
        name={t('header.judgedTrue')}
        value={`${format.number(judged.right)} / ${format.number(judged.right + judged.wrong)}`}
        why={t('header.judgedTrueWhy', { count: judged.cannotTell })}
      />
    </dl>
  )
}

function Count(props: { readonly name: string; readonly value: string; readonly why?: string }): ReactNode {
  return (
    <div title={props.why}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  )
}

function Clock(): ReactNode {
  const format = useFormat()
  return <time className="desk-clock">{format.clock(useNow(1_000))}</time>
}

function SoundSwitch(): ReactNode {
  const t = useDesk()
  const on = useCell(sound) === 'on'
  const does = t(on ? 'header.soundOff' : 'header.soundOn')
  return (
    <button
      type="button"
      className="fm-plain"
      aria-pressed={on}
      aria-label={does}
      title={does}
      onClick={() => sound.set(on ? 'off' : 'on')}
    >
      <svg
        width="15"
        height="15"
        viewBox="0 0 16 16"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      >
        <path d="M2 6v4h2.5L8 13V3L4.5 6z" fill="currentColor" />
        {on ? <path d="M10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6.3 6.3 0 0 1 0 9" /> : <path d="m10.5 6 4 4m0-4-4 4" />}
      </svg>
    </button>
  )
}

/** The call for help: held for one second, so that no pocket calls; a ring shows how long; it goes before every answer and until it is heard. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'

export const HOLD_MS = 1_000

export function HelpButton(props: {
  readonly waiting: boolean
  readonly heardAt: number | null
  readonly onHelp: () => void
}): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const [held, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const { onHelp } = props

  const begin = (): void => {
    if (timer.current !== undefined) return
    setHeld(true)
    timer.current = setTimeout(() => {
      end()
      navigator.vibrate?.(400)
      onHelp()
    }, HOLD_MS)
  }
  const end = (): void => {
    clearTimeout(timer.current)
    timer.current = undefined
    setHeld(false)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    if (event.type === 'keyup') end()
    else if (!event.repeat) begin()
  }
  const status = props.waiting
    ? t('help.waitingAct')
    : props.heardAt === null
      ? null
      : t('help.heard', { time: format.clock(props.heardAt) })
  return (
    <div className="fm-help">
      <button
        type="button"
        className={`fm-help-button${held ? ' is-held' : ''}${props.waiting ? ' is-waiting' : ''}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          begin()
        }}
        onPointerUp={end}
        onPointerCancel={end}
        onLostPointerCapture={end}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={onKey}
        onKeyUp={onKey}
        onBlur={end}
      >
        <svg className="fm-help-ring" viewBox="0 0 36 36" aria-hidden="true">
          <circle cx="18" cy="18" r="15" pathLength="100" />
          <circle cx="18" cy="18" r="15" pathLength="100" className="fm-help-turn" />
          <path d="M18 9.5v11M18 25.5v.5" />
        </svg>
        <span>{held ? t('help.holding') : props.waiting ? t('help.waiting') : t('help.hold')}</span>
      </button>
      <p className="fm-help-status" role="status" aria-live="assertive">
        {status}
      </p>
    </div>
  )
}

/** The next acts at the foot of the selected one: a button each with its key; one that cannot be pressed says why. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAway } from '../../../console/away/read-only.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { again, maySendAgain, putAway, useDoings } from './doing.ts'
import { type DeskKey, KEYS, keyLabel } from './keys.ts'
import { useDesk } from './words.ts'
import './acts.css'

/** `about`: the ids whose acts under way, or failed, are told here. */
export function Acts(props: {
  readonly about: string
  readonly also?: readonly string[]
  readonly note?: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <footer className="acts">
      <Doings about={[props.about, ...(props.also ?? [])]} />
      {props.note ? <p className="acts-note">{props.note}</p> : null}
      <div className="acts-row">{props.children}</div>
    </footer>
  )
}

export function ActButton(props: {
  readonly label: string
  readonly act: DeskKey | null
  readonly refusal: string | null
  readonly first?: boolean
  readonly onAct: () => void
}): ReactNode {
  const refusal = useRefusal()
  const key = props.act ? KEYS[props.act][0] : undefined
  const away = useAway()
  const why = away ? 'server-away' : props.refusal
  const cannot = why !== null
  return (
    <button
      type="button"
      className={props.first && !cannot ? 'fm-button is-first' : 'fm-button'}
      // Not `disabled`: it stays reachable and tells its reason to everybody.
      aria-disabled={cannot}
      aria-keyshortcuts={key}
      onClick={() => {
        if (!cannot) props.onAct()
      }}
    >
      <span>
        {props.label}
        {why === null ? null : <small className="acts-why">{refusal(why)}</small>}
      </span>
      {key ? <kbd>{keyLabel(key)}</kbd> : null}
    </button>
  )
}

/** Acts that are being sent, and those that failed with the way to send them once more. */
export function Doings(props: { readonly about: readonly string[] }): ReactNode {
  const t = useDesk()
  const { t: shell } = useTranslation()
  const refusal = useRefusal()
  const doings = useDoings().filter((doing) => props.about.includes(doing.about))
  if (doings.length === 0) return null
  return (
    <ul className="doings" aria-live="polite">
      {doings.map((doing) =>
        doing.state.word === 'sending' ? (
          <li key={doing.act.key}>
            {t(`doing.${doing.name}`)} · {t('act.sending')}
          </li>
        ) : (
          <li key={doing.act.key} className="is-failed" role="alert">
            <span>
              <strong>
                {t(`doing.${doing.name}`)}: {shell('notSent')}
              </strong>{' '}
              {refusal(doing.state.refusal)}
            </span>
            {maySendAgain(doing.state.refusal) ? (
              <button type="button" className="fm-button" onClick={() => void again(doing)}>
                {shell('again')}
              </button>
            ) : null}
            <button type="button" className="fm-plain" onClick={() => putAway(doing)}>
              {shell('close')}
            </button>
          </li>
        ),
      )}
    </ul>
  )
}

/** What a call says after its incident is open: kind, urgency, what happens, and the caller for the vault; orders need not wait for it. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../../console/cell.ts'
import { INCIDENT_KINDS, type Incident, type IncidentKind, PRIORITIES, type Priority } from '../../../incident.ts'
import { recommended } from '../acts.ts'
import { panel } from '../desk-state.ts'
import { useTerms } from '../words.ts'
import { freshCall, saveDetails, type, typed } from './call.ts'

export function Details(props: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation('call')
  const terms = useTerms()
  const now = useCell(typed)
  const { opened, state } = props.incident
  const [kind, setKind] = useState<IncidentKind>(opened.kind)
  const [priority, setPriority] = useState<Priority>(opened.priority)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const changed = {
    ...(kind === opened.kind ? {} : { kind }),
    ...(priority === opened.priority ? {} : { priority }),
  }
  const isBlank =
    Object.keys(changed).length === 0 && [now.details, now.name, now.phone].every((text) => text.trim() === '')
  const save = async (): Promise<void> => {
    if (!(await saveDetails(props.incident, changed))) return
    freshCall()
    panel.set('none')
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.repeat) return
    event.preventDefault()
    event.stopPropagation()
    if (!isBlank) void save()
    else if (state === 'open') recommended()
    else panel.set('none')
  }
  return (
    <div className="call-details">
      <p role="status">{t(state === 'open' ? 'opened' : 'ordered', { number: opened.number })}</p>
      <input
        ref={first}
        value={now.details}
        aria-label={t('details')}
        placeholder={t('details')}
        autoComplete="off"
        maxLength={500}
        onChange={(event) => type({ details: event.target.value })}
        onKeyDown={pressed}
      />
      <div className="call-row">
        <input
          value={now.name}
          aria-label={t('name')}
          placeholder={t('name')}
          autoComplete="off"
          maxLength={80}
          onChange={(event) => type({ name: event.target.value })}
          onKeyDown={pressed}
        />
        <input
          value={now.phone}
          aria-label={t('phone')}
          placeholder={t('phone')}
          autoComplete="off"
          inputMode="tel"
          maxLength={32}
          onChange={(event) => type({ phone: event.target.value })}
          onKeyDown={pressed}
        />
      </div>
      <div className="call-row">
        <select
          value={kind}
          aria-label={t('kindLabel')}
          onChange={(event) => setKind(INCIDENT_KINDS.find((each) => each === event.target.value) ?? kind)}
          onKeyDown={pressed}
        >
          {INCIDENT_KINDS.map((each) => (
            <option key={each} value={each}>
              {terms(`kind.${each}`)}
            </option>
          ))}
        </select>
        <select
          value={priority}
          aria-label={t('priority', { priority })}
          onChange={(event) => setPriority(PRIORITIES.find((each) => String(each) === event.target.value) ?? priority)}
          onKeyDown={pressed}
        >
          {PRIORITIES.map((each) => (
            <option key={each} value={each}>
              {each} · {terms(`priority.p${each}`)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="fm-button"
          aria-disabled={isBlank}
          onClick={() => (isBlank ? null : void save())}
        >
          {t('save')}
        </button>
        <button type="button" className="fm-plain" onClick={freshCall}>
          {t('fresh')}
        </button>
      </div>
    </div>
  )
}

/** The form of a METHANE report: the seven fields in the order of the word, filled from the version before; Ctrl+Enter sends it. */
import { Modal } from 'antd'
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { decide, type Incident } from '../../incident.ts'
import { CASUALTIES, MAJOR, type Methane } from '../../methane.ts'
import { panel } from '../desk/desk-state.ts'
import { perform } from '../desk/doing.ts'
import { Doings } from '../desk/next-acts.tsx'
import { useSelection } from '../desk/selection.ts'
import { useTerms } from '../desk/words.ts'
import { MethaneView, useMethane } from './methane-view.tsx'
import '../../shift/console/shift.css'
import './methane.css'

export default function MethanePanel(): ReactNode {
  const t = useMethane()
  const selection = useSelection()
  const { incidents } = useBoard()
  const incident = selection?.what === 'incident' ? incidents.get(selection.id) : undefined
  const close = (): void => panel.set('none')
  return (
    <Modal open title={`${t('title')} · ${incident?.opened.number ?? ''}`} footer={null} onCancel={close} width={720}>
      {incident ? <Fields key={incident.id} incident={incident} /> : null}
    </Modal>
  )
}

const TEXTS = ['exactLocation', 'type', 'hazards', 'access'] as const

function Fields(props: { readonly incident: Incident }): ReactNode {
  const { incident } = props
  const t = useMethane()
  const text = useText()
  const terms = useTerms()
  const refusal = useRefusal()
  const me = usePerson().id
  /** The version that was here when the writing began: what comes meanwhile is shown beside it. */
  const [on, setOn] = useState(incident.methane?.version ?? 0)
  const [report, setReport] = useState<Methane>(
    incident.methane?.report ?? {
      majorIncident: 'not-declared',
      exactLocation: text(incident.opened.place.label),
      type: terms(`kind.${incident.opened.kind}`),
      hazards: '',
      access: '',
      casualties: { immediate: null, urgent: null, minor: null, dead: null },
      emergencyServices: '',
    },
  )
  const form = useRef<HTMLFormElement>(null)
  const newer = incident.methane && incident.methane.version > on ? incident.methane : null
  const judged = decide(incident, { type: 'report', at: nowByServer(), report, on, by: me })
  const change = (part: Partial<Methane>): void => setReport({ ...report, ...part })
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!judged.ok) return
    const answer = await perform('methane', incident.id, `/api/incidents/${incident.id}/methane`, { ...report, on })
    if (answer?.ok) panel.set('none')
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.current?.requestSubmit()
  }
  const area = (field: (typeof TEXTS)[number] | 'emergencyServices'): ReactNode => (
    <Area key={field} field={field} value={report[field]} onChange={(said) => change({ [field]: said })} />
  )
  return (
    <form ref={form} className="shift-fields" onSubmit={(event) => void send(event)} onKeyDown={pressed}>
      <label htmlFor="methane-major">{t('field.majorIncident')}</label>
      <select
        id="methane-major"
        ref={(field) => {
          if (field && document.activeElement === document.body) field.focus()
        }}
        value={report.majorIncident}
        onChange={(event) => {
          const majorIncident = MAJOR.find((one) => one === event.target.value)
          if (majorIncident) change({ majorIncident })
        }}
      >
        {MAJOR.map((major) => (
          <option key={major} value={major}>
            {t(`major.${major}`)}
          </option>
        ))}
      </select>
      {TEXTS.map(area)}
      <span>{t('field.casualties')}</span>
      <div className="methane-counts">
        {CASUALTIES.map((casualty) => (
          <label key={casualty}>
            {t(`casualty.${casualty}`)}
            <input
              type="number"
              min={0}
              placeholder={t('unknown')}
              value={report.casualties[casualty] ?? ''}
              onChange={({ target: { value } }) => {
                const count = value === '' ? null : Math.max(0, Math.trunc(Number(value)))
                change({ casualties: { ...report.casualties, [casualty]: count } })
              }}
            />
          </label>
        ))}
      </div>
      {area('emergencyServices')}
      {newer ? (
        <div className="shift-wide" role="alert">
          <p>
            {t('outdated', { version: newer.version })}{' '}
            <button type="button" className="fm-plain is-inline" onClick={() => setOn(newer.version)}>
              {t('reportOn', { version: newer.version })}
            </button>
          </p>
          <MethaneView reported={newer} />
        </div>
      ) : null}
      <p className="shift-wide">
        <button type="submit" className="fm-button is-first" aria-disabled={!judged.ok}>
          {t('send')}
          {judged.ok ? null : <small> {refusal(judged.refusal)}</small>}
        </button>{' '}
        <small>{t('keys')}</small>
      </p>
      <Doings about={[incident.id]} />
    </form>
  )
}

function Area(props: {
  readonly field: (typeof TEXTS)[number] | 'emergencyServices'
  readonly value: string
  readonly onChange: (said: string) => void
}): ReactNode {
  const t = useMethane()
  const id = `methane-${props.field}`
  return (
    <>
      <label htmlFor={id}>{t(`field.${props.field}`)}</label>
      <textarea
        id={id}
        rows={1}
        maxLength={500}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </>
  )
}

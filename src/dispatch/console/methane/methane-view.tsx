/** A METHANE report as it stands, with what its version says anew and what stood there before; read at the desk, in an agency's room and by a crew. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import {
  CASUALTIES,
  changedFields,
  METHANE_FIELDS,
  type Methane,
  type MethaneField,
  type Reported,
} from '../../methane.ts'
import './methane.css'

export const useMethane = () => useTranslation('methane').t

export function useFieldSaid(): (report: Methane, field: MethaneField) => string {
  const t = useMethane()
  const format = useFormat()
  return (report, field) => {
    if (field === 'majorIncident') return t(`major.${report.majorIncident}`)
    if (field !== 'casualties') return report[field] || t('nothing')
    return CASUALTIES.map((casualty) => {
      const count = report.casualties[casualty]
      return `${t(`casualty.${casualty}`)}: ${count === null ? t('unknown') : format.number(count)}`
    }).join(' · ')
  }
}

export const isSaid = (report: Methane, field: MethaneField): boolean =>
  field === 'casualties'
    ? CASUALTIES.some((casualty) => report.casualties[casualty] !== null)
    : field === 'majorIncident'
      ? report.majorIncident !== 'not-declared'
      : report[field] !== ''

/** `who` names the writer, where the screen may know people. */
export function MethaneView(props: {
  readonly reported: Reported
  readonly who?: string
  /** For a crew: only what the report says. */
  readonly brief?: boolean
  readonly children?: ReactNode
}): ReactNode {
  const { version, at, report, before } = props.reported
  const t = useMethane()
  const format = useFormat()
  const said = useFieldSaid()
  const changed = new Set(before ? changedFields(before, report) : [])
  const when = { version, at: format.clock(at) }
  return (
    <>
      <p className="methane-head">
        <b>{t('title')}</b>
        <small>{props.who ? t('version', { ...when, who: props.who }) : t('versionOnly', when)}</small>
        {props.children}
      </p>
      <dl className="methane">
        {METHANE_FIELDS.filter((field) => !props.brief || isSaid(report, field)).map((field) => (
          <Field
            key={field}
            name={t(`field.${field}`)}
            life={field === 'majorIncident' && report.majorIncident === 'declared'}
            value={said(report, field)}
            was={before && changed.has(field) ? said(before, field) : null}
          />
        ))}
      </dl>
    </>
  )
}

function Field(props: {
  readonly name: string
  readonly value: string
  /** Not null: it is new in this version. */
  readonly was: string | null
  readonly life: boolean
}): ReactNode {
  const t = useMethane()
  return (
    <>
      <dt>{props.name}</dt>
      <dd className={[props.was === null ? '' : 'is-new', props.life ? 'is-life' : ''].join(' ').trim()}>
        {props.value}
        {props.was === null ? null : (
          <small className="methane-was">
            {t('changed')} · {t('was', { before: props.was })}
          </small>
        )}
      </dd>
    </>
  )
}

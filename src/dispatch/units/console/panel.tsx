/** The units at the desk: who is on duty with how many people and for how long, and the acts that change it; the same can be said at the command line. */
import { Modal } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { nowByServer, useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { MINUTE } from '../../../core/time.ts'
import { useNames, useTerms } from '../../console/desk/words.ts'
import type { Unit } from '../../forces.ts'
import { LONG_DUTY_MS } from '../../recommend/readiness.ts'
import { type Duty, dutyAt, UNSAID, type UnitDuty, type UnitWish } from '../duty.ts'
import { useDuties } from './duties.ts'
import { sayDuty } from './say-duty.ts'
import './units.css'

export default function UnitsPanel(props: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('units')
  const terms = useTerms()
  const names = useNames()
  const text = useText()
  const { units } = useReference()
  const now = useDuties()
  const at = useNow(10_000)
  const [sought, setSought] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const known = now.state === 'here' ? now.units : new Map<Unit['id'], UnitDuty>()
  const rows = units.map((unit) => {
    const said = known.get(unit.id) ?? null
    const duty = dutyAt(said?.duty ?? UNSAID, at)
    const kind = terms(`unitKind.${unit.kind}`)
    const words = [unit.id, text(unit.label), kind, names.agency(unit.agency), t(`is.${duty.state}`)]
    return { unit, said, duty, words: words.join(' ').toLowerCase() }
  })
  const shown = rows.filter(({ words }) => words.includes(sought.trim().toLowerCase()))
  return (
    <Modal open title={t('title')} footer={null} onCancel={props.onClose} width={820}>
      <input
        ref={field}
        className="units-filter"
        value={sought}
        placeholder={t('filter')}
        aria-label={t('filter')}
        onChange={(event) => setSought(event.target.value)}
      />
      {now.state === 'failed' ? <p role="alert">{t('failed')}</p> : null}
      <div className="units-scroll">
        <table className="agencies">
          <thead>
            <tr>
              <th scope="col">{t('unit')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('crew')}</th>
              <th scope="col">{t('set')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ unit, said, duty }) => (
              <UnitRow key={unit.id} unit={unit} said={said} duty={duty} at={at} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <p className="side-note">{t('none')}</p> : null}
      </div>
      <p className="side-note">{t('hint')}</p>
    </Modal>
  )
}

function UnitRow(props: {
  readonly unit: Unit
  readonly said: UnitDuty | null
  readonly duty: Duty
  readonly at: number
}): ReactNode {
  const { unit, said, duty, at } = props
  const { t } = useTranslation('units')
  const terms = useTerms()
  const names = useNames()
  const text = useText()
  const { units } = useReference()
  const crew = (duty.state === 'on-duty' || duty.state === 'resting' ? duty.crew : null) ?? unit.crewSize ?? null
  const sharing = unit.crew === undefined ? [] : units.filter((other) => other !== unit && other.crew === unit.crew)
  const shares =
    sharing.length > 0 ? [t('shares', { units: sharing.map((other) => text(other.label)).join(' · ') })] : []
  const kind = terms(`unitKind.${unit.kind}`)
  return (
    <tr className={duty.state === 'on-duty' ? '' : 'is-left'}>
      <th scope="row">
        {text(unit.label)} <span className="is-faint">{unit.id}</span>
        <small>{[names.agency(unit.agency), kind, ...unit.capabilities, ...shares].join(' · ')}</small>
      </th>
      <td>
        <State duty={duty} at={at} />
        {said ? <small className="plan-reason">{names.person(said.by)}</small> : null}
      </td>
      <td>{crew === null ? <span className="is-faint">{t('peopleUnknown')}</span> : crew}</td>
      <td className="units-acts">
        <Says unit={unit} duty={duty} crew={crew} />
      </td>
    </tr>
  )
}

function Says(props: { readonly unit: Unit; readonly duty: Duty; readonly crew: number | null }): ReactNode {
  const { t } = useTranslation('units')
  const { duty } = props
  const say = (wish: UnitWish) => void sayDuty(props.unit.id, wish)
  const away = duty.state === 'off-duty' || duty.state === 'out-of-service'
  const acts: readonly (readonly ['on' | 'off' | 'rest' | 'out', boolean, () => UnitWish])[] = [
    ['on', duty.state !== 'on-duty', () => ({ type: 'on', crew: props.crew })],
    ['off', duty.state !== 'off-duty', () => ({ type: 'off' })],
    ['rest', !away, () => ({ type: 'rest', until: nowByServer() + 30 * MINUTE })],
    ['out', duty.state !== 'out-of-service', () => ({ type: 'out', cause: 'other' })],
  ]
  return (
    <>
      {acts.map(([act, can, wish]) => (
        <button key={act} type="button" className="fm-plain" disabled={!can} onClick={() => say(wish())}>
          {t(`act.${act}`)}
        </button>
      ))}
      {duty.state === 'on-duty' && duty.post !== null ? (
        <button type="button" className="fm-plain" onClick={() => say({ type: 'leave-post' })}>
          {t('act.leave')}
        </button>
      ) : null}
    </>
  )
}

function State({ duty, at }: { readonly duty: Duty; readonly at: number }): ReactNode {
  const { t } = useTranslation('units')
  const format = useFormat()
  const text = useText()
  const { standby } = useReference()
  const more: string[] = []
  if (duty.state === 'on-duty' && duty.since !== null) {
    more.push(t('onFor', { span: format.span(at - duty.since) }))
    if (at - duty.since > LONG_DUTY_MS) more.push(t('long'))
  }
  if (duty.state === 'on-duty' && duty.post !== null) {
    const post = standby.find(({ id }) => id === duty.post)
    more.push(t('at', { post: post ? text(post.name) : duty.post }))
  }
  if (duty.state === 'resting') more.push(t('until', { at: format.clock(duty.until) }))
  if (duty.state === 'out-of-service') more.push(t(`cause.${duty.cause}`))
  if (duty.state === 'off-duty' || duty.state === 'out-of-service')
    more.push(t('since', { at: format.clock(duty.since) }))
  return (
    <>
      {t(`is.${duty.state}`)} <small className="is-faint">{more.join(' · ')}</small>
    </>
  )
}

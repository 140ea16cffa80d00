/** The form of a unit lent to us: what it is called, who lends it, who orders it and for how long; it stands by where the selected incident is. */
import { Modal } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { HOUR } from '../../../core/time.ts'
import { panel } from '../../console/desk/desk-state.ts'
import { useSelection } from '../../console/desk/selection.ts'
import { useTerms } from '../../console/desk/words.ts'
import { UNIT_KINDS, type UnitKind } from '../../forces.ts'
import { roomAct } from './acts.ts'
import './shift.css'

const HOURS = [2, 4, 8, 12, 24, 72]
const OTHER = ''

export default function LendForm(): ReactNode {
  const { t } = useTranslation('room')
  const terms = useTerms()
  const text = useText()
  const { agencies } = useReference()
  const selection = useSelection()
  const { incidents } = useBoard()
  const incident = selection?.what === 'incident' ? incidents.get(selection.id) : undefined
  const [label, setLabel] = useState('')
  const [kind, setKind] = useState<UnitKind>('tow-truck')
  const [agency, setAgency] = useState<string>(agencies[0]?.id ?? '')
  const [lender, setLender] = useState<string>(OTHER)
  const [centre, setCentre] = useState('')
  const [hours, setHours] = useState(4)
  const ready = incident !== undefined && label.trim() !== '' && (lender !== OTHER || centre.trim() !== '')
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!incident || !ready) return
    const taken = await roomAct('/api/loans', {
      label: label.trim(),
      kind,
      capabilities: [],
      agency,
      lender: lender === OTHER ? { centre: centre.trim() } : { agency: lender },
      standsAt: incident.opened.place.position,
      until: Math.round(nowByServer() + hours * HOUR),
    })
    if (taken) panel.set('none')
  }
  return (
    <Modal open title={t('lend.title')} footer={null} onCancel={() => panel.set('none')} width={560}>
      <form className="shift-fields" onSubmit={(event) => void send(event)}>
        <label htmlFor="lend-label">{t('lend.label')}</label>
        <input
          id="lend-label"
          ref={(field) => {
            if (field && document.activeElement === document.body) field.focus()
          }}
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <label htmlFor="lend-kind">{t('lend.kind')}</label>
        <select
          id="lend-kind"
          value={kind}
          onChange={(event) => setKind(UNIT_KINDS.find((one) => one === event.target.value) ?? kind)}
        >
          {UNIT_KINDS.map((one) => (
            <option key={one} value={one}>
              {terms(`unitKind.${one}`)}
            </option>
          ))}
        </select>
        <label htmlFor="lend-agency">{t('lend.agency')}</label>
        <select id="lend-agency" value={agency} onChange={(event) => setAgency(event.target.value)}>
          {agencies.map((one) => (
            <option key={one.id} value={one.id}>
              {text(one.name)}
            </option>
          ))}
        </select>
        <label htmlFor="lend-lender">{t('lend.lender')}</label>
        <select id="lend-lender" value={lender} onChange={(event) => setLender(event.target.value)}>
          <option value={OTHER}>{t('lend.otherCentre')}</option>
          {agencies
            .filter((one) => one.id !== agency)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {text(one.name)}
              </option>
            ))}
        </select>
        {lender === OTHER ? (
          <>
            <label htmlFor="lend-centre">{t('lend.centre')}</label>
            <input id="lend-centre" maxLength={60} value={centre} onChange={(event) => setCentre(event.target.value)} />
          </>
        ) : null}
        <label htmlFor="lend-hours">{t('lend.hours')}</label>
        <select id="lend-hours" value={hours} onChange={(event) => setHours(Number(event.target.value))}>
          {HOURS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <p className="shift-wide side-note">{t(incident ? 'lend.where' : 'lend.noPlace')}</p>
        <p className="shift-wide">
          <button type="submit" className="fm-button is-first" aria-disabled={!ready}>
            {t('lend.take')}
          </button>
        </p>
      </form>
    </Modal>
  )
}

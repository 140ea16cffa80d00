/** The form of a look-out: what to look for, and apart from it the plate, which goes to the vault. */
import { Modal } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { looksPersonal } from '../../../core/particulars.ts'
import { HOUR } from '../../../core/time.ts'
import { panel } from '../../console/desk/desk-state.ts'
import { useSelection } from '../../console/desk/selection.ts'
import { roomAct } from './acts.ts'
import './shift.css'

const HOURS = [1, 2, 4, 8, 24, 72]

export default function LookOutForm(): ReactNode {
  const { t } = useTranslation('room')
  const refusal = useRefusal()
  const selection = useSelection()
  const { incidents } = useBoard()
  const incident = selection?.what === 'incident' ? incidents.get(selection.id) : undefined
  const [text, setText] = useState('')
  const [plate, setPlate] = useState('')
  const [hours, setHours] = useState(4)
  const [to, setTo] = useState<'everybody' | 'room'>('everybody')
  const personal = looksPersonal(text)
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!incident || personal || text.trim() === '') return
    const given = await roomAct('/api/look-outs', {
      text: text.trim(),
      to,
      incident: incident.id,
      plate: plate.trim() === '' ? null : plate.trim(),
      expiresAt: Math.round(nowByServer() + hours * HOUR),
    })
    if (given) panel.set('none')
  }
  return (
    <Modal
      open
      title={t('lookOut.title', { number: incident?.opened.number ?? '' })}
      footer={null}
      onCancel={() => panel.set('none')}
      width={560}
    >
      <form className="shift-fields" onSubmit={(event) => void send(event)}>
        <label htmlFor="look-text">{t('lookOut.text')}</label>
        <span>
          <input
            id="look-text"
            ref={(field) => {
              if (field && document.activeElement === document.body) field.focus()
            }}
            style={{ width: '100%' }}
            maxLength={300}
            aria-invalid={personal}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <small>{personal ? refusal('plate-in-text') : t('lookOut.hint')}</small>
        </span>
        <label htmlFor="look-plate">{t('lookOut.plate')}</label>
        <input
          id="look-plate"
          maxLength={20}
          autoComplete="off"
          value={plate}
          onChange={(event) => setPlate(event.target.value)}
        />
        <label htmlFor="look-hours">{t('lookOut.hours')}</label>
        <select id="look-hours" value={hours} onChange={(event) => setHours(Number(event.target.value))}>
          {HOURS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <label htmlFor="look-to">{t('lookOut.to')}</label>
        <select
          id="look-to"
          value={to}
          onChange={(event) => setTo(event.target.value === 'room' ? 'room' : 'everybody')}
        >
          {(['everybody', 'room'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`lookOut.${one}`)}
            </option>
          ))}
        </select>
        <p className="shift-wide">
          <button
            type="submit"
            className="fm-button is-first"
            aria-disabled={!incident || personal || text.trim() === ''}
          >
            {t('lookOut.give')}
          </button>
        </p>
      </form>
    </Modal>
  )
}

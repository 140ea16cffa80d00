/** Whether the selected incident is held, until when and why; and that its time has come. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useBoard } from '../../../console/live.ts'
import type { Incident } from '../../incident.ts'
import { holdOf, takeUpSelected } from './acts.ts'
import './shift.css'

export function HoldLine(props: { readonly incident: Incident }): ReactNode {
  const { incident } = props
  const { t } = useTranslation('room')
  const format = useFormat()
  const hold = holdOf(useBoard().room.values(), incident.id)
  if (!hold || hold.state === 'ended' || incident.state !== 'open') return null
  const waits = hold.state === 'waiting'
  return (
    <p className={waits ? 'hold-line' : 'hold-line is-back'}>
      {t(waits ? 'heldBack' : 'cameBack', { at: format.date(hold.until), reason: hold.reason })}{' '}
      {waits ? (
        <button type="button" className="fm-plain is-inline" onClick={takeUpSelected}>
          {t('takeUp')}
        </button>
      ) : null}
    </p>
  )
}

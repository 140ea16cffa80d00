/** What the room says to whoever sits here: broadcasts until they are read, and look-outs as long as they stand; for the desk, an agency's room and a crew alike. */

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { sightOf } from '../../../access/sight.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useBoard } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { select } from '../../console/desk/selection.ts'
import { deskOf } from '../heard.ts'
import { acknowledge, broughtBack, lookOuts, unread } from './acts.ts'
import './shift.css'

/** `acknowledgeKey`: the key that reads the first, where there is a keyboard. */
export function RoomStrips(props: { readonly acknowledgeKey?: string }): ReactNode {
  const { t } = useTranslation('room')
  const format = useFormat()
  const { room, incidents } = useBoard()
  const person = usePerson()
  const now = useNow(1_000)
  const waiting = unread(room.values(), deskOf(sightOf(person), person.id), now)
  return (
    <>
      {waiting.map((broadcast, index) => (
        <p className="room-strip" role="alert" key={broadcast.id}>
          <small>{t('from')}</small>
          <b>{broadcast.text}</b>
          <small>
            {[
              broadcast.about ? t('about', { number: broadcast.about.number }) : null,
              t('until', { at: format.clock(broadcast.expiresAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
          <button type="button" className="fm-button" onClick={() => void acknowledge(broadcast.id)}>
            {t('acknowledge')}
            {index === 0 && props.acknowledgeKey ? <kbd> {props.acknowledgeKey}</kbd> : null}
          </button>
        </p>
      ))}
      {broughtBack(room.values(), incidents).map((hold) => (
        <p className="room-strip is-back" role="alert" key={hold.id}>
          <small>{t('kind.hold')}</small>
          <b>
            {hold.number} · {t('cameBack', { reason: hold.reason })}
          </b>
          <button type="button" className="fm-button" onClick={() => select({ what: 'incident', id: hold.incident })}>
            {t('takeUp')}
          </button>
        </p>
      ))}
      {lookOuts(room.values(), now).map((lookOut) => (
        <p className="room-strip" key={lookOut.id}>
          <small>{t('seek')}</small>
          <b>{lookOut.text}</b>
          <small>
            {t('about', { number: lookOut.number })} · {t('until', { at: format.clock(lookOut.expiresAt) })}
          </small>
        </p>
      ))}
    </>
  )
}

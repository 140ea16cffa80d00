/** What stands in the room until a time: broadcasts, look-outs, held calls, lent units, each with the act that ends it. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useNow } from '../../../console/now.ts'
import { panel } from '../../console/desk/desk-state.ts'
import { select } from '../../console/desk/selection.ts'
import { useNames, useTerms } from '../../console/desk/words.ts'
import type { Broadcast } from '../broadcast.ts'
import type { Hold } from '../hold.ts'
import type { Loan } from '../loan.ts'
import type { LookOut } from '../look-out.ts'
import { type RoomThing, stands } from '../room.ts'
import { roomAct, showPlate } from './acts.ts'

type Ending = Broadcast | LookOut | Hold | Loan
const ends = (thing: RoomThing): thing is Ending => thing.what !== 'entry' && thing.what !== 'shift'

export function Standing(props: { readonly things: readonly RoomThing[] }): ReactNode {
  const { t } = useTranslation('room')
  const format = useFormat()
  const now = useNow(1_000)
  const standing = props.things.filter(ends).filter((thing) => stands(thing, now))
  if (standing.length === 0) return <p className="side-note">{t('nothingStands')}</p>
  return (
    <ul className="shift-list">
      {standing.map((thing) => (
        <li key={thing.id}>
          <span>
            <Said thing={thing} />
          </span>
          <small>
            {t(`kind.${thing.what}`)} ·{' '}
            {t('until', { at: format.date('expiresAt' in thing ? thing.expiresAt : thing.until) })}
            <More thing={thing} />
          </small>
          <span className="shift-acts">
            <EndActs thing={thing} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Said({ thing }: { readonly thing: Ending }): ReactNode {
  const terms = useTerms()
  switch (thing.what) {
    case 'broadcast':
    case 'look-out':
      return thing.text
    case 'hold':
      return `${thing.number} · ${thing.reason}`
    case 'loan':
      return `${thing.label} · ${terms(`unitKind.${thing.kind}`)}`
  }
}

function More({ thing }: { readonly thing: Ending }): ReactNode {
  const { t } = useTranslation('room')
  const names = useNames()
  switch (thing.what) {
    case 'broadcast':
      return ` · ${t('read', { count: thing.acknowledged.length })}`
    case 'look-out':
      return ` · ${t('about', { number: thing.number })}`
    case 'hold':
      return null
    case 'loan': {
      const who = 'agency' in thing.lender ? names.agency(thing.lender.agency) : thing.lender.centre
      return ` · ${t('lentBy', { who })} · ${names.agency(thing.agency)}`
    }
  }
}

function EndActs({ thing }: { readonly thing: Ending }): ReactNode {
  const { t } = useTranslation('room')
  const [plate, setPlate] = useState<string | null>(null)
  const act = (label: string, path: string, body: object = {}): ReactNode => (
    <button key={label} type="button" className="fm-button" onClick={() => void roomAct(path, body, thing.id)}>
      {label}
    </button>
  )
  switch (thing.what) {
    case 'broadcast':
      return act(t('recall'), `/api/broadcasts/${thing.id}/recall`)
    case 'look-out':
      return (
        <>
          {thing.plate === null ? null : plate ? (
            <b>{plate}</b>
          ) : (
            <button type="button" className="fm-plain is-inline" onClick={() => void showPlate(thing).then(setPlate)}>
              {t('plate')}
            </button>
          )}
          {act(t('found'), `/api/look-outs/${thing.id}/end`, { because: 'found' })}
          {act(t('noLonger'), `/api/look-outs/${thing.id}/end`, { because: 'no-longer-sought' })}
        </>
      )
    case 'hold':
      return (
        <button
          type="button"
          className="fm-button"
          onClick={() => {
            panel.set('none')
            select({ what: 'incident', id: thing.incident })
            void roomAct(`/api/holds/${thing.id}/end`, {}, thing.id)
          }}
        >
          {t('takeUp')}
        </button>
      )
    case 'loan':
      return act(t('giveBack'), `/api/loans/${thing.id}/end`)
  }
}

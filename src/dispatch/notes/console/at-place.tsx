/** What is known of the place of the selected incident: the notes that hold there, and what happened there before, each a link. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useNow } from '../../../console/now.ts'
import { panel } from '../../console/desk/desk-state.ts'
import { select } from '../../console/desk/selection.ts'
import { useTerms } from '../../console/desk/words.ts'
import type { Incident } from '../../incident.ts'
import { type AtPlace, useAsked, useHolding } from './asking.ts'
import { drafting } from './draft.ts'
import { NoteLines } from './note-lines.tsx'

export function AtPlacePart(props: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation('notes')
  const asked = useAsked<AtPlace>(`/api/incidents/${props.incident.id}/place`)
  return (
    <section className="side-part">
      <h3>{t('here')}</h3>
      {asked.state === 'here' ? <Known {...asked.value} /> : <p className="side-note">{t(asked.state)}</p>}
      <button
        type="button"
        className="fm-plain is-inline"
        onClick={() => {
          drafting.set({ revises: null })
          panel.set('places')
        }}
      >
        {t('act.writeHere')}
      </button>
    </section>
  )
}

function Known({ notes, events }: AtPlace): ReactNode {
  const { t } = useTranslation('notes')
  const terms = useTerms()
  const format = useFormat()
  const now = useNow(10_000)
  const holding = useHolding(notes)
  if (holding.length === 0 && events.length === 0) return <p className="side-note">{t('none')}</p>
  return (
    <>
      <ul className="notes-list">
        {holding.map((note) => (
          <li key={note.id} className={note.content.audience === 'crews' ? 'is-heed' : ''}>
            <NoteLines note={note} />
          </li>
        ))}
      </ul>
      {events.length > 0 ? <h3>{t('before')}</h3> : null}
      <ul>
        {events.map((event) => (
          <li key={event.id}>
            <button
              type="button"
              className="fm-plain is-inline"
              onClick={() => select({ what: 'incident', id: event.id })}
            >
              {event.number}
            </button>{' '}
            {terms(`kind.${event.kind}`)} ·{' '}
            {t('event', { age: format.span(now - event.openedAt), distance: format.distance(event.distanceM) })} ·{' '}
            {t(`state.${event.state}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

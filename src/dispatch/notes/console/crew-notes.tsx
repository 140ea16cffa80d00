/** What whoever has this order should heed at its place: for an agency's room and for a crew. Nothing is shown where nothing is known. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../order.ts'
import type { Note } from '../note.ts'
import { useAsked, useHolding } from './asking.ts'
import { NoteLines } from './note-lines.tsx'

export function CrewNotes(props: { readonly order: Order }): ReactNode {
  const asked = useAsked<{ notes: readonly Note[] }>(`/api/orders/${props.order.id}/notes`)
  return asked.state === 'here' ? <Heed notes={asked.value.notes} /> : null
}

function Heed(props: { readonly notes: readonly Note[] }): ReactNode {
  const { t } = useTranslation('notes')
  const holding = useHolding(props.notes)
  if (holding.length === 0) return null
  return (
    <section className="crew-notes">
      <h3>{t('crews')}</h3>
      <ul className="notes-list">
        {holding.map((note) => (
          <li key={note.id} className="is-heed">
            <NoteLines note={note} brief />
          </li>
        ))}
      </ul>
    </section>
  )
}

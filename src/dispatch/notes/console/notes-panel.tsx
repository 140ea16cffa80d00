/** Every note on a place: looked through, reviewed, revised, withdrawn; and the form in which one is written. */
import { Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { nowByServer, useNow } from '../../../console/now.ts'
import { DAY } from '../../../core/time.ts'
import { panel } from '../../console/desk/desk-state.ts'
import { perform } from '../../console/desk/doing.ts'
import { Doings } from '../../console/desk/next-acts.tsx'
import { holds, type Note } from '../note.ts'
import { useAsked } from './asking.ts'
import { drafting } from './draft.ts'
import { NoteForm } from './note-form.tsx'
import { NoteLines } from './note-lines.tsx'

export default function NotesPanel(): ReactNode {
  const { t } = useTranslation('notes')
  const draft = useCell(drafting)
  return (
    <Modal
      open
      title={t('title')}
      footer={null}
      onCancel={() => {
        drafting.set(null)
        panel.set('none')
      }}
      width={760}
    >
      {draft ? <NoteForm key={draft.revises?.id ?? 'new'} revises={draft.revises} /> : <All />}
      <Doings about={['notes']} />
    </Modal>
  )
}

function All(): ReactNode {
  const { t } = useTranslation('notes')
  const [ended, setEnded] = useState(false)
  const asked = useAsked<{ notes: readonly Note[] }>(ended ? '/api/notes?ended=also' : '/api/notes')
  const now = useNow(1_000)
  const shown = asked.state === 'here' ? asked.value.notes.filter((note) => ended || holds(note, now)) : []
  return (
    <div className="notes-body">
      <p className="notes-acts">
        <button type="button" className="fm-button is-first" onClick={() => drafting.set({ revises: null })}>
          {t('act.write')}
        </button>
        <button type="button" className="fm-button" aria-pressed={ended} onClick={() => setEnded(!ended)}>
          {t('act.ended')}
        </button>
      </p>
      {asked.state === 'here' ? null : <p className="side-note">{t(asked.state)}</p>}
      {asked.state === 'here' && shown.length === 0 ? <p className="side-note">{t('empty')}</p> : null}
      <ul className="notes-list">
        {shown.map((note) => (
          <li key={note.id}>
            <NoteLines note={note} />
            {holds(note, now) ? <NoteActs note={note} /> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

const NEXT_REVIEW_DAYS = 30

function NoteActs({ note }: { readonly note: Note }): ReactNode {
  const { t } = useTranslation('notes')
  const review = (): void => {
    // The review comes before the end, which it never moves.
    const reviewAt = Math.min(nowByServer() + NEXT_REVIEW_DAYS * DAY, note.content.expiresAt)
    void perform('note-place', 'notes', `/api/notes/${note.id}/review`, { reviewAt: Math.round(reviewAt) })
  }
  return (
    <p className="notes-acts">
      <button type="button" className="fm-button" onClick={review}>
        {t('act.holds', { days: NEXT_REVIEW_DAYS })}
      </button>
      <button type="button" className="fm-button" onClick={() => drafting.set({ revises: note })}>
        {t('act.revise')}
      </button>
      <button
        type="button"
        className="fm-button"
        onClick={() => void perform('note-place', 'notes', `/api/notes/${note.id}/withdrawal`)}
      >
        {t('act.withdraw')}
      </button>
    </p>
  )
}

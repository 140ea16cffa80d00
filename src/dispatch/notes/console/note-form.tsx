/** A note written or revised: its place from the selected incident, and everything without which it is no note; what the server would refuse is said before it is sent. */
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import type { Place } from '../../../core/place.ts'
import { DAY } from '../../../core/time.ts'
import { perform } from '../../console/desk/doing.ts'
import { useSelection } from '../../console/desk/selection.ts'
import type { NotePlace } from '../meeting.ts'
import { AUDIENCE_OF, AUDIENCES, type Content, decide, NOTE_KINDS, type Note } from '../note.ts'
import { drafting } from './draft.ts'
import { NoteFields } from './note-fields.tsx'
import '../../shift/console/shift.css'

/** The ways in which a note can lie where the incident is. */
function placesOf(place: Place): readonly NotePlace[] {
  const { road, kilometre, carriageway, position, label } = place
  const address = label.zh === '' ? label.en : label.zh
  const around: readonly NotePlace[] = [
    { by: 'point', position, radiusM: 200 },
    { by: 'address', address },
  ]
  if (road === undefined || kilometre === undefined) return around
  const near = (km: number): number => Math.max(0, Math.round(km * 10) / 10)
  return [
    {
      by: 'section',
      road,
      fromKm: near(kilometre - 0.5),
      toKm: near(kilometre + 0.5),
      carriageway: carriageway ?? null,
    },
    ...around,
  ]
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

export function NoteForm(props: { readonly revises: Note | null }): ReactNode {
  const { revises } = props
  const { t } = useTranslation('notes')
  const refusal = useRefusal()
  const text = useText()
  const me = usePerson().id
  const { incidents } = useBoard()
  const selection = useSelection()
  const incident = selection?.what === 'incident' ? incidents.get(selection.id) : undefined
  const places = revises ? [revises.content.place] : incident ? placesOf(incident.opened.place) : []
  const [content, setContent] = useState<Content>(() => {
    if (revises) return revises.content
    const now = nowByServer()
    return {
      place: places[0] ?? { by: 'address', address: '' },
      kind: 'hazard',
      audience: AUDIENCE_OF.hazard,
      text: '',
      owner: '',
      reason: '',
      reviewAt: Date.parse(dayOf(now + 30 * DAY)),
      expiresAt: Date.parse(dayOf(now + 180 * DAY)),
    }
  })
  const change = (part: Partial<Content>): void => setContent({ ...content, ...part })
  const at = nowByServer()
  const judged = revises
    ? decide(revises, { type: 'revise', at, content, by: me })
    : decide(null, { type: 'write', at, content, by: me })
  const unsaid = [content.text, content.owner, content.reason].some((said) => said.trim() === '')
  const refused = judged.ok ? null : refusal(judged.refusal)
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!judged.ok || unsaid) return
    const path = revises ? `/api/notes/${revises.id}/revision` : '/api/notes'
    const answer = await perform('note-place', 'notes', path, content)
    if (answer?.ok) drafting.set(null)
  }
  if (!revises && !incident) return <p>{t('form.noPlace')}</p>
  return (
    <form className="shift-fields" onSubmit={(event) => void send(event)}>
      <NoteFields
        content={content}
        places={places}
        label={incident ? text(incident.opened.place.label) : ''}
        onChange={change}
      />
      <label htmlFor="note-kind">{t('form.kind')}</label>
      <select
        id="note-kind"
        value={content.kind}
        onChange={(event) => {
          const kind = NOTE_KINDS.find((one) => one === event.target.value)
          if (kind) change({ kind, ...(revises ? {} : { audience: AUDIENCE_OF[kind] }) })
        }}
      >
        {NOTE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kind.${kind}`)}
          </option>
        ))}
      </select>
      <label htmlFor="note-audience">{t('form.audience')}</label>
      <select
        id="note-audience"
        value={content.audience}
        disabled={revises !== null}
        onChange={(event) => {
          const audience = AUDIENCES.find((one) => one === event.target.value)
          if (audience) change({ audience })
        }}
      >
        {AUDIENCES.map((audience) => (
          <option key={audience} value={audience}>
            {t(`audience.${audience}`)}
          </option>
        ))}
      </select>
      <label htmlFor="note-text">{t('form.text')}</label>
      <textarea
        id="note-text"
        // The form was opened to write this.
        ref={(field) => {
          if (field && content.text === '') field.focus()
        }}
        rows={2}
        maxLength={500}
        placeholder={t('form.textHint')}
        value={content.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      <label htmlFor="note-owner">{t('form.owner')}</label>
      <input
        id="note-owner"
        maxLength={80}
        placeholder={t('form.ownerHint')}
        value={content.owner}
        onChange={(event) => change({ owner: event.target.value })}
      />
      <label htmlFor="note-reason">{t('form.reason')}</label>
      <input
        id="note-reason"
        maxLength={200}
        value={content.reason}
        onChange={(event) => change({ reason: event.target.value })}
      />
      {(['reviewAt', 'expiresAt'] as const).map((field) => (
        <NoteDay
          key={field}
          name={t(`form.${field}`)}
          id={`note-${field}`}
          at={content[field]}
          onChange={(day) => change({ [field]: day })}
        />
      ))}
      <p className="shift-wide notes-acts">
        <button type="submit" className="fm-button is-first" aria-disabled={refused !== null || unsaid}>
          {t(revises ? 'act.saveRevision' : 'act.save')}
          {refused ? <small> {refused}</small> : null}
        </button>
        <button type="button" className="fm-button" onClick={() => drafting.set(null)}>
          {t('act.all')}
        </button>
      </p>
    </form>
  )
}

function NoteDay(props: {
  readonly name: string
  readonly id: string
  readonly at: number
  readonly onChange: (at: number) => void
}): ReactNode {
  return (
    <>
      <label htmlFor={props.id}>{props.name}</label>
      <input
        id={props.id}
        type="date"
        value={dayOf(props.at)}
        onChange={(event) => {
          const at = Date.parse(event.target.value)
          if (!Number.isNaN(at)) props.onChange(at)
        }}
      />
    </>
  )
}

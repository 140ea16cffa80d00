/** What several reports make of one event: what it may be the same as, what was merged into it, who told it, the notes, and an offer that stands. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../console/i18n/format.ts'
import { useRefusal } from '../../../../console/i18n/refusal.ts'
import { board as boardNow, boardOf, useBoard } from '../../../../console/live.ts'
import { looksPersonal } from '../../../../core/particulars.ts'
import { SECOND } from '../../../../core/time.ts'
import { sightingsOf } from '../../../duplicates/sighting.ts'
import { type Incident, reportsOf } from '../../../incident.ts'
import { KEYS, keyLabel } from '../keys.ts'
import type { Selection } from '../queue.ts'
import { select } from '../selection.ts'
import { useNames } from '../words.ts'
import { mergeSelected, noteSelected, splitSelected } from './acts.ts'
import { carriagewayOf, sameAs, shortNumber } from './same.ts'
import './event.css'

const useEvent = () => useTranslation('event').t

const LOOK_EVERY_MS = 2 * SECOND
const RESTS_MS = 300

/** Looked for every two seconds, and not with every fact of the city. */
function useAlike({ what, id }: Selection): ReturnType<typeof sameAs> {
  const [alike, setAlike] = useState<ReturnType<typeof sameAs>>([])
  useEffect(() => {
    // What and id come from one selection: they belong together.
    const look = (): void => setAlike(sameAs(boardOf(boardNow.get()), { what, id } as Selection))
    // Not for a row that is walked over.
    const rests = setTimeout(look, RESTS_MS)
    const again = setInterval(look, LOOK_EVERY_MS)
    return () => {
      clearTimeout(rests)
      clearInterval(again)
    }
  }, [what, id])
  return alike
}

/** The likeliest first, with the reasons beside it; its key takes the first. */
export function SameEvent(props: { readonly selection: Selection }): ReactNode {
  const { selection } = props
  const { what } = selection
  const t = useEvent()
  const format = useFormat()
  const board = useBoard()
  const alike = useAlike(selection)
  if (alike.length === 0) return null
  const own = carriagewayOf(board, selection)
  return (
    <section className="side-part">
      <h3>{t('same')}</h3>
      <ul className="event-list">
        {alike.flatMap(({ key, likeness }, index) => {
          const incident = board.incidents.get(key)
          if (!incident) return []
          const number = shortNumber(incident)
          const there = incident.opened.place.carriageway ?? null
          const side = own === null || there === null ? 'unsaid' : own === there ? 'same' : 'other'
          return [
            <li key={key}>
              <span>
                <strong>{number}</strong> ·{' '}
                {[
                  t('away', { distance: format.distance(likeness.metres) }),
                  t('apart', { span: format.span(likeness.ms) }),
                  t(`side.${side}`),
                  t('told', { count: sightingsOf(incident, board).length }),
                ].join(' · ')}
              </span>
              <button type="button" className="fm-button" onClick={() => mergeSelected(key)}>
                {t(what === 'warning' ? 'sameWarning' : 'sameIncident', { number })}
                {index === 0 ? <kbd>{keyLabel(KEYS.merge[0] ?? '')}</kbd> : null}
              </button>
            </li>,
          ]
        })}
      </ul>
    </section>
  )
}

/** What has to be known before anything else is done: it is worked on elsewhere, or offered to somebody. */
export function EventFlags(props: { readonly incident: Incident }): ReactNode {
  const { incident } = props
  const t = useEvent()
  const names = useNames()
  const { incidents } = useBoard()
  const into = incident.state === 'merged' ? incidents.get(incident.into) : undefined
  if (!into && !incident.offer) return null
  return (
    <section className="side-part">
      {into ? (
        <p className="event-flag">
          {t('merged', { number: shortNumber(into) })}{' '}
          <button
            type="button"
            className="fm-plain is-inline"
            onClick={() => select({ what: 'incident', id: into.id })}
          >
            {t('show')}
          </button>
          <button type="button" className="fm-plain is-inline" onClick={splitSelected}>
            {t('split')}
          </button>
        </p>
      ) : null}
      {incident.offer ? (
        <p className="event-flag">{t('offered', { agency: names.agency(incident.offer.to) })}</p>
      ) : null}
    </section>
  )
}

/** What stands on the incident beside its orders. */
export function EventPart(props: { readonly incident: Incident }): ReactNode {
  const { incident } = props
  const t = useEvent()
  const { incidents } = useBoard()
  const told = [incident, ...incident.absorbed.flatMap((key) => incidents.get(key) ?? [])].flatMap(reportsOf)
  const calls = told.filter(({ from }) => from === 'call').length
  const sensors = told.length - calls
  const { later } = incident.opened
  return (
    <section className="side-part">
      <p className="side-note">
        {[
          later ? t('later') : null,
          incident.level > 0 ? t('level', { level: incident.level }) : null,
          calls > 0 ? t('calls', { count: calls }) : null,
          sensors > 0 ? t('sensors', { count: sensors }) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {incident.absorbed.length > 0 ? (
        <>
          <h3>{t('absorbed')}</h3>
          <p className="event-chips">
            {incident.absorbed.map((key) => {
              const one = incidents.get(key)
              return (
                <button
                  key={key}
                  type="button"
                  className="fm-button"
                  onClick={() => select({ what: 'incident', id: key })}
                >
                  {one ? shortNumber(one) : key.slice(-4)}
                </button>
              )
            })}
          </p>
        </>
      ) : null}
      <Notes incident={incident} />
    </section>
  )
}

function Notes(props: { readonly incident: Incident }): ReactNode {
  const { notes, state } = props.incident
  const t = useEvent()
  const format = useFormat()
  const names = useNames()
  const refusal = useRefusal()
  const [text, setText] = useState('')
  const over = state === 'closed' || state === 'merged'
  const personal = looksPersonal(text)
  const add = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() === '' || personal) return
    noteSelected(text.trim())
    setText('')
  }
  return (
    <>
      {notes.length > 0 ? (
        <>
          <h3>{t('notes')}</h3>
          <ol className="event-list">
            {notes.map((note) => (
              <li key={`${note.at} ${note.text}`}>
                <span>{note.text}</span>
                <small>
                  {format.clock(note.at)} · {names.person(note.by)}
                </small>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      <form className="event-note" onSubmit={add}>
        <input
          value={text}
          disabled={over}
          maxLength={500}
          aria-label={t('notes')}
          aria-invalid={personal}
          placeholder={over ? refusal(state) : t('noteHint')}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="fm-button" aria-disabled={over || personal || text.trim() === ''}>
          {t('noteAdd')}
        </button>
        {personal ? <small role="alert">{t('particulars')}</small> : null}
      </form>
    </>
  )
}

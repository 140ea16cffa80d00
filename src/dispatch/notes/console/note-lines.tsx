/** One note as people read it: what to know, of what kind, who answers for it, how old it is, when it is looked at again and when it ends. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { LOCALE, useLanguage } from '../../../console/i18n/language.ts'
import { useNow } from '../../../console/now.ts'
import type { NotePlace } from '../meeting.ts'
import { isDueForReview, type Note } from '../note.ts'
import './notes.css'

export function useDay(): (at: number) => string {
  const format = new Intl.DateTimeFormat(LOCALE[useLanguage()], { dateStyle: 'medium' })
  return (at) => format.format(at)
}

export function usePlaceSaid(): (place: NotePlace) => string {
  const { t } = useTranslation('notes')
  return (place) => {
    switch (place.by) {
      case 'point':
        return `${place.position[0].toFixed(4)}, ${place.position[1].toFixed(4)} · ${place.radiusM} m`
      case 'section':
        return `${place.road} K${place.fromKm}–K${place.toKm} · ${t(`form.${place.carriageway ?? 'both'}`)}`
      case 'address':
        return place.address
    }
  }
}

/** `brief`: for a crew, who needs what and who, not the paperwork. */
export function NoteLines(props: { readonly note: Note; readonly brief?: boolean }): ReactNode {
  const { note, brief } = props
  const { content } = note
  const { t } = useTranslation('notes')
  const format = useFormat()
  const day = useDay()
  const place = usePlaceSaid()
  const now = useNow(1_000)
  const due = isDueForReview(note, now)
  return (
    <>
      <b>{t(`kind.${content.kind}`)}</b> · {content.text}
      <small>
        {t('owner', { owner: content.owner })} ·{' '}
        {note.lookedAtAt > note.writtenAt
          ? t('lookedAt', { age: format.span(now - note.lookedAtAt) })
          : t('written', { age: format.span(now - note.writtenAt) })}{' '}
        ·{' '}
        <span className={due ? 'is-due' : ''}>{t(due ? 'reviewDue' : 'review', { date: day(content.reviewAt) })}</span>{' '}
        · {t('until', { date: day(content.expiresAt) })}
      </small>
      {brief ? null : (
        <small>
          {place(content.place)} · {t(`audience.${content.audience}`)} · {t('why', { reason: content.reason })}
          {note.state === 'holds' ? null : ` · ${t(`state.${note.state}`)}`}
        </small>
      )}
    </>
  )
}

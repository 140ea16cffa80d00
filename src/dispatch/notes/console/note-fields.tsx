/** Where a note lies: on a stretch of road, in a circle, or at an address; taken from the incident and put right by hand. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { NotePlace } from '../meeting.ts'
import type { Content } from '../note.ts'
import { usePlaceSaid } from './note-lines.tsx'

export function NoteFields(props: {
  readonly content: Content
  readonly places: readonly NotePlace[]
  readonly label: string
  readonly onChange: (part: Partial<Content>) => void
}): ReactNode {
  const { place } = props.content
  const { t } = useTranslation('notes')
  const said = usePlaceSaid()
  const name = (one: NotePlace): string => {
    if (one.by === 'point') return t('form.point', { label: props.label || said(one) })
    return one.by === 'section' ? t('form.section', { road: one.road }) : t('form.address')
  }
  const set = (next: NotePlace): void => props.onChange({ place: next })
  return (
    <>
      <label htmlFor="note-place">{t('form.where')}</label>
      <select
        id="note-place"
        value={place.by}
        onChange={(event) => {
          const chosen = props.places.find(({ by }) => by === event.target.value)
          if (chosen) set(chosen)
        }}
      >
        {props.places.map((one) => (
          <option key={one.by} value={one.by}>
            {name(one)}
          </option>
        ))}
      </select>
      {place.by === 'point' ? (
        <Numbered
          name={t('form.radius')}
          id="note-radius"
          value={place.radiusM}
          step={10}
          onChange={(radiusM) => set({ ...place, radiusM })}
        />
      ) : null}
      {place.by === 'section' ? (
        <>
          <Numbered
            name={t('form.from')}
            id="note-from"
            value={place.fromKm}
            step={0.1}
            onChange={(fromKm) => set({ ...place, fromKm })}
          />
          <Numbered
            name={t('form.to')}
            id="note-to"
            value={place.toKm}
            step={0.1}
            onChange={(toKm) => set({ ...place, toKm })}
          />
          <label htmlFor="note-side">{t('form.section', { road: place.road })}</label>
          <select
            id="note-side"
            value={place.carriageway ?? 'both'}
            onChange={({ target: { value } }) =>
              set({ ...place, carriageway: value === 'up' || value === 'down' ? value : null })
            }
          >
            {(['both', 'up', 'down'] as const).map((side) => (
              <option key={side} value={side}>
                {t(`form.${side}`)}
              </option>
            ))}
          </select>
        </>
      ) : null}
      {place.by === 'address' ? (
        <>
          <label htmlFor="note-address">{t('form.addressText')}</label>
          <input
            id="note-address"
            value={place.address}
            maxLength={120}
            onChange={(event) => set({ ...place, address: event.target.value })}
          />
        </>
      ) : null}
    </>
  )
}

function Numbered(props: {
  readonly name: string
  readonly id: string
  readonly value: number
  readonly step: number
  readonly onChange: (value: number) => void
}): ReactNode {
  return (
    <>
      <label htmlFor={props.id}>{props.name}</label>
      <input
        id={props.id}
        type="number"
        min={0}
        step={props.step}
        value={props.value}
        onChange={({ target: { valueAsNumber } }) => {
          if (Number.isFinite(valueAsNumber)) props.onChange(valueAsNumber)
        }}
      />
    </>
  )
}

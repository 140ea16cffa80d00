/** One field for any place: what it may be is listed below, chosen by arrows and Enter; Ctrl+Enter takes what was typed as it is. */
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../../console/i18n/language.ts'
import { useRefusal } from '../../../../console/i18n/refusal.ts'
import { kilometrePost, type Place } from '../../../../core/place.ts'
import type { Candidate, Found } from '../../../../roads/place-finder.ts'
import { type PlacesNow, usePlaces } from './places.ts'

const NONE: Found = { candidates: [], beyond: null }

export function PlaceField(props: {
  readonly text: string
  readonly label: string
  readonly field?: Ref<HTMLInputElement>
  readonly onType: (text: string) => void
  readonly onChosen: (place: Place) => void
  /** Absent where a place has to be certain. `near` is the best that was found, if anything was. */
  readonly onForced?: (text: string, near: Place | null) => void
}): ReactNode {
  const { t } = useTranslation('call')
  const now = usePlaces(props.text)
  const list = useId()
  const [at, setAt] = useState(0)
  const [waiting, setWaiting] = useState(false)
  const { candidates, beyond } = now.state === 'here' ? now.found : NONE
  // Enter came before the answer: it counts where the answer leaves no choice.
  useEffect(() => {
    if (!waiting || now.state !== 'here') return
    setWaiting(false)
    const [only, ...more] = now.found.candidates
    if (only && more.length === 0) props.onChosen(only.place)
  }, [waiting, now, props.onChosen])
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (candidates.length === 0) return
      const step = event.key === 'ArrowDown' ? 1 : candidates.length - 1
      setAt((at + step) % candidates.length)
    } else if (event.key === 'Enter' && !event.repeat) {
      const chosen = candidates[at]
      if (event.ctrlKey || event.metaKey) props.onForced?.(props.text.trim(), chosen?.place ?? null)
      else if (chosen) props.onChosen(chosen.place)
      else if (now.state === 'asking') setWaiting(true)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="place-field">
      <input
        ref={props.field}
        role="combobox"
        aria-expanded={candidates.length > 0}
        aria-controls={list}
        aria-activedescendant={candidates[at] ? `${list}-${at}` : undefined}
        aria-label={props.label}
        value={props.text}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('placeHint')}
        onChange={(event) => {
          setAt(0)
          props.onType(event.target.value)
        }}
        onKeyDown={pressed}
      />
      <div className="place-found" id={list} role="listbox" aria-label={t('candidates')}>
        {candidates.map((candidate, index) => (
          <Line
            key={`${candidate.kind} ${candidate.place.label.en} ${candidate.place.position.join()}`}
            id={`${list}-${index}`}
            candidate={candidate}
            chosen={index === at}
            onChosen={() => props.onChosen(candidate.place)}
          />
        ))}
      </div>
      <Answer now={now} beyond={beyond} mayForce={props.onForced !== undefined} />
    </div>
  )
}

function Line(props: {
  readonly id: string
  readonly candidate: Candidate
  readonly chosen: boolean
  readonly onChosen: () => void
}): ReactNode {
  const { t, i18n } = useTranslation('call')
  const text = useText()
  const { kind, category, place } = props.candidate
  const { road, kilometre, carriageway } = place
  const what =
    category !== undefined && i18n.exists(`category.${category}`, { ns: 'call' })
      ? t(`category.${category}` as 'category.hospital')
      : (category ?? t(`kind.${kind}`)) // OpenStreetMap's words are open; those known here have a name
  return (
    <button
      type="button"
      role="option"
      id={props.id}
      aria-selected={props.chosen}
      tabIndex={-1}
      className="place-line"
      onClick={props.onChosen}
    >
      <small>{what}</small>
      <span>{text(place.label)}</span>
      {kind !== 'kilometre' && road !== undefined && kilometre !== undefined ? (
        <small>
          {road} {kilometrePost(kilometre)} {carriageway ? t(`way.${carriageway}`) : ''}
        </small>
      ) : null}
    </button>
  )
}

function Answer(props: {
  readonly now: PlacesNow
  readonly beyond: Found['beyond']
  readonly mayForce: boolean
}): ReactNode {
  const { t } = useTranslation('call')
  const refusal = useRefusal()
  const { now, beyond } = props
  if (now.state !== 'here' || now.found.candidates.length > 0)
    return (
      <p className="place-said">
        {now.state === 'idle' ? t('placeForms') : now.state === 'asking' ? t('asking') : t('keys')}
      </p>
    )
  const why = beyond
    ? t('beyond', { road: beyond.road, from: kilometrePost(beyond.from), to: kilometrePost(beyond.to) })
    : now.refusal
      ? refusal(now.refusal)
      : t('unknown')
  return (
    <p className="place-said is-none" role="status">
      {why} {props.mayForce ? t('force') : null}
    </p>
  )
}

/** A call, by keyboard alone: kind, place, Enter, and the incident is open while its orders can already go out; the rest follows. */

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../../console/cell.ts'
import { useBoard } from '../../../../console/live.ts'
import { reference } from '../../../../console/reference.ts'
import type { Position } from '../../../../core/geo.ts'
import type { Place } from '../../../../core/place.ts'
import type { Incident } from '../../../incident.ts'
import { ExerciseBand } from '../../../shift/console/exercise-mark.tsx'
import { panel, pointed, pointing, tab } from '../desk-state.ts'
import { Doings } from '../next-acts.tsx'
import { select } from '../selection.ts'
import { useTerms } from '../words.ts'
import { ABOUT, forcedPlace, freshCall, openAt, putAt, step, type, typed } from './call.ts'
import { Details } from './details.tsx'
import { readKind } from './kinds.ts'
import { PlaceField } from './place-field.tsx'
import './call.css'

/** Where a place goes of which nothing is known at all. */
function middle(): Position {
  const places = reference.get().cameras.map((camera) => camera.position)
  const mean = (axis: 0 | 1): number => places.reduce((sum, at) => sum + at[axis], 0) / Math.max(1, places.length)
  return [mean(0), mean(1)]
}

export default function CallPanel(): ReactNode {
  const { t } = useTranslation('call')
  const { t: shell } = useTranslation()
  const now = useCell(step)
  const board = useBoard()
  const incident = now.step === 'asking' ? undefined : board.incidents.get(now.incident)
  return (
    <section className="call" aria-label={t('title')}>
      <ExerciseBand />
      <header>
        <h2>
          {now.step === 'placing' && incident ? t('correctTitle', { number: incident.opened.number }) : t('title')}
        </h2>
        <button type="button" className="fm-plain" tabIndex={-1} onClick={() => panel.set('none')}>
          {shell('close')} <kbd>Esc</kbd>
        </button>
      </header>
      {now.step === 'asking' ? <Asking /> : null}
      {now.step === 'opened' && incident ? <Details key={incident.id} incident={incident} /> : null}
      {now.step === 'placing' && incident ? <Placing incident={incident} /> : null}
      <Doings about={now.step === 'asking' ? [ABOUT] : [ABOUT, now.incident]} />
    </section>
  )
}

function Asking(): ReactNode {
  const { t } = useTranslation('call')
  const terms = useTerms()
  const now = useCell(typed)
  const kind = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLInputElement>(null)
  const said = readKind(now.kind)
  usePointed()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it opens; what is typed later must not move the focus
  useEffect(() => (said.state === 'one' ? place : kind).current?.focus(), [])
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || ![' ', 'Enter'].includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    if (said.state === 'one') place.current?.focus()
  }
  const open = (where: Place): void => {
    if (said.state === 'one') void openAt(said.kind, said.priority, where)
    else kind.current?.focus()
  }
  const kinds = said.state === 'one' ? [said.kind] : said.kinds
  return (
    <>
      <div className="call-kind">
        <input
          ref={kind}
          value={now.kind}
          aria-label={t('kindLabel')}
          placeholder={t('kindHint')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            const text = event.target.value
            type({ kind: text })
            // A digit alone says it whole.
            if (/^[1-9]$/.test(text)) place.current?.focus()
          }}
          onKeyDown={pressed}
        />
        <output className={said.state === 'one' ? 'is-one' : ''}>
          {kinds.length === 0 ? t('kindNone', { kinds: '' }) : kinds.map((each) => terms(`kind.${each}`)).join(' · ')}
          {said.state === 'one' ? ` · ${terms(`priority.p${said.priority}`)}` : ''}
        </output>
      </div>
      <PlaceField
        field={place}
        text={now.place}
        label={t('place')}
        onType={(text) => type({ place: text })}
        onChosen={open}
        onForced={(text, near) => {
          if (text !== '') open(forcedPlace(text, near, middle()))
        }}
      />
      <footer>
        <Point />
        <span>{t('back')}</span>
      </footer>
    </>
  )
}

function Placing(props: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation('call')
  const now = useCell(typed)
  const place = useRef<HTMLInputElement>(null)
  const { incident } = props
  const { id, opened } = incident
  usePointed()
  useEffect(() => place.current?.focus(), [])
  return (
    <>
      <PlaceField
        field={place}
        text={now.place}
        label={t('place')}
        onType={(text) => type({ place: text })}
        onChosen={(where) => void putAt(incident, where)}
        onForced={(text, near) => {
          if (text !== '') void putAt(incident, forcedPlace(text, near, opened.place.position))
        }}
      />
      <footer>
        <Point />
        <button
          type="button"
          className="fm-plain"
          onClick={() => {
            freshCall()
            select({ what: 'incident', id })
          }}
        >
          {t('fresh')}
        </button>
      </footer>
    </>
  )
}

/** What was pointed at on the map is typed like any coordinates, so that it gets its road and kilometre. */
function usePointed(): void {
  const point = useCell(pointed)
  useEffect(() => {
    if (!point) return
    type({ place: `${point[0].toFixed(6)}, ${point[1].toFixed(6)}` })
    pointed.set(null)
  }, [point])
}

function Point(): ReactNode {
  const { t } = useTranslation('call')
  return (
    <button
      type="button"
      className="fm-plain is-inline"
      onClick={() => {
        pointing.set(true)
        tab.set('map')
      }}
    >
      {t('point')}
    </button>
  )
}

/** Says by hand what holds on a stretch of road: what, from where to where (typed or clicked on the map), until when and why. The same act as the command. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { cell, useCell } from '../../../../console/cell.ts'
import { useText } from '../../../../console/i18n/language.ts'
import { nowByServer, useNow } from '../../../../console/now.ts'
import type { Place } from '../../../../core/place.ts'
import { HOUR, MINUTE } from '../../../../core/time.ts'
import { PlaceField } from '../call/place-field.tsx'
import { askPlaces } from '../call/places.ts'
import { panel, pointed, pointing } from '../desk-state.ts'
import { ActButton } from '../next-acts.tsx'
import { sayStretch } from './acts.ts'
import { holdsOf, isMeasured, KINDS, type Kind, lacking, stretchBetween } from './between.ts'

type End = { readonly text: string; readonly place: Place | null }
type Draft = {
  readonly kind: Kind
  readonly times: number
  readonly kmh: number
  readonly from: End
  readonly to: End
  readonly bothWays: boolean
  /** Local time, as the field has it. */
  readonly until: string
  readonly reason: string
}

const NOWHERE: End = { text: '', place: null }
const local = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * MINUTE).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)
const fresh = (): Draft => ({
  ...{ kind: 'closed', times: 2, kmh: 40, from: NOWHERE, to: NOWHERE, bothWays: false, reason: '' },
  until: local(nowByServer() + HOUR),
})

/** null: the form is not open. What was typed stays while it is closed. */
export const roadForm = cell<'open' | null>(null)
const draft = cell<Draft | null>(null)
/** The map's next click is for this form, and not for a call's place. */
const asks = cell(false)

export function openRoadForm(): void {
  if (draft.get() === null) draft.set(fresh())
  roadForm.set('open')
}

const change = (part: Partial<Draft>): void => draft.set({ ...(draft.get() ?? fresh()), ...part })

export function RoadForm(): ReactNode {
  const now = useCell(draft)
  return useCell(roadForm) && now ? <Asked now={now} /> : null
}

function Asked({ now }: { readonly now: Draft }): ReactNode {
  const { t } = useTranslation('roads')
  const { t: shell } = useTranslation()
  usePointed()
  const { from, to } = now
  const until = new Date(now.until).getTime()
  const measured = from.place !== null && isMeasured(from.place, to.place)
  const refusal = lacking(
    { from: from.place, to: to.place, toTyped: to.text, reason: now.reason },
    until,
    useNow(1_000),
  )
  const say = async (): Promise<void> => {
    if (!from.place) return
    const stretch = stretchBetween(from.place, to.place, now.bothWays && !measured)
    const said = await sayStretch(stretch, holdsOf(now.kind, now.times, now.kmh), now.reason.trim(), until)
    if (!said?.ok) return
    draft.set(null)
    roadForm.set(null)
  }
  return (
    <section
      className="road-form"
      aria-label={t('form.title')}
      onKeyDown={({ key }) => {
        if (key === 'Escape' && !pointing.get()) roadForm.set(null)
      }}
    >
      <header>
        <h3>{t('form.title')}</h3>
        <button type="button" className="fm-plain" onClick={() => roadForm.set(null)}>
          {shell('close')}
        </button>
      </header>
      <label>
        <span>{t('form.kind')}</span>
        <select
          value={now.kind}
          onChange={(event) => change({ kind: KINDS.find((kind) => kind === event.target.value) ?? 'closed' })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`form.kinds.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {now.kind === 'slow' ? (
        <Amount name={t('form.times')} value={now.times} least={1.1} most={20} onTold={(times) => change({ times })} />
      ) : null}
      {now.kind === 'opened' ? (
        <Amount name={t('form.kmh')} value={now.kmh} least={5} most={120} onTold={(kmh) => change({ kmh })} />
      ) : null}
      <Where name={t('form.from')} end={from} onTold={(end) => change({ from: end })} />
      <Where name={t('form.to')} end={to} onTold={(end) => change({ to: end })} />
      <p>
        <button type="button" className="fm-plain is-inline" onClick={point}>
          {t('form.point')}
        </button>
        {measured ? (
          <small>{t('form.oneWay')}</small>
        ) : (
          <label className="is-tick">
            <input
              type="checkbox"
              checked={now.bothWays}
              onChange={(event) => change({ bothWays: event.target.checked })}
            />
            {t('form.bothWays')}
          </label>
        )}
      </p>
      <label>
        <span>{t('form.until')}</span>
        <input type="datetime-local" value={now.until} onChange={(event) => change({ until: event.target.value })} />
      </label>
      <label>
        <span>{t('form.reason')}</span>
        <input
          value={now.reason}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => change({ reason: event.target.value })}
        />
      </label>
      <ActButton label={t('form.say')} act={null} refusal={refusal} first onAct={() => void say()} />
    </section>
  )
}

function Amount(props: {
  readonly name: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onTold: (value: number) => void
}): ReactNode {
  const { least, most } = props
  return (
    <label>
      <span>{props.name}</span>
      <input
        type="number"
        defaultValue={props.value}
        min={least}
        max={most}
        step="any"
        onChange={({ target }) => {
          if (target.value !== '') props.onTold(Math.min(most, Math.max(least, Number(target.value))))
        }}
      />
    </label>
  )
}

function Where(props: { readonly name: string; readonly end: End; readonly onTold: (end: End) => void }): ReactNode {
  const { t } = useTranslation('roads')
  const text = useText()
  const { place } = props.end
  if (place)
    return (
      <p>
        <span>{props.name}</span> <b>{text(place.label)}</b>
        <button type="button" className="fm-plain is-inline" onClick={() => props.onTold(NOWHERE)}>
          {t('form.other')}
        </button>
      </p>
    )
  return (
    <div className="road-form-where">
      <span>{props.name}</span>
      <PlaceField
        text={props.end.text}
        label={props.name}
        onType={(typed) => props.onTold({ text: typed, place: null })}
        onChosen={(chosen) => props.onTold({ text: '', place: chosen })}
      />
    </div>
  )
}

/** Two clicks: from, then to. A call that waits for its place keeps what was typed. */
function point(): void {
  if (panel.get() === 'call') panel.set('none')
  asks.set(true)
  pointing.set(true)
}

function usePointed(): void {
  const at = useCell(pointed)
  const on = useCell(pointing)
  useEffect(() => {
    if (!asks.get()) return
    if (at === null) {
      if (!on) asks.set(false)
      return
    }
    asks.set(false)
    pointed.set(null)
    void put(`${at[0].toFixed(6)}, ${at[1].toFixed(6)}`)
  }, [at, on])
}

/** What is clicked is asked for like any coordinates, so that it gets its road, its kilometre and its carriageway. */
async function put(text: string): Promise<void> {
  const answer = await askPlaces(text)
  const place = answer.state === 'here' ? answer.found.candidates[0]?.place : undefined
  if (!place) return
  const now = draft.get()
  if (!now?.from.place) {
    change({ from: { text: '', place } })
    // After this click's own end: the map forgets that it was asked.
    setTimeout(point)
  } else change({ to: { text: '', place } })
}

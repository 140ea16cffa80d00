/** One order on one sheet, for whoever drives without a screen: what, where, who goes too, the way, what to heed, the clocks passed, and room for those that are written by hand. Nothing of a person unless a picture is asked for. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { LaterMark } from '../../later/console/later-mark.tsx'
import { METHANE_FIELDS } from '../../methane.ts'
import type { Note } from '../../notes/note.ts'
import { isOver, type Order } from '../../order.ts'
import type { UnitWay } from '../../recommend/way.ts'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { isSaid, useFieldSaid } from '../methane/methane-view.tsx'
import { Sheet, SheetField } from '../paper/sheet.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { useHoldsSaid } from '../roads/list.tsx'
import './paper.css'
import { clockSteps, togetherWith } from './room.ts'

/** More turns than these are not read while driving; the sheet says how many are left out. */
const MOST_TURNS = 14
const MOST_NOTES = 8

/** `picture`: printed too, because somebody chose it. `at`: as of when, UTC ms. */
export function OrderOnPaper(props: {
  readonly order: Order
  readonly way: UnitWay | null
  readonly notes: readonly Note[]
  readonly picture: boolean
  /** The picture is there, or will never be. */
  readonly onDrawn: () => void
  readonly at: number
}): ReactNode {
  const { order } = props
  const { t } = useTranslation('agency')
  const { t: term } = useTranslation('terms')
  const text = useText()
  const format = useFormat()
  const lines = usePlaceLines()
  const { agency, unit } = useReference()
  const { issued } = order
  const { brief } = issued
  const place = lines(brief.place)
  const [lon, lat] = brief.place.position
  const named = (known: { readonly name: Parameters<typeof text>[0] } | undefined, otherwise: string): string =>
    known ? text(known.name) : otherwise
  const going = order.unit ? unit.get(order.unit) : undefined
  const others = togetherWith(order).map((one) => named(agency.get(one), one))
  return (
    <Sheet title={t('paper.title')} number={issued.number}>
      <div className="sheet-row">
        <SheetField name={t('paper.agency')}>{named(agency.get(issued.agency), issued.agency)}</SheetField>
        <SheetField name={t('unit')}>{going ? text(going.label) : (order.unit ?? '')}</SheetField>
        <SheetField name={t('ownNumber')}>{order.agencyNumber ?? ''}</SheetField>
      </div>
      <div className="sheet-field order-paper-what">
        <small>
          <ExerciseMark of={brief} /> <LaterMark of={brief} /> {term(`priority.p${brief.priority}`)}
          {isOver(order) ? <b> · {term(`order.${order.state}`)}</b> : null}
        </small>
        <strong>{term(`kind.${brief.kind}`)}</strong>
        <strong>{place.first}</strong>
        {place.second ? <span>{place.second}</span> : null}
        <span>
          {lat.toFixed(5)} N, {lon.toFixed(5)} E · WGS-84
        </span>
      </div>
      <SheetField name={t('reason')}>{text(brief.reason)}</SheetField>
      <SheetField name={t('together')}>{others.length > 0 ? others.join(' · ') : t('alone')}</SheetField>
      <WayOnPaper way={props.way} />
      <Heed order={order} notes={props.notes} />
      <ClocksOnPaper order={order} />
      <SheetField name={t('paper.found')} lines={3} />
      <SheetField name={t('paper.signed')} />
      {props.picture && brief.still ? (
        <img
          className="order-paper-still"
          src={`/api/stills/${encodeURIComponent(brief.still)}`}
          alt={t('still')}
          onLoad={props.onDrawn}
          onError={props.onDrawn}
        />
      ) : null}
      <footer className="order-paper-foot">{t('paper.asOf', { at: format.date(props.at) })}</footer>
    </Sheet>
  )
}

function WayOnPaper({ way }: { readonly way: UnitWay | null }): ReactNode {
  const { t } = useTranslation('agency')
  const { t: told } = useTranslation('field')
  const text = useText()
  const format = useFormat()
  const holds = useHoldsSaid()
  if (!way) return <SheetField name={t('paper.way')}>{t('paper.noWay')}</SheetField>
  const left = way.steps.length - MOST_TURNS
  return (
    <SheetField name={t('paper.way')}>
      {told('way.byRoad', {
        distance: format.distance(way.metres),
        minutes: Math.max(1, Math.round(way.seconds / 60)),
      })}
      <ol className="order-paper-turns">
        {way.steps.slice(0, MOST_TURNS).map((step) => (
          <li key={`${step.at.join()} ${step.road}`}>
            {told(`way.turn.${step.turn}`)} {step.road} · {format.distance(step.metres)}
          </li>
        ))}
      </ol>
      {left > 0 ? <div>{told('way.turns', { count: left })}</div> : null}
      {way.conditions.map((condition) => (
        <div key={condition.id}>
          <b>{text(condition.stretch.label)}</b> {holds(condition.holds)} · {condition.reason}
        </div>
      ))}
    </SheetField>
  )
}

function Heed({ order, notes }: { readonly order: Order; readonly notes: readonly Note[] }): ReactNode {
  const { t } = useTranslation('agency')
  const { t: words } = useTranslation('notes')
  const { t: report } = useTranslation('methane')
  const said = useFieldSaid()
  const { methane } = order
  const fields = methane ? METHANE_FIELDS.filter((field) => isSaid(methane.report, field)) : []
  if (notes.length + fields.length === 0) return null
  const left = notes.length - MOST_NOTES
  return (
    <SheetField name={t('paper.heed')}>
      {notes.slice(0, MOST_NOTES).map((note) => (
        <div key={note.id}>
          <b>{words(`kind.${note.content.kind}`)}</b> · {note.content.text}
        </div>
      ))}
      {left > 0 ? <div>{t('paper.moreNotes', { count: left })}</div> : null}
      {methane
        ? fields.map((field) => (
            <div key={field}>
              <b>{report(`field.${field}`)}</b> · {said(methane.report, field)}
            </div>
          ))
        : null}
    </SheetField>
  )
}

function ClocksOnPaper({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const format = useFormat()
  const steps = clockSteps(order.clocks)
  return (
    <table>
      <thead>
        <tr>
          <th />
          {steps.map(({ step }) => (
            <th key={step}>{t(`clock.${step}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th>{t('paper.passed')}</th>
          {steps.map(({ step, at, passedOver }) => (
            <td key={step}>{at === null ? (passedOver ? t('clock.passedOver') : '') : format.clock(at)}</td>
          ))}
        </tr>
        <tr>
          <th>{t('paper.byHand')}</th>
          {steps.map(({ step }) => (
            <td key={step} className="order-paper-hand" />
          ))}
        </tr>
      </tbody>
    </table>
  )
}

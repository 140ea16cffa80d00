/** One row of the queue: the still, what it is, where, why, and how long since; shape and word beside every colour. */

import { memo, type ReactNode } from 'react'
import { minuteClock } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useNow } from '../../../console/now.ts'
import { LaterMark } from '../../later/console/later-mark.tsx'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { lampsOf, stillOf } from '../../warning.ts'
import { usePlaceLines } from '../place/place-words.ts'
import { tab } from './desk-state.ts'
import { minuteOfIncident, minuteOfWarning } from './minute.ts'
import { type Row, selectionOf, turnOf } from './queue.ts'
import { select } from './selection.ts'
import { useDesk, useTerms } from './words.ts'

/** life: a life may be at risk and somebody here must act; clock: others are being waited for. */
function tone(row: Row): string {
  if (row.urgency <= 1 && !(row.what === 'incident' && turnOf(row.incident, row.orders) === 'agencies'))
    return 'is-life'
  if (row.what === 'incident' && turnOf(row.incident, row.orders) === 'agencies') return 'is-clock'
  return row.urgency === 5 ? 'is-over' : ''
}

type Shown = { readonly row: Row; readonly selected: boolean }

/** Drawn anew when the row is another one: the list goes over all of them at every step. */
export const QueueRow = memo(function QueueRow({ row, selected }: Shown): ReactNode {
  const placeLines = usePlaceLines()
  const still = row.what === 'warning' ? stillOf(row.warning) : stillOfIncident(row)
  const place = row.what === 'warning' ? row.warning.raised.place : row.incident.opened.place
  return (
    <button
      type="button"
      className={`queue-row ${tone(row)}`}
      aria-current={selected}
      data-key={row.key}
      onClick={() => {
        select(selectionOf(row))
        tab.set('selected')
      }}
    >
      <span className="queue-still">
        {still ? <img src={`/api/stills/${still}`} alt="" loading="lazy" /> : <Sign row={row} />}
      </span>
      <span className="queue-title">
        <Title row={row} />
      </span>
      <Age row={row} />
      <span className="queue-place">{placeLines(place).first}</span>
      <span className="queue-why">
        <Why row={row} />
      </span>
    </button>
  )
})

const stillOfIncident = (row: Extract<Row, { what: 'incident' }>): string | undefined =>
  row.incident.opened.origin.from === 'warning' ? row.incident.opened.origin.still : undefined

function Title(props: { readonly row: Row }): ReactNode {
  const { row } = props
  const t = useDesk()
  const terms = useTerms()
  if (row.what === 'incident')
    return (
      <>
        <ExerciseMark of={row.incident.opened} /> <LaterMark of={row.incident.opened} />{' '}
        {terms(`kind.${row.incident.opened.kind}`)}
      </>
    )
  const lights = lampsOf(row.warning) === true ? ` · ${t('queue.lights')}` : ''
  return terms(`warning.${row.warning.raised.kind}`) + lights
}

function Why(props: { readonly row: Row }): ReactNode {
  const { row } = props
  const t = useDesk()
  const terms = useTerms()
  const text = useText()
  const now = useNow(1_000)
  if (row.what === 'warning')
    return row.warning.state === 'judged'
      ? `${t('step.judged')} · ${terms(`verdict.${row.warning.verdict}`)}`
      : text(row.warning.raised.reason)
  const { incident, orders } = row
  if (incident.state === 'closed') return terms(`outcome.${incident.outcome}`)
  if (incident.state === 'merged') return t('timeline.fact.merged')
  const turn = turnOf(incident, orders)
  const { steps } = minuteOfIncident(incident, orders, null, now)
  // The furthest step that any agency has reached says most.
  const counted = steps.filter((step) => step.count && step.count.passed > 0).at(-1)
  return [
    t(`turn.${turn}`),
    counted?.count ? `${t(`step.${counted.name}`)} ${counted.count.passed}/${counted.count.of}` : null,
    incident.opened.number.split('-').at(-1),
  ]
    .filter(Boolean)
    .join(' · ')
}

function Age(props: { readonly row: Row }): ReactNode {
  const { row } = props
  const now = useNow(1_000)
  const minute =
    row.what === 'warning' ? minuteOfWarning(row.warning, now) : minuteOfIncident(row.incident, row.orders, null, now)
  return (
    <time className={minute.endedAt === null ? 'queue-age' : 'queue-age is-still'}>
      {minuteClock(minute.elapsedMs)}
    </time>
  )
}

/** Stands where no still is: a sign by kind, so that colour never speaks alone. */
function Sign(props: { readonly row: Row }): ReactNode {
  const { row } = props
  const help =
    row.what === 'warning' ? row.warning.raised.kind === 'officer-help' : row.incident.opened.kind === 'officer-help'
  const call = row.what === 'incident' && row.incident.opened.origin.from === 'call'
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    >
      {help ? (
        <path d="M12 3v11m0 4v2" strokeWidth="3" stroke="var(--life)" />
      ) : call ? (
        <path d="M6 4c1 8 6 13 14 14l1-4-5-2-2 2c-2-1-4-3-5-5l2-2-2-5z" />
      ) : (
        <path d="M3 8h12v9H3zm12 3 6-3v9l-6-3" />
      )}
    </svg>
  )
}

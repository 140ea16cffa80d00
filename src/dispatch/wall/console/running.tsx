/** Running incidents on the wall: the most urgent first, each with its number, its place, whose turn it is and its clock. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { minuteClock } from '../../../console/i18n/format.ts'
import { useBoard } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { minuteOfIncident } from '../../console/desk/minute.ts'
import { type Row, rowsOf, turnOf } from '../../console/desk/queue.ts'
import { usePlaceLines } from '../../console/place/place-words.ts'

/** What can be read across a room. */
const MOST = 9

type IncidentRow = Extract<Row, { what: 'incident' }>

export function Running(): ReactNode {
  const { t } = useTranslation('wall')
  const board = useBoard()
  const all = rowsOf(board, 'running')
  const rows = all.filter((row): row is IncidentRow => row.what === 'incident')
  const turns = Object.groupBy(rows, (row) => turnOf(row.incident, row.orders))
  const counts = [
    ['warnings', all.length - rows.length],
    ...(['desk', 'agencies', 'nobody'] as const).map((turn) => [turn, turns[turn]?.length ?? 0] as const),
  ] as const
  return (
    <section className="wall-tile wall-running" aria-label={t('running')}>
      <h2>
        {t('running')} <b>{rows.length}</b>
      </h2>
      <p className="wall-turns">
        {counts.map(([turn, count]) => (
          <span key={turn}>
            <strong className={count > 0 ? `is-${turn}` : ''}>{count}</strong> {t(`turn.${turn}`)}
          </span>
        ))}
      </p>
      {rows.length === 0 ? <p className="wall-none">{t('none')}</p> : null}
      <ol>
        {rows.slice(0, MOST).map((row) => (
          <Incident key={row.key} row={row} />
        ))}
      </ol>
      {rows.length > MOST ? <p className="wall-none">{t('more', { count: rows.length - MOST })}</p> : null}
    </section>
  )
}

function Incident({ row }: { readonly row: IncidentRow }): ReactNode {
  const { t } = useTranslation('wall')
  const { t: term } = useTranslation('terms')
  const lines = usePlaceLines()
  const { incident, orders } = row
  const { opened } = incident
  const minute = minuteOfIncident(incident, orders, null, useNow(1_000))
  const step = (name: 'signed-for' | 'arrived') => minute.steps.find((one) => one.name === name)?.count
  const [signed, arrived] = [step('signed-for'), step('arrived')]
  return (
    <li className={`is-${minute.turn}`}>
      <span className="wall-kind">
        {opened.priority === 1 ? <Life /> : null}
        {term(`kind.${opened.kind}`)}
        {opened.exercise ? <em>{t('exercise')}</em> : null}
        {opened.later ? <em>{t('later')}</em> : null}
      </span>
      <time className={`wall-time is-${minute.endedAt === null ? minute.turn : 'still'}`}>
        {minuteClock(minute.elapsedMs)}
      </time>
      <span className="wall-where">
        {opened.number.split('-').at(-1)} · {lines(opened.place).first}
      </span>
      <span className="wall-steps">
        {arrived && arrived.passed > 0
          ? t('arrived', arrived)
          : signed
            ? t('signed', signed)
            : t(`turn.${minute.turn}`)}
      </span>
    </li>
  )
}

function Life(): ReactNode {
  const { t } = useTranslation('terms')
  return (
    <svg className="wall-life" viewBox="0 0 16 16" role="img" aria-label={t('priority.p1')}>
      <path d="M8 1l7.5 14H.5z" fill="currentColor" />
    </svg>
  )
}

/** What was selected, as it was known then: its clock and steps, its orders, what had happened; nothing of it can be acted on. */
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { State } from '../../../console/parts/state.tsx'
import { type AgencyId, id } from '../../../core/ids.ts'
import { AgenciesTable } from '../../console/desk/agencies-table.tsx'
import { useFactSentence } from '../../console/desk/fact-sentence.ts'
import { minuteOfIncident, minuteOfWarning } from '../../console/desk/minute.ts'
import { MinuteClock, Steps } from '../../console/desk/minute-clock.tsx'
import { ordersFor } from '../../console/desk/queue.ts'
import { useSelection } from '../../console/desk/selection.ts'
import { useDesk, useNames, useTerms } from '../../console/desk/words.ts'
import { usePlaceLines } from '../../console/place/place-words.ts'
import type { Incident } from '../../incident.ts'
import type { Warning } from '../../warning.ts'
import { loaded } from './player.ts'
import '../../console/desk/side.css'
import '../../console/desk/timeline.css'

export function Past(props: { readonly file: string }): ReactNode {
  const { t } = useTranslation('replay')
  const board = useBoard()
  const selection = useSelection()
  const incident = selection?.what === 'incident' ? board.incidents.get(selection.id) : undefined
  const warning = selection?.what === 'warning' ? board.warnings.get(selection.id) : undefined
  return (
    <aside className="side" aria-label={t('title')}>
      {/* Whatever these parts can do at the desk, here they only show. */}
      <fieldset className="replay-past" disabled>
        <div className="side-scroll">
          {incident ? <PastIncident incident={incident} file={props.file} /> : null}
          {warning ? <PastWarning warning={warning} /> : null}
          {!selection ? <State title={t('select')} what={t('selectWhat')} /> : null}
          {selection && !incident && !warning ? <State title={t('notYet')} what={t('notYetWhat')} /> : null}
        </div>
      </fieldset>
    </aside>
  )
}

function PastIncident(props: { readonly incident: Incident; readonly file: string }): ReactNode {
  const { incident, file } = props
  const { t } = useTranslation('replay')
  const desk = useDesk()
  const terms = useTerms()
  const names = useNames()
  const placeLines = usePlaceLines()
  const board = useBoard()
  const { opened } = incident
  const { origin } = opened
  const orders = useMemo(() => ordersFor(board, incident.id), [board, incident.id])
  const warning = origin.from === 'warning' ? (board.warnings.get(origin.warning) ?? null) : null
  const at = (now: number) => minuteOfIncident(incident, orders, warning, now)
  const streams = new Set<string>([
    `incident/${incident.id}`,
    ...(origin.from === 'warning' ? [`warning/${origin.warning}`] : []),
    ...orders.map((order) => `order/${order.id}`),
  ])
  return (
    <>
      <MinuteClock
        title={
          <>
            {desk('incident.number', { number: opened.number })} · <strong>{terms(`kind.${opened.kind}`)}</strong> ·{' '}
            {terms(`priority.p${opened.priority}`)} · {placeLines(opened.place).first}
          </>
        }
        at={at}
        ended={desk(incident.state === 'closed' ? 'minute.closed' : 'minute.signed')}
        byCall={origin.from === 'call'}
      />
      <section className="side-part">
        <Steps minute={at(nowByServer())} notes={{ judged: desk('stepBy', { who: names.person(opened.by) }) }} />
      </section>
      {orders.length > 0 ? <AgenciesTable orders={orders} place={opened.place.position} /> : null}
      <Facts
        streams={streams}
        agencyOf={(stream) => orders.find((order) => stream === `order/${order.id}`)?.issued.agency ?? null}
      />
      <section className="side-part">
        <a href={`/report?incident=${incident.id}${file ? `&file=${encodeURIComponent(file)}` : ''}`}>
          {t('incidentReport')}
        </a>
      </section>
    </>
  )
}

function PastWarning(props: { readonly warning: Warning }): ReactNode {
  const { warning } = props
  const desk = useDesk()
  const terms = useTerms()
  const names = useNames()
  const placeLines = usePlaceLines()
  const place = placeLines(warning.raised.place)
  const at = (now: number) => minuteOfWarning(warning, now)
  return (
    <>
      <MinuteClock
        title={[terms(`warning.${warning.raised.kind}`), place.first, place.second].filter(Boolean).join(' · ')}
        at={at}
        ended={desk('minute.judged')}
        byCall={false}
      />
      <section className="side-part">
        <Steps
          minute={at(nowByServer())}
          notes={warning.state === 'judged' ? { judged: desk('stepBy', { who: names.person(warning.by) }) } : {}}
        />
      </section>
      <Facts streams={new Set([`warning/${warning.id}`])} agencyOf={() => null} />
    </>
  )
}

function Facts(props: {
  readonly streams: ReadonlySet<string>
  readonly agencyOf: (stream: string) => AgencyId | null
}): ReactNode {
  const { t } = useTranslation('replay')
  const desk = useDesk()
  const format = useFormat()
  const names = useNames()
  const sentence = useFactSentence()
  const now = useCell(loaded)
  if (now.state !== 'here') return null
  const known = now.stretch.facts.slice(0, now.stand.count).filter(({ stream }) => props.streams.has(stream))
  return (
    <section className="side-part timeline">
      <h3>{t('facts')}</h3>
      <p className="side-note">{t('factsEarlier', { at: format.clock(now.stretch.from) })}</p>
      <ol>
        {known.map((told) => (
          <li key={told.seq} title={`#${told.seq}`}>
            <time>{format.exact(told.fact.at)}</time>
            <span>
              {sentence(told, props.agencyOf(told.stream))}
              <small>
                {' '}
                ·{' '}
                {told.by.kind === 'system'
                  ? desk('timeline.by.system')
                  : told.by.kind === 'person'
                    ? names.person(told.by.id)
                    : names.agency(id<'agency'>(told.by.id))}
              </small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

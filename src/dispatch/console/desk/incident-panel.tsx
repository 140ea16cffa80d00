/** The incident that is selected: its clock and steps, whom to order or who was ordered, its timeline, and the next acts. */

import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../../console/api.ts'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer, useNow } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { EvidencePart } from '../../../sensing/console/evidence/evidence-part.tsx'
import { useRoadMessage } from '../../exchange/console/alerts.ts'
import { RoadMessagePart } from '../../exchange/console/road-message-part.tsx'
import { untellable } from '../../exchange/road-message.ts'
import { type Incident, isOver as isOverIncident, OUTCOMES } from '../../incident.ts'
import { LaterMark } from '../../later/console/later-mark.tsx'
import { AtPlacePart } from '../../notes/console/at-place.tsx'
import { isOver, type Order } from '../../order.ts'
import { PicturesPart } from '../../picture/console/desk-part.tsx'
import { Cover } from '../../recommend/console/cover.tsx'
import { ExerciseMark } from '../../shift/console/exercise-mark.tsx'
import { HoldLine } from '../../shift/console/hold-line.tsx'
import { MethanePart } from '../methane/methane-part.tsx'
import { usePlaceLines } from '../place/place-words.ts'
import { closeSelected, orderMore, orderSelected, publishSelected, raiseSelected, resendSelected } from './acts.ts'
import { AgenciesTable } from './agencies-table.tsx'
import { PlaceFlag } from './call/place-flag.tsx'
import { adding, type ProposalNow, useChanges } from './desk-state.ts'
import { EventFlags, EventPart, SameEvent } from './event/event-part.tsx'
import { mayClose, mayOrder } from './may.ts'
import { minuteOfIncident } from './minute.ts'
import { MinuteClock, Steps } from './minute-clock.tsx'
import { ActButton, Acts } from './next-acts.tsx'
import { PlanTable } from './plan-table.tsx'
import { deadOrders, needsDesk, ordersFor } from './queue.ts'
import { sendsOf } from './recommended.ts'
import { Timeline } from './timeline.tsx'
import { useProposal } from './use-proposal.ts'
import { useDesk, useNames, useTerms } from './words.ts'

export function IncidentPanel(props: { readonly incident: Incident }): ReactNode {
  const { incident } = props
  const t = useDesk()
  const terms = useTerms()
  const format = useFormat()
  const names = useNames()
  const placeLines = usePlaceLines()
  const board = useBoard()
  useNow(1_000)
  const orders = useMemo(
    () => [incident.id, ...incident.absorbed].flatMap((one) => ordersFor(board, one)),
    [board, incident.id, incident.absorbed],
  )
  const { opened } = incident
  const { origin } = opened
  const warning = origin.from === 'warning' ? (board.warnings.get(origin.warning) ?? null) : null
  const at = (now: number) => minuteOfIncident(incident, orders, warning, now)
  const place = placeLines(opened.place)
  const missing = incident.state === 'ordered' && orders.some((order) => needsDesk(order, orders))
  const added = useCell(adding)
  const more = added?.incident === incident.id
  const level = more ? added.level : null
  const planning = incident.state === 'open' || missing || more
  const proposed = useProposal(planning && !isOverIncident(incident) ? incident.id : null, level)
  const streams = useMemo(
    () =>
      new Set<string>([
        `incident/${incident.id}`,
        ...(origin.from === 'warning' ? [`warning/${origin.warning}`] : []),
        ...orders.map((order) => `order/${order.id}`),
      ]),
    [incident.id, origin, orders],
  )
  const minute = at(nowByServer())
  return (
    <>
      <div className="side-scroll">
        <MinuteClock
          title={
            <>
              <ExerciseMark of={opened} /> <LaterMark of={opened} /> {t('incident.number', { number: opened.number })} ·{' '}
              <strong>{terms(`kind.${opened.kind}`)}</strong> · {terms(`priority.p${opened.priority}`)} · {place.first}
              {origin.from === 'call' ? ` · ${t('incident.byCall')}` : null}
            </>
          }
          at={at}
          ended={t(
            incident.state === 'closed' && minute.endedAt === incident.closedAt ? 'minute.closed' : 'minute.signed',
          )}
          byCall={origin.from === 'call'}
          {...(incident.state === 'ordered' ? { made: t('minute.made') } : {})}
        />
        <PlaceFlag incident={incident} />
        <section className="side-part">
          <HoldLine incident={incident} />
          <Steps minute={minute} notes={{ judged: t('stepBy', { who: names.person(opened.by) }) }} />
        </section>
        <EventFlags incident={incident} />
        <SameEvent selection={{ what: 'incident', id: incident.id }} />
        <AtPlacePart incident={incident} />
        {/* What is being chosen stands above what was ordered before. */}
        {planning && !isOverIncident(incident) ? <PlanTable incident={incident.id} proposed={proposed} /> : null}
        {orders.length > 0 ? <AgenciesTable orders={orders} place={opened.place.position} /> : null}
        <PicturesPart orders={orders} />
        {isOverIncident(incident) ? null : (
          <IncidentCover incident={incident.id} proposed={planning ? proposed : null} />
        )}
        <EventPart incident={incident} />
        <MethanePart incident={incident} />
        <RoadMessagePart incident={incident} />
        {origin.from === 'call' && origin.caller ? <Caller incident={incident} /> : null}
        {warning?.raised.source.kind === 'camera' ? (
          <EvidencePart warning={warning.id} incident={incident.id} names={names} />
        ) : null}
        <Timeline
          key={incident.id}
          incident={incident.id}
          streams={streams}
          agencyOf={(stream) => orders.find((order) => stream === `order/${order.id}`)?.issued.agency ?? null}
        />
      </div>
      {incident.state === 'closed' ? (
        <Acts
          about={incident.id}
          note={t('incident.closedAs', {
            outcome: terms(`outcome.${incident.outcome}`),
            at: format.clock(incident.closedAt),
          })}
        >
          {null}
        </Acts>
      ) : incident.state === 'merged' ? null : (
        <NextActs incident={incident} orders={orders} planning={planning} more={more} proposed={proposed} />
      )}
    </>
  )
}

/** The cover without the units that are about to be ordered. */
function IncidentCover(props: { readonly incident: Incident['id']; readonly proposed: ProposalNow | null }): ReactNode {
  const changes = useChanges(props.incident)
  const plan = props.proposed?.state === 'here' ? props.proposed.proposal : null
  return <Cover without={sendsOf(plan, changes).flatMap(({ unit }) => (unit === null ? [] : [unit]))} />
}

function NextActs(props: {
  readonly incident: Incident
  readonly orders: readonly Order[]
  readonly planning: boolean
  readonly more: boolean
  readonly proposed: ProposalNow | null
}): ReactNode {
  const { incident, orders, proposed } = props
  const t = useDesk()
  const { t: recommend } = useTranslation('recommend')
  const { t: exchange } = useTranslation('exchange')
  const published = useRoadMessage(incident.id)?.state === 'standing'
  const terms = useTerms()
  const names = useNames()
  const me = usePerson().id
  const changes = useChanges(incident.id)
  const plan = proposed?.state === 'here' ? proposed.proposal : null
  const sends = props.planning ? sendsOf(plan, changes) : []
  const first = incident.state === 'open' || props.more
  const at = nowByServer()
  const dead = deadOrders(orders)
  const firstDead = orders.find((order) => order.id === dead[0])
  const closing = mayClose(incident, orders, me, at)
  const allOver = incident.state === 'ordered' && orders.every(isOver)
  return (
    <Acts about={incident.id} also={orders.map((order) => order.id)}>
      {firstDead ? (
        <ActButton
          label={t('act.resend', { agency: names.agency(firstDead.issued.agency) })}
          act="resend"
          first
          refusal={null}
          onAct={resendSelected}
        />
      ) : null}
      {props.planning ? (
        <ActButton
          label={sends.length > 0 ? t('act.order', { count: sends.length }) : t('act.orderNobody')}
          act={first ? 'recommended' : null}
          first={first}
          refusal={mayOrder(incident, sends.length, me, at)}
          onAct={() => orderSelected(sends)}
        />
      ) : (
        <ActButton label={t('act.more')} act="more" refusal={null} onAct={orderMore} />
      )}
      {incident.state === 'ordered' && (plan === null || plan.level < plan.top) ? (
        <ActButton
          label={recommend('raise', { level: Math.max(plan?.level ?? 0, incident.level, 1) + 1 })}
          act="raise"
          refusal={null}
          onAct={() => raiseSelected(null)}
        />
      ) : null}
      {published || untellable(incident) === null ? (
        <ActButton
          label={exchange(published ? 'road.takeBack' : 'road.publish')}
          act="publish"
          refusal={null}
          onAct={() => publishSelected(!published)}
        />
      ) : null}
      <ActButton
        label={`${t('act.close')} · ${terms('outcome.resolved')}`}
        act={allOver && !props.more ? 'recommended' : 'close'}
        first={allOver && !props.more}
        refusal={closing}
        onAct={() => closeSelected('resolved')}
      />
      {/* The other ways to close have the same refusal: it is said once. */}
      {closing === null
        ? OUTCOMES.filter((outcome) => outcome !== 'resolved').map((outcome) => (
            <ActButton
              key={outcome}
              label={terms(`outcome.${outcome}`)}
              act={null}
              refusal={null}
              onAct={() => closeSelected(outcome)}
            />
          ))
        : null}
    </Acts>
  )
}

type CallerSaid = { readonly name?: string | null; readonly phone?: string | null }

/** Particulars come out of the vault only on purpose, for this incident, and each look is on record. */
function Caller(props: { readonly incident: Incident }): ReactNode {
  const t = useDesk()
  const refusal = useRefusal()
  const [said, setSaid] = useState<string | null>(null)
  const look = async (): Promise<void> => {
    const { id } = props.incident
    const answer = await get<CallerSaid>(`/api/incidents/${id}/caller`, { purpose: `incident/${id}` })
    if (!answer.ok) setSaid(refusal(answer.refusal))
    else setSaid([answer.value.name, answer.value.phone].filter(Boolean).join(' · ') || t('incident.callerNone'))
  }
  return (
    <section className="side-part">
      <h3>{t('incident.caller')}</h3>
      {said ?? (
        <button type="button" className="fm-button" onClick={() => void look()}>
          {t('incident.callerShow')}
        </button>
      )}
    </section>
  )
}

/** Whom to order: a line for each unit that the plan asks for, with the unit proposed, why, and how near it is; other agencies are added by hand. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import type { AgencyId, IncidentId } from '../../../core/ids.ts'
import type { Proposal } from '../../recommend/propose.ts'
import { change, type ProposalNow, useChanges } from './desk-state.ts'
import { HandRow, LineRow } from './plan-line.tsx'
import { handKey } from './recommended.ts'
import { useDesk } from './words.ts'
import './agencies.css'

export function PlanTable(props: { readonly incident: IncidentId; readonly proposed: ProposalNow | null }): ReactNode {
  const { incident, proposed } = props
  const t = useDesk()
  const { t: said } = useTranslation('recommend')
  const { agencies } = useReference()
  const changes = useChanges(incident)
  const [all, setAll] = useState(false)
  const plan = proposed?.state === 'here' ? proposed.proposal : null
  const lines = plan?.lines ?? []
  const inPlan = new Set(lines.map((line) => line.agency))
  const others = agencies.filter((agency) => !inPlan.has(agency.id))
  const showOthers = all || (lines.length === 0 && (plan?.met ?? 0) === 0)
  const tick = (key: string, on: boolean): void => {
    const left = new Set(changes.left)
    if (on) left.delete(key)
    else left.add(key)
    change(incident, { ...changes, left })
  }
  const add = (agency: AgencyId, on: boolean): void => {
    const added = new Set(changes.added)
    if (on) added.add(agency)
    else added.delete(agency)
    change(incident, { ...changes, added })
  }
  return (
    <section className="side-part">
      <h3>
        {proposed?.state === 'failed'
          ? t('order.planFailed')
          : !plan
            ? t('order.planLoading')
            : plan.plan === null
              ? t('order.planNone')
              : null}
        {plan && plan.plan !== null ? <PlanTitle plan={plan} /> : null}
      </h3>
      {plan && plan.plan !== null && lines.length === 0 ? (
        <p className="side-note">{said('allThere', { level: plan.level })}</p>
      ) : null}
      <table className="agencies">
        <thead>
          <tr>
            <th scope="col">{t('order.agency')}</th>
            <th scope="col">{t('order.unit')}</th>
            <th scope="col">{t('order.near')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <LineRow
              key={line.key}
              incident={incident}
              line={line}
              digit={index < 9 ? index + 1 : null}
              ticked={!changes.left.has(line.key)}
              onTick={(on) => tick(line.key, on)}
            />
          ))}
          {showOthers
            ? others.map((agency) => (
                <HandRow
                  key={agency.id}
                  incident={incident}
                  agency={agency.id}
                  lineKey={handKey(agency.id)}
                  ticked={changes.added.has(agency.id)}
                  onTick={(on) => add(agency.id, on)}
                />
              ))
            : null}
        </tbody>
      </table>
      {lines.length > 0 || !showOthers ? (
        <p className="side-note">
          {lines.length === 0
            ? null
            : t(lines.some(({ pick }) => pick?.etaMs != null) ? 'order.basisRoad' : 'order.basis')}{' '}
          {others.length > 0 && !all ? (
            <button type="button" className="fm-plain is-inline" onClick={() => setAll(true)}>
              {t('order.others')} ({others.length})
            </button>
          ) : null}
        </p>
      ) : null}
    </section>
  )
}

/** Which rule, why that one, in which version and at which level; what it goes before is told on demand. */
function PlanTitle({ plan }: { readonly plan: Proposal }): ReactNode {
  const { t } = useTranslation('recommend')
  const desk = useDesk()
  const text = useText()
  const raising = plan.standing > 0 && plan.level > plan.standing
  return (
    <>
      {raising ? t('raising', { level: plan.level }) : desk('order.plan')} · {text(plan.name)}
      <small
        className="plan-why"
        title={plan.over.length > 0 ? t('over', { plans: plan.over.map(text).join(' · ') }) : undefined}
      >
        {[
          plan.because ? t(`because.${plan.because}`) : '',
          plan.version === null ? '' : t('version', { version: plan.version }),
          plan.top > 1 ? t('levelOf', { level: plan.level, top: plan.top }) : '',
          plan.met > 0 ? t('met', { count: plan.met }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  )
}

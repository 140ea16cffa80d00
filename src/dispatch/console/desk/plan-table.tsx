/** Whom to order: the plan's agencies ticked with the unit proposed and how near it is, the others to be added by hand. */
import { type ReactNode, useState } from 'react'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import type { AgencyId, IncidentId, UnitId } from '../../../core/ids.ts'
import { id } from '../../../core/ids.ts'
import type { ProposalLine } from '../../plan.ts'
import { change, type ProposalNow, useChanges } from './desk-state.ts'
import { useDesk, useNames } from './words.ts'
import './agencies.css'

export function PlanTable(props: {
  readonly incident: IncidentId
  readonly proposed: ProposalNow | null
  /** Agencies that already have a running order: they are ordered again only when ticked. */
  readonly ordered: ReadonlySet<AgencyId>
}): ReactNode {
  const { incident, proposed, ordered } = props
  const t = useDesk()
  const text = useText()
  const { agencies } = useReference()
  const changes = useChanges(incident)
  const [all, setAll] = useState(false)
  const plan = proposed?.state === 'here' ? proposed.proposal : null
  const lines: readonly ProposalLine[] = plan?.lines ?? []
  const inPlan = new Set(lines.map((line) => line.agency))
  const others = agencies.filter((agency) => !inPlan.has(agency.id))
  const showOthers = all || lines.length === 0
  const tick = (agency: AgencyId, on: boolean): void => {
    const left = new Set(changes.left)
    const added = new Set(changes.added)
    if (on) left.delete(agency)
    else left.add(agency)
    if (on) added.add(agency)
    else added.delete(agency)
    change(incident, { ...changes, left, added })
  }
  const title =
    proposed?.state === 'failed'
      ? t('order.planFailed')
      : !plan
        ? t('order.planLoading')
        : plan.plan
          ? `${t('order.plan')} · ${text(plan.name)}`
          : t('order.planNone')
  return (
    <section className="side-part">
      <h3>{title}</h3>
      <table className="agencies">
        <thead>
          <tr>
            <th scope="col">{t('order.agency')}</th>
            <th scope="col">{t('order.unit')}</th>
            <th scope="col">{t('order.near')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <PlanLine
              key={line.agency}
              incident={incident}
              line={line}
              ticked={changes.added.has(line.agency) || (!changes.left.has(line.agency) && !ordered.has(line.agency))}
              onTick={tick}
            />
          ))}
          {showOthers
            ? others.map((agency) => (
                <PlanLine
                  key={agency.id}
                  incident={incident}
                  line={{
                    agency: agency.id,
                    unit: null,
                    etaMs: null,
                    distanceM: null,
                    fixAgeMs: null,
                    shortfall: null,
                  }}
                  ticked={changes.added.has(agency.id)}
                  onTick={tick}
                />
              ))
            : null}
        </tbody>
      </table>
      {lines.length > 0 ? (
        <p className="side-note">
          {t(lines.some(({ etaMs }) => etaMs !== null) ? 'order.basisRoad' : 'order.basis')}{' '}
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

function PlanLine(props: {
  readonly incident: IncidentId
  readonly line: ProposalLine
  readonly ticked: boolean
  readonly onTick: (agency: AgencyId, on: boolean) => void
}): ReactNode {
  const { incident, line, ticked } = props
  const t = useDesk()
  const names = useNames()
  const format = useFormat()
  const text = useText()
  const { units } = useReference()
  const changes = useChanges(incident)
  const chosen = changes.units.get(line.agency)
  const unit = chosen === undefined ? line.unit : chosen
  const name = names.agency(line.agency)
  const choose = (value: string): void => {
    const next: UnitId | null = value === '' ? null : id<'unit'>(value)
    change(incident, { ...changes, units: new Map(changes.units).set(line.agency, next) })
  }
  return (
    <tr className={ticked ? '' : 'is-left'}>
      <th scope="row">
        <label>
          <input
            type="checkbox"
            checked={ticked}
            aria-label={t('order.include', { agency: name })}
            onChange={(event) => props.onTick(line.agency, event.target.checked)}
          />
          {name}
        </label>
      </th>
      <td>
        <select
          aria-label={`${name}: ${t('order.unit')}`}
          value={unit ?? ''}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('order.anyUnit')}</option>
          {units
            .filter((one) => one.agency === line.agency)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {text(one.label)}
              </option>
            ))}
        </select>
      </td>
      <td>
        {unit === line.unit && line.distanceM !== null && line.fixAgeMs !== null
          ? t(line.etaMs === null ? 'order.straight' : 'order.byRoad', {
              distance: format.distance(line.distanceM),
              age: format.span(line.fixAgeMs),
              eta: format.span(line.etaMs ?? 0),
            })
          : line.shortfall
            ? t(`order.shortfall.${line.shortfall}`)
            : null}
      </td>
    </tr>
  )
}

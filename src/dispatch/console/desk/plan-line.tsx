/** One line of the plan: the agency, the unit that goes, and why; its digit takes the next best unit, and another choice than the proposed one says so. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { type AgencyId, type IncidentId, id, type UnitId } from '../../../core/ids.ts'
import type { Candidate, ProposalLine } from '../../recommend/propose.ts'
import { OBSTACLES } from '../../recommend/readiness.ts'
import { change, useChanges } from './desk-state.ts'
import { unitOf } from './recommended.ts'
import { useDesk, useNames, useTerms } from './words.ts'

export function LineRow(props: {
  readonly incident: IncidentId
  readonly line: ProposalLine
  readonly digit: number | null
  readonly ticked: boolean
  readonly onTick: (on: boolean) => void
}): ReactNode {
  const { line, digit } = props
  const { t } = useTranslation('recommend')
  const terms = useTerms()
  const changes = useChanges(props.incident)
  const unit = unitOf(line.key, line, changes)
  const wanted = line.unitKind === null ? null : [terms(`unitKind.${line.unitKind}`), ...line.capabilities].join(' · ')
  return (
    <Row
      {...props}
      agency={line.agency}
      lineKey={line.key}
      unit={unit}
      mark={digit === null ? null : <kbd title={t('next', { digit })}>{digit}</kbd>}
      wanted={[wanted, line.level > 1 ? t('level', { level: line.level }) : null].filter(Boolean).join(' · ')}
    >
      {unit !== null && line.pick && unit === line.pick.unit ? (
        <Picked line={line} pick={line.pick} />
      ) : unit !== null ? (
        <Other line={line} unit={unit} />
      ) : line.shortfall ? (
        <Gap line={line} />
      ) : null}
    </Row>
  )
}

/** An agency that the plan does not name. */
export function HandRow(props: {
  readonly incident: IncidentId
  readonly agency: AgencyId
  readonly lineKey: string
  readonly ticked: boolean
  readonly onTick: (on: boolean) => void
}): ReactNode {
  const unit = unitOf(props.lineKey, null, useChanges(props.incident))
  return (
    <Row {...props} unit={unit} mark={null} wanted="">
      {null}
    </Row>
  )
}

function Row(props: {
  readonly incident: IncidentId
  readonly agency: AgencyId
  readonly lineKey: string
  readonly unit: UnitId | null
  readonly mark: ReactNode
  readonly wanted: string
  readonly ticked: boolean
  readonly onTick: (on: boolean) => void
  readonly children: ReactNode
}): ReactNode {
  const { incident, agency, unit } = props
  const t = useDesk()
  const names = useNames()
  const text = useText()
  const { units } = useReference()
  const changes = useChanges(incident)
  const name = names.agency(agency)
  // Hundreds of units are listed when somebody reaches for them, and not at every step through the queue.
  const [reached, setReached] = useState(false)
  const choose = (value: string): void => {
    const next: UnitId | null = value === '' ? null : id<'unit'>(value)
    change(incident, { ...changes, units: new Map(changes.units).set(props.lineKey, next) })
  }
  return (
    <tr className={props.ticked ? '' : 'is-left'}>
      <th scope="row">
        <label>
          <input
            type="checkbox"
            checked={props.ticked}
            aria-label={t('order.include', { agency: name })}
            onChange={(event) => props.onTick(event.target.checked)}
          />
          {name}
          {props.mark}
        </label>
        {props.wanted ? <small>{props.wanted}</small> : null}
      </th>
      <td>
        <select
          aria-label={`${name}: ${t('order.unit')}`}
          value={unit ?? ''}
          onPointerEnter={() => setReached(true)}
          onFocus={() => setReached(true)}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('order.anyUnit')}</option>
          {units
            .filter((one) => one.id === unit || (reached && one.agency === agency))
            .map((one) => (
              <option key={one.id} value={one.id}>
                {text(one.label)}
              </option>
            ))}
        </select>
      </td>
      <td>{props.children}</td>
    </tr>
  )
}

function How({ of }: { readonly of: Candidate }): ReactNode {
  const t = useDesk()
  const format = useFormat()
  const how = t(of.etaMs === null ? 'order.straight' : 'order.byRoad', {
    distance: format.distance(of.distanceM),
    age: format.span(of.fixAgeMs),
    eta: format.span(of.etaMs ?? 0),
  })
  return of.offRoadM > 0 ? `${how} · ${t('order.offRoad', { distance: format.distance(of.offRoadM) })}` : how
}

function Picked(props: { readonly line: ProposalLine; readonly pick: Candidate }): ReactNode {
  const { t } = useTranslation('recommend')
  const names = useNames()
  return (
    <>
      <How of={props.pick} />
      <small className="plan-reason">
        {props.line.reasons
          .map(({ why, over }) => t(`reason.${why}`, { unit: over ? names.unit(over) : '' }))
          .join(' · ')}
      </small>
    </>
  )
}

/** The officer's own choice, with what is known of it. */
function Other(props: { readonly line: ProposalLine; readonly unit: UnitId }): ReactNode {
  const { t } = useTranslation('recommend')
  const names = useNames()
  const { pick, others } = props.line
  const known = others.find(({ unit }) => unit === props.unit)
  return (
    <>
      {known ? <How of={known} /> : null}
      {pick ? <small className="plan-reason is-changed">{t('changed', { unit: names.unit(pick.unit) })}</small> : null}
    </>
  )
}

function Gap({ line }: { readonly line: ProposalLine }): ReactNode {
  const { t } = useTranslation('recommend')
  if (!line.shortfall) return null
  const counted = OBSTACLES.flatMap((obstacle) => {
    const count = line.blocked[obstacle]
    return count === undefined ? [] : [t('blocked', { count, what: t(`shortfall.${obstacle}`) })]
  })
  return (
    <>
      <span className="is-old">{t(`shortfall.${line.shortfall}`)}</span>
      <small className="plan-reason">{[...counted, t('sendsOwn')].join(' · ')}</small>
    </>
  )
}

/** What is done with incidents: opened by a call, ordered to several agencies in one act, closed over nobody's head. */

import { CALLER_KEPT_MS } from '../../access/retention.ts'
import type { AgencyId, IncidentId, PersonId, SubjectId, UnitId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import type { Brief, Issued } from '../brief.ts'
import { channelFor } from '../exercise.ts'
import type { Unit } from '../forces.ts'
import {
  decide as decideIncident,
  type Incident,
  type IncidentKind,
  type IncidentRefusal,
  type Outcome,
  type Priority,
} from '../incident.ts'
import { localDay, numberDay, orderNumber } from '../number.ts'
import { decide as decideOrder, isRunning, type Order } from '../order.ts'
import { planAt } from '../plans/io/plans.ts'
import { lentUnits } from '../shift/io/loans.ts'
import type { Warning } from '../warning.ts'
import { freed, preempted } from './freeing.ts'
import { type Given, newId } from './given.ts'
import {
  incidentChange,
  lockIncident,
  lockOrdersOfAll,
  lockTree,
  nextIncidentNumber,
  type OrderChange,
  orderChange,
  record,
} from './store.ts'

const BY_CALL: Text = { zh: '电话报警', en: 'reported by a call' }

export type Calling = {
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: Place
  readonly caller: Readonly<Record<string, string>> | null
  readonly exercise?: true
}

/** The caller's particulars go to the vault in the same transaction; the fact holds the subject's id alone. */
export async function openByCall(
  given: Given,
  command: Command,
  { kind, priority, place, caller, exercise }: Calling,
  by: PersonId,
): Promise<Result<{ readonly incident: Incident }, IncidentRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly incident: Incident }, IncidentRefusal>(given, command, async (tx) => {
    const subject: SubjectId | null = caller ? newId<'subject'>(given) : null
    if (caller && subject)
      await given.access.vault.put(tx, subject, caller, { at: command.at, eraseAfter: command.at + CALLER_KEPT_MS })
    const number = await nextIncidentNumber(tx, numberDay({ exercise }, localDay(command.at, given.centre.timeZone)))
    const decided = decideIncident(null, {
      type: 'open',
      at: command.at,
      opened: {
        number,
        kind,
        priority,
        place,
        origin: { from: 'call', caller: subject },
        firstObservedAt: command.at,
        by,
        ...(exercise ? { exercise } : {}),
      },
    })
    if (!decided.ok) return decided
    const change = incidentChange(newId<'incident'>(given), null, decided.value)
    const recorded = await record(given.journal, tx, [change], originOf(command, command.correlation))
    return recorded.ok ? ok({ incident: change.state }) : recorded
  })
}

/** `proposed`: the unit that the desk proposed for the line. */
export type Send = {
  readonly agency: AgencyId
  readonly unit: UnitId | null
  readonly proposed?: UnitId
  /** Takes the unit from whatever less urgent binds it elsewhere. */
  readonly preempts?: true
}
/** The rule that the orders stand in and the alarm level that they bring the incident to. */
export type ByPlan = NonNullable<Issued['plan']>
/** What one act orders: of a rule and its version, up to an alarm level; or picked by hand. */
export type Ordering = {
  readonly plan: string | null
  /** The version that the desk saw; unsaid: the present one. */
  readonly version?: number | undefined
  /** The alarm level that these sends bring the incident to. */
  readonly level?: number | undefined
  readonly sends: readonly Send[]
}
export type OrderingRefusal =
  | IncidentRefusal
  | 'unknown-agency'
  | 'unit-not-of-agency'
  | 'unit-twice'
  | 'unknown-plan'
  | 'as-urgent'

/** Whether a unit is the agency's own, or one that is lent to it at this moment. */
export async function isOf(
  given: Given,
  tx: Transaction,
  agency: AgencyId,
  key: UnitId,
  now: number,
): Promise<boolean> {
  const its = ({ id: known, agency: owner }: Unit): boolean => known === key && owner === agency
  return given.centre.units.some(its) || (await lentUnits(sqlOf(tx), now)).some(({ unit }) => its(unit))
}

async function sendsRefused(
  given: Given,
  tx: Transaction,
  sends: readonly Send[],
  now: number,
): Promise<OrderingRefusal | null> {
  const { agencies } = given.centre
  for (const { agency, unit, proposed = null } of sends) {
    if (!agencies.some((known) => known.id === agency)) return 'unknown-agency'
    for (const named of [unit, proposed])
      if (named !== null && !(await isOf(given, tx, agency, named, now))) return 'unit-not-of-agency'
  }
  const named = sends.flatMap(({ unit }) => (unit === null ? [] : [unit]))
  return new Set(named).size === named.length ? null : 'unit-twice'
}

async function reasonOf(tx: Transaction, incident: Incident): Promise<Text> {
  const { origin } = incident.opened
  if (origin.from === 'call') return BY_CALL
  const rows = await sqlOf(tx)<{ state: Warning }[]>`select state from warning_view where id = ${origin.warning}`
  return rows[0]?.state.raised.reason ?? BY_CALL
}

/** The new order of one agency; also made for the fallback of an order that nobody signed for. */
export function issue(
  given: Given,
  incident: Incident,
  send: Send & { readonly running: number; readonly insteadOf: Order | null },
  act: { readonly at: number; readonly by: PersonId; readonly brief: Brief; readonly plan?: ByPlan },
): OrderChange {
  const agency = given.centre.agencies.find((known) => known.id === send.agency)
  const channel = channelFor(incident.opened, agency)
  const decided = decideOrder(null, {
    type: 'issue',
    at: act.at,
    issued: {
      incident: incident.id,
      number: orderNumber(incident.opened.number, send.running),
      agency: send.agency,
      unit: send.unit,
      ...(send.proposed === undefined ? {} : { proposed: send.proposed }),
      ...(act.plan === undefined ? {} : { plan: act.plan }),
      channel,
      brief: act.brief,
      insteadOf: send.insteadOf?.id ?? null,
      by: act.by,
    },
  })
  if (!decided.ok) throw new Error(`a new order was refused: ${decided.refusal}`)
  return orderChange(newId<'order'>(given), null, decided.value)
}

/** What every agency is told of an incident as it stands. */
export async function briefOf(tx: Transaction, incident: Incident, together: readonly AgencyId[]): Promise<Brief> {
  const { number, kind, priority, place, origin, firstObservedAt } = incident.opened
  return {
    ...{ incidentNumber: number, kind, priority, place, firstObservedAt, together },
    reason: await reasonOf(tx, incident),
    ...(origin.from === 'warning' && origin.still !== undefined ? { still: origin.still } : {}),
    ...(incident.methane === undefined ? {} : { methane: incident.methane }),
    ...(incident.opened.exercise === undefined ? {} : { exercise: incident.opened.exercise }),
  }
}

/** One act, one transaction: the incident's fact, every agency's order and what is to be sent. Wakes the senders after the commit. */
export async function order(
  given: Given,
  command: Command,
  id: IncidentId,
  { plan, version, level, sends }: Ordering,
  by: PersonId,
): Promise<Result<{ readonly orders: readonly Order[] }, OrderingRefusal | Conflict | 'key-reused'>> {
  const result = await once<{ readonly orders: readonly Order[] }, OrderingRefusal>(given, command, async (tx) => {
    const refused = await sendsRefused(given, tx, sends, command.at)
    if (refused) return refuse(refused)
    const byPlan = plan === null ? null : await planAt(tx, plan, version)
    if (byPlan && !byPlan.ok) return byPlan
    const held = await lockIncident(tx, id)
    if (!held) return refuse('not-open')
    const incident = held.state
    const together = [...new Set(sends.map((send) => send.agency))]
    const brief = await briefOf(tx, incident, together)
    const issued = sends.map((send, i) =>
      issue(
        given,
        incident,
        { ...send, running: incident.orders.length + i + 1, insteadOf: null },
        { at: command.at, by, brief, ...(byPlan ? { plan: { ...byPlan.value, level: level ?? 1 } } : {}) },
      ),
    )
    const orders = issued.map((change) => change.state)
    const decided = decideIncident(incident, {
      type: 'order',
      at: command.at,
      orders: orders.map((made) => made.id),
      plan,
      ...(level === undefined ? {} : { level }),
      by,
    })
    if (!decided.ok) return decided
    const taken: OrderChange[] = []
    for (const { unit, preempts } of sends) {
      if (unit === null || !preempts) continue
      const wanted = { incident: id, priority: incident.opened.priority }
      const free = await preempted(tx, unit, wanted, { at: command.at, by })
      if (!free.ok) return free
      taken.push(...free.value)
    }
    const changes = [incidentChange(id, held, decided.value), ...taken, ...issued]
    const recorded = await record(given.journal, tx, changes, originOf(command, held.correlation))
    return recorded.ok ? ok({ orders }) : recorded
  })
  if (result.ok) given.wake([...new Set(sends.map((send) => send.agency))])
  return result
}

export type Closing = { readonly outcome: Outcome; readonly caseNumber?: string | undefined }

/** Withdraws what nobody has taken, refuses over what somebody is doing; nothing in between. */
export async function close(
  given: Given,
  command: Command,
  id: IncidentId,
  { outcome, caseNumber }: Closing,
  by: PersonId,
): Promise<
  Result<
    { readonly incident: Incident; readonly withdrawn: readonly Order[] },
    IncidentRefusal | Conflict | 'key-reused'
  >
> {
  return once<{ incident: Incident; withdrawn: readonly Order[] }, IncidentRefusal>(given, command, async (tx) => {
    const tree = await lockTree(tx, id)
    const held = tree.find(({ state }) => state.id === id)
    const orders = await lockOrdersOfAll(
      tx,
      tree.map(({ state }) => state.id),
    )
    const running = orders.filter(({ state }) => isRunning(state)).map(({ state }) => state.id)
    const decided = decideIncident(held?.state ?? null, {
      ...{ type: 'close', at: command.at, outcome, by, running },
      ...(caseNumber === undefined ? {} : { caseNumber }),
    })
    if (!decided.ok || !held) return decided.ok ? refuse('not-open') : decided
    const withdrawn = freed(orders, { at: command.at, by, because: 'closed' })
    const closed = incidentChange(id, held, decided.value)
    const recorded = await record(given.journal, tx, [closed, ...withdrawn], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: closed.state, withdrawn: withdrawn.map((change) => change.state) }) : recorded
  })
}

/** What is done with incidents: opened by a call, ordered to several agencies in one act, closed over nobody's head. */

import { CALLER_KEPT_MS } from '../../access/retention.ts'
import type { AgencyId, IncidentId, PersonId, SubjectId, UnitId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import {
  decide as decideIncident,
  type Incident,
  type IncidentKind,
  type IncidentRefusal,
  type Outcome,
  type Priority,
} from '../incident.ts'
import { localDay, orderNumber } from '../number.ts'
import { type Brief, decide as decideOrder, isOver, isRunning, type Order } from '../order.ts'
import type { Warning } from '../warning.ts'
import { type Given, newId } from './given.ts'
import {
  type Held,
  incidentChange,
  lockIncident,
  lockOrdersOf,
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
}

/** The caller's particulars go to the vault in the same transaction; the fact holds the subject's id alone. */
export async function openByCall(
  given: Given,
  command: Command,
  { kind, priority, place, caller }: Calling,
  by: PersonId,
): Promise<Result<{ readonly incident: Incident }, IncidentRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly incident: Incident }, IncidentRefusal>(given, command, async (tx) => {
    const subject: SubjectId | null = caller ? newId<'subject'>(given) : null
    if (caller && subject)
      await given.access.vault.put(tx, subject, caller, { at: command.at, eraseAfter: command.at + CALLER_KEPT_MS })
    const number = await nextIncidentNumber(tx, localDay(command.at, given.centre.timeZone))
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
      },
    })
    if (!decided.ok) return decided
    const change = incidentChange(newId<'incident'>(given), null, decided.value)
    const recorded = await record(given.journal, tx, [change], originOf(command, command.correlation))
    return recorded.ok ? ok({ incident: change.state }) : recorded
  })
}

export type Send = { readonly agency: AgencyId; readonly unit: UnitId | null }
export type OrderingRefusal = IncidentRefusal | 'unknown-agency' | 'unit-not-of-agency' | 'unit-twice' | 'unknown-plan'

/** What the configuration alone can refuse. */
function sendsRefused(given: Given, plan: string | null, sends: readonly Send[]): OrderingRefusal | null {
  const { agencies, units, plans } = given.centre
  if (plan !== null && !plans.some((rule) => rule.id === plan)) return 'unknown-plan'
  for (const { agency, unit } of sends) {
    if (!agencies.some((known) => known.id === agency)) return 'unknown-agency'
    if (unit !== null && !units.some((known) => known.id === unit && known.agency === agency))
      return 'unit-not-of-agency'
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
  act: { readonly at: number; readonly by: PersonId; readonly brief: Brief },
): OrderChange {
  const channel = given.centre.agencies.find((agency) => agency.id === send.agency)?.channel ?? 'console'
  const decided = decideOrder(null, {
    type: 'issue',
    at: act.at,
    issued: {
      incident: incident.id,
      number: orderNumber(incident.opened.number, send.running),
      agency: send.agency,
      unit: send.unit,
      channel,
      brief: act.brief,
      insteadOf: send.insteadOf?.id ?? null,
      by: act.by,
    },
  })
  if (!decided.ok) throw new Error(`a new order was refused: ${decided.refusal}`)
  return orderChange(newId<'order'>(given), null, decided.value)
}

/** One act, one transaction: the incident's fact, every agency's order and what is to be sent. Wakes the senders after the commit. */
export async function order(
  given: Given,
  command: Command,
  id: IncidentId,
  { plan, sends }: { readonly plan: string | null; readonly sends: readonly Send[] },
  by: PersonId,
): Promise<Result<{ readonly orders: readonly Order[] }, OrderingRefusal | Conflict | 'key-reused'>> {
  const result = await once<{ readonly orders: readonly Order[] }, OrderingRefusal>(given, command, async (tx) => {
    const refused = sendsRefused(given, plan, sends)
    if (refused) return refuse(refused)
    const held = await lockIncident(tx, id)
    if (!held) return refuse('not-open')
    const incident = held.state
    const { opened } = incident
    const brief: Brief = {
      incidentNumber: opened.number,
      kind: opened.kind,
      priority: opened.priority,
      place: opened.place,
      reason: await reasonOf(tx, incident),
      ...(opened.origin.from === 'warning' && opened.origin.still !== undefined ? { still: opened.origin.still } : {}),
      firstObservedAt: opened.firstObservedAt,
      together: [...new Set(sends.map((send) => send.agency))],
    }
    const issued = sends.map((send, i) =>
      issue(
        given,
        incident,
        { ...send, running: incident.orders.length + i + 1, insteadOf: null },
        { at: command.at, by, brief },
      ),
    )
    const orders = issued.map((change) => change.state)
    const decided = decideIncident(incident, {
      type: 'order',
      at: command.at,
      orders: orders.map((made) => made.id),
      plan,
      by,
    })
    if (!decided.ok) return decided
    const changes = [incidentChange(id, held, decided.value), ...issued]
    const recorded = await record(given.journal, tx, changes, originOf(command, held.correlation))
    return recorded.ok ? ok({ orders }) : recorded
  })
  if (result.ok) given.wake([...new Set(sends.map((send) => send.agency))])
  return result
}

/** Withdraws what nobody has taken, refuses over what somebody is doing; nothing in between. */
export async function close(
  given: Given,
  command: Command,
  id: IncidentId,
  outcome: Outcome,
  by: PersonId,
): Promise<
  Result<
    { readonly incident: Incident; readonly withdrawn: readonly Order[] },
    IncidentRefusal | Conflict | 'key-reused'
  >
> {
  return once<{ incident: Incident; withdrawn: readonly Order[] }, IncidentRefusal>(given, command, async (tx) => {
    const held = await lockIncident(tx, id)
    const orders: readonly Held<Order>[] = held ? await lockOrdersOf(tx, id) : []
    const running = orders.filter(({ state }) => isRunning(state)).map(({ state }) => state.id)
    const decided = decideIncident(held?.state ?? null, { type: 'close', at: command.at, outcome, by, running })
    if (!decided.ok || !held) return decided.ok ? refuse('not-open') : decided
    const withdrawn = orders
      .filter(({ state }) => !isOver(state))
      .map((unsigned) => {
        const { id: key } = unsigned.state
        const taken = decideOrder(unsigned.state, { type: 'withdraw', at: command.at, by, because: 'closed' })
        if (!taken.ok) throw new Error(`order ${key} could not be withdrawn: ${taken.refusal}`)
        return orderChange(key, unsigned, taken.value)
      })
    const closed = incidentChange(id, held, decided.value)
    const recorded = await record(given.journal, tx, [closed, ...withdrawn], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: closed.state, withdrawn: withdrawn.map((change) => change.state) }) : recorded
  })
}

/** Enters a paper form: the incident, its orders and what the agencies said, with the times as written, in one transaction and each as the fact it would have been; nothing is sent to anybody. */
import { CALLER_KEPT_MS } from '../../../access/retention.ts'
import type { PersonId, SubjectId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Text } from '../../../core/text.ts'
import { type Command, once, originOf } from '../../../journal/command.ts'
import type { Conflict } from '../../../journal/journal.ts'
import type { Brief } from '../../brief.ts'
import { decide as decideIncident, type Incident, type IncidentRefusal } from '../../incident.ts'
import { type Given, newId } from '../../io/given.ts'
import {
  type IncidentChange,
  incidentChange,
  nextIncidentNumber,
  type OrderChange,
  orderChange,
  record,
} from '../../io/store.ts'
import { localDay, orderNumber } from '../../number.ts'
import { type Answer, decide as decideOrder, isRunning, type Order } from '../../order.ts'
import { type Paper, type PaperOrder, type PaperRefusal, paperRefused } from '../paper.ts'

const ON_PAPER: Text = { zh: '系统中断期间纸质受理', en: 'taken on paper while the system was away' }

export type EnterRefusal = PaperRefusal | IncidentRefusal | 'unknown-agency' | 'unit-not-of-agency'

function forcesRefused(given: Given, orders: readonly PaperOrder[]): EnterRefusal | null {
  const { agencies, units } = given.centre
  for (const { agency, unit } of orders) {
    if (!agencies.some((known) => known.id === agency)) return 'unknown-agency'
    if (unit !== null && !units.some((known) => known.id === unit && known.agency === agency))
      return 'unit-not-of-agency'
  }
  return null
}

/** One order as it went: issued and signed for by telephone, then whatever else was written. */
function ordered(
  given: Given,
  brief: Brief,
  incident: Incident,
  paper: PaperOrder,
  running: number,
  by: PersonId,
): readonly OrderChange[] {
  const key = newId<'order'>(given)
  const issued = decideOrder(null, {
    type: 'issue',
    at: paper.orderedAt,
    issued: {
      incident: incident.id,
      number: orderNumber(incident.opened.number, running),
      agency: paper.agency,
      unit: paper.unit,
      // Whatever way the agency has: this one was given by telephone.
      channel: 'console',
      brief,
      insteadOf: null,
      by,
    },
  })
  if (!issued.ok) throw new Error(`a new order was refused: ${issued.refusal}`)
  const changes = [orderChange(key, null, issued.value)]
  const steps: readonly (readonly [Answer, number | null])[] = [
    ['signed-for', paper.signedForAt],
    ['on-the-way', paper.setOutAt],
    ['arrived', paper.arrivedAt],
    ['cleared', paper.clearedAt],
  ]
  for (const [answer, at] of steps) {
    const last = changes.at(-1)
    if (at === null || !last) continue
    const said = decideOrder(last.state, {
      type: 'answer',
      at,
      answer,
      by: { via: 'paper', id: by },
      cause: null,
      agencyNumber: null,
      unit: null,
    })
    if (!said.ok) throw new Error(`${answer} of a paper order was refused: ${said.refusal}`)
    changes.push(orderChange(key, { state: last.state, version: changes.length, correlation: '' }, said.value))
  }
  return changes
}

export async function enterPaper(
  given: Given,
  command: Command,
  paper: Paper & { readonly caller: Readonly<Record<string, string>> | null },
  by: PersonId,
): Promise<
  Result<{ readonly incident: Incident; readonly orders: readonly Order[] }, EnterRefusal | Conflict | 'key-reused'>
> {
  return once<{ readonly incident: Incident; readonly orders: readonly Order[] }, EnterRefusal>(
    given,
    command,
    async (tx) => {
      const refused = paperRefused(paper, command.at) ?? forcesRefused(given, paper.orders)
      if (refused) return refuse(refused)
      const { kind, priority, place, calledAt, caller } = paper
      const subject: SubjectId | null = caller ? newId<'subject'>(given) : null
      if (caller && subject)
        await given.access.vault.put(tx, subject, caller, { at: command.at, eraseAfter: command.at + CALLER_KEPT_MS })
      const key = newId<'incident'>(given)
      const changes: IncidentChange[] = []
      const go = (wish: Parameters<typeof decideIncident>[1]): Result<Incident, IncidentRefusal> => {
        const last = changes.at(-1)
        const decided = decideIncident(last?.state ?? null, wish)
        if (!decided.ok) return decided
        const held = last ? { state: last.state, version: changes.length, correlation: '' } : null
        const change = incidentChange(key, held, decided.value)
        changes.push(change)
        return ok(change.state)
      }
      const number = await nextIncidentNumber(tx, localDay(calledAt, given.centre.timeZone))
      const origin = { from: 'call', caller: subject } as const
      const opened = go({
        type: 'open',
        at: calledAt,
        opened: { number, kind, priority, place, origin, firstObservedAt: calledAt, by, later: true },
      })
      if (!opened.ok) return opened
      const together = [...new Set(paper.orders.map((order) => order.agency))]
      const brief: Brief = {
        incidentNumber: number,
        kind,
        priority,
        place,
        reason: ON_PAPER,
        firstObservedAt: calledAt,
        later: true,
        together,
      }
      const orders = paper.orders.map((order, i) => ordered(given, brief, opened.value, order, i + 1, by))
      const standing = orders.flatMap((order) => order.at(-1)?.state ?? [])
      if (standing.length > 0) {
        const at = Math.min(...paper.orders.map((order) => order.orderedAt))
        const sent = go({ type: 'order', at, orders: standing.map((order) => order.id), plan: null, by })
        if (!sent.ok) return sent
      }
      if (paper.closed) {
        const running = standing.filter(isRunning).map((order) => order.id)
        const closed = go({ type: 'close', at: paper.closed.at, outcome: paper.closed.outcome, by, running })
        if (!closed.ok) return closed
      }
      const recorded = await record(
        given.journal,
        tx,
        [...changes, ...orders.flat()],
        originOf(command, command.correlation),
      )
      const incident = changes.at(-1)?.state
      return recorded.ok && incident ? ok({ incident, orders: standing }) : recorded.ok ? refuse('not-open') : recorded
    },
  )
}

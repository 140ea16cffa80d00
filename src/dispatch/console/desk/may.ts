/** What may be done with what is selected, by the same `decide` that the server runs: null, or the refusal that the button shows. Pure. */
import { id, type PersonId } from '../../../core/ids.ts'
import { decide as decideIncident, type Incident, type IncidentRefusal } from '../../incident.ts'
import { decide as decideOrder, isRunning, type Order, type OrderRefusal } from '../../order.ts'
import { decide as decideWarning, type Verdict, type Warning, type WarningRefusal } from '../../warning.ts'

const said = <R>(result: { readonly ok: true } | { readonly ok: false; readonly refusal: R }): R | null =>
  result.ok ? null : result.refusal

export function mayJudge(warning: Warning, verdict: Verdict, by: PersonId, at: number): WarningRefusal | null {
  // The server makes the incident of a true verdict in the same act; any id stands for it here.
  const incident = verdict === 'true' ? id<'incident'>('to-be-opened') : null
  return said(decideWarning(warning, { type: 'judge', at, verdict, by, incident }))
}

export function mayWithdraw(warning: Warning | null, by: PersonId, at: number): WarningRefusal | null {
  return said(decideWarning(warning, { type: 'withdraw-verdict', at, by }))
}

export function mayOrder(incident: Incident, sends: number, by: PersonId, at: number): IncidentRefusal | null {
  const orders = Array.from({ length: sends }, (_, n) => id<'order'>(`to-be-issued-${n}`))
  return said(decideIncident(incident, { type: 'order', at, orders, plan: null, by }))
}

export function mayClose(
  incident: Incident,
  orders: readonly Order[],
  by: PersonId,
  at: number,
): IncidentRefusal | null {
  const running = orders.filter(isRunning).map((order) => order.id)
  return said(decideIncident(incident, { type: 'close', at, outcome: 'resolved', by, running }))
}

export function mayResend(order: Order, by: PersonId, at: number): OrderRefusal | null {
  return said(decideOrder(order, { type: 'resend', at, by }))
}

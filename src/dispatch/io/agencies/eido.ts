/** An agency's system that speaks NENA EIDO: the incident with its one order as an EIDO document, signed, by webhook; a withdrawal is the order's state in it. */
import { eidoOf, type SharedIncident, type SharedOrder, type Speaker } from '../../exchange/eido.ts'
import { hostOf } from '../../exchange/io/road-messages.ts'
import { type Incident, isOver, reportsOf } from '../../incident.ts'
import type { Order } from '../../order.ts'
import type { Given } from '../given.ts'
import type { Poster } from '../post.ts'
import { readIncident } from '../store.ts'
import type { AgencyInterface, Letter } from './interface.ts'
import { postSigned } from './webhook.ts'

export type EidoReach = { readonly via: 'eido'; readonly url: string; readonly secret: string }

export const speakerOf = (given: Pick<Given, 'centre'>): Speaker => ({
  host: hostOf(given),
  name: given.centre.name,
  agencies: given.centre.agencies,
})

/** As other centres may have it: calls by their time alone, nobody's particulars, no note. */
export function sharedOf(given: Pick<Given, 'centre'>, incident: Incident, orders: readonly Order[]): SharedIncident {
  const { opened, openedAt, state } = incident
  const shared = orders.map((order) => sharedOrder(given, order))
  return {
    id: incident.id,
    number: opened.number,
    kind: opened.kind,
    priority: opened.priority,
    place: opened.place,
    state: isOver(incident) ? 'closed' : state === 'open' ? 'new' : 'running',
    openedAt,
    at: shared.reduce((latest, order) => Math.max(latest, order.at), openedAt),
    calls: reportsOf(incident).some(({ from }) => from === 'call') ? [opened.firstObservedAt] : [],
    orders: shared,
  }
}

function sharedOrder({ centre }: Pick<Given, 'centre'>, order: Order): SharedOrder {
  const { issued, clocks } = order
  const unit = centre.units.find((known) => known.id === order.unit)
  const moments = [clocks.deliveredAt, clocks.signedForAt, clocks.setOutAt, clocks.arrivedAt, clocks.clearedAt]
  return {
    id: order.id,
    number: issued.number,
    agency: issued.agency,
    unit: unit ? { id: unit.id, kind: unit.kind, label: unit.label } : null,
    state: order.state,
    agencyNumber: order.agencyNumber,
    issuedAt: clocks.issuedAt,
    ...(issued.brief.handOver ? { handOver: true } : {}),
    at: moments.reduce<number>((latest, at) => Math.max(latest, at ?? 0), clocks.issuedAt),
  }
}

export function overEido(given: Given, reach: EidoReach, poster: Poster, longestMs: number): AgencyInterface {
  return {
    longestMs,
    async send({ order, key }: Letter) {
      const incident = await readIncident(given.database.sql, order.issued.incident)
      if (!incident) return { status: 0, cause: 'incident-unknown', body: '' }
      return postSigned(given, reach, poster, key, eidoOf(sharedOf(given, incident, [order]), speakerOf(given)))
    },
  }
}

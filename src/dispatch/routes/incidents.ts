/** The doors of incidents: opened by a call, ordered, closed; their proposal, their timeline and, for a purpose, their caller. */
import { z } from 'zod'
import type { VaultRefusal } from '../../access/access.ts'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Incident } from '../incident.ts'
import type { Given } from '../io/given.ts'
import { close, openByCall, order } from '../io/incidents.ts'
import { readIncident } from '../io/store.ts'
import { timeline } from '../io/timeline.ts'
import { proposalFor } from '../recommend/io/proposal.ts'
import { callBody, closureBody, incidentId, noBody, nothing, ordersBody, proposalQuery } from '../schemas.ts'
import { particularsOf } from './particulars.ts'
import { placeRefused } from './place.ts'
import { refused, replied } from './reply.ts'

const one = z.strictObject({ id: incidentId })
const KB = 1024

type Caller = { readonly name: string; readonly phone: string }

export function incidentDoors(given: Given): readonly Door[] {
  const { access } = given
  return [
    door({
      method: 'POST',
      path: '/api/incidents',
      knock: 'signed-in',
      act: 'incident.open',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 4 * KB,
      params: nothing,
      query: nothing,
      body: callBody,
      summary: "Opens an incident by a call; the caller's particulars go to the vault.",
      answer: async (call) => {
        const wrong = placeRefused(given, call.body.place)
        if (wrong) return refused(wrong)
        const calling = { ...call.body, caller: particularsOf(call.body.caller) }
        return replied(await openByCall(given, commandOf(call, 'open'), calling, call.principal.id), 201)
      },
    }),
    door({
      method: 'GET',
      path: '/api/incidents/:id/proposal',
      knock: 'signed-in',
      act: 'incident.order',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: proposalQuery,
      body: noBody,
      summary: 'The response plan that fits, with the free unit for each line that is there soonest, and why.',
      answer: async (call) => {
        const { id } = call.params
        const look = lookOf(call, { kind: 'incident', id })
        if (!look.ok) return refused(look.refusal)
        if (!access.authorise(call.principal, 'incident.order', { kind: 'incident', id }).allowed)
          return refused('not-allowed')
        const incident = await readIncident(given.database.sql, id)
        if (!incident) return refused('not-found')
        const seen = await access.ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        return json(await proposalFor(given, incident, call.query.level ?? null, call.at))
      },
    }),
    door({
      method: 'POST',
      path: '/api/incidents/:id/orders',
      knock: 'signed-in',
      act: 'incident.order',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 4 * KB,
      params: one,
      query: nothing,
      body: ordersBody,
      summary: 'One act orders every agency named.',
      answer: async (call) => {
        const { id } = call.params
        if (!access.authorise(call.principal, 'incident.order', { kind: 'incident', id }).allowed)
          return refused('not-allowed')
        return replied(await order(given, commandOf(call, `order ${id}`), id, call.body, call.principal.id), 201)
      },
    }),
    door({
      method: 'POST',
      path: '/api/incidents/:id/closure',
      knock: 'signed-in',
      act: 'incident.close',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: closureBody,
      summary: 'Closes an incident over nobody who is on the way, and withdraws what nobody has taken.',
      answer: async (call) => {
        const { id } = call.params
        if (!access.authorise(call.principal, 'incident.close', { kind: 'incident', id }).allowed)
          return refused('not-allowed')
        return replied(await close(given, commandOf(call, `close ${id}`), id, call.body, call.principal.id))
      },
    }),
    door({
      method: 'GET',
      path: '/api/incidents/:id/timeline',
      knock: 'signed-in',
      act: 'incident.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: nothing,
      body: noBody,
      summary: 'Who did what when, of the warning, the incident and its orders.',
      answer: async (call) => {
        const { id } = call.params
        const look = lookOf(call, { kind: 'incident', id })
        if (!look.ok) return refused(look.refusal)
        if (!access.authorise(call.principal, 'incident.read', { kind: 'incident', id }).allowed)
          return refused('not-allowed')
        return replied(
          await access.ledger.reading(look.value, async (tx) => {
            const facts = await timeline(tx, id)
            return facts ? ok({ facts }) : refuse('not-found')
          }),
        )
      },
    }),
    door({
      method: 'GET',
      path: '/api/incidents/:id/caller',
      knock: 'signed-in',
      act: 'caller.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: nothing,
      body: noBody,
      summary: "The caller's name and number, for the purpose of this very incident.",
      answer: async (call) => {
        const { id } = call.params
        const look = lookOf(call, { kind: 'caller', id })
        if (!look.ok) return refused(look.refusal)
        if (!access.authorise(call.principal, 'caller.read', { kind: 'incident', id }).allowed)
          return refused('not-allowed')
        return replied(
          await access.ledger.reading<Caller, VaultRefusal | 'not-found' | 'no-caller'>(look.value, async (tx) => {
            const [row] = await sqlOf(tx)<{ state: Incident }[]>`select state from incident_view where id = ${id}`
            if (!row) return refuse('not-found')
            const { origin } = row.state.opened
            if (origin.from !== 'call' || origin.caller === null) return refuse('no-caller')
            const opened = await access.vault.open(tx, origin.caller)
            if (!opened.ok) return opened
            const { name = '', phone = '' } = opened.value
            return ok({ name, phone })
          }),
        )
      },
    }),
  ]
}

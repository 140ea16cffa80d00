/** The doors by which an officer puts an incident right: corrections, notes, further callers, a closure taken back. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Call, type Door, door, type Reply } from '../../access/door.ts'
import type { Act } from '../../access/roles.ts'
import type { IncidentId } from '../../core/ids.ts'
import { type Result, refuse } from '../../core/result.ts'
import { amend, joinCall, note, part, reopen } from '../io/corrections.ts'
import type { Given } from '../io/given.ts'
import { amendmentBody, incidentId, noteBody, nothing, reportBody, reportParams } from '../schemas.ts'
import { particularsOf } from './particulars.ts'
import { placeRefused } from './place.ts'
import { refused, replied } from './reply.ts'

const KB = 1024

type OnIncident<B> = Call<{ readonly id: IncidentId }, unknown, B>

/** A command on one incident: the policy is asked about this very incident before anything else. */
export function incidentDoor<P extends z.ZodType<{ readonly id: IncidentId }>, B extends z.ZodType>(
  given: Given,
  plan: {
    readonly path: string
    readonly act: Act
    readonly params: P
    readonly body: B
    readonly summary: string
    readonly does: (call: Call<z.infer<P>, unknown, z.infer<B>>) => Promise<Result<unknown>>
    readonly status?: number
  },
): Door {
  const { does, status, ...rest } = plan
  return door({
    ...rest,
    method: 'POST',
    knock: 'signed-in',
    trace: { leaves: 'fact' },
    command: true,
    maxBodyBytes: 4 * KB,
    query: nothing,
    answer: async (call): Promise<Reply> => {
      const { id } = call.params
      if (!given.access.authorise(call.principal, plan.act, { kind: 'incident', id }).allowed)
        return refused('not-allowed')
      return replied(await does(call), status)
    },
  })
}

const one = z.strictObject({ id: incidentId })
const asks = ({ params }: OnIncident<unknown>, verb: string): string => `${verb} ${params.id}`

export function correctionDoors(given: Given): readonly Door[] {
  return [
    incidentDoor(given, {
      path: '/api/incidents/:id/amendments',
      act: 'incident.order',
      params: one,
      body: amendmentBody,
      summary: 'Corrects the kind, priority or place; what was said first stays in the journal.',
      does: async (call) => {
        const { place } = call.body.amendment
        const wrong = place ? placeRefused(given, place) : null
        if (wrong) return refuse(wrong)
        return amend(given, commandOf(call, asks(call, 'amend')), call.params.id, call.body, call.principal.id)
      },
    }),
    incidentDoor(given, {
      path: '/api/incidents/:id/notes',
      act: 'incident.order',
      params: one,
      body: noteBody,
      summary: 'A note on what happens; particulars of persons are refused.',
      does: (call) =>
        note(given, commandOf(call, asks(call, 'note')), call.params.id, call.body.text, call.principal.id),
      status: 201,
    }),
    incidentDoor(given, {
      path: '/api/incidents/:id/reports',
      act: 'incident.order',
      params: one,
      body: reportBody,
      summary: 'A further caller about the same event; the particulars go to the vault.',
      does: (call) =>
        joinCall(
          given,
          commandOf(call, asks(call, 'report')),
          call.params.id,
          particularsOf(call.body.caller),
          call.principal.id,
        ),
      status: 201,
    }),
    incidentDoor(given, {
      path: '/api/incidents/:id/reports/:report/removal',
      act: 'incident.order',
      params: reportParams,
      body: nothing,
      summary: 'Takes a report out again; a warning that had joined awaits its verdict anew.',
      does: (call) => {
        const { id, report } = call.params
        return part(given, commandOf(call, `part ${id} ${report}`), id, report, call.principal.id)
      },
    }),
    incidentDoor(given, {
      path: '/api/incidents/:id/reopening',
      act: 'incident.close',
      params: one,
      body: nothing,
      summary: 'Takes a closure back.',
      does: (call) => reopen(given, commandOf(call, asks(call, 'reopen')), call.params.id, call.principal.id),
    }),
  ]
}

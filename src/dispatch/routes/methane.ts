/** The door of METHANE reports. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import type { Given } from '../io/given.ts'
import { report } from '../io/methane.ts'
import { CASUALTIES, MAJOR } from '../methane.ts'
import { incidentId, nothing, plain } from '../schemas.ts'
import { refused, replied } from './reply.ts'

const said = plain(500)
const count = z.int().min(0).max(100_000).nullable()
const methaneBody = z.strictObject({
  majorIncident: z.enum(MAJOR),
  exactLocation: said,
  type: said,
  hazards: said,
  access: said,
  casualties: z.strictObject({ immediate: count, urgent: count, minor: count, dead: count }),
  emergencyServices: said,
  /** The version that the writer had before them; 0 for the first. */
  on: z.int().min(0),
})

export function methaneDoors(given: Given): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/incidents/:id/methane',
      knock: 'signed-in',
      act: 'incident.order',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 8 * 1024,
      params: z.strictObject({ id: incidentId }),
      query: nothing,
      body: methaneBody,
      summary: `A new version of the METHANE report; casualties are counted as ${CASUALTIES.join(', ')}.`,
      answer: async (call) => {
        const { id } = call.params
        if (!given.access.authorise(call.principal, 'incident.order', { kind: 'incident', id }).allowed)
          return refused('not-allowed')
        return replied(await report(given, commandOf(call, `methane ${id}`), id, call.body, call.principal.id))
      },
    }),
  ]
}

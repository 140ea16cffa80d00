/** The door to the way of an order: for the crew that drives it, its agency and the room. */
import { z } from 'zod'
import { lookOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Given } from '../io/given.ts'
import type { Order } from '../order.ts'
import { noBody, nothing, orderId } from '../schemas.ts'
import { refused, replied } from './reply.ts'

export function wayDoors(given: Given): readonly Door[] {
  const { ledger, authorise } = given.access
  return [
    door({
      method: 'GET',
      path: '/api/orders/:id/way',
      knock: 'signed-in',
      act: 'order.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({ id: orderId }),
      query: nothing,
      body: noBody,
      summary: "The way of an order's unit from where it is to its incident, with its turns and what holds along it.",
      answer: async (call) => {
        const key = call.params.id
        const look = lookOf(call, { kind: 'order', id: key })
        if (!look.ok) return refused(look.refusal)
        return replied(
          await ledger.reading(look.value, async (tx) => {
            const [row] = await sqlOf(tx)<{ state: Order }[]>`select state from order_view where id = ${key}`
            if (!row) return refuse('not-found')
            const { issued, unit } = row.state
            const resource = {
              kind: 'order',
              id: key,
              agency: issued.agency,
              ...(unit === null ? {} : { unit }),
            } as const
            // Somebody else's order looks like none at all.
            if (!authorise(call.principal, 'order.read', resource).allowed) return refuse('not-found')
            const now = given.unitsNow().find((each) => each.unit.id === unit)
            const byAir = now?.unit.kind === 'drone' || now?.unit.kind === 'foot-pair'
            if (!given.way || !now?.position || byAir) return ok({ way: null })
            return ok({ way: given.way(issued.brief.place, now.position, now.headingDegrees) })
          }),
        )
      },
    }),
  ]
}

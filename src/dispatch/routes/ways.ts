/** The door to the way of an order: for the crew that drives it, its agency and the room. */
import { z } from 'zod'
import { lookOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import { ok } from '../../core/result.ts'
import type { Given } from '../io/given.ts'
import { noBody, nothing, orderId } from '../schemas.ts'
import { ownOrder } from './own-order.ts'
import { refused, replied } from './reply.ts'

export function wayDoors(given: Given): readonly Door[] {
  const { ledger } = given.access
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
            const own = await ownOrder(given, tx, call.principal, key)
            if (!own.ok) return own
            const { issued, unit } = own.value
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

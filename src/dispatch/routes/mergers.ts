/** The doors at which incidents become one and two again, go to another agency, and crews are called back. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Call, type Door, door } from '../../access/door.ts'
import type { OrderId } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import type { Command } from '../../journal/command.ts'
import type { Given } from '../io/given.ts'
import { offer } from '../io/handing-over.ts'
import { merge, unmerge } from '../io/merging.ts'
import { recall } from '../io/orders.ts'
import { swap } from '../io/swapping.ts'
import { incidentId, mergerBody, nothing, offerBody, orderId, recallBody, swapBody } from '../schemas.ts'
import { incidentDoor } from './corrections.ts'
import { refused, replied } from './reply.ts'

const one = z.strictObject({ id: incidentId })
const KB = 1024

export function mergerDoors(given: Given): readonly Door[] {
  return [
    incidentDoor(given, {
      path: '/api/incidents/:id/merger',
      act: 'incident.order',
      params: one,
      body: mergerBody,
      summary: 'Two incidents are one event: this one goes on as part of the other.',
      does: (call) => {
        const { id } = call.params
        return merge(given, commandOf(call, `merge ${id}`), id, call.body.into, call.principal.id)
      },
    }),
    incidentDoor(given, {
      path: '/api/incidents/:id/merger/withdrawal',
      act: 'incident.order',
      params: one,
      body: nothing,
      summary: 'They were two after all: everything stands as it stood.',
      does: (call) => unmerge(given, commandOf(call, `unmerge ${call.params.id}`), call.params.id, call.principal.id),
    }),
    incidentDoor(given, {
      path: '/api/incidents/:id/offer',
      act: 'incident.order',
      params: one,
      body: offerBody,
      summary: 'Offers the incident to another agency, which takes it over by signing for the order.',
      does: (call) => {
        const { id } = call.params
        return offer(given, commandOf(call, `offer ${id}`), id, call.body.to, call.principal.id)
      },
      status: 201,
    }),
    orderDoor(given, {
      path: '/api/orders/:id/swap',
      body: swapBody,
      summary: 'Another unit of the same agency goes in its place.',
      does: ({ params: { id }, body, principal }, command) =>
        swap(given, command(`swap ${id}`), id, body.unit, principal.id),
      status: 201,
    }),
    orderDoor(given, {
      path: '/api/orders/:id/recall',
      body: recallBody,
      summary: 'Takes an order back over whoever has it: stood down, or needed more urgently elsewhere.',
      does: ({ params: { id }, body, principal }, command) =>
        recall(given, command(`recall ${id}`), id, body.because, principal.id),
    }),
  ]
}

type OnOrder<B> = Call<{ readonly id: OrderId }, unknown, B>

/** A command of the desk on one order: whoever may order may take back and replace. */
function orderDoor<B extends z.ZodType>(
  given: Given,
  plan: {
    readonly path: string
    readonly body: B
    readonly summary: string
    readonly does: (call: OnOrder<z.infer<B>>, command: (asks: string) => Command) => Promise<Result<unknown>>
    readonly status?: number
  },
): Door {
  const { does, status, ...rest } = plan
  return door({
    ...rest,
    method: 'POST',
    knock: 'signed-in',
    act: 'incident.order',
    trace: { leaves: 'fact' },
    command: true,
    maxBodyBytes: KB,
    params: z.strictObject({ id: orderId }),
    query: nothing,
    answer: async (call) => {
      if (!given.access.authorise(call.principal, 'incident.order', { kind: 'centre', id: 'centre' }).allowed)
        return refused('not-allowed')
      return replied(await does(call, (asks) => commandOf(call, asks)), status)
    },
  })
}

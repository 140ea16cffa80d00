/** The doors of orders: people answer them; a supervisor sends a dead letter again. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import type { Given } from '../io/given.ts'
import { answer, resend } from '../io/orders.ts'
import { answerBody, isTimely, nothing, orderId } from '../schemas.ts'
import { found } from './own-order.ts'
import { refused, replied } from './reply.ts'

const one = z.strictObject({ id: orderId })
const KB = 1024

export function orderDoors(given: Given): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/orders/:id/answers',
      knock: 'signed-in',
      act: 'order.answer',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 2 * KB,
      params: one,
      query: nothing,
      body: answerBody,
      summary: "A person at the agency's page or in the unit answers an order.",
      answer: async (call) => {
        const { principal, body } = call
        const order = await found(given, principal, 'order.answer', call.params.id)
        if (!order) return refused('not-issued')
        const at = body.at ?? call.at
        if (!isTimely(at, call.at)) return refused('not-timely')
        // A crew that takes an order meant for any unit of its agency goes itself.
        const own = body.answer === 'signed-for' && order.unit === null ? (principal.unit ?? null) : null
        const result = await answer(given, commandOf(call, `answer ${order.id}`), order.id, {
          answer: body.answer,
          by: { via: principal.role === 'field-officer' ? 'field' : 'console', id: principal.id },
          at,
          cause: body.cause ?? null,
          agencyNumber: body.agencyNumber ?? null,
          unit: body.unit ?? own,
        })
        return replied(result)
      },
    }),
    door({
      method: 'POST',
      path: '/api/orders/:id/resend',
      knock: 'signed-in',
      act: 'order.resend',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: nothing,
      summary: 'Sends an order again that had been given up.',
      answer: async (call) => {
        const order = await found(given, call.principal, 'order.resend', call.params.id)
        if (!order) return refused('not-issued')
        return replied(await resend(given, commandOf(call, `resend ${order.id}`), order.id, call.principal.id))
      },
    }),
  ]
}

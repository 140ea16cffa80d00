/** The doors of orders: people and agencies' own systems answer them; a supervisor sends a dead letter again. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { checkSignature } from '../../access/io/signature.ts'
import type { Act, Principal, Resource } from '../../access/roles.ts'
import { SIGNATURE_HEADER } from '../../access/wire.ts'
import { id, type OrderId } from '../../core/ids.ts'
import type { Given } from '../io/given.ts'
import { answer, resend } from '../io/orders.ts'
import { readOrder } from '../io/store.ts'
import type { Order } from '../order.ts'
import { agencyId, answerBody, isTimely, nothing, orderId } from '../schemas.ts'
import { answerMessage } from '../wire.ts'
import { refused, replied } from './reply.ts'

const one = z.strictObject({ id: orderId })
const KB = 1024
const CONTROL = /\p{Cc}/u

function resourceOf({ id: key, issued, unit }: Order): Resource {
  return { kind: 'order', id: key, agency: issued.agency, ...(unit === null ? {} : { unit }) }
}

/** The order, if this principal may do this to it; what is somebody else's is not there. */
async function found(given: Given, principal: Principal, act: Act, key: OrderId): Promise<Order | null> {
  const order = await readOrder(given.database.sql, key)
  return order && given.access.authorise(principal, act, resourceOf(order)).allowed ? order : null
}

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
      path: '/api/agencies/:agency/answers',
      knock: 'signed',
      act: null,
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: 4 * KB,
      params: z.strictObject({ agency: agencyId }),
      query: nothing,
      body: answerMessage,
      summary: "An agency's own system answers an order, signed; said twice, it is heard once.",
      answer: async (call) => {
        const { agency } = call.params
        const webhook = given.centre.webhooks.get(agency)
        // An agency without a system here and a wrong signature look the same.
        if (!webhook) return refused('signature-forged')
        const signed = checkSignature(webhook.secret, call.headers[SIGNATURE_HEADER], call.rawBody, call.at)
        if (!signed.ok) return refused(signed.refusal)
        const said = call.body
        const principal: Principal = {
          id: id<'person'>(agency),
          role: 'machine',
          name: { zh: agency, en: agency },
          agency,
        }
        const known = orderId.safeParse(said.order)
        const order = known.success ? await found(given, principal, 'order.answer', known.data) : null
        if (!order) return refused('not-issued')
        if (!isTimely(said.at, call.at)) return refused('not-timely')
        if (said.agencyNumber !== undefined && CONTROL.test(said.agencyNumber)) return refused('not-an-identifier')
        const wish = createHash('sha256').update(JSON.stringify(said)).digest('hex')
        const command = {
          by: { kind: 'machine', id: agency },
          at: call.at,
          correlation: call.correlation,
          key: said.id,
          asks: `answer ${order.id} ${wish}`,
        } as const
        const result = await answer(given, command, order.id, {
          answer: said.answer,
          by: { via: 'webhook', id: agency },
          at: said.at,
          cause: said.cause ?? null,
          agencyNumber: said.agencyNumber ?? null,
          unit: said.unit ?? null,
        })
        if (result.ok) return json({ order: order.id, state: result.value.order.state })
        if (result.refusal !== 'already-said') return refused(result.refusal)
        const standing = await readOrder(given.database.sql, order.id)
        return json({ order: order.id, state: standing?.state ?? order.state })
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

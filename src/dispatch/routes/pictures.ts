/** The doors of pictures: a crew sends one of the place, and whoever may see a picture looks at it, with a trace. */
import { z } from 'zod'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import type { Principal } from '../../access/roles.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import type { Given } from '../io/given.ts'
import { keepPicture, picturesUnder } from '../io/pictures.ts'
import { readStill } from '../io/stills.ts'
import type { Order } from '../order.ts'
import { MOST_BYTES } from '../picture/picture.ts'
import { instant, isTimely, noBody, nothing, orderId, pictureBody, stillParams } from '../schemas.ts'
import { found, resourceOf } from './own-order.ts'
import { refused, replied } from './reply.ts'

export function pictureDoors(given: Given): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/orders/:id/pictures',
      knock: 'signed-in',
      act: 'order.answer',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: MOST_BYTES,
      params: z.strictObject({ id: orderId }),
      query: z.strictObject({ at: z.coerce.number().pipe(instant) }),
      body: pictureBody,
      summary:
        'A picture of the place from whoever has the order: kept without where, when and with what it was taken.',
      answer: async (call) => {
        const { principal, rawBody } = call
        const { at } = call.query
        const order = await found(given, principal, 'order.answer', call.params.id)
        if (!order) return refused('not-issued')
        if (!isTimely(at, call.at)) return refused('not-timely')
        const sent = {
          bytes: rawBody,
          at,
          by: { via: principal.role === 'field-officer' ? 'field' : 'console', id: principal.id },
        } as const
        return replied(await keepPicture(given, commandOf(call, `picture ${order.id} ${at}`), order.id, sent), 201)
      },
    }),
    door({
      method: 'GET',
      path: '/api/stills/:sha256',
      knock: 'signed-in',
      act: 'order.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: stillParams,
      query: nothing,
      body: noBody,
      summary:
        'The picture that the judge saw, or that a crew sent; an agency and a crew get those of their own orders.',
      answer: async (call) => {
        const { sha256 } = call.params
        const look = lookOf(call, { kind: 'still', id: sha256 })
        if (!look.ok) return refused(look.refusal)
        const read = await given.access.ledger.reading(look.value, async (tx) => {
          const still = await stillFor(given, tx, call.principal, sha256)
          return still ? ok(still) : pictureFor(given, tx, call.principal, sha256)
        })
        if (!read.ok) return refused(read.refusal)
        return { status: 200, bytes: read.value, mediaType: 'image/jpeg' }
      },
    }),
  ]
}

/** Of a warning: for whoever may read the warning, or an order that it went out with. */
async function stillFor(given: Given, tx: Transaction, who: Principal, sha256: string): Promise<Uint8Array | null> {
  const still = await readStill(tx, sha256)
  if (!still) return null
  const { authorise } = given.access
  if (authorise(who, 'warning.read', { kind: 'warning', id: still.warning }).allowed) return still.bytes
  const orders = await sqlOf(tx)<{ state: Order }[]>`select state from order_view where still = ${sha256}`
  return orders.some(({ state }) => authorise(who, 'order.read', resourceOf(state)).allowed) ? still.bytes : null
}

/** Of a crew: for whoever may read its order. That it is erased is told to nobody else. */
async function pictureFor(
  given: Given,
  tx: Transaction,
  who: Principal,
  sha256: string,
): Promise<Result<Uint8Array, 'not-found' | 'picture-erased'>> {
  const own = (await picturesUnder(tx, sha256)).filter(
    ({ order }) => given.access.authorise(who, 'order.read', resourceOf(order)).allowed,
  )
  const bytes = own.find((one) => one.bytes !== null)?.bytes
  if (bytes) return ok(bytes)
  return refuse(own.length > 0 ? 'picture-erased' : 'not-found')
}

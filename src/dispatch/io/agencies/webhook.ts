/** An agency's system over a signed webhook: the order as JSON of our own, and its withdrawal to the same address. */
import { sign } from '../../../access/io/signature.ts'
import { SIGNATURE_HEADER } from '../../../access/wire.ts'
import type { Order } from '../../order.ts'
import type { OrderMessage, WithdrawalMessage } from '../../wire.ts'
import type { Given } from '../given.ts'
import type { Posted, Poster } from '../post.ts'
import type { AgencyInterface, Letter } from './interface.ts'

export type Webhook = { readonly via: 'webhook'; readonly url: string; readonly secret: string }

export function orderMessageOf(given: Pick<Given, 'centre' | 'isManned'>, order: Order): OrderMessage {
  const { issued } = order
  return {
    version: 1,
    order: order.id,
    number: issued.number,
    agency: issued.agency,
    unit: issued.unit,
    issuedAt: order.clocks.issuedAt,
    brief: { ...issued.brief, together: [...issued.brief.together] },
    ...(order.corrected ? { correctedAt: order.corrected.at } : {}),
    answerTo: `${given.centre.publicUrl}/api/agencies/${encodeURIComponent(issued.agency)}/answers`,
    ...(given.isManned(issued.agency) ? { manned: true } : {}),
  }
}

function withdrawalOf({ id, issued, ...order }: Order): WithdrawalMessage {
  return {
    version: 1,
    withdrawn: id,
    number: issued.number,
    agency: issued.agency,
    because: order.state === 'withdrawn' ? order.because : 'closed',
  }
}

export function overWebhook(given: Given, reach: Webhook, poster: Poster, longestMs: number): AgencyInterface {
  return {
    longestMs,
    send: ({ order, says, key }: Letter) =>
      postSigned(given, reach, poster, key, says === 'order' ? orderMessageOf(given, order) : withdrawalOf(order)),
  }
}

/** Any JSON to a partner's address, signed, under its key. */
export function postSigned(
  given: Pick<Given, 'clock'>,
  { url, secret }: { readonly url: string; readonly secret: string },
  poster: Poster,
  key: string,
  message: unknown,
): Promise<Posted> {
  const body = JSON.stringify(message)
  return poster.post(
    url,
    {
      'content-type': 'application/json',
      'idempotency-key': key,
      [SIGNATURE_HEADER]: sign(secret, Buffer.from(body), given.clock()),
    },
    body,
  )
}

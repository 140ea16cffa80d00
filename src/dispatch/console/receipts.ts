/** Says `received` once for every order that this page shows: the receipt is the page's, the signature stays a person's. */
import { useEffect } from 'react'
import { act, send } from '../../console/api.ts'
import { useLineState } from '../../console/live.ts'
import type { OrderId } from '../../core/ids.ts'
import type { Order } from '../order.ts'

const told = new Set<OrderId>()
const AGAIN_MS = 2_000

async function tell(order: OrderId): Promise<void> {
  const receipt = act(`/api/orders/${encodeURIComponent(order)}/answers`, { answer: 'received' })
  for (;;) {
    const answer = await send(receipt)
    // A refusal (somebody said it, the order is over) needs no second try; a line that is down does.
    if (answer.ok || (answer.refusal !== 'not-reached' && answer.refusal !== 'busy')) return
    await new Promise((done) => setTimeout(done, AGAIN_MS))
  }
}

export function useReceipts(orders: readonly Order[]): void {
  const live = useLineState() === 'live'
  useEffect(() => {
    if (!live) return
    for (const order of orders) {
      if (order.state !== 'issued' || told.has(order.id)) continue
      told.add(order.id)
      void tell(order.id)
    }
  }, [orders, live])
}

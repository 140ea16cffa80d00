/** The way of the crew's own order, asked again while it drives; without an answer the last one stays. */
import { useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import type { OrderId } from '../../../core/ids.ts'
import { SECOND } from '../../../core/time.ts'
import type { Condition } from '../../../roads/conditions/condition.ts'
import type { UnitWay } from '../../recommend/way.ts'

const EVERY_MS = 10 * SECOND

/** null: there is none, or nobody knows it. */
export function useOrderWay(order: OrderId | null, holding: readonly Condition[]): UnitWay | null {
  const [way, setWay] = useState<UnitWay | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order has another way
  useEffect(() => setWay(null), [order])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what holds changes the way at once
  useEffect(() => {
    if (!order) return
    const stopping = new AbortController()
    const ask = async (): Promise<void> => {
      const answer = await get<{ way: UnitWay | null }>(`/api/orders/${order}/way`, { signal: stopping.signal })
      if (answer.ok && !stopping.signal.aborted) setWay(answer.value.way)
    }
    void ask()
    const again = setInterval(() => void ask(), EVERY_MS)
    return () => {
      stopping.abort()
      clearInterval(again)
    }
  }, [order, holding])
  return way
}

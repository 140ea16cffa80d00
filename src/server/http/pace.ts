/** A token bucket for each address: lets a burst through, then a steady pace; what it remembers is bounded. */
import type { Clock } from '../../core/time.ts'

export type Pace = {
  /** 0: go on; otherwise the seconds to wait, for Retry-After. */
  take(address: string): number
}

export function openPace(clock: Clock, limits: { burst: number; perSecond: number; addresses: number }): Pace {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(address) {
      const now = clock()
      const bucket = buckets.get(address) ?? { tokens: limits.burst, at: now }
      bucket.tokens = Math.min(limits.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * limits.perSecond)
      bucket.at = now
      // Kept in the order of the last visit, so that the address forgotten first is the one that came longest ago.
      buckets.delete(address)
      buckets.set(address, bucket)
      if (buckets.size > limits.addresses) buckets.delete(buckets.keys().next().value ?? address)
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / limits.perSecond))
      bucket.tokens -= 1
      return 0
    },
  }
}

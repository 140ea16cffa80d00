/** The first minute as the journal shows it: from the first observation to the last receipt of the first orders, and how much of it was the machine's. Pure. */
import { type Fact, idOf, kindOf, type Numbered } from '../../journal/fact.ts'

/** Both in milliseconds; `machineMs` leaves out what people needed to judge and to order. */
export type FirstMinute = { readonly incident: string; readonly totalMs: number; readonly machineMs: number }

type Running = {
  /** When the sensor first saw it, or the call came in; when the machine had decided. */
  readonly firstObservedAt: number
  readonly decidedAt: number
  readonly shownAt: number
  orderedAt: number | null
  readonly awaited: Set<string>
}

export type FirstMinutes = {
  /** Answers the minutes that these facts complete. */
  take(facts: readonly Numbered[]): readonly FirstMinute[]
}

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** Follows at most `most` incidents at once; those that never complete are forgotten in the order they came. */
export function openFirstMinutes(most = 5_000): FirstMinutes {
  const warnings = new Map<string, { readonly decidedAt: number; readonly shownAt: number }>()
  const incidents = new Map<string, Running>()
  const orders = new Map<string, string>()
  const keep = <V>(map: Map<string, V>, key: string, value: V, limit: number): void => {
    map.set(key, value)
    if (map.size > limit) map.delete(map.keys().next().value ?? key)
  }

  function one(numbered: Numbered): FirstMinute | null {
    const fact: Fact & Readonly<Record<string, unknown>> = { ...numbered.fact }
    const key = idOf(numbered.stream)
    const kind = kindOf(numbered.stream)
    if (kind === 'warning' && fact.type === 'raised') {
      const decidedAt = asNumber(fact.observedAt) ?? fact.at
      keep(warnings, key, { decidedAt, shownAt: numbered.recordedAt }, most)
    } else if (kind === 'incident' && fact.type === 'opened') {
      // What is practised is no figure; without its incident its orders count for nothing either.
      if (fact.exercise === true) return null
      const origin = typeof fact.origin === 'object' && fact.origin !== null ? fact.origin : {}
      const warning = warnings.get(('warning' in origin ? asText(origin.warning) : null) ?? '')
      const firstObservedAt = asNumber(fact.firstObservedAt) ?? fact.at
      const decidedAt = warning?.decidedAt ?? numbered.recordedAt
      const shownAt = warning?.shownAt ?? numbered.recordedAt
      keep(incidents, key, { firstObservedAt, decidedAt, shownAt, orderedAt: null, awaited: new Set<string>() }, most)
    } else if (kind === 'incident' && fact.type === 'ordered') {
      const running = incidents.get(key)
      if (!running || running.orderedAt !== null || !Array.isArray(fact.orders)) return null
      running.orderedAt = numbered.recordedAt
      for (const order of fact.orders) {
        running.awaited.add(String(order))
        keep(orders, String(order), key, 4 * most)
      }
    } else if (kind === 'order' && (fact.type === 'delivered' || fact.type === 'signed-for')) {
      const incident = orders.get(key)
      const running = incident === undefined ? undefined : incidents.get(incident)
      if (incident === undefined || !running || running.orderedAt === null || !running.awaited.delete(key)) return null
      orders.delete(key)
      if (running.awaited.size > 0) return null
      incidents.delete(incident)
      const machineMs = running.shownAt - running.decidedAt + (numbered.recordedAt - running.orderedAt)
      return { incident, totalMs: numbered.recordedAt - running.firstObservedAt, machineMs }
    }
    return null
  }

  return { take: (facts) => facts.flatMap((numbered) => one(numbered) ?? []) }
}

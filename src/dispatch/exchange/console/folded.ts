/** Folds facts of alerts into those that are known; a gap is told, not guessed over. Pure. */
import { id } from '../../../core/ids.ts'
import { idOf, kindOf, type Numbered } from '../../../journal/fact.ts'
import { type Alert, type AlertFact, type AlertId, evolve } from '../alert.ts'

export type Known = { readonly version: number; readonly alert: Alert }
export type Alerts = ReadonlyMap<AlertId, Known>

/** null: a fact of one is missing in between; what is there is to be loaded anew. */
export function folded(alerts: Alerts, facts: readonly Numbered[]): Alerts | null {
  const next = new Map(alerts)
  for (const { stream, fact, version } of facts) {
    if (kindOf(stream) !== 'alert') continue
    const key = id<'alert'>(idOf(stream))
    const before = next.get(key)
    const has = before?.version ?? 0
    if (version <= has) continue
    if (version !== has + 1) return null
    // The journal holds under `alert` only its facts.
    next.set(key, { version, alert: evolve(before?.alert ?? null, key, fact as AlertFact) })
  }
  return next
}

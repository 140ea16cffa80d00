/** Folds facts of units into what is known of their duty; a gap is told, not guessed over. Pure. */
import { id, type UnitId } from '../../../core/ids.ts'
import { idOf, kindOf, type Numbered } from '../../../journal/fact.ts'
import { evolve, type UnitDuty, type UnitFact } from '../duty.ts'

export type Duties = ReadonlyMap<UnitId, UnitDuty>

/** null: a fact of one is missing in between; what is there is to be loaded anew. */
export function folded(units: Duties, facts: readonly Numbered[]): Duties | null {
  const next = new Map(units)
  for (const { stream, fact, version } of facts) {
    if (kindOf(stream) !== 'unit') continue
    const key = id<'unit'>(idOf(stream))
    const before = next.get(key) ?? null
    if (version <= (before?.version ?? 0)) continue
    if (version !== (before?.version ?? 0) + 1) return null
    // The journal holds under `unit` only its facts.
    next.set(key, evolve(before, key, fact as UnitFact))
  }
  return next
}

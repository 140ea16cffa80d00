/** What officers made of warnings: how many were true of those judged true or false, how many could not be told, how many still wait; in all and by source. Pure. */
import { never } from '../core/result.ts'
import type { Judged } from '../sensing/facts.ts'
import type { Verdict, Warning } from './warning.ts'

export const NOTHING_JUDGED: Judged = { right: 0, wrong: 0, cannotTell: 0, awaiting: 0 }

/** `null`: nobody has judged it yet. */
export function counted(before: Judged, verdict: Verdict | null, count = 1): Judged {
  switch (verdict) {
    case 'true':
      return { ...before, right: before.right + count }
    case 'false':
      return { ...before, wrong: before.wrong + count }
    case 'cannot-tell':
      return { ...before, cannotTell: before.cannotTell + count }
    case null:
      return { ...before, awaiting: before.awaiting + count }
  }
  return never(verdict)
}

/** `source` is the id of the camera, unit or partner that warned. */
export function judgedBySource(
  rows: Iterable<{ readonly source: string; readonly verdict: Verdict | null; readonly count: number }>,
): ReadonlyMap<string, Judged> {
  const by = new Map<string, Judged>()
  for (const { source, verdict, count } of rows)
    by.set(source, counted(by.get(source) ?? NOTHING_JUDGED, verdict, count))
  return by
}

/** Judged at or after `since`, and everything that waits. */
export function judgedSince(warnings: Iterable<Warning>, since: number): Judged {
  let all = NOTHING_JUDGED
  for (const warning of warnings)
    if (warning.state === 'awaiting') all = counted(all, null)
    else if (warning.judgedAt >= since) all = counted(all, warning.verdict)
  return all
}
